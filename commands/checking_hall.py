"""The invariants of the hall: numbers without gap or double, a room that adds up, one person at a counter."""

import re
from collections.abc import Iterator

import sqlalchemy as sa

from office.db import db
from office.numbers import Counter
from office.queue.counters import ServiceCounter
from office.queue.room import INSIDE, OUTSIDE, RoomDay
from office.queue.tickets import ACTIVE, CALLED, SERVING, Ticket

SERIES = re.compile(r"ticket:(\d{4}-\d{2}-\d{2}):(\d+):([A-Z])")
LABEL = re.compile(r"([A-Z])-(\d{3,})")


def violations() -> Iterator[str]:
    """What is broken in the hall, a sentence each."""
    yield from _numbers()
    yield from _room()
    yield from _counters()


def _numbers() -> Iterator[str]:
    given: dict[tuple[str, int, str], list[int]] = {}
    for day, place, label in db.session.execute(sa.select(Ticket.day, Ticket.place_id, Ticket.label)):
        found = LABEL.fullmatch(label)
        if found:
            given.setdefault((day.isoformat(), place, found[1]), []).append(int(found[2]))
    counted = {
        (m[1], int(m[2]), m[3]): row.value
        for row in db.session.scalars(sa.select(Counter))
        if (m := SERIES.fullmatch(row.series))
    }
    for key in sorted(counted.keys() | given.keys()):
        if sorted(given.get(key, [])) != list(range(1, counted.get(key, 0) + 1)):
            yield f"I6 tickets {key[2]} of {key[0]} in place {key[1]} have a gap or a double"


def _room() -> Iterator[str]:
    for row in db.session.scalars(sa.select(RoomDay)):
        for place, kept in ((INSIDE, row.inside), (OUTSIDE, row.outside)):
            here = sa.select(sa.func.count()).where(
                Ticket.day == row.day, Ticket.place_id == row.place_id, Ticket.place == place, Ticket.state.in_(ACTIVE)
            )
            if db.session.scalar(here) != kept:
                yield f"I6 the room of {row.day} in place {row.place_id} counts {kept} {place}, its tickets say otherwise"


def _counters() -> Iterator[str]:
    at_counter = {row.id: row.counter_id for row in db.session.execute(
        sa.select(Ticket.id, Ticket.counter_id).where(Ticket.state.in_((CALLED, SERVING)))
    )}  # fmt: skip
    has = {row.ticket_id: row.id for row in db.session.scalars(sa.select(ServiceCounter)) if row.ticket_id}
    for ticket in sorted(at_counter.keys() | has.keys()):
        if at_counter.get(ticket) != has.get(ticket):
            yield f"I6 ticket {ticket} and its counter disagree"
