"""Enrolling a display: a pairing code for a key of its own."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from display import room
from frame.devices import before_pairing, remember
from frame.language import say
from frame.limits import GUESSING, limiter
from frame.pages import page
from office import clock, devices
from office.db import transaction
from office.devices import Kind, WrongPairing


@room.get("/pasang")
@before_pairing
def pair() -> Response:
    """Ask for the pairing code."""
    return page("display/pairing.html", error="")


@room.post("/pasang")
@before_pairing
@limiter.limit(GUESSING)
def enrol() -> Response:
    """Exchange the pairing code for the display's key."""
    try:
        with transaction():
            key = devices.enrol(Kind.DISPLAY, request.form.get("kode", "")[:20], at=clock.now())
    except WrongPairing as refusal:
        error = f"{say(refusal.message)} {say(refusal.next_step)}"
        return page("display/pairing.html", status=refusal.status, error=error)
    return remember(redirect(url_for("display.board"), 303), Kind.DISPLAY, key)
