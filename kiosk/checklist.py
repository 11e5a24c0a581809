"""The health protocol at the kiosk, and the one form that makes a ticket of it."""

from collections.abc import Mapping

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from frame.devices import device
from frame.doors import doors
from frame.language import hour, language, say
from frame.pages import page
from kiosk import reading, room
from kiosk.reading import Unreadable
from kiosk.words import degrees, questions
from office import clock, codes, health, once, settings
from office.db import transaction
from office.devices import DoorCodePaused
from office.queue import groups, tickets
from office.queue.groups import GroupClosed
from office.queue.tickets import Rules


@room.get("/kelompok/<letter>/kesehatan")
def checklist(letter: str) -> Response:
    """Show the questions in force, and where the officer puts the temperature; without a protocol there is no such page.

    Aborts: 409 GroupClosed.
    """
    law = tickets.rules(clock.now(), device().place_id)
    if not law.protocol.on:
        # Switched off while the visitor chose.
        return redirect(url_for("kiosk.wishes", letter=letter), 303)
    return _checklist_page(letter, law)


@room.post("/tiket")
def take_ticket() -> Response:
    """Hold the checklist against the rules and give one ticket, however often the form arrives.

    Aborts: 409 GroupClosed, QuotaFull, AlreadyWaiting; 422 what can't be read, 429 DoorCodePaused.
    """
    at, token = clock.now(), codes.new_token()
    law = tickets.rules(at, device().place_id)
    try:
        asked = reading.read(law, at=at)
    except (Unreadable, DoorCodePaused) as refusal:
        return _checklist_page(request.form.get("kelompok", ""), law, refusal=refusal)
    place = url_for("kiosk.show_ticket" if asked.judged.passed else "kiosk.not_today", token=token)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        asked.admit(token, law, at=at)
    return redirect(place, 303)


@room.get("/belum/<token>")
def not_today(token: str) -> Response:
    """Say calmly why there is no number, when to be measured again, and what can be done instead."""
    check, at = health.by_token(token), clock.now()
    if check is None or not health.still_shown(check, device().id, at=at):
        return redirect(url_for("kiosk.welcome"), 303)
    detail = check.detail or {}
    return page(
        "kiosk/not_today.html", number=f"{check.number:02d}" if check.number else "",
        again_at=hour(check.at + health.AGAIN_AFTER),
        hot="temperature" in detail.get("failing", ()), temperature=degrees(detail.get("tenths") or 0),
        limit=degrees(check.limit),
        mend=health.mended_at_once(check), puskesmas=settings.get("puskesmas", at, device().place_id),
        qr=doors().qr_svg(f"{doors().base_url}/", "QR"),
    )  # fmt: skip


@room.get("/suhu")
def measured() -> Response:
    """The temperature that the officer at the door took for this kiosk's visitor, as soon as it is there."""
    found = health.measured(device().id, at=clock.now())
    return page("hall/_measured.html", measured=degrees(found.tenths) if found else "")


def _checklist_page(letter: str, law: Rules, *, refusal: Unreadable | DoorCodePaused | None = None) -> Response:
    group = groups.find(letter, law.groups)
    if not groups.standing(group, law.calendar, clock.now()).open:
        raise GroupClosed()
    errors: Mapping[str, str] = getattr(refusal, "errors", {})
    found = health.measured(device().id, at=clock.now()) if law.protocol.measured_at == "door" else None
    given = request.values
    return page(
        "kiosk/checklist.html", status=refusal.status if refusal else 200, letter=letter, name=group.in_language(language()),
        questions=questions(law.protocol.questions), at=law.protocol.measured_at, errors=errors, given=given,
        others=given.getlist("lain"), measured=degrees(found.tenths) if found else "", checks_in=bool(given.get("masuk")),
        paused="" if refusal is None or errors else f"{say(refusal.message)} {say(refusal.next_step)}",
    )  # fmt: skip
