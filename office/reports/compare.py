"""Two periods side by side: the same measures of both, for each working day where lengths differ, and what changed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from office import opening
from office.reports import applications, hall
from office.reports.counts import share
from office.reports.scope import Scope

# How a measure is read: a count is also given for each working day, a share is per cent, the others are times.
COUNT, SHARE, HOURS, MINUTES = "count", "share", "hours", "minutes"
# What counts as about the same: less than this part of the earlier value.
SAME = 0.02


@dataclass(frozen=True)
class Measure:
    """One measure of both periods, None without anything to measure; `better` is 1 when more is better, -1 when less is, or 0."""

    name: str
    kind: str
    before: float | None
    after: float | None
    better: int = 0
    days: tuple[int, int] = (1, 1)

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
        if abs(late - early) <= abs(early) * SAME:
            return "same"
        return "up" if late > early else "down"


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
        Measure(name, kind, early, late, better, days) for (name, kind, early, better), (_n, _k, late, _b) in pairs
    ]
    return Comparison(before, after, *days, tuple(found))


def working_days(scope: Scope, at: datetime) -> int:
    """The days of a period on which the back office worked at all."""
    first, _after = scope.instants()
    calendar, day = opening.calendar(max(first, min(at, first + timedelta(days=scope.days)))), timedelta(days=1)
    return sum(bool(calendar.working_hours_between(first + n * day, first + (n + 1) * day)) for n in range(scope.days))


def _measures(scope: Scope, today: date) -> list[tuple[str, str, float | None, int]]:
    volume, quality, times = applications.volume(scope), applications.quality(scope), applications.times(scope)
    room, cards = hall.hall(scope, today=today), applications.issued(scope).get("printed:ktp", {"home": 0, "all": 0})
    median, ninetieth = times.spread.median, times.spread.ninetieth
    return [
        ("sent", COUNT, volume.total, 0),
        ("from_home", COUNT, volume.by_channel[applications.HOME], 1),
        ("done", COUNT, quality.done, 1),
        ("ktp", COUNT, cards["all"], 1),
        ("ktp_home", COUNT, cards["home"], 1),
        ("median", HOURS, None if median is None else median / 60, -1),
        ("ninetieth", HOURS, None if ninetieth is None else ninetieth / 60, -1),
        ("right_first", SHARE, share(quality.right_first, quality.done), 1),
        ("late", SHARE, share(quality.late, quality.done), -1),
        ("tickets", COUNT, room.tickets, 0),
        ("wait", MINUTES, room.wait, -1),
        ("absent", SHARE, share(room.absent + room.left, room.tickets), -1),
        ("saved", COUNT, room.saved, 1),
    ]
