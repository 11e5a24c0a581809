"""Changing the calendar: opening hours from a day on, and the list of holidays; every value stays as history.

Hours may differ from place to place; holidays hold for the whole office. Closures: `office/closures.py`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from office import events, numbers, opening, settings
from office.errors import Refused
from office.hours import BadCalendar, Calendar, Span, national_holidays
from office.identity import BadInput, one_line, read_hour

LONGEST_NAME = 80
DASH = re.compile("[-–]")
MOST_WEEKS, MOST_HOLIDAYS = 60, 400


class BadWeek(Refused):
    """A day's hours can't be read, overlap, or end before they begin; `weekday` is 0 for Monday."""

    message = "Jam buka tidak bisa dipakai: ditulis 8-11.30; 13.30-15, dari awal ke akhir, dan tidak bertumpuk."
    next_step = "Perbaiki jamnya, lalu simpan lagi. Kosong berarti tutup."

    def __init__(self, weekday: int) -> None:
        """Name the day of the week that is wrong."""
        super().__init__()
        self.weekday = weekday


class NeverOpens(Refused):
    """A week without a single hour."""

    message = "Dalam seminggu harus ada jam buka."
    next_step = "Isi jam satu hari. Untuk menutup loket, catat penutupan."


class PastDay(Refused):
    """Hours or a holiday of a day that is over."""

    message = "Tanggal ini sudah lewat."
    next_step = "Pilih hari ini atau sesudahnya."


class BadHoliday(Refused):
    """A holiday without a name, too far away, or one that isn't on the list."""

    message = "Hari libur harus bernama dan paling jauh dua tahun ke depan."
    next_step = "Isi tanggal dan namanya, lalu simpan lagi."


class NameTooLong(Refused):
    """The name of a holiday is longer than the calendar can show."""

    message = "Nama hari libur ini %(count)s huruf. Paling banyak %(most)s huruf."
    next_step = "Pendekkan, lalu simpan lagi."


class TooMany(Refused):
    """The list holds as many entries as it can."""

    message = "Daftar ini sudah penuh."
    next_step = "Batalkan yang tidak terpakai, lalu coba lagi."


def read_week(typed: Sequence[str]) -> list[list[list[str]]]:
    """Seven texts from Monday on, as `8-11.30; 13.30-15.00`, as the setting keeps them; empty: closed.

    Raises:
        BadWeek: one can't be read, overlaps, or ends before it begins.
        NeverOpens: all are empty.
    """
    week = [_spans(weekday, text) for weekday, text in enumerate(typed)]
    if not any(week):
        raise NeverOpens()
    for weekday, spans in enumerate(week):
        try:
            Calendar(opening.read_week([spans]), {})
        except BadCalendar:
            raise BadWeek(weekday) from None
    return week


def put_week(
    week: list[list[list[str]]], first: date, *, by: events.Actor, at: datetime, place: int | None = None
) -> None:  # fmt: skip
    """Let the office, or one place, be open so from a local day on; another week that was to begin on that day gives way.

    Raises:
        PastDay: the day is over.
        TooMany: too many changes are kept.
    """
    if first < opening.local_day(at):
        raise PastDay()
    # A place that never had hours of its own goes on from the office's.
    before = locked("opening_hours", at, place) or settings.get("opening_hours", at)
    kept = [row for row in before if row["from"] != first.isoformat()]
    if len(kept) >= MOST_WEEKS:
        raise TooMany()
    rows = sorted([*kept, {"from": first.isoformat(), "week": week}], key=lambda row: str(row["from"]))
    settings.put("opening_hours", rows, by=by, at=at, place=place)


def call_off_week(first: date, *, by: events.Actor, at: datetime, place: int | None = None) -> None:
    """Let hours that were to begin on a later local day never begin.

    Raises:
        AlreadyBegun: they hold already, or there are none.
    """
    rows = locked("opening_hours", at, place)
    kept = [row for row in rows if row["from"] != first.isoformat()]
    if first <= opening.local_day(at) or len(kept) == len(rows):
        raise settings.AlreadyBegun()
    settings.put("opening_hours", kept, by=by, at=at, place=place)


def put_holiday(day: date, name: str, *, by: events.Actor, at: datetime) -> None:
    """Add a holiday or shared leave (cuti bersama) on a local day, or give the one there another name.

    Raises:
        PastDay: the day is over.
        BadHoliday: it has no name, or lies beyond the years the calendar knows.
        NameTooLong: its name is too long.
        TooMany: too many days differ from the country's list.
    """
    name = one_line(name, len(name))
    if not name or day.year > opening.local_day(at).year + 2:
        raise BadHoliday()
    if len(name) > LONGEST_NAME:
        raise NameTooLong(count=len(name), most=LONGEST_NAME)
    _put_holiday(day, name, by=by, at=at)


def drop_holiday(day: date, *, by: events.Actor, at: datetime) -> None:
    """Let the office work on a local day that is on the list of holidays.

    Raises:
        PastDay: the day is over.
        BadHoliday: the day is no holiday.
    """
    if day not in opening.calendar(at).holidays:
        raise BadHoliday()
    _put_holiday(day, "", by=by, at=at)


def _put_holiday(day: date, name: str, *, by: events.Actor, at: datetime) -> None:
    if day < opening.local_day(at):
        raise PastDay()
    kept = {row["day"]: row["name"] for row in locked("holidays", at, None)}
    kept[day.isoformat()] = name
    # As the country has it: nothing of the office's own is left to keep.
    if name == national_holidays(day.year).get(day, ""):
        del kept[day.isoformat()]
    if len(kept) > MOST_HOLIDAYS:
        raise TooMany()
    rows = [{"day": when, "name": kept[when]} for when in sorted(kept)]
    settings.put("holidays", rows, by=by, at=at)


def locked(key: str, at: datetime, place: int | None) -> list[dict[str, Any]]:
    """The list that a place (or the office) keeps under this key, held to the end of the transaction against other writers."""
    numbers.next_in(f"calendar:{place or 0}")
    return list(settings.own(key, at, place) or ())


def differences(before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> tuple[list[Any], list[Any]]:
    """What came into a kept list and what went out of it, for its history."""
    return [row for row in now if row not in before], [row for row in before if row not in now]


def _spans(weekday: int, text: str) -> list[list[str]]:
    found = []
    for part in filter(str.strip, text.split(";")):
        try:
            start, end = (read_hour(hour) for hour in DASH.split(part))
        except (BadInput, ValueError):
            raise BadWeek(weekday) from None
        found.append([_clock(start), _clock(end)])
    return found


def as_text(spans: Sequence[Span]) -> str:
    """A day's hours as they are typed."""
    return "; ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _clock(hour: time) -> str:
    return f"{hour:%H.%M}"
