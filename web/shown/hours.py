"""The office's hours as people read them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from frame.language import day, hour, minute
from office import opening
from office.hours import Calendar, Closure, Span, Status
from office.places import MAIN
from office.queue import counters

MONDAY = date(2020, 6, 1)
FORTNIGHT = timedelta(days=14)


def here(at: datetime, waiting: int | None = None, place: int = MAIN) -> dict[str, Any]:
    """The note about the counters of a place (its id) now, with whether an officer sits at any."""
    status = opening.status(at, place)
    return now_open(status, waiting, _unattended(place) if status.open else "")


def now_open(status: Status, waiting: int | None = None, unattended: str = "") -> dict[str, Any]:
    """The note about the counter: open until when and how many wait there, else why not and from when.

    `unattended` says why nobody is served though the office is open.
    """
    if status.open:
        people = [_people(waiting)] if waiting or (waiting == 0 and not unattended) else []
        return {"kind": "warn" if unattended else "good", "icon": "clock",
                "title": unattended or _("Buka sampai %(hour)s", hour=hour(status.until)),
                "text": " ".join((*_open_hours(status, unattended), *people, _("Dari rumah bisa kapan saja.")))}  # fmt: skip
    reason = f"{status.reason.rstrip('.')}. " if status.reason else ""
    if status.closure:
        return {"kind": "warn", "icon": "door", "title": closed_title(status.closure),
                "text": reason + _until(status.closure, status)}  # fmt: skip
    return {"kind": "warn", "icon": "door", "title": _("Loket sedang tutup"), "text": reason + _opens_again(status)}


def _unattended(place: int) -> str:
    """Why nobody is served at this moment; empty while somebody is, and where the office set up no counters."""
    states = {counter.state for counter in counters.all_counters(place)}
    if not states or counters.OPEN in states:
        return ""
    return str(_("Semua loket sedang istirahat") if counters.BREAK in states else _("Loket belum dibuka petugas"))


def _open_hours(status: Status, unattended: str) -> list[str]:
    return [_("Hari ini kantor buka sampai %(hour)s.", hour=hour(status.until))] if unattended else []


def closed_title(closure: Closure) -> str:
    """What a closure means for whoever thinks of coming."""
    return str(_("Loket tutup, semua dari rumah") if closure.counter_only else _("Kantor tutup"))


def announced(calendar: Calendar, at: datetime) -> list[dict[str, Any]]:
    """Notes about closures that begin within a fortnight, so that nobody travels in vain."""
    today = calendar.local_day(at)
    soon = [each for each in calendar.closures if today < each.first <= today + FORTNIGHT]
    return [
        {"kind": "info", "icon": "calendar", "title": _closing_on(each), "text": f"{each.reason}. {_until(each)}"}
        for each in sorted(soon, key=lambda each: each.first)
    ]


def _closing_on(closure: Closure) -> str:
    if closure.counter_only:
        return str(_("Loket tutup mulai %(day)s, semua dari rumah", day=day(closure.first)))
    return str(_("Kantor tutup mulai %(day)s", day=day(closure.first)))


def _until(closure: Closure, status: Status | None = None) -> str:
    """Until when, and that the way from home stays open."""
    if closure.last is None:
        return str(_("Sampai ada kabar lagi. Dari rumah tetap bisa, kapan saja."))
    if status and status.next_opening:
        return _opens_again(status)
    return str(_("Sampai %(day)s. Dari rumah tetap bisa, kapan saja.", day=day(closure.last)))


def _people(waiting: int) -> str:
    if not waiting:
        return _("Sekarang tidak ada yang menunggu.")
    return str(ngettext("Sekarang %(num)s orang menunggu.", "Sekarang %(num)s orang menunggu.", waiting))


def _opens_again(status: Status) -> str:
    if status.next_opening is None:
        return _("Kapan buka lagi belum diketahui. Dari rumah tetap bisa, kapan saja.")
    return _("Buka lagi %(day)s, pukul %(hour)s. Dari rumah tetap bisa, kapan saja.",
             day=day(status.next_opening), hour=hour(status.next_opening))  # fmt: skip


def week(spans_by_day: Mapping[int, tuple[Span, ...]]) -> list[tuple[str, str]]:
    """The hours of the week, Monday first; days in a row with the same hours stand together."""
    rows = []
    for spans, days in groupby(range(7), key=lambda number: spans_by_day.get(number, ())):
        first, *others = days
        name = f"{_weekday(first)} - {_weekday(others[-1])}" if others else _weekday(first)
        rows.append((name, _spans(spans)))
    return rows


def in_days(hours: int) -> str:
    """A promise in working hours as people count it: seven are a working day."""
    if hours % 7:
        return str(ngettext("%(num)d jam kerja", "%(num)d jam kerja", hours))
    return str(ngettext("%(num)d hari kerja", "%(num)d hari kerja", hours // 7))


def _weekday(number: int) -> str:
    return str(format_date(MONDAY + timedelta(days=number), "EEEE"))


def _spans(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"{minute(start)}-{minute(end)} WITA" for start, end in spans) or _("Tutup")
