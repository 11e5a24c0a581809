"""The board: now calling, called before, next by group, the room, and the news at the foot."""

from datetime import datetime
from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _

from display import room
from frame.doors import doors
from frame.language import day, hour, language
from frame.live import live, stream_response
from frame.pages import page
from office import clock, opening
from office.health import Protocol
from office.queue import calls
from office.queue.board import Hall
from office.queue.calls import ENTER, RECALL
from office.queue.groups import Group

NEXT = 4
FILMS = ("film.webm", "film.mp4")


@room.get("/")
def board() -> Response:
    """Show the hall; the fragment is read again with each change."""
    at, seen = clock.now(), live().look()
    return page(
        "display/board.html", "board/_board.html", **_shown(seen, at), news=_news(seen), mode=_mode(seen),
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
    return Response(live().look().version, mimetype="text/plain")


def _shown(seen: Hall, at: datetime) -> dict[str, Any]:
    now, before = (seen.last[0] if seen.last else None), seen.last[1:]
    return {
        "now": now, "again": bool(now and now.kind == RECALL), "before": before, "closed": _closed(seen, at),
        "next": [_next(seen, group) for group in _busiest(seen)],
        "places": seen.places, "seen_at": hour(at), "calls": [_call(call) for call in calls.to_speak(seen.day, at=at)],
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
    if seen.office.open:
        return ""
    when = seen.office.next_opening
    if when is None:
        return _("Loket tutup. Semua layanan buka dari rumah.")
    if opening.local_day(when) == opening.local_day(at):
        return _("Loket buka lagi pukul %(hour)s.", hour=hour(when))
    return _("Loket buka lagi %(day)s, %(hour)s.", day=day(when), hour=hour(when))


def _news(seen: Hall) -> list[tuple[str, str]]:
    """The notices of the office and the rules of health, each with its picture."""
    return [*_rules(seen.protocol), *(("info-circle", text) for text in seen.notices)] or [
        ("info-circle", _("Semua layanan gratis."))
    ]


def _rules(protocol: Protocol) -> list[tuple[str, str]]:
    if not protocol.on:
        return []
    rules = {
        "mask": ("face-mask", _("Pakai masker. Jaga jarak 1 meter.")),
        "hands": ("wash-hand", _("Cuci tangan sebelum masuk.")),
    }
    return [rules[code] for code in protocol.questions if code in rules]


def _mode(seen: Hall) -> str:
    """How the news is shown; a film only where there is one."""
    folder = doors().settings.data / "display"
    if seen.display_mode == "film" and not any((folder / name).is_file() for name in FILMS):
        return "slides"
    return seen.display_mode
