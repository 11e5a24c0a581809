"""Closing the counter on days and opening it again; with `counter_only` everything from home goes on.

A closure of the whole office shuts every place; one of a place shuts that place alone. Whoever had an appointment on a day that
is shut is told, and may choose another day for as long as they like.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from office import appointments, events, opening, settings
from office.appointments import Appointment
from office.calendar import PastDay, locked
from office.errors import Refused
from office.hours import Closure
from office.identity import one_line

LONGEST_REASON = 120
FARTHEST = timedelta(days=2 * 366)
Row = Mapping[str, Any]


class NoReason(Refused):
    """A closure without a reason that residents can read."""

    message = "Alasan penutupan belum diisi."
    next_step = "Tulis alasan yang dibaca warga, lalu simpan lagi."


class ReasonTooLong(Refused):
    """The reason is longer than pages, kiosk and messages can show."""

    message = "Alasan ini %(count)s huruf. Paling banyak %(most)s huruf."
    next_step = "Pendekkan, lalu simpan lagi."


class EndsEarlier(Refused):
    """The last day lies before the first."""

    message = "Hari terakhir penutupan lebih awal dari hari pertamanya."
    next_step = "Perbaiki tanggalnya, lalu simpan lagi."


class TooFar(Refused):
    """A day more than two years ahead."""

    message = "Tanggal ini lebih dari dua tahun ke depan."
    next_step = "Periksa tahunnya, lalu simpan lagi."


class Overlapping(Refused):
    """Another closure holds on one of these days already; `first` is its first day."""

    status = 409
    message = "Pada tanggal itu sudah ada penutupan, mulai %(first)s."
    next_step = "Pilih tanggal lain, atau akhiri penutupan itu dulu."


class NoSuchClosure(Refused):
    """The closure is over, was called off, or never was."""

    status = 409
    message = "Penutupan ini sudah berakhir atau sudah dibatalkan."
    next_step = "Lihat daftar penutupan yang terbaru."


def own(at: datetime, place: int | None = None) -> list[Closure]:
    """The closures that a place (its id), or for None the office, has made and not called off, soonest first."""
    return [opening.read_closure(row) for row in settings.own("closures", at, place) or ()]


def check(
    first: date, last: date | None, reason: str, *, counter_only: bool, at: datetime, place: int | None = None
) -> Closure:  # fmt: skip
    """The closure of these local days, both included (None: until further notice), if it can be made.

    Raises:
        NoReason, ReasonTooLong, PastDay, EndsEarlier, TooFar, Overlapping: why it can't.
    """
    reason = one_line(reason, len(reason)).rstrip(".")
    if not reason:
        raise NoReason()
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(count=len(reason), most=LONGEST_REASON)
    if first < opening.local_day(at):
        raise PastDay()
    if last is not None and last < first:
        raise EndsEarlier()
    if max(first, last or first) > opening.local_day(at) + FARTHEST:
        raise TooFar()
    for other in own(at, place):
        if (last is None or other.first <= last) and (other.last is None or first <= other.last):
            raise Overlapping(first=other.first)
    return Closure(first, last, reason, counter_only)


def close(
    first: date, last: date | None, reason: str, *, counter_only: bool, by: events.Actor, at: datetime,
    place: int | None = None,
) -> int:  # fmt: skip
    """Close the counter, and with `counter_only` false the whole house, on local days; how many appointments had to move.

    Raises:
        NoReason, ReasonTooLong, PastDay, EndsEarlier, TooFar, Overlapping: see `check`.
    """
    rows = locked("closures", at, place)
    closure = check(first, last, reason, counter_only=counter_only, at=at, place=place)
    _keep([*rows, _row(closure)], by=by, at=at, place=place)
    return appointments.displace(affected(closure.first, closure.last, at=at, place=place), at=at)


def reopen(first: date, on: date, *, by: events.Actor, at: datetime, place: int | None = None) -> None:
    """Let the closure that begins on `first` end, so that the counter opens on a local day; on its first day: call it off.

    Raises:
        NoSuchClosure: there is none, or it is over.
        PastDay: the day to open on is over.
        EndsEarlier: it lies before the closure.
        TooFar: it lies more than two years ahead.
        Overlapping: another closure begins before that day.
    """
    rows = locked("closures", at, place)
    today, found = opening.local_day(at), next((row for row in rows if row["first"] == first.isoformat()), None)
    if found is None or (found["last"] and date.fromisoformat(found["last"]) < today):
        raise NoSuchClosure()
    if on < today:
        raise PastDay()
    if on < first:
        raise EndsEarlier()
    if on > today + FARTHEST:
        raise TooFar()
    others = [row for row in rows if row is not found]
    last = on - timedelta(days=1)
    for other in map(opening.read_closure, others):
        if first < other.first <= last:
            raise Overlapping(first=other.first)
    ended = [{**found, "last": last.isoformat()}] if last >= first else []
    _keep([*others, *ended], by=by, at=at, place=place)


def reason_on(day: date, at: datetime, place: int | None = None) -> str:
    """Why the counter is closed on a local day, as is known at an instant; empty when it is open or only a holiday."""
    found = opening.calendar(at, place).closure_on(day)
    return found.reason if found else ""


def affected(first: date, last: date | None, *, at: datetime, place: int | None = None) -> Sequence[Appointment]:
    """The appointments still to come that a closure of these local days would move, soonest first."""
    return appointments.booked(max(first, opening.local_day(at)), last, place=place)


def _row(closure: Closure) -> dict[str, Any]:
    return {
        "first": closure.first.isoformat(), "last": closure.last.isoformat() if closure.last else None,
        "reason": closure.reason, "counter_only": closure.counter_only,
    }  # fmt: skip


def _keep(rows: Sequence[Row], *, by: events.Actor, at: datetime, place: int | None) -> None:
    settings.put("closures", sorted(rows, key=lambda row: str(row["first"])), by=by, at=at, place=place)
