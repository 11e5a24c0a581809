"""Which period a report covers, and of which service: read from what was typed, refused with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from office import opening
from office.errors import Refused
from office.identity import BadInput, read_day

LONGEST_DAYS = 731
FIRST_YEAR = 2000
WEEK, MONTH, YEAR = "minggu", "bulan", "tahun"


class BadPeriod(Refused):
    """The period can't be reported on."""

    message = "Masa laporan ini tidak bisa dipakai."
    next_step = "Pilih dua hari, misalnya 23-3-2020 sampai 9-6-2020."


class DayUnreadable(BadPeriod):
    """A day can't be read."""

    message = "Tanggal “%(typed)s” tidak terbaca."
    next_step = "Tulis hari, bulan, dan tahun seperti 17-8-2020."


class DayMissing(BadPeriod):
    """Only one of its two days was given."""

    message = "Baru satu dari dua hari yang diisi."
    next_step = "Isi hari pertama dan hari terakhir."


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

    message = "Masa lebih dari %(years)d tahun terlalu panjang: satu laporan paling lama dua tahun."
    next_step = "Bagi menjadi beberapa laporan, atau pilih masa yang lebih pendek."


class ChoiceUnknown(BadPeriod):
    """A service, a place or a quick choice of days that the office doesn't have."""

    message = "Pilihan “%(typed)s” tidak dikenal dan tidak dipakai."
    next_step = "Pilih lagi dari daftar."


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

    def running(self, today: date) -> bool:
        """Whether its last day is not over, so that its figures still grow."""
        return self.last >= today

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
        BadPeriod: a day can't be read, the period is reversed, too long or not over yet; `box` says which box is meant.
    """
    first, last = (typed.get(name, "").strip()[:20] for name in names)
    if bool(first) != bool(last):
        raise DayMissing(box=names[bool(first)])
    start, end = (_day(first, names[0]), _day(last, names[1])) if first else (chosen(MONTH, today) or (today, today))
    if end < start:
        raise PeriodReversed(box=names[1])
    if end > today:
        raise PeriodToCome(box=names[1])
    if (end - start).days + 1 > LONGEST_DAYS:
        raise PeriodTooLong(box=names[0], years=int((end - start).days / 365.25))
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


def _day(text: str, box: str) -> date:
    try:
        return read_day(text)
    except BadInput:
        raise DayUnreadable(box=box, typed=text) from None
