"""Tickets that a kiosk gave by itself while the server was away, taken in when it is back: `B-K1-01`."""

from datetime import date, datetime

import sqlalchemy as sa

from office import codes, events, opening
from office.db import db
from office.places import MAIN
from office.queue import groups, tickets
from office.queue.tickets import Ticket, Wish


def take(
    device_id: int, device_code: str, letter: str, number: int, *, priority: bool, taken_at: datetime, at: datetime,
    language: str = "id", place: int = MAIN,
) -> Ticket | None:  # fmt: skip
    """Take in a ticket that a kiosk gave while the server was away: `B-K1-01`, outside the gap-free series.

    None when it was handed in before, was not given on this local day, or the counter was closed then by a closure. Its place
    in line is when it was given.
    """
    day = opening.local_day(at)
    label = f"{letter}-{device_code}-{number:02d}"
    taken = min(taken_at, at)
    # The calendar as it was known when the number was given: a counter closed since then still owes it.
    law = tickets.rules(taken, place)
    if (
        opening.local_day(taken) != day
        or law.calendar.closure_on(day)
        or known(label, day)
        or letter not in {each.letter for each in law.groups if each.on}
    ):
        return None
    wish = Wish(letter, priority, device_id=device_id, order_at=taken, language=language, place_id=place)
    kept = tickets.place_and_keep(wish, groups.find(letter, law.groups), label, [], day=day, cap=law.places,
                           token=codes.new_token(), at=at)  # fmt: skip
    return db.session.get_one(Ticket, kept)


def known(label: str, day: date) -> bool:
    """Whether a kiosk's own number of a day was taken in; no two kiosks share a code, wherever they stand."""
    return db.session.scalar(sa.select(Ticket.id).where(Ticket.day == day, Ticket.label == label)) is not None


def given(device_code: str, day: date) -> dict[str, int]:
    """The highest number of each letter that a kiosk gave on a day without the server and has handed in."""
    mine = sa.select(Ticket.label).where(Ticket.day == day, Ticket.label.like(f"_-{device_code}-%"))
    highest: dict[str, int] = {}
    for label in db.session.scalars(mine):
        letter, _code, number = label.split("-")
        highest[letter] = max(highest.get(letter, 0), int(number))
    return highest


def forget_unseen(place: str, device_id: int, *, at: datetime) -> bool:
    """Give up the ticket of a kiosk's page that never arrived there: no screen showed it and no paper carries it.

    Whether there was one. Its holder went on with a number of the kiosk's own, and would stand in line twice.
    """
    ticket = db.session.scalar(sa.select(Ticket).where(Ticket.token == place.rpartition("/")[2]))
    if (
        ticket is None
        or ticket.device_id != device_id
        or ticket.slip == tickets.SLIP_PRINTED
        or ticket.state != tickets.WAITING
    ):
        return False
    tickets.give_up(ticket, by=events.SYSTEM, at=at)
    return True
