"""A draft as a whole: its task list, and its end if the person wants that."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from frame.pages import page
from office import clock, once
from office.applications import DRAFT, drafts
from office.db import transaction
from web import places, room
from web.shown.filling import tasks_page


@room.get("/permohonan/<token>")
def tasks(token: str) -> Response:
    """Show the task list of a draft; a sent application has its status page instead.

    Aborts: 404 NotFound, 410 DraftExpired.
    """
    application = drafts.by_token(token)
    if application.state != DRAFT:
        raise places.Elsewhere(places.status_of(application))
    return page("web/tasks.html", **tasks_page(application, at=clock.now()))


@room.get("/permohonan/<token>/hapus")
def deleting(token: str) -> Response:
    """Ask once more before a draft is deleted.

    Aborts: 404 NotFound, 409 NotOpen, 410 DraftExpired.
    """
    application = places.begun(token)
    return page("web/delete.html", application=application, tasks_url=places.tasks_of(application))


@room.post("/permohonan/<token>/hapus")
def delete(token: str) -> Answer:
    """Delete a draft's answers and papers.

    Aborts: 404, 409 NothingToDelete, 410.
    """
    application, at = drafts.by_token(token), clock.now()
    place = url_for("web.deleted")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        drafts.delete_draft(application, at=at)
    return redirect(place, 303)


@room.get("/isian-terhapus")
def deleted() -> Response:
    """Say that a draft is gone."""
    return page("web/deleted.html")
