"""Figures for everybody: whole months only, and no cell from one to four, nor what would tell it.

A day-by-day figure would tell by its change who came yesterday; so the page covers the last twelve months that are over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from office.reports import applications, hall
from office.reports.counts import share
from office.reports.scope import Scope

SMALLEST = 5
MONTHS = 12
# A cell that is kept back.
HIDDEN = None


@dataclass(frozen=True)
class Published:
    """What the office tells the public of twelve months.

    `months`, `services`, `villages` and `channels` each add up to `sent`; None in them is a cell kept back. Of the other
    figures those named in `withheld` are kept back; None without that is one that nothing happened to give.
    """

    first: date
    last: date
    sent: int | None
    done: int | None
    months: Mapping[str, int | None]
    services: Mapping[str, int | None]
    villages: Mapping[str, int | None]
    channels: Mapping[str, int | None]
    median_hours: float | None
    ninetieth_hours: float | None
    right_first: float | None
    tickets: int | None
    wait_minutes: float | None
    saved: int | None
    withheld: frozenset[str]


def window(today: date) -> Scope:
    """The last twelve months that are over."""
    last = today.replace(day=1) - timedelta(days=1)
    first = date(last.year - 1 + (last.month == 12), last.month % 12 + 1, 1)
    return Scope(first, last)


def published(today: date) -> Published:
    """The figures of the window, small cells kept back."""
    scope = window(today)
    volume, quality, times = applications.volume(scope), applications.quality(scope), applications.times(scope)
    room, done = hall.hall(scope, today=today), quality.done
    services = {name: sum(row.values()) for name, row in volume.by_service.items()}
    told = {
        "sent": _count(volume.total), "done": _count(done), "tickets": _count(room.tickets), "saved": _count(room.saved),
        "median_hours": _of(done, _hours(times.spread.median)), "ninetieth_hours": _of(done, _hours(times.spread.ninetieth)),
        "right_first": _rate(quality.right_first, done), "wait_minutes": _of(room.served, room.wait),
    }  # fmt: skip
    return Published(
        first=scope.first, last=scope.last, months=kept_back(_months(scope)), services=kept_back(services),
        villages=kept_back(volume.by_village),
        channels=kept_back({name: count for name, count in volume.by_channel.items() if count}),
        withheld=frozenset(name for name, (_value, withheld) in told.items() if withheld),
        **{name: value for name, (value, _withheld) in told.items()},  # type: ignore[arg-type]
    )  # fmt: skip


def kept_back(cells: Mapping[str, int]) -> dict[str, int | None]:
    """The cells of a table whose sum is known, in their order: small ones are None, with as many others as it takes; 0 is told.

    What is hidden can't be subtracted from the sum, not even by a reader who knows that the smallest others are hidden with it:
    see `_guessed`.
    """
    hidden = {name for name, count in cells.items() if 0 < count < SMALLEST}
    others = sorted((name for name in cells if cells[name] >= SMALLEST), key=lambda name: (cells[name], name))
    while hidden and others and _guessed([cells[name] for name in hidden], cells[others[0]]):
        hidden.add(others.pop(0))
    return {name: HIDDEN if name in hidden else count for name, count in cells.items()}


def _guessed(hidden: Sequence[int], least_shown: int) -> bool:
    """Whether the sum of the hidden cells gives one of them away, each being at least 1 and at most the least that is shown.

    It does when the most that a cell may be is still under five, and when the least that it may be is more than one.
    """
    others, together = len(hidden) - 1, sum(hidden)
    return not others or together - others < SMALLEST or together - others * least_shown > 1


def _months(scope: Scope) -> dict[str, int]:
    """Applications of each month of the window, `2020-03`; months before the office began to count are left out."""
    found: dict[str, int] = {}
    for day, row in applications.daily(scope).items():
        found[f"{day:%Y-%m}"] = found.get(f"{day:%Y-%m}", 0) + sum(row.values())
    begun = [name for name, count in found.items() if count]
    return {name: count for name, count in found.items() if begun and name >= begun[0]}


def _count(count: int) -> tuple[int | None, bool]:
    """A count, and whether it is kept back."""
    return (HIDDEN, True) if 0 < count < SMALLEST else (count, False)


def _of(cases: int, value: float | None) -> tuple[float | None, bool]:
    """What was measured of so many cases, and whether it is kept back."""
    if 0 < cases < SMALLEST:
        return HIDDEN, True
    return None if value is None else round(value, 1), False


def _rate(part: int, whole: int) -> tuple[float | None, bool]:
    """A share, kept back where it would tell a small number: one side of it, or the whole, is under five and not nothing."""
    if any(0 < count < SMALLEST for count in (part, whole - part, whole)):
        return HIDDEN, True
    return _of(whole, share(part, whole))


def _hours(minutes: float | None) -> float | None:
    return None if minutes is None else minutes / 60
