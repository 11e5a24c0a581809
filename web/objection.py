"""What a resident finds wrong in a document, within 14 days after its issue."""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from frame.language import say
from frame.limits import STARTING, limiter
from frame.pages import page
from office import clock, corrections, documents, once
from office.applications import Application
from office.db import transaction
from office.documents import Document
from office.errors import NotFound
from office.identity import BadInput
from web import places, room
from web.shown import objecting

# More than anybody writes; what is too long comes back whole, to be shortened.
LONGEST = 50_000


@room.get("/permohonan/<token>/surat-salah/<int(max=2147483647):number>")
def objecting_page(token: str, number: int) -> Response:
    """Ask what is wrong in a document.

    Aborts: 404 NotFound, 409 TooLate or AlreadyAsked, 410 DraftExpired.
    """
    application = places.sent(token)
    return page("web/objection.html", **objecting.page_of(_open(application, number), application))


@room.post("/permohonan/<token>/surat-salah/<int(max=2147483647):number>")
@limiter.limit(STARTING)
def object_to(token: str, number: int) -> Answer:
    """Keep what is wrong in a document, for an officer to look at.

    Aborts: 404, 409 TooLate or AlreadyAsked, 410; 422 with what can't be read, 429.
    """
    application, at, words = places.sent(token), clock.now(), request.form.get("salah", "")[:LONGEST]
    place = places.status_of(application)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            corrections.object_to(_document(application, number), words, at=at)
    except BadInput as bad:
        return _again(application, number, words, say(bad.sentence, bad.params))
    return redirect(place, 303)


def _document(application: Application, number: int) -> Document:
    found = next((one for one in documents.of(application.id) if one.id == number and one.checkable), None)
    if found is None:
        raise NotFound()
    return found


def _open(application: Application, number: int) -> Document:
    document = _document(application, number)
    if not corrections.may_object(document, at=clock.now()):
        raise corrections.TooLate()
    if corrections.open_of(document.id) is not None:
        raise corrections.AlreadyAsked()
    return document


def _again(application: Application, number: int, words: str, error: str) -> Response:
    shown = objecting.page_of(_document(application, number), application, words=words, error=error)
    return page("web/objection.html", status=422, **shown)
