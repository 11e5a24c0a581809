"""Handing in: the numbers that a kiosk gave while the server was away, taken in once each."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, jsonify, make_response, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFProtect

from frame.devices import device
from frame.language import say
from kiosk import room
from office import clock, once, opening
from office.db import transaction
from office.errors import Refused
from office.queue import groups, offline
from office.queue.room import touch

MOST = 50
LARGEST = 64 * 1024
HIGHEST = 999
LATEST = 2**43
# A kiosk's clock follows the server's, but was last set when they last met.
FAST = timedelta(minutes=5)


class NotHandedIn(Refused):
    """What arrived is no block of numbers."""

    message = "Nomor kios ini tidak bisa dibaca."
    next_step = "Muat ulang halaman kios."


@dataclass(frozen=True)
class Entry:
    """One number that a kiosk gave: `taken` is its instant (UTC), `unsure` the key of a form whose answer never came."""

    letter: str
    number: int
    priority: bool
    taken: datetime
    language: str
    unsure: str


@room.post("/serahkan")
def hand_in() -> Response:
    """Take in the numbers that this kiosk gave while the server was away; each once, however often it is handed in.

    The answer names each entry by its key: `taken` holds those that are in, now or since before, `refused` the others.
    Aborts: 422 what is no block of at most 50 entries.
    """
    at, answer = clock.now(), {"taken": list[dict[str, str]](), "refused": list[dict[str, str]]()}
    try:
        block = _block()
    except NotHandedIn as refusal:
        return make_response({"error": f"{say(refusal.message)} {say(refusal.next_step)}"}, refusal.status)
    with transaction():
        # One block at a time: the row is held to the end, so that a block sent twice at once finds the first one's tickets.
        touch(opening.local_day(at), device().place_id)
        for found in block:
            why = _take(found, at)
            answer["refused" if why else "taken"].append({"key": _key(found), "why": why})
    return jsonify(answer)


def exempt(csrf: CSRFProtect) -> None:
    """Let a block be handed in without a form's token: a kiosk that was cut off for hours holds one of a session long over.

    A foreign page can't send it: the device's cookie is SameSite=Strict, the Origin is checked, and neither JSON nor a header of
    our own can be sent to another host without that host's leave.
    """
    csrf.exempt(hand_in)


def _block() -> list[Any]:
    known = request.mimetype == "application/json" and request.headers.get("X-Lamin-Kiosk") == "1"
    if not known or (request.content_length or 0) > LARGEST:
        raise NotHandedIn()
    try:
        sent = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise NotHandedIn() from None
    entries = sent.get("entries") if isinstance(sent, dict) else None
    if not isinstance(entries, list) or len(entries) > MOST:
        raise NotHandedIn()
    return entries


def _take(found: Any, at: datetime) -> str:
    """Take one entry in; a sentence when that can't be, empty when it is in."""
    entry = _read(found)
    if entry is None:
        return _("Catatan ini bukan nomor kios.")
    if entry.taken > at + FAST:
        return _("Jamnya belum lewat.")
    kiosk, taken = device(), min(entry.taken, at)
    ticket = offline.take(kiosk.id, kiosk.code, entry.letter, entry.number, priority=entry.priority, taken_at=taken,
                                  at=at, language=entry.language, place=kiosk.place_id)  # fmt: skip
    if ticket is not None and entry.unsure and (place := once.outcome(entry.unsure)):
        offline.forget_unseen(place, kiosk.id, at=at)
    label = f"{entry.letter}-{kiosk.code}-{entry.number:02d}"
    if ticket is not None or offline.known(label, opening.local_day(taken)):
        return ""
    if opening.local_day(taken) != opening.local_day(at):
        return _("Nomor ini dari hari lain.")
    if opening.status(taken, device().place_id).closure:
        return _("Loket tutup hari ini.")
    return _("Kelompok ini tidak ada hari ini.")


def _read(found: Any) -> Entry | None:
    if not isinstance(found, dict):
        return None
    letter, number, taken, unsure = (found.get(name) for name in ("letter", "number", "taken_at", "unsure"))
    if not isinstance(letter, str) or not groups.LETTER.fullmatch(letter):
        return None
    if type(number) is not int or not 1 <= number <= HIGHEST or type(taken) is not int or not 0 <= taken < LATEST:
        return None
    spoken = "en" if found.get("language") == "en" else "id"
    plain = isinstance(unsure, str) and unsure.isascii() and unsure.isprintable() and len(unsure) <= 64
    return Entry(letter, number, found.get("priority") is True, datetime.fromtimestamp(taken / 1000, UTC), spoken,
                 str(unsure) if plain else "")  # fmt: skip


def _key(found: Any) -> str:
    key = found.get("key") if isinstance(found, dict) else None
    return key[:40] if isinstance(key, str) else ""
