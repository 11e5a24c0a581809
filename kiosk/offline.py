"""The kiosk without its server: the page it keeps for that, the block of numbers it gives, and their handing in."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, jsonify, request
from flask_wtf.csrf import CSRFProtect

from frame.devices import device
from frame.language import language
from frame.live import live
from frame.pages import page
from kiosk import room
from kiosk.words import questions
from office import clock, codes, opening
from office.db import transaction
from office.errors import Refused
from office.queue import tickets

MOST = 50
HIGHEST = 999
ROUNDS = 100_000


class NotHandedIn(Refused):
    """The block isn't of the form in which kiosks hand it in."""

    message = "Nomor kios ini tidak bisa dibaca."
    next_step = "Muat ulang halaman kios."


@room.get("/denyut")
def beat() -> Response:
    """Say that the server is there, which local day it is and what time."""
    at = clock.now()
    return jsonify(day=opening.local_day(at).isoformat(), now=int(at.timestamp() * 1000))


@room.get("/pekerja.js")
def service_worker() -> Response:
    """The script that answers with the kept page when the server doesn't answer."""
    response = current_app.send_static_file("kiosk-worker.js")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/kiosk/"
    return response


@room.get("/luring")
def without_server() -> Response:
    """The page that a kiosk keeps for when the server is away: groups, checklist, and the rules it needs for them."""
    at, seen, kiosk = clock.now(), live().look(), device()
    salt = codes.new_token()
    facts: dict[str, Any] = {
        "device": kiosk.code, "day": seen.day.isoformat(), "limit": seen.protocol.limit, "measured": seen.protocol.measured_at,
        "salt": salt, "rounds": ROUNDS, "code": _hashed(codes.door_code(opening.local_day(at)), salt),
        "closes": int(seen.office.until.timestamp() * 1000) if seen.office.until else 0, "prints": kiosk.slip_printer == "browser",
    }  # fmt: skip
    groups = [(group.letter, group.in_language(language())) for group in seen.groups if seen.standings[group.letter].open]
    return page("kiosk/offline.html", facts=json.dumps(facts), groups=groups, questions=questions(seen.protocol.questions),
                on=seen.protocol.on, measured=seen.protocol.measured_at, device_code=kiosk.code)  # fmt: skip


@room.post("/serahkan")
def hand_in() -> Response:
    """Take in the numbers that this kiosk gave while the server was away; each once, however often it is handed in.

    Aborts: 422 what can't be read as a block.
    """
    entries, at = _entries(), clock.now()
    with transaction():
        for entry in entries:
            _take(entry, at)
    return jsonify(taken=[entry.get("key") for entry in entries])


def exempt(csrf: CSRFProtect) -> None:
    """Let the block be handed in without a form's token, which a kiosk that was cut off for hours has no longer.

    The device's cookie is SameSite=Strict, the Origin is checked, and a foreign page can't send JSON without asking first.
    """
    csrf.exempt(hand_in)


def _entries() -> list[dict[str, Any]]:
    found = request.get_json(silent=True) if request.mimetype == "application/json" else None
    entries = found.get("entries") if isinstance(found, dict) else None
    if not isinstance(entries, list) or len(entries) > MOST or not all(isinstance(entry, dict) for entry in entries):
        raise NotHandedIn()
    return entries


def _take(entry: dict[str, Any], at: datetime) -> None:
    """One entry; what can't be a number of today is passed over, since nobody waits with it."""
    letter, number, taken = entry.get("letter"), entry.get("number"), entry.get("at")
    if not isinstance(letter, str) or type(number) is not int or type(taken) is not int:
        return
    if len(letter) != 1 or not 1 <= number <= HIGHEST or not 0 <= taken < 2**43:
        return
    kiosk, spoken = device(), "en" if entry.get("language") == "en" else "id"
    tickets.take_offline(kiosk.id, kiosk.code, letter, number, priority=entry.get("priority") is True,
                         taken_at=datetime.fromtimestamp(taken / 1000, UTC), at=at, language=spoken)  # fmt: skip


def _hashed(code: str, salt: str) -> str:
    # Slow on purpose: the page lies in the kiosk's browser, and four digits are soon tried.
    return hashlib.pbkdf2_hmac("sha256", code.encode(), salt.encode(), ROUNDS).hex()
