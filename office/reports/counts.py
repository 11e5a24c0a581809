"""Small arithmetic of reports: shares, percentiles of counted values, and bars of a histogram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """How a time is spread: how many, the middle one, the one that nine in ten stay under, the mean; in minutes."""

    count: int
    median: float | None
    ninetieth: float | None
    mean: float | None


def spread(counted: Mapping[int, int]) -> Spread:
    """The spread of values that occur so many times; nothing but the count when there are none."""
    total = sum(counted.values())
    if not total:
        return Spread(0, None, None, None)
    mean = sum(value * times for value, times in counted.items()) / total
    return Spread(total, _median(counted, total), float(_at(counted, -(-9 * total // 10))), mean)


def bins(counted: Mapping[int, int], edges: Sequence[int]) -> list[int]:
    """How many values lie below each edge and not below the one before; the last entry is everything from the last edge on."""
    found = [0] * (len(edges) + 1)
    for value, times in counted.items():
        found[sum(value >= edge for edge in edges)] += times
    return found


def share(part: float, whole: float) -> float | None:
    """A part in per cent of the whole; None of nothing."""
    return 100 * part / whole if whole else None


def most_first(counted: Mapping[str, int]) -> dict[str, int]:
    """The counts in order, the most first."""
    return dict(sorted(counted.items(), key=lambda row: (-row[1], row[0])))


def _median(counted: Mapping[int, int], total: int) -> float:
    return (_at(counted, (total + 1) // 2) + _at(counted, total // 2 + 1)) / 2


def _at(counted: Mapping[int, int], place: int) -> int:
    """The value at a place (from 1) in their order."""
    passed = 0
    for value in sorted(counted):
        passed += counted[value]
        if passed >= place:
            return value
    return 0
