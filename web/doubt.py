"""A resident doubts who opened the file: one line, a few words, for the supervisor."""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from frame.language import say
from frame.limits import STARTING, limiter
from frame.pages import page
from office import clock, once
from office.db import transaction
from office.identity import BadInput
from office.watching import doubts
from web import places, room
from web.shown import doubting

# More than anybody writes; what is too long comes back whole, to be shortened.
LONGEST = 50_000


@room.get("/permohonan/<token>/laporkan")
def doubting_page(token: str) -> Response:
    """Ask which line isn't right, and why.

    Aborts: 404 NotFound, 409 AlreadyDoubted, 410 DraftExpired.
    """
    application = places.sent(token)
    if doubts.open_of(application.id) is not None:
        raise doubts.AlreadyDoubted()
    return page("web/doubt.html", **doubting.page_of(application))


@room.post("/permohonan/<token>/laporkan")
@limiter.limit(STARTING)
def doubt(token: str) -> Answer:
    """Keep what the resident doubts, for a supervisor to answer.

    Aborts: 404, 409 AlreadyDoubted, 410; 422 with what can't be read, 429.
    """
    application, at, words = places.sent(token), clock.now(), request.form.get("ragu", "")[:LONGEST]
    place, line = places.status_of(application), request.form.get("siapa", "")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            doubts.report(application, line, words, at=at)
    except doubts.LineWanted as refusal:
        return _again(token, line, words, siapa=say(refusal.message))
    except BadInput as bad:
        return _again(token, line, words, ragu=say(bad.sentence, bad.params))
    return redirect(place, 303)


def _again(token: str, line: str, words: str, **errors: str) -> Response:
    shown = doubting.page_of(places.sent(token), line=line, words=words, errors=errors)
    return page("web/doubt.html", status=422, **shown)
