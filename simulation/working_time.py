"""The office's working hours, as the staff of the simulation keep them."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from office import opening
from office.hours import Calendar


def within(at: datetime) -> datetime:
    """This instant, or the next at which the office works behind its counter (UTC)."""
    return later(at, 0)


def later(at: datetime, minutes: float) -> datetime:
    """The instant at which so many working minutes have passed (UTC)."""
    return _calendar(opening.local_day(at)).add_working_hours(at, minutes / 60)


def next_day(at: datetime) -> datetime:
    """The first working instant of a following day (UTC)."""
    day = opening.local_day(at) + timedelta(days=1)
    return within(opening.instant(day, datetime.min.time()))


@lru_cache(maxsize=8)
def _calendar(day: date) -> Calendar:
    """The calendar of a day, read once: closing the counter, all that is decided meanwhile, leaves the work behind it alone."""
    return opening.calendar(opening.instant(day, datetime.min.time()))
