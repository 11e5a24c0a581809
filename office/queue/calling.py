"""What an officer does at a counter: call, call again, skip, serve, hold, pass on, finish. One person at a time.

No two counters call the same ticket: a call is one conditional UPDATE, and who loses it takes the next.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from office import notices, opening, settings
from office.db import change_row, changed_rows, db
from office.errors import Conflict, Refused
from office.places import MAIN
from office.queue import calls, groups, room, tickets
from office.queue.counters import OPEN, ServiceCounter
from office.queue.line import line
from office.queue.refusals import (
    AlreadyCalled,
    CallMore,
    CounterBusy,
    CounterNotOpen,
    NobodyHere,
    NobodyWaits,
    NowhereToGo,
    OnlyOutside,
    RoomFull,
)
from office.queue.room import INSIDE, OUTSIDE
from office.queue.tickets import (
    AWAY,
    CALLED,
    EXPIRED,
    FINISHED,
    HELD,
    IN_LINE,
    SERVING,
    WAITING,
    Ticket,
    move,
)
from office.staff import Officer

OUTCOMES = ("done", "papers", "online", "other")
TRIES = 8
AWAY_LONG = timedelta(minutes=3)
KEYS = (*room.ROOM_KEYS, "queue_groups", "priority_after", "calls_before_absent", "absent_return_after", "absent_returns",
        "almost_ahead")  # fmt: skip


def call_next(counter: ServiceCounter, officer: Officer, *, at: datetime) -> Ticket:
    """Call the next ticket for this counter: one sent to it, one that was absent and is due again, then the line.

    In the line one priority ticket follows every so many ordinary ones. Who waits outside is called while there is a place.

    Raises:
        CounterNotOpen, CounterBusy, NobodyWaits.
    """
    day, values = opening.local_day(at), settings.several(KEYS, at, counter.place_id)
    room.lock(day, counter.place_id)
    _open_and_free(counter, officer)
    for _try in range(TRIES):
        ticket = _next_for(counter, at, values)
        if ticket is None:
            raise OnlyOutside() if _somebody_outside(counter, day) else NobodyWaits()
        try:
            return _call(ticket, counter, officer, at, values)
        except Conflict:
            db.session.expire(ticket)
    raise NobodyWaits()


def call_number(counter: ServiceCounter, officer: Officer, label: str, *, at: datetime) -> Ticket:
    """Call a given number, of whatever group, that waits, was absent or is held.

    Raises:
        NotFound: no such number today.
        CounterNotOpen, CounterBusy, AlreadyCalled, RoomFull.
    """
    day, values = opening.local_day(at), settings.several(KEYS, at, counter.place_id)
    room.lock(day, counter.place_id)
    _open_and_free(counter, officer)
    ticket = tickets.by_label(label, day, counter.place_id)
    if ticket.state not in (WAITING, AWAY, HELD):
        raise AlreadyCalled()
    try:
        return _call(ticket, counter, officer, at, values)
    except Conflict:
        raise AlreadyCalled() from None


def call_again(counter: ServiceCounter, officer: Officer, *, at: datetime) -> Ticket:
    """Call the same person once more, spoken as such."""
    ticket = _before(counter, officer, CALLED)
    room.lock(ticket.day, ticket.place_id)
    changed_rows(sa.update(Ticket).where(Ticket.id == ticket.id).values(calls=Ticket.calls + 1, called_at=at))
    db.session.refresh(ticket)
    calls.note(calls.RECALL, ticket.id, ticket.label, counter.number, day=ticket.day, at=at,
               place_id=ticket.place_id)  # fmt: skip
    room.touch(ticket.day, ticket.place_id)
    return ticket


def serve(counter: ServiceCounter, officer: Officer, *, at: datetime) -> Ticket:
    """The person sits at the counter."""
    ticket = _before(counter, officer, CALLED)
    room.lock(ticket.day, ticket.place_id)
    move(ticket, SERVING, by=officer.actor, at=at, kind="served", served_at=at, served_by=officer.id)
    return ticket


def skip(counter: ServiceCounter, officer: Officer, *, at: datetime) -> Ticket:
    """Pass a called person over for some numbers, without counting it as an absence."""
    ticket = _before(counter, officer, CALLED)
    room.lock(ticket.day, ticket.place_id)
    _release(counter)
    move(ticket, AWAY, by=officer.actor, at=at, kind="skipped", away_at=at, calls=0)
    return ticket


def put_back(counter: ServiceCounter, officer: Officer, *, at: datetime) -> Ticket:
    """Undo a call: the person stands in line again where they stood."""
    ticket = _before(counter, officer, CALLED)
    room.lock(ticket.day, ticket.place_id)
    _release(counter)
    move(ticket, WAITING, by=officer.actor, at=at, kind="put_back", calls=0, counter_id=None)
    return ticket


def absent(counter: ServiceCounter, officer: Officer, *, at: datetime) -> Ticket:
    """The person did not come: called again after some numbers, as often as the settings say; then the ticket expires.

    Raises:
        CallMore: they were not called often enough for that.
    """
    ticket = _before(counter, officer, CALLED)
    values = settings.several(KEYS, at, counter.place_id)
    if ticket.calls < values["calls_before_absent"]:
        raise CallMore(calls=ticket.calls, wanted=values["calls_before_absent"])
    room.lock(ticket.day, ticket.place_id)
    _release(counter)
    facts: dict[str, Any] = {"absences": ticket.absences + 1, "calls": 0}
    if ticket.absences < values["absent_returns"]:
        move(ticket, AWAY, by=officer.actor, at=at, kind="absent", away_at=at, **facts)
    else:
        move(
            ticket, EXPIRED, by=officer.actor, at=at, kind="absent_for_good", finished_at=at, outcome="absent", **facts
        )
        let_in(at=at, place_id=ticket.place_id)
    return ticket


def hold(counter: ServiceCounter, officer: Officer, *, at: datetime) -> Ticket:
    """Put the person aside (copies to make, a paper to fetch) until some counter calls the number again."""
    ticket = _before(counter, officer, CALLED, SERVING)
    room.lock(ticket.day, ticket.place_id)
    _release(counter)
    move(ticket, HELD, by=officer.actor, at=at, kind="held")
    return ticket


def pass_on(
    counter: ServiceCounter, officer: Officer, *, group: str = "", number: int | None = None, at: datetime
) -> Ticket:
    """Send the person to another group's line, or to one counter of the place; the time the ticket was taken still counts.

    Raises:
        NowhereToGo: no such group or counter, or the same.
    """
    ticket = _before(counter, officer, CALLED, SERVING)
    here = ServiceCounter.number == number, ServiceCounter.place_id == counter.place_id
    target = db.session.scalar(sa.select(ServiceCounter).where(*here)) if number else None
    known = {each.letter for each in groups.groups(at, counter.place_id) if each.on}
    if (target is None and group not in known) or (target and target.id == counter.id) or (number and not target):
        raise NowhereToGo()
    room.lock(ticket.day, ticket.place_id)
    _release(counter)
    move(ticket, WAITING, by=officer.actor, at=at, kind="passed_on", group=ticket.group if target else group,
         for_counter_id=target.id if target else None, calls=0, counter_id=None)  # fmt: skip
    return ticket


def finish(counter: ServiceCounter, officer: Officer, outcome: str = "done", *, at: datetime) -> Ticket:
    """The errand is done; a ticket with further errands that this counter doesn't serve goes on to the next of them.

    Else the ticket is over, and the next one from outside is let in.

    Raises:
        Refused: an outcome that isn't one of OUTCOMES.
    """
    if outcome not in OUTCOMES:
        raise Refused()
    ticket = _before(counter, officer, CALLED, SERVING)
    room.lock(ticket.day, ticket.place_id)
    _release(counter)
    rest = [letter for letter in ticket.errands if letter not in counter.groups]
    if rest:
        move(ticket, WAITING, by=officer.actor, at=at, kind="errand_done", group=rest[0], errands=rest[1:],
             for_counter_id=None, calls=0, counter_id=None)  # fmt: skip
        return ticket
    move(
        ticket,
        FINISHED,
        by=officer.actor,
        at=at,
        kind="finished",
        finished_at=at,
        finished_by=officer.id,
        outcome=outcome,
    )
    let_in(at=at, place_id=ticket.place_id)
    return ticket


def let_in(*, at: datetime, place_id: int = MAIN) -> int:
    """Fill free seats of a place from outside, first for groups that have nobody inside, and say so; how many came in."""
    day, count = opening.local_day(at), 0
    values = settings.several(KEYS, at, place_id)
    while (ticket := _next_outside(day, place_id)) is not None and room.let_in(day, place_id, room.allowed(values)):
        change_row(ticket, Ticket.place == OUTSIDE, reread=("place",), place=INSIDE)
        calls.note(calls.ENTER, ticket.id, ticket.label, None, day=day, at=at, place_id=place_id)
        if ticket.phone:
            notices.tell_ticket(ticket.id, "let_in", at=at)
        count += 1
    return count


def _call(ticket: Ticket, counter: ServiceCounter, officer: Officer, at: datetime, values: Mapping[str, Any]) -> Ticket:
    place = ticket.place
    if place == OUTSIDE and not room.let_in(ticket.day, ticket.place_id, room.allowed(values)):
        raise RoomFull()
    first = ticket.state == WAITING and ticket.called_at is None
    move(ticket, CALLED, by=officer.actor, at=at, kind="called", called_at=at, called_by=officer.id, calls=1, place=INSIDE,
         counter_id=counter.id, for_counter_id=None)  # fmt: skip
    mine = sa.update(ServiceCounter).where(ServiceCounter.id == counter.id, ServiceCounter.ticket_id.is_(None))
    if changed_rows(mine.values(ticket_id=ticket.id, since=at)) != 1:
        raise CounterBusy(label="")
    db.session.refresh(counter)
    if first:
        room.note_call(ticket.day, ticket.place_id, priority=ticket.priority)
    calls.note(calls.CALL, ticket.id, ticket.label, counter.number, day=ticket.day, at=at,
               place_id=ticket.place_id)  # fmt: skip
    _tell_who_is_almost_there(ticket, at, values)
    return ticket


def _next_for(counter: ServiceCounter, at: datetime, values: Mapping[str, Any]) -> Ticket | None:
    day = opening.local_day(at)
    served = sa.and_(
        Ticket.group.in_(counter.groups), sa.or_(Ticket.for_counter_id.is_(None), Ticket.for_counter_id == counter.id)
    )
    has_place = room.places(day, counter.place_id, values).free > 0
    mine = sa.or_(served, Ticket.for_counter_id == counter.id)
    reach = sa.and_(_here(counter, day), mine, sa.true() if has_place else Ticket.place != OUTSIDE)
    waiting = sa.select(Ticket).where(reach, Ticket.state == WAITING).order_by(Ticket.order_at, Ticket.id).limit(1)
    sent = db.session.scalar(waiting.where(Ticket.for_counter_id == counter.id))
    due = _due_again(reach, values["absent_return_after"])
    return sent or due or _in_turn(waiting, counter, day, values["priority_after"]) or _away_long(reach, at)


def _due_again(reach: sa.ColumnElement[bool], after: int) -> Ticket | None:
    """Whoever was absent or skipped, once so many others of the group were called since."""
    other = sa.orm.aliased(Ticket)
    since = (
        sa.select(sa.func.count())
        .where(
            other.day == Ticket.day, other.place_id == Ticket.place_id, other.group == Ticket.group,
            other.called_at > Ticket.away_at,
        )
        .correlate(Ticket)
        .scalar_subquery()
    )  # fmt: skip
    due = sa.select(Ticket).where(reach, Ticket.state == AWAY, since >= after).order_by(Ticket.away_at).limit(1)
    return db.session.scalar(due)


def _away_long(reach: sa.ColumnElement[bool], at: datetime) -> Ticket | None:
    """Whoever was absent some minutes ago, when nobody else can be called: they hold a place that others wait for."""
    away = sa.select(Ticket).where(reach, Ticket.state == AWAY, Ticket.away_at <= at - AWAY_LONG)
    return db.session.scalar(away.order_by(Ticket.away_at).limit(1))


def _somebody_outside(counter: ServiceCounter, day: date) -> bool:
    outside = sa.select(Ticket.id).where(
        _here(counter, day), Ticket.state == WAITING, Ticket.place == OUTSIDE, Ticket.group.in_(counter.groups)
    )
    return db.session.scalar(outside.limit(1)) is not None


def _here(counter: ServiceCounter, day: date) -> sa.ColumnElement[bool]:
    return sa.and_(Ticket.day == day, Ticket.place_id == counter.place_id)


def _in_turn(waiting: "sa.Select[Ticket]", counter: ServiceCounter, day: date, after: int) -> Ticket | None:
    first = room.run_of_ordinary(day, counter.place_id) >= after
    for turn in (first, not first):
        found: Ticket | None = db.session.scalar(waiting.where(Ticket.priority.is_(turn)))
        if found:
            return found
    return None


def _next_outside(day: date, place_id: int) -> Ticket | None:
    here = sa.and_(Ticket.day == day, Ticket.place_id == place_id)
    inside = sa.select(Ticket.group).where(here, Ticket.state == WAITING, Ticket.place == INSIDE)
    outside = sa.select(Ticket).where(here, Ticket.state.in_(IN_LINE), Ticket.place == OUTSIDE)
    # A counter must not stand idle while its people wait outside, behind those of other groups.
    order = (Ticket.group.in_(inside), Ticket.priority.is_(False), Ticket.order_at, Ticket.id)
    return db.session.scalar(outside.order_by(*order).limit(1))


def _tell_who_is_almost_there(called: Ticket, at: datetime, values: Mapping[str, Any]) -> None:
    wanting = sa.select(Ticket).where(
        Ticket.day == called.day, Ticket.place_id == called.place_id, Ticket.group == called.group,
        Ticket.state == WAITING, Ticket.phone != "", Ticket.told_at.is_(None),
    )  # fmt: skip
    found = list(db.session.scalars(wanting))
    if not found:
        return
    among = groups.groups_of(values["queue_groups"])
    ahead = line(called.day, among, values["priority_after"], called.place_id).ahead
    for ticket in found:
        if ahead.get(ticket.id, 0) <= values["almost_ahead"]:
            changed_rows(sa.update(Ticket).where(Ticket.id == ticket.id).values(told_at=at))
            notices.tell_ticket(ticket.id, "almost", at=at)


def _open_and_free(counter: ServiceCounter, officer: Officer) -> None:
    db.session.refresh(counter, with_for_update=True)
    if counter.officer_id != officer.id or counter.state != OPEN:
        raise CounterNotOpen()
    if counter.ticket_id is not None:
        raise CounterBusy(label=db.session.get_one(Ticket, counter.ticket_id).label)


def _before(counter: ServiceCounter, officer: Officer, *states: str) -> Ticket:
    """The ticket at the counter, if it is in one of these states."""
    db.session.refresh(counter)
    if counter.officer_id != officer.id:
        raise CounterNotOpen()
    if counter.ticket_id is None:
        raise NobodyHere()
    ticket = db.session.get_one(Ticket, counter.ticket_id, populate_existing=True)
    if ticket.state not in states:
        raise Conflict()
    return ticket


def _release(counter: ServiceCounter) -> None:
    change_row(counter, ServiceCounter.ticket_id == counter.ticket_id, ticket_id=None)
