"""Two periods side by side: the same measures of both, for each working day where lengths differ, and what changed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from office import opening
from office.reports import applications, hall
from office.reports.counts import share
from office.reports.scope import Scope

# How a measure is read: a count is also given for each working day, a share is per cent, the others are times.
COUNT, SHARE, HOURS, MINUTES = "count", "share", "hours", "minutes"
# What counts as about the same: less than this part of the earlier value; of shares, less than one in a hundred of all.
SAME, POINT = 0.02, 1.0
# Of fewer cases than this on either side nothing is said to be better or worse.
ENOUGH = 10


@dataclass(frozen=True)
class Measure:
    """One measure of both periods, None without anything to measure; `better` is 1 when more is better, -1 when less is, or 0.

    `cases` are the files, tickets or people behind either value.
    """

    name: str
    kind: str
    before: float | None
    after: float | None
    better: int = 0
    days: tuple[int, int] = (1, 1)
    cases: tuple[int, int] = (ENOUGH, ENOUGH)

    @property
    def daily(self) -> tuple[float, float] | None:
        """A count for each working day of either period, where their lengths differ: only that can be compared."""
        if (
            self.kind != COUNT
            or self.days[0] == self.days[1]
            or not all(self.days)
            or self.before is None
            or self.after is None
        ):
            return None
        return self.before / self.days[0], self.after / self.days[1]

    @property
    def change(self) -> float | None:
        """The difference, None when one side is missing."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def direction(self) -> str:
        """`up`, `down`, `same`, or `unknown`."""
        if self.before is None or self.after is None:
            return "unknown"
        early, late = self.daily or (self.before, self.after)
        if abs(late - early) <= (POINT if self.kind == SHARE else abs(early) * SAME):
            return "same"
        return "up" if late > early else "down"

    @property
    def from_nothing(self) -> bool:
        """Whether there was none of what is counted before: a rise from that compares with nothing."""
        return self.kind == COUNT and self.before == 0

    @property
    def few(self) -> bool:
        """Whether chance alone may have moved it: both counts are small, or either mean or share is of a few cases."""
        return (max if self.kind == COUNT else min)(self.cases) < ENOUGH

    @property
    def verdict(self) -> int:
        """1 when it got better, -1 when it got worse, 0 where neither can be said."""
        if self.few or self.from_nothing:
            return 0
        return self.better * {"up": 1, "down": -1}.get(self.direction, 0)


@dataclass(frozen=True)
class Comparison:
    """Two periods with their working days, and each measure of both."""

    before: Scope
    after: Scope
    days_before: int
    days_after: int
    measures: tuple[Measure, ...]


def compare(before: Scope, after: Scope, *, at: datetime) -> Comparison:
    """Measure two periods, in the order in which people speak of them."""
    days = working_days(before, at), working_days(after, at)
    pairs = zip(_measures(before, opening.local_day(at)), _measures(after, opening.local_day(at)), strict=True)
    found = [
        Measure(name, kind, early, late, better, days, (few, many))
        for (name, kind, early, better, few), (_n, _k, late, _b, many) in pairs
    ]
    return Comparison(before, after, *days, tuple(found))


def working_days(scope: Scope, at: datetime) -> int:
    """The days of a period on which the back office worked at all."""
    first, _after = scope.instants()
    calendar, day = opening.calendar(max(first, min(at, first + timedelta(days=scope.days)))), timedelta(days=1)
    return sum(bool(calendar.working_hours_between(first + n * day, first + (n + 1) * day)) for n in range(scope.days))


def _measures(scope: Scope, today: date) -> list[tuple[str, str, float | None, int, int]]:
    volume, quality, times = applications.volume(scope), applications.quality(scope), applications.times(scope)
    room, cards = hall.hall(scope, today=today), applications.issued(scope).get("printed:ktp", {"home": 0, "all": 0})
    median, ninetieth = times.spread.median, times.spread.ninetieth
    home, timed = volume.by_channel[applications.HOME], times.spread.count
    return [
        ("sent", COUNT, volume.total, 0, volume.total),
        ("from_home", COUNT, home, 1, home),
        ("done", COUNT, quality.done, 1, quality.done),
        ("ktp", COUNT, cards["all"], 1, cards["all"]),
        ("ktp_home", COUNT, cards["home"], 1, cards["home"]),
        ("median", HOURS, None if median is None else median / 60, -1, timed),
        ("ninetieth", HOURS, None if ninetieth is None else ninetieth / 60, -1, timed),
        ("right_first", SHARE, share(quality.right_first, quality.done), 1, quality.done),
        ("late", SHARE, share(quality.late, quality.done), -1, quality.done),
        ("tickets", COUNT, room.tickets, 0, room.tickets),
        ("wait", MINUTES, room.wait, -1, room.served),
        ("absent", SHARE, share(room.absent + room.left, room.tickets), -1, room.tickets),
        ("saved", COUNT, room.saved, 1, room.saved),
    ]
