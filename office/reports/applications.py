"""Applications of a period: how many by service, channel, state and kelurahan; how long; how often right the first time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from office.reports import folding, tally
from office.reports.counts import Spread, bins, most_first, spread
from office.reports.scope import Scope

# How an application came: from home, taken in at the counter, or with a helper (a kelurahan, a relative's phone at the office).
HOME, COUNTER, HELPER = "home", "counter", "helper"
CHANNELS = (HOME, COUNTER, HELPER)
# Minutes at which the bars of the histogram end: one, two, four hours, a working day of seven, two, three, five.
EDGES = (60, 120, 240, 420, 840, 1260, 2100)


@dataclass(frozen=True)
class Volume:
    """What was sent in the period: counts by name, the most first; `by_service` has one count for each channel."""

    total: int
    by_service: Mapping[str, Mapping[str, int]]
    by_channel: Mapping[str, int]
    by_state: Mapping[str, int]
    by_village: Mapping[str, int]


@dataclass(frozen=True)
class Quality:
    """Of what became ready in the period: how many were never returned, how many came later than promised."""

    done: int
    right_first: int
    late: int
    returns: int


@dataclass(frozen=True)
class Times:
    """The office's working minutes of what became ready: their spread, the bars between EDGES, and each service's spread."""

    spread: Spread
    bars: tuple[int, ...]
    by_service: Mapping[str, Spread]


@dataclass(frozen=True)
class Defect:
    """A part of the application that was found failing: `paper:kk`, why (a code of office.reasons), how often."""

    part: str
    reason: str
    service: str
    count: int


def channel_of(code: str) -> str:
    """The channel of a kept code; what began on the public pages came from home."""
    return code if code in CHANNELS else HOME


def volume(scope: Scope) -> Volume:
    """How many applications were sent, by service and channel, state as it is now, and kelurahan."""
    counts = tally.of(tally.FILES, scope)
    services: dict[str, dict[str, int]] = {}
    channels = dict.fromkeys(CHANNELS, 0)
    for (service, channel), count in tally.named(counts, "sent").items():
        row = services.setdefault(service, dict.fromkeys(CHANNELS, 0))
        row[channel_of(channel)] += count
        channels[channel_of(channel)] += count
    ordered = dict(sorted(services.items(), key=lambda row: (-sum(row[1].values()), row[0])))
    return Volume(sum(channels.values()), ordered, channels, _by_one(counts, "state"), _by_one(counts, "village"))


def daily(scope: Scope) -> dict[date, dict[str, int]]:
    """How many were sent on each day of the period, by channel; days without any are there too."""
    found = {date.fromordinal(scope.first.toordinal() + n): dict.fromkeys(CHANNELS, 0) for n in range(scope.days)}
    for day, counts in tally.days(tally.FILES, scope).items():
        for (service, channel), count in tally.named(counts, "sent").items():
            found[day][channel_of(channel)] += count if scope.service in ("", service) else 0
    return found


def quality(scope: Scope) -> Quality:
    """How good the work was: never returned, later than promised, returns in all."""
    counts = tally.of(tally.FILES, scope)
    return Quality(*(counts.get(f"done|{name}", 0) for name in ("all", "right", "late", "returns")))


def times(scope: Scope) -> Times:
    """How long what became ready took, in working minutes of the office to the tenth of an hour, the resident's time left out."""
    every: dict[int, int] = {}
    named: dict[str, dict[int, int]] = {}
    for (service, minutes), count in tally.named(tally.of(tally.TIMES, scope), "minutes").items():
        every[int(minutes)] = every.get(int(minutes), 0) + count
        named.setdefault(service, {})[int(minutes)] = count
    by_service = {name: spread(found) for name, found in named.items()}
    ordered = dict(sorted(by_service.items(), key=lambda row: (-row[1].count, row[0])))
    return Times(spread(every), tuple(bins(every, EDGES)), ordered)


def defects(scope: Scope, most: int = 15) -> list[Defect]:
    """What files were returned for, the commonest first."""
    counts = tally.named(tally.of(tally.OUT, scope), folding.DEFECT)
    found = [Defect(part, reason, service, n) for (part, reason, service), n in counts.items()]
    return sorted(found, key=lambda each: (-each.count, each.part, each.reason, each.service))[:most]


def issued(scope: Scope) -> dict[str, dict[str, int]]:
    """What came out: cards printed (`printed`) and documents in force (`issued`), each by kind, those from home apart.

    Keys are `what:kind`; the values count `home` and `all`.
    """
    counts, found = tally.of(tally.OUT, scope), dict[str, dict[str, int]]()
    for what in (folding.CARD, folding.DOCUMENT):
        for (code, channel), count in tally.named(counts, what).items():
            row = found.setdefault(f"{what}:{code}", {"home": 0, "all": 0})
            row["all"] += count
            row["home"] += count if channel_of(channel) == HOME else 0
    return dict(sorted(found.items(), key=lambda row: (-row[1]["all"], row[0])))


def _by_one(counts: Mapping[str, int], first: str) -> dict[str, int]:
    return most_first({rest[0]: count for rest, count in tally.named(counts, first).items()})
