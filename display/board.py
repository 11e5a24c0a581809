"""The board: now calling, called before, next by group, the room, and the news at the foot."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Response, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from display import room
from frame.doors import doors
from frame.language import day, hour, language
from frame.live import live, stream_response, version_response
from frame.pages import page
from office import clock, opening
from office.health import Protocol
from office.queue import calls
from office.queue.board import Hall
from office.queue.calls import ENTER, RECALL
from office.queue.groups import Group

NEXT, BEFORE = 4, 5
# Whoever took a number in time is still called after closing; the board says "closed" when nobody has been for so long.
STILL_CALLING = timedelta(minutes=10)
FILMS = ("film.webm", "film.mp4")


@room.get("/")
def board() -> Response:
    """Show the hall; the fragment is read again with each change."""
    at, seen = clock.now(), live().look()
    news, mode = _news(seen), _mode(seen)
    return page(
        "display/board.html", "board/_board.html", **_shown(seen, at), news=news, mode=mode, foot=_named(mode, news),
        version=seen.version, clock=hour(at), now_ms=int(at.timestamp() * 1000), film=url_for("display.film"),
    )  # fmt: skip


@room.get("/alir")
def stream() -> Response:
    """Say when the hall has changed.

    Aborts: 503 beyond the cap of streams; the screen then asks for the version.
    """
    return stream_response()


@room.get("/versi")
def version() -> Response:
    """The hall's version, for screens without a stream."""
    return version_response()


def _shown(seen: Hall, at: datetime) -> dict[str, Any]:
    closed = _closed(seen, at)
    now = seen.last[0] if seen.last and not closed else None
    return {
        "now": now, "again": bool(now and now.kind == RECALL), "closed": closed,
        "before": seen.last[1:] if now else seen.last[:BEFORE],
        "next": [_next(seen, group) for group in _busiest(seen)],
        "places": seen.places, "seen_at": hour(at),
        "calls": [_call(call) for call in calls.to_speak(seen.day, at=at, place_id=seen.place)],
    }  # fmt: skip


def _busiest(seen: Hall) -> list[Group]:
    """The groups that fit: those with people waiting, then those that are open, in their own order."""
    among = [group for group in seen.groups if seen.standings[group.letter].open or seen.line.waiting(group.letter)]
    first = sorted(among, key=lambda group: seen.line.waiting(group.letter) == 0)[:NEXT]
    return [group for group in among if group in first]


def _next(seen: Hall, group: Group) -> tuple[str, str]:
    line = seen.line.groups[group.letter]
    return f"{group.letter} {group.short_in(language())}", line[0].label if line else ""


def _call(call: calls.Call) -> dict[str, Any]:
    """A call with the clips that say it."""
    counter = None if call.kind == ENTER else call.counter
    return {"id": call.id, "label": call.label, "counter": counter or "", "kind": call.kind,
            "clips": " ".join(doors().spoken(call.label, counter, again=call.kind == RECALL))}  # fmt: skip


def _closed(seen: Hall, at: datetime) -> str:
    if seen.office.open or (seen.last and at - seen.last[0].at < STILL_CALLING):
        return ""
    when = seen.office.next_opening
    if when is None:
        return _("Loket tutup. Semua layanan buka dari rumah.")
    again = _("Loket buka lagi %(day)s, %(hour)s.", day=day(when), hour=hour(when))
    if opening.local_day(when) == opening.local_day(at):
        again = _("Loket buka lagi pukul %(hour)s.", hour=hour(when))
    return " ".join((again, _("Layanan dari rumah tetap buka.")))


def _news(seen: Hall) -> list[tuple[str, str]]:
    """The rules of health, how to do it from home, and the notices of the office, each with its picture."""
    home = ": ".join((_("Urus surat dari rumah"), urlsplit(doors().base_url).netloc))
    return [*_rules(seen.protocol), ("home", home), *(("info-circle", text) for text in seen.notices)]


def _rules(protocol: Protocol) -> list[tuple[str, str]]:
    rules = {
        "mask": ("face-mask", _("Pakai masker. Jaga jarak 1 meter.")),
        "hands": ("wash-hand", _("Cuci tangan sebelum masuk.")),
    }
    limit = _("Suhu diukur petugas. Batasnya %(limit)s °C.", limit=format_decimal(protocol.limit / 10, format="0.0"))
    measured = [("temperature", limit)] if protocol.measured_at != "off" else []
    return [rules[code] for code in protocol.questions if code in rules] + measured


def _named(mode: str, news: list[tuple[str, str]]) -> str:
    """A name for the foot: with another name the screen fetches it anew, since it is no part of the fragment."""
    return hashlib.sha256(repr((mode, news)).encode()).hexdigest()[:10]


def _mode(seen: Hall) -> str:
    """How the news is shown; a film only where there is one."""
    folder = doors().settings.data / "display"
    if seen.display_mode == "film" and not any((folder / name).is_file() for name in FILMS):
        return "slides"
    return seen.display_mode
