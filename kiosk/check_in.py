"""Check-in by QR or reference: for whoever the office called, or who has an appointment."""

from flask import request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from frame.devices import device
from frame.language import hour, language, say
from frame.limits import limiter
from frame.live import live
from frame.pages import page
from kiosk import room
from office import clock
from office.appointments import AppointmentOver, NotToday, WrongPlace
from office.queue import checking_in, groups
from office.queue.checking_in import NothingToCheckIn

LONGEST = 200


@room.get("/masuk")
def ask_code() -> Response:
    """Ask for the QR or the reference."""
    return page("kiosk/check_in.html", error="", typed="")


@room.post("/masuk")
@limiter.limit("60 per 10 minutes", key_func=lambda: f"kiosk-{device().id}")
def find_code() -> Response:
    """Find what the visitor comes for, without saying whose it is.

    Aborts: 404 NothingToCheckIn, 429.
    """
    typed = request.form.get("kode", "")[:LONGEST]
    try:
        found = checking_in.find(typed, live().look().groups)
        checking_in.look_at_the_day(found, at=clock.now(), place=device().place_id)
    except (NothingToCheckIn, AppointmentOver, NotToday, WrongPlace) as refusal:
        error = f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"
        return page("kiosk/check_in.html", status=refusal.status, error=error, typed=typed if len(typed) < 20 else "")
    session["masuk"] = typed
    group = groups.find(found.letter, live().look().groups)
    what = _("Janji Anda pukul %(hour)s", hour=hour(found.appointment.starts_at)) if found.appointment else ""
    return page("kiosk/checked_in.html", letter=found.letter, name=group.in_language(language()), what=what,
                at_once=not live().look().protocol.on)  # fmt: skip
