"""One step of an application: short questions on one topic, kept at each step."""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from frame.fields import typed_from
from frame.pages import page
from office import clock
from office.applications import drafts
from office.db import transaction
from web import places, room
from web.assistance import helper
from web.shown import filling, offering
from web.shown.filling import step_page


@room.get("/permohonan/<token>/langkah/<code>")
def step(token: str, code: str) -> Response:
    """Show the questions of one step, with the answers given so far, or offered from what the office holds.

    Aborts: 404 NotFound, 409 NotOpen, 410 DraftExpired.
    """
    application = drafts.by_token(token)
    row = drafts.open_step(application, code)
    typed = typed_from(places.definition(application, code), offering.filled(application, row))
    return page("web/step.html", "application/_questions.html", **step_page(application, row, typed, {}))


@room.post("/permohonan/<token>/langkah/<code>")
def save(token: str, code: str) -> Answer:
    """Keep the answers of one step, or show what is wrong with them; what is only doubtful is told once, on the same page.

    No one-time key: keeping them twice changes nothing.

    Aborts: 404 NotFound, 409 NotOpen, 410 DraftExpired; 422 with the form still filled.
    """
    application, at = drafts.by_token(token), clock.now()
    if "tambah" in request.form:
        return ask(token, code)
    held, known = offering.held(application, code), filling.doubts(application, code, at=at)
    with transaction():
        reading = drafts.save(application, code, request.form, at=at, by=helper(), held=held)
    if reading.errors:
        row = drafts.open_step(application, code)
        return page("web/step.html", status=422, **step_page(application, row, request.form, reading.errors))
    fresh = [doubt for doubt in filling.doubts(application, code, at=at) if doubt not in known]
    return redirect(places.step_of(application, code) if fresh else places.after(application, code), 303)


@room.post("/permohonan/<token>/langkah/<code>/pertanyaan")
def ask(token: str, code: str) -> Response:
    """Draw the questions anew for what is chosen now; nothing is kept.

    Aborts: 404 NotFound, 409 NotOpen, 410 DraftExpired.
    """
    application = drafts.by_token(token)
    row = drafts.open_step(application, code)
    return page("web/step.html", "application/_questions.html", **step_page(application, row, request.form, {}))
