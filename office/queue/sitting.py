"""Who sits at which counter: opening it, a break, closing it, and taking over one that was left open."""

from datetime import datetime

import sqlalchemy as sa

from office import events, opening
from office.db import changed_rows, db
from office.errors import Refused
from office.queue import counters, room
from office.queue.calling import put_back
from office.queue.counters import BREAK, CLOSED, OPEN, ServiceCounter
from office.queue.refusals import CounterBusy, CounterNotOpen
from office.queue.tickets import CALLED, Ticket
from office.staff import Officer


class CounterTaken(Refused):
    """Somebody else sits there."""

    status = 409
    message = "Loket ini sedang dipakai %(name)s."
    next_step = "Pilih loket lain, atau ambil alih bila ia sudah pergi."


def sit(counter: ServiceCounter, officer: Officer, *, at: datetime, take_over: bool = False) -> None:
    """Open a counter; whoever it has before it stays there.

    Raises:
        CounterTaken: another officer sits there, and `take_over` isn't said.
        CounterBusy: this officer still has somebody at another counter.
    """
    db.session.refresh(counter, with_for_update=True)
    if counter.officer_id not in (None, officer.id) and not take_over:
        raise CounterTaken(name=db.session.get_one(Officer, counter.officer_id).name)
    elsewhere = counters.of_officer(officer.id)
    if elsewhere and elsewhere.id != counter.id:
        close(elsewhere, officer, at=at)
    _change(counter, officer, at, "counter.opened", state=OPEN, officer_id=officer.id)


def rest(counter: ServiceCounter, officer: Officer, *, at: datetime) -> None:
    """Take a break: nobody is called here meanwhile.

    Raises:
        CounterNotOpen, CounterBusy.
    """
    _mine_and_empty(counter, officer)
    _change(counter, officer, at, "counter.break", state=BREAK)


def close(counter: ServiceCounter, officer: Officer, *, at: datetime) -> None:
    """Close a counter; somebody who was called, but isn't being served yet, stands in line again.

    Raises:
        CounterNotOpen: the officer doesn't sit there.
        CounterBusy: somebody is being served there.
    """
    db.session.refresh(counter)
    ticket = db.session.get(Ticket, counter.ticket_id, populate_existing=True) if counter.ticket_id else None
    if ticket and ticket.state == CALLED and counter.officer_id == officer.id:
        put_back(counter, officer, at=at)
    _mine_and_empty(counter, officer)
    _change(counter, officer, at, "counter.closed", state=CLOSED, officer_id=None)


def _mine_and_empty(counter: ServiceCounter, officer: Officer) -> None:
    db.session.refresh(counter, with_for_update=True)
    if counter.officer_id != officer.id:
        raise CounterNotOpen()
    if counter.ticket_id is not None:
        raise CounterBusy(label=db.session.get_one(Ticket, counter.ticket_id).label)


def _change(counter: ServiceCounter, officer: Officer, at: datetime, kind: str, **values: object) -> None:
    changed_rows(sa.update(ServiceCounter).where(ServiceCounter.id == counter.id).values(since=at, **values))
    db.session.refresh(counter)
    events.record(kind, "counter", counter.id, by=officer.actor, at=at, number=counter.number)
    room.touch(opening.local_day(at), counter.place_id)
