"""Figures for everybody: whole months only, and no cell under five that could be worked out from the others.

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
    """What the office tells the public of twelve months; None is a cell kept back.

    `months`, `services`, `villages` and `channels` each add up to `sent`, which is None itself when it is small.
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


def window(today: date) -> Scope:
    """The last twelve months that are over."""
    last = today.replace(day=1) - timedelta(days=1)
    first = date(last.year - 1 + (last.month == 12), last.month % 12 + 1, 1)
    return Scope(first, last)


def published(today: date) -> Published:
    """The figures of the window, small cells kept back."""
    scope = window(today)
    volume, quality, times = applications.volume(scope), applications.quality(scope), applications.times(scope)
    room, enough = hall.hall(scope, today=today), quality.done >= SMALLEST
    services = {name: sum(row.values()) for name, row in volume.by_service.items()}
    return Published(
        first=scope.first, last=scope.last, sent=_alone(volume.total), done=_alone(quality.done),
        months=kept_back(_months(scope)), services=kept_back(services), villages=kept_back(volume.by_village),
        channels=kept_back({name: count for name, count in volume.by_channel.items() if count}),
        median_hours=_hours(times.spread.median) if enough else None,
        ninetieth_hours=_hours(times.spread.ninetieth) if enough else None,
        right_first=_rate(quality.right_first, quality.done), tickets=_alone(room.tickets),
        wait_minutes=None if room.wait is None or room.served < SMALLEST else round(room.wait, 1), saved=_alone(room.saved),
    )  # fmt: skip


def kept_back(cells: Mapping[str, int]) -> dict[str, int | None]:
    """The cells of a table whose sum is known, in their order: the small ones are None, with as many others as it takes.

    What is hidden can't be subtracted from the sum: there are at least two hidden cells, and what they hold together leaves
    open whether any of them is under five.
    """
    hidden = {name for name, count in cells.items() if count < SMALLEST}
    others = sorted((name for name in cells if name not in hidden), key=lambda name: (cells[name], name))
    while hidden and others and (len(hidden) < 2 or sum(cells[name] for name in hidden) < SMALLEST):
        hidden.add(others.pop(0))
    return {name: HIDDEN if name in hidden else count for name, count in cells.items()}


def _months(scope: Scope) -> dict[str, int]:
    """Applications of each month of the window, `2020-03`; months before the office began to count are left out."""
    found: dict[str, int] = {}
    for day, row in applications.daily(scope).items():
        found[f"{day:%Y-%m}"] = found.get(f"{day:%Y-%m}", 0) + sum(row.values())
    begun = [name for name, count in found.items() if count]
    return {name: count for name, count in found.items() if begun and name >= begun[0]}


def _rate(part: int, whole: int) -> float | None:
    """A share that tells no small number: neither side of it is under five, or there is nothing on that side."""
    small: Sequence[int] = [count for count in (part, whole - part) if 0 < count < SMALLEST]
    found = share(part, whole)
    return None if found is None or small or whole < SMALLEST else round(found, 1)


def _alone(count: int) -> int | None:
    return count if count >= SMALLEST else HIDDEN


def _hours(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes / 60, 1)
