"""How it was, told at the kiosk by whoever was served today: three questions at a time, nine in all."""

from collections.abc import Mapping

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from frame import survey as form
from frame.devices import device
from frame.language import say
from frame.limits import limiter
from frame.pages import page
from kiosk import room
from office import clock, events, once, opening, survey
from office.db import transaction
from office.errors import NotFound, Refused
from office.identity import BadInput
from office.survey import ELEMENTS, AnsweredAlready, Errand, NotFinished
from office.survey.answers import KIOSK, read

PART = 3
PARTS = len(ELEMENTS) // PART


@room.get("/nilai")
def rate() -> Response:
    """Ask for the number that was served."""
    return page("kiosk/rate.html", error="", typed="")


@room.post("/nilai")
@limiter.limit("60 per 10 minutes", key_func=lambda: f"kiosk-{device().id}")
def find_errand() -> Response:
    """Show the first questions, for a number of today that was served and not answered for.

    Aborts: 404 NotFound, 409 NotFinished or AnsweredAlready, 429.
    """
    typed = request.form.get("nomor", "")[:12]
    try:
        _open(typed)
    except (NotFound, NotFinished, AnsweredAlready) as refusal:
        return page("kiosk/rate.html", status=refusal.status, error=_why(refusal), typed=typed)
    return _part(1, {}, {})


@room.post("/nilai/isi")
def answer() -> Response:
    """Go on to the next questions; the last of them keeps all nine.

    Aborts: 404 NotFound, 409 NotFinished or AnsweredAlready; 422 with what lacks of these three.
    """
    at, typed, number = clock.now(), form.answered(request.form), _number()
    scores, errors = read(typed)
    lacking = {code: wrong for code, wrong in errors.items() if code in _codes(number)}
    if lacking or number < PARTS:
        return _part(number if lacking else number + 1, typed, lacking, status=422 if lacking else 200)
    place = url_for("kiosk.rated")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        survey.give(_open(request.form.get("nomor", "")), scores, {}, "", channel=KIOSK, by=events.RESIDENT, at=at)
    return redirect(place, 303)


@room.get("/nilai/terima-kasih")
def rated() -> Response:
    """Say thank you and goodbye."""
    return page("kiosk/rated.html")


def _open(label: str) -> Errand:
    errand = survey.by_ticket(label, opening.local_day(clock.now()), device().place_id)
    if not errand.finished:
        raise NotFinished()
    if survey.answered(errand):
        raise AnsweredAlready()
    return errand


def _part(number: int, typed: Mapping[str, str], errors: Mapping[str, BadInput], *, status: int = 200) -> Response:
    now, label = _codes(number), request.form.get("nomor", "")[:12]
    kept = {code: score for code, score in typed.items() if code in ELEMENTS and code not in now and score}
    asked = [each for each in form.questions(typed, errors) if each["name"] in now]
    return page("kiosk/rating.html", status=status, questions=asked, kept=kept, label=label, number=number, of=PARTS,
                key=request.form.get("once", "") if number > 1 or errors else "")  # fmt: skip


def _codes(number: int) -> tuple[str, ...]:
    return tuple(ELEMENTS)[(number - 1) * PART : number * PART]


def _number() -> int:
    given = request.form.get("bagian", "")
    return int(given) if given in {str(number) for number in range(1, PARTS + 1)} else 1


def _why(refusal: Refused) -> str:
    if isinstance(refusal, NotFound):
        return _("Nomor ini tidak ada hari ini. Periksa lagi.")
    return f"{say(refusal.message)} {say(refusal.next_step)}"
