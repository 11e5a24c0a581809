"""The kiosk without its server: the page it keeps for that, what that page must know, and the signs of life."""

import hashlib
import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Response, current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from frame.devices import device
from frame.doors import doors
from frame.language import language, say
from frame.live import live
from frame.pages import page
from kiosk import room
from kiosk.handing_in import exempt
from kiosk.words import degrees, questions
from office import clock, codes, devices, health, opening
from office.queue import groups
from office.queue.board import Hall
from office.queue.offline import given

ROUNDS = 100_000
__all__ = ["beat", "exempt", "service_worker", "without_server"]


@room.get("/denyut")
def beat() -> Response:
    """Say that the server is there, which local day it is and what time."""
    return Response(f"{opening.local(clock.now()):%Y-%m-%d %H.%M}\n", mimetype="text/plain")


@room.get("/pekerja.js")
def service_worker() -> Response:
    """The script that answers with the kept page when the server doesn't answer."""
    response = current_app.send_static_file("kiosk-worker.js")
    response.headers["Cache-Control"] = "no-cache"
    return response


@room.get("/luring", defaults={"spoken": "id"})
@room.get("/luring/<any(en):spoken>")
def without_server(spoken: str) -> Response:
    """The page that a kiosk keeps for when the server is away: groups, checklist, and the rules it needs for them."""
    at, seen = clock.now(), live().look()
    with force_locale(spoken):
        return page(
            "kiosk/offline.html", facts=json.dumps(_facts(seen, at)), words=json.dumps(_words(seen)),
            groups=_groups(seen, at), protocol=seen.protocol, questions=questions(seen.protocol.questions),
            puskesmas=seen.puskesmas, other="id" if spoken == "en" else "en",
            prints=device().slip_printer == "browser", qr=doors().qr_svg(f"{doors().base_url}/", _("QR ke formulir di telepon")),
        )  # fmt: skip


def _facts(seen: Hall, at: datetime) -> dict[str, Any]:
    """What the page's script decides by; the officer's code of today only as what it can be held against."""
    kiosk, day = device(), opening.local_day(at)
    salt, code = _locked(codes.door_code(day)) if seen.protocol.measured_at != "off" else ("", "")
    return {
        "device": kiosk.code, "day": day.isoformat(), "given": given(kiosk.code, day),
        "limit": seen.protocol.limit, "salt": salt, "code": code, "rounds": ROUNDS,
        "tries": devices.DOOR_TRIES, "pause": int(devices.DOOR_PAUSE.total_seconds() * 1000),
    }  # fmt: skip


def _words(seen: Hall) -> dict[str, str]:
    """What the script says; it fills the gaps in braces."""
    return {
        "since": _("Sambungan ke server terputus sejak %(hour)s", hour="{jam}"),
        "lead": _("Sentuh satu. Nomor kios ini diawali huruf dan %(code)s.", code=device().code),
        "closed": _("Loket sedang tutup. Tanya petugas."),
        "old": _("Layar ini disiapkan pada hari lain. Minta nomor kepada petugas."),
        "open": _("Nomor sementara"), "later": _("Buka lagi pukul %(hour)s", hour="{jam}"), "shut": _("Tutup hari ini"),
        "unanswered": say(health.NotAnswered.next_step), "temperature": say(health.BadTemperature.message),
        "code": say(devices.WrongDoorCode.message), "paused": _("Kode petugas salah beberapa kali. Tunggu 5 menit."),
        "hot": _("Suhu %(degrees)s. Batasnya %(limit)s.", degrees="{suhu}", limit=degrees(seen.protocol.limit)),
        "full": _("Nomor tidak bisa dicatat. Minta nomor kepada petugas."),
    }  # fmt: skip


def _groups(seen: Hall, at: datetime) -> list[dict[str, Any]]:
    """Each group with the hours of today in which it gives numbers, in milliseconds as scripts count them."""
    calendar, day = opening.calendar(at, device().place_id), opening.local_day(at)
    spans = {group.letter: groups.hours_on(group, calendar, day) for group in seen.groups}
    return [
        {"letter": group.letter, "name": group.in_language(language()),
         "hours": json.dumps([[int(each.timestamp() * 1000) for each in span] for span in spans[group.letter]])}
        for group in seen.groups
    ]  # fmt: skip


@lru_cache(maxsize=4)
def _locked(code: str) -> tuple[str, str]:
    """A salt and the slow hash of a code: the page lies in the kiosk's browser, and must not say the code itself."""
    salt = codes.new_token()
    return salt, hashlib.pbkdf2_hmac("sha256", code.encode(), salt.encode(), ROUNDS).hex()
