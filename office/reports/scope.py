"""Which period a report covers, and of which service: read from what was typed, refused with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from office import opening
from office.errors import Refused

LONGEST_DAYS = 731
FIRST_YEAR = 2000
WEEK, MONTH, YEAR = "minggu", "bulan", "tahun"


class BadPeriod(Refused):
    """The period can't be reported on."""

    message = "Masa laporan ini tidak bisa dipakai."
    next_step = "Pilih dua hari, misalnya 2020-03-23 sampai 2020-06-09."


class DayUnreadable(BadPeriod):
    """A day can't be read."""

    message = "Tanggal “%(typed)s” tidak terbaca."
    next_step = "Tulis tahun, bulan dan tanggal seperti 2020-06-09."


class PeriodReversed(BadPeriod):
    """It ends before it begins."""

    message = "Hari terakhir lebih dulu daripada hari pertama."
    next_step = "Tukar kedua tanggal itu."


class PeriodToCome(BadPeriod):
    """It reaches into the future."""

    message = "Masa ini belum lewat: laporan hanya sampai hari ini."
    next_step = "Pilih hari terakhir yang tidak lebih dari hari ini."


class PeriodTooLong(BadPeriod):
    """It is longer than two years."""

    message = "Masa %(years)s tahun terlalu panjang: satu laporan paling lama dua tahun."
    next_step = "Bagi menjadi beberapa laporan, atau pilih masa yang lebih pendek."


@dataclass(frozen=True)
class Scope:
    """Local days, both included; service (code) and place (id), without them all; the days to compare with, if chosen."""

    first: date
    last: date
    service: str = ""
    other: tuple[date, date] | None = None
    place: int = 0

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self) -> Self:
        """The period to compare with: the chosen one, else of the same length until the day before this one."""
        early = self.first - timedelta(days=self.days), self.first - timedelta(days=1)
        first, last = self.other or early
        return replace(self, first=first, last=last, other=None)

    def instants(self) -> tuple[datetime, datetime]:
        """From which instant until before which other (UTC)."""
        midnight = datetime.min.time()
        return opening.instant(self.first, midnight), opening.instant(self.last + timedelta(days=1), midnight)


def chosen(name: str, today: date) -> tuple[date, date] | None:
    """The days of a quick choice that ends today: the last seven days, this month or this year; None for another name."""
    starts = {WEEK: today - timedelta(days=6), MONTH: today.replace(day=1), YEAR: today.replace(month=1, day=1)}
    return (starts[name], today) if name in starts else None


def read(typed: Mapping[str, str], today: date, *, names: tuple[str, str] = ("dari", "sampai")) -> Scope:
    """The period that a form's two boxes name; both empty is this month up to today.

    Raises:
        BadPeriod: a day can't be read, the period is reversed, too long or not over yet.
    """
    first, last = (typed.get(name, "").strip()[:20] for name in names)
    start, end = (chosen(MONTH, today) or (today, today)) if not first and not last else (_day(first), _day(last))
    if end < start:
        raise PeriodReversed()
    if end > today:
        raise PeriodToCome()
    if (end - start).days + 1 > LONGEST_DAYS:
        raise PeriodTooLong(years=round((end - start).days / 365.25, 1) if start.year >= FIRST_YEAR else "100+")
    return Scope(start, end)


def month(year: int, number: int, today: date) -> Scope:
    """A whole month.

    Raises:
        BadPeriod: there is no such month, or it has not begun.
    """
    if not 1 <= number <= 12 or not FIRST_YEAR <= year <= today.year:
        raise BadPeriod()
    first = date(year, number, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if first > today:
        raise PeriodToCome()
    return Scope(first, min(last, today))


def _day(text: str) -> date:
    """A day as browsers send it (2020-06-09) or as people write it (9-6-2020, 9/6/2020)."""
    parts = text.replace("/", "-").split("-")
    if len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        year, number, day = (int(part) for part in (parts if len(parts[0]) == 4 else reversed(parts)))
        try:
            found = date(year, number, day)
        except ValueError:
            raise DayUnreadable(typed=text) from None
        # Days before it could not even be shifted by a time zone.
        if found.year >= 1900:
            return found
    raise DayUnreadable(typed=text)
