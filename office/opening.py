"""The office's calendar as its settings make it: the hours in force, the national holidays, the closures."""

from datetime import UTC, date, datetime, time
from functools import lru_cache

from office import settings
from office.hours import Calendar, Closure, Status, bontang_calendar


def calendar(at: datetime) -> Calendar:
    """The calendar in force at an instant, holidays of this year and the two after included."""
    return calendar_of(settings.get("counter_closed", at), at)


def calendar_of(closed: str, at: datetime) -> Calendar:
    """The calendar at an instant when the setting `counter_closed` has this value."""
    return _calendar(at.astimezone(UTC).year, closed, local_day(at))


def local_day(at: datetime) -> date:
    """The office's day at an instant; the day of a ticket or a number."""
    return _base(at.astimezone(UTC).year).local_day(at)


def promise(at: datetime, working_hours: int) -> datetime:
    """The instant until which so many working hours pass, counted from `at` or from the next opening."""
    return calendar(at).add_working_hours(at, working_hours)


def status(at: datetime) -> Status:
    """Open or closed for visitors now, until when or from when."""
    return calendar(at).status(at)


def local(at: datetime) -> datetime:
    """An instant as the office's wall clock shows it."""
    return at.astimezone(_base(2020).timezone)


def instant(day: date, hour: time) -> datetime:
    """The instant at which the office's wall clock shows this day and hour."""
    return datetime.combine(day, hour, tzinfo=_base(2020).timezone).astimezone(UTC)


@lru_cache(maxsize=64)
def _base(year: int) -> Calendar:
    return bontang_calendar((year - 1, year, year + 1, year + 2))


@lru_cache(maxsize=64)
def _calendar(year: int, closed_reason: str, today: date) -> Calendar:
    base = _base(year)
    if not closed_reason:
        return base
    # The counter is shut until the setting is emptied; work behind it, and so the promises, goes on.
    shut = Closure(today, None, closed_reason, counter_only=True)
    return Calendar(base.opening, base.holidays, (shut,), base.timezone)
