"""Following a sent application, and taking it back."""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from frame.pages import page
from office import clock, once
from office.applications import drafts
from office.db import transaction
from office.errors import Conflict
from web import places, room
from web.shown import status


@room.get("/permohonan/<token>/status")
def status_page(token: str) -> Response:
    """Show what to do now, what happened and what still comes.

    Aborts: 404 NotFound, 410 DraftExpired.
    """
    return page("web/status.html", **status.status_page(places.sent(token), at=clock.now()))


@room.get("/permohonan/<token>/tarik")
def withdrawing(token: str) -> Response:
    """Ask once more before an application is taken back.

    Aborts: 404 NotFound, 409 Conflict when it is too late, 410 DraftExpired.
    """
    application = places.sent(token)
    if not drafts.can_withdraw(application):
        raise Conflict()
    return page("web/withdraw.html", application=application, status_url=places.status_of(application))


@room.post("/permohonan/<token>/tarik")
def withdraw(token: str) -> Answer:
    """Take an application back.

    Aborts: 404, 409 Conflict when it is too late, 410.
    """
    application, at = places.sent(token), clock.now()
    with transaction():
        once.spend(request.form.get("once", ""), place=places.status_of(application), at=at)
        drafts.withdraw(application, at=at)
    return redirect(places.status_of(application), 303)
