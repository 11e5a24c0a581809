"""Opening hours, holidays and closures: when the counter is open and when a promise falls due.

Two clocks run on one calendar. The *counter* stops at a closure of any kind; the *back office* goes on working
through a closure that is `counter_only`, as it did from 23 March to 1 June 2020, when only online requests were
handled.
"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

Span = tuple[time, time]

HORIZON = timedelta(days=3653)  # ten years; whoever is closed for longer has no next opening
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
WITA = ZoneInfo("Asia/Makassar")

_WHOLE_DAY: tuple[Span, ...] = ((time(8), time(15)),)
# Closing at 15.00 and the half day on Saturday are Bontang's own (2025); the rest is a default for the settings page.
BONTANG_OPENING: Mapping[int, tuple[Span, ...]] = MappingProxyType(
    {
        MONDAY: _WHOLE_DAY,
        TUESDAY: _WHOLE_DAY,
        WEDNESDAY: _WHOLE_DAY,
        THURSDAY: _WHOLE_DAY,
        FRIDAY: ((time(8), time(11, 30)), (time(13, 30), time(15))),
        SATURDAY: ((time(8), time(12)),),
        SUNDAY: (),
    }
)


class BadCalendar(ValueError):
    """The settings describe no possible calendar; the message names the weekday or closure."""


class NeverOpen(ValueError):
    """The working hours asked for do not come within ten years."""


@dataclass(frozen=True, slots=True)
class Closure:
    """Days, both included, on which the office is closed; `last` None means until further notice.

    With `counter_only` the doors are shut and the back office works on.
    """

    first: date
    last: date | None
    reason: str
    counter_only: bool = False

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise BadCalendar(f"closure of {self.first} ends before it begins")

    def covers(self, day: date) -> bool:
        """Whether the office is closed on this local day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Status:
    """What the front page says: open until when, else why not and from when; instants in UTC."""

    open: bool
    until: datetime | None
    next_opening: datetime | None
    reason: str | None
    closure: Closure | None = None


@dataclass(frozen=True)
class Calendar:
    """The office's hours as one frozen value; pure questions on it take `at`, an aware instant, and answer in UTC.

    `opening` maps weekdays (0 Monday to 6 Sunday) to spans of local time, opening included, closing not; breaks
    are the gaps between spans. `changes` are later weeks, each with its first local day, soonest first. `holidays` maps
    local days to their names and stops both clocks.

    Raises:
        BadCalendar: spans that overlap, touch or end before they begin, or an unknown weekday.
    """

    opening: Mapping[int, tuple[Span, ...]]
    holidays: Mapping[date, str]
    closures: tuple[Closure, ...] = ()
    timezone: ZoneInfo = WITA
    changes: tuple[tuple[date, Mapping[int, tuple[Span, ...]]], ...] = ()

    def __post_init__(self) -> None:
        for week in (self.opening, *(week for _first, week in self.changes)):
            for weekday, spans in week.items():
                edges = [edge for span in spans for edge in span]
                if not 0 <= weekday <= 6 or any(later <= earlier for earlier, later in pairwise(edges)):
                    raise BadCalendar(f"opening hours of weekday {weekday} are not in order")
        # Copied, or the caller could still change a frozen calendar.
        object.__setattr__(self, "opening", MappingProxyType(dict(self.opening)))
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))

    def local_day(self, at: datetime) -> date:
        """The office's day at an instant; the day of tickets and document numbers."""
        return _aware(at).astimezone(self.timezone).date()

    def is_open(self, at: datetime) -> bool:
        """Whether the counter receives people now."""
        return self.closes_at(at) is not None

    def closes_at(self, at: datetime) -> datetime | None:
        """When the counter next closes, breaks included; None while it is closed."""
        today = self.local_day(at)
        return next((end for start, end in self._spans(today, counter=True, last=today) if start <= at < end), None)

    def opens_next(self, at: datetime) -> datetime | None:
        """The counter's first opening after `at`, also after a break; None when there is none within ten years."""
        return next((start for start, _ in self._spans(self.local_day(at), counter=True) if start > at), None)

    def add_working_hours(self, at: datetime, hours: float) -> datetime:
        """The instant at which `hours` of back-office time have passed since `at`: the promise given to a resident.

        Counts from the next opening when the office is closed. Hours used up exactly at closing end at closing.

        Raises:
            NeverOpen: the calendar does not hold that many hours in ten years.
            ValueError: negative hours, or a naive `at`.
        """
        if not hours >= 0:
            raise ValueError("working hours cannot be negative")
        left = timedelta(hours=hours)
        for start, end in self._spans(self.local_day(at), counter=False):
            begin = max(start, at)
            if begin < end and left <= end - begin:
                return begin.astimezone(UTC) + left
            left -= max(end - begin, timedelta(0))
        raise NeverOpen(f"no {hours} working hours within ten years of {at:%Y-%m-%d}")

    def working_hours_between(self, start: datetime, end: datetime) -> timedelta:
        """Back-office time from `start` to `end`; zero when `end` is not later."""
        total, last_day = timedelta(0), self.local_day(end)
        for opens, closes in self._spans(self.local_day(start), counter=False, last=last_day):
            total += max(min(closes, end) - max(opens, start), timedelta(0))
        return total

    def status(self, at: datetime) -> Status:
        """What to tell people who think of coming now."""
        until, day = self.closes_at(at), self.local_day(at)
        closure = None if until else self.closure_on(day)
        reason = None if until else closure.reason if closure else self.holidays.get(day)
        return Status(until is not None, until, None if until else self.opens_next(at), reason, closure)

    def closure_on(self, day: date) -> Closure | None:
        """The closure that keeps the counter shut on a local day; a weekend or a holiday is none."""
        return self._closure_of(day, counter=True)

    def week_on(self, day: date) -> Mapping[int, tuple[Span, ...]]:
        """The week's opening hours that hold on a local day."""
        held = [week for first, week in self.changes if first <= day]
        return held[-1] if held else self.opening

    def _closure_of(self, day: date, *, counter: bool) -> Closure | None:
        return next((c for c in self.closures if c.covers(day) and (counter or not c.counter_only)), None)

    def _spans(self, first: date, *, counter: bool, last: date | None = None) -> Iterator[tuple[datetime, datetime]]:
        day, last = first, first + HORIZON if last is None else last
        while day <= last:
            closure = self._closure_of(day, counter=counter)
            if closure is None:
                yield from self._hours_of(day)
                day += timedelta(days=1)
            elif closure.last is None:
                return
            else:  # jumped over whole, so that a long closure costs a page no time
                day = closure.last + timedelta(days=1)

    def _hours_of(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if day in self.holidays:
            return
        for opens, closes in self.week_on(day).get(day.weekday(), ()):
            yield self._instant(day, opens), self._instant(day, closes)

    def _instant(self, day: date, local: time) -> datetime:
        return datetime.combine(day, local, tzinfo=self.timezone).astimezone(UTC)


@functools.cache
def national_holidays(year: int) -> Mapping[date, str]:
    """Public holidays and shared leave (cuti bersama) of Indonesia by Indonesian name, to prefill the settings.

    Shared leave of later years is known once decreed, and was changed four times in 2020: the office's own list
    rules.
    """
    # Loaded only here: the package knows the whole world.
    from holidays import country_holidays

    found = country_holidays("ID", years=year, categories=("public", "government"), language="id")
    # A slip in the package's Indonesian wording ("Pegangti").
    return MappingProxyType({day: found[day].replace("Pegangti", "Pengganti") for day in sorted(found)})


def bontang_calendar(years: tuple[int, ...], closures: tuple[Closure, ...] = ()) -> Calendar:
    """The default calendar of Kota Bontang with the national holidays of the given years."""
    named = {day: name for year in years for day, name in national_holidays(year).items()}
    return Calendar(BONTANG_OPENING, named, closures, WITA)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a naive datetime reached the calendar")
    return at
