"""The office's calendar as its settings make it: the hours in force, the holidays, the closures, and what is promised by it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from office import settings
from office.hours import BONTANG_OPENING, WITA, Calendar, Closure, Span, Status, bontang_calendar
from office.places import MAIN

# What a calendar is made of; whoever reads settings anyway reads these with them (`calendar_of`).
KEYS = ("opening_hours", "holidays", "closures")
Week = Mapping[int, tuple[Span, ...]]
_Rows = tuple[Any, ...]


def calendar(at: datetime, place: int | None = None) -> Calendar:
    """The calendar of the office, or of one place, as it is known at an instant; holidays of this year and the two after."""
    return calendar_of(settings.several(KEYS, at, place), at)


def calendar_of(values: Mapping[str, Any], at: datetime) -> Calendar:
    """The calendar at an instant when the settings of KEYS have these values."""
    return _calendar(at.astimezone(UTC).year, *(_frozen(values[key]) for key in KEYS))


class Calendars(dict[int, Calendar]):
    """The calendars of places (ids) as they are known at an instant, each read when it is first asked for."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def __missing__(self, place: int) -> Calendar:
        found = self[place] = calendar(self.at, place)
        return found


def local_day(at: datetime) -> date:
    """The office's day at an instant; the day of a ticket or a number."""
    return at.astimezone(WITA).date()


def promise(at: datetime, working_hours: int) -> datetime:
    """The instant until which so many working hours of the head office pass, counted from `at` or from the next opening."""
    return calendar(at, MAIN).add_working_hours(at, working_hours)


def closed_services(at: datetime, place: int | None = None) -> frozenset[str]:
    """The services (codes) closed for new applications in the office, and in one place (its id) those closed there too."""
    kept = {settings.get("closed_services", at), settings.get("closed_services", at, place)}
    return frozenset(code.strip() for value in kept for code in value.split(",") if code.strip())


def promise_hours(service: str, usual: int, at: datetime) -> int:
    """The working hours that the office promises for a service (its code): its setting, or what is usual."""
    return promises(at).get(service, usual)


def promises(at: datetime) -> dict[str, int]:
    """The working hours by service code where the office promises others than the service's file."""
    return {row["service"]: row["hours"] for row in settings.get("promises", at)}


def status(at: datetime, place: int = MAIN) -> Status:
    """Open or closed for visitors of a place (its id) now, until when or from when."""
    return calendar(at, place).status(at)


def local(at: datetime) -> datetime:
    """An instant as the office's wall clock shows it."""
    return at.astimezone(WITA)


def instant(day: date, hour: time) -> datetime:
    """The instant at which the office's wall clock shows this day and hour."""
    return datetime.combine(day, hour, tzinfo=WITA).astimezone(UTC)


def read_closure(row: Mapping[str, Any]) -> Closure:
    """A closure as the setting `closures` keeps it."""
    last = date.fromisoformat(row["last"]) if row["last"] else None
    return Closure(date.fromisoformat(row["first"]), last, row["reason"], row["counter_only"])


def read_week(spans: Sequence[Sequence[Sequence[str]]]) -> Week:
    """A week as the setting `opening_hours` keeps it: for each day from Monday its spans, as `["08.00", "15.00"]`."""
    return {day: tuple((_time(start), _time(end)) for start, end in each) for day, each in enumerate(spans)}


@lru_cache(maxsize=64)
def _base(year: int) -> Calendar:
    return bontang_calendar((year - 1, year, year + 1, year + 2))


@lru_cache(maxsize=64)
def _calendar(year: int, weeks: _Rows, holidays: _Rows, closures: _Rows) -> Calendar:
    base = _base(year)
    if not (weeks or holidays or closures):
        return base
    named = dict(base.holidays) | {date.fromisoformat(row["day"]): row["name"] for row in map(dict, holidays)}
    # An empty name: the office works on a day that the list of the country has as a holiday.
    kept = {day: name for day, name in named.items() if name}
    changes = tuple((date.fromisoformat(row["from"]), read_week(row["week"])) for row in map(dict, weeks))
    return Calendar(
        BONTANG_OPENING, kept, tuple(read_closure(dict(row)) for row in closures), base.timezone,
        tuple(sorted(changes, key=lambda change: change[0])),
    )  # fmt: skip


def _frozen(value: Any) -> Any:
    """Lists and structures as tuples, so that a calendar made once is found again."""
    if isinstance(value, Mapping):
        return tuple((name, _frozen(each)) for name, each in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _time(text: str) -> time:
    return time(int(text[:2]), int(text[3:]))
