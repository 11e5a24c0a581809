"""The order in which people are called, how many are ahead, and how long that may take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

import sqlalchemy as sa

from office.db import db
from office.places import MAIN
from office.queue import room
from office.queue.counters import OPEN, ServiceCounter
from office.queue.groups import Group
from office.queue.room import OUTSIDE
from office.queue.tickets import FINISHED, WAITING, Ticket

RECENT = 20
ROUND_TO = 5
LONGEST_MINUTES = 600


@dataclass(frozen=True)
class Place:
    """One waiting ticket, as the line knows it."""

    id: int
    label: str
    group: str
    priority: bool
    place: str
    taken_at: datetime
    for_counter_id: int | None
    application_id: int | None
    order_at: datetime


@dataclass(frozen=True)
class Line:
    """Everybody who waits on a day, group by group in the order of being called, and the pace of each group.

    `pace` is minutes from one call to the next: the mean of the last 20 services divided by the counters that are open.
    A group that no open counter serves has none: how long it takes can't be known.
    `run` ordinary ones were called since the last priority one, which comes after `after` of them.
    """

    groups: Mapping[str, tuple[Place, ...]]
    pace: Mapping[str, float]
    ahead: Mapping[int, int]
    run: int
    after: int

    @property
    def everybody(self) -> int:
        """How many wait in all groups."""
        return sum(len(row) for row in self.groups.values())

    def waiting(self, letter: str) -> int:
        """How many wait in a group."""
        return len(self.groups.get(letter, ()))

    def for_counter(self, counter: ServiceCounter, *, room_left: bool) -> list[Place]:
        """Whom a counter may call, in the order of its calls; while no place is left, whoever waits outside comes last."""
        everybody = self._everybody()
        sent = [each for each in everybody if each.for_counter_id == counter.id]
        served = [each for each in everybody if each.for_counter_id is None and each.group in counter.groups]
        calls = sent + _merged(served, self.run, self.after)
        return calls if room_left else sorted(calls, key=lambda each: each.place == OUTSIDE)

    def outside(self) -> list[Place]:
        """Who waits outside, in the order of being let in: first for groups that have nobody inside."""
        everybody = self._everybody()
        indoors = {each.group for each in everybody if each.place != OUTSIDE}
        waiting = [each for each in everybody if each.place == OUTSIDE]
        return sorted(waiting, key=lambda each: (each.group in indoors, not each.priority))

    def staffed(self, letter: str) -> bool:
        """Whether a counter that is open serves a group."""
        return letter in self.pace

    def _everybody(self) -> list[Place]:
        return sorted((each for row in self.groups.values() for each in row), key=lambda each: (each.order_at, each.id))

    def estimate(self, letter: str, ahead: int) -> tuple[int, int]:
        """A range of minutes until one's turn with so many ahead, in steps of five; (0, 5) when it is about now."""
        middle = min(self.pace.get(letter, 8.0) * ahead, LONGEST_MINUTES)
        low, high = int(middle * 0.75) // ROUND_TO * ROUND_TO, ceil(middle * 1.25 / ROUND_TO) * ROUND_TO
        return low, max(high, low + ROUND_TO)


def line(day: date, groups: Sequence[Group], priority_after: int, place_id: int = MAIN) -> Line:
    """The line of a place on a local day for these groups; one priority after every `priority_after` ordinary (0: first)."""
    columns = (Ticket.id, Ticket.label, Ticket.group, Ticket.priority, Ticket.place, Ticket.taken_at,
               Ticket.for_counter_id, Ticket.application_id, Ticket.order_at)  # fmt: skip
    here = sa.select(*columns).where(Ticket.day == day, Ticket.place_id == place_id, Ticket.state == WAITING)
    places = [Place(*row) for row in db.session.execute(here.order_by(Ticket.order_at, Ticket.id))]
    run = room.run_of_ordinary(day, place_id)
    ordered = {
        group.letter: tuple(_merged([each for each in places if each.group == group.letter], run, priority_after))
        for group in groups
    }
    ahead = {place.id: index for row in ordered.values() for index, place in enumerate(row)}
    return Line(ordered, _paces(day, groups, place_id), ahead, run, priority_after)


def _merged(waiting: Sequence[Place], run: int, after: int) -> list[Place]:
    """Ordinary and priority tickets as they will be called, when so many ordinary were called since the last priority."""
    first = [each for each in waiting if each.priority]
    others = [each for each in waiting if not each.priority]
    merged: list[Place] = []
    while first and others:
        if run >= after:
            merged.append(first.pop(0))
            run = 0
        else:
            merged.append(others.pop(0))
            run += 1
    return merged + first + others


def _paces(day: date, groups: Sequence[Group], place_id: int) -> dict[str, float]:
    staffed = sa.select(ServiceCounter).where(ServiceCounter.state == OPEN, ServiceCounter.place_id == place_id)
    counters = db.session.scalars(staffed).all()
    paces = {}
    for group in groups:
        open_now = sum(group.letter in counter.groups for counter in counters)
        if open_now:
            paces[group.letter] = _minutes(day, group, place_id) / open_now
    return paces


def _minutes(day: date, group: Group, place_id: int) -> float:
    """The mean minutes of the group's last services today, with its usual time standing in for one of them."""
    begun = sa.func.coalesce(Ticket.served_at, Ticket.called_at)
    recent = (
        sa.select(begun, Ticket.finished_at)
        .where(
            Ticket.day == day, Ticket.place_id == place_id, Ticket.group == group.letter, Ticket.state == FINISHED,
            Ticket.called_at.is_not(None),
        )
        .order_by(Ticket.finished_at.desc())
        .limit(RECENT)
    )  # fmt: skip
    spans = db.session.execute(recent).all()
    took = [max(end - start, timedelta()).total_seconds() / 60 for start, end in spans if end]
    return (sum(took) + group.minutes) / (len(took) + 1)
