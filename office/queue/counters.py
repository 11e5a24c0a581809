"""The office's service counters: a number on a sign, the groups it serves, who sits there, and whom it has before it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events
from office.db import change_row, changed_rows, db
from office.errors import NotFound, Refused
from office.places import MAIN

CLOSED, OPEN, BREAK = "closed", "open", "break"
HIGHEST = 40


class BadCounter(Refused):
    """A counter's number or groups can't be used."""

    message = "Nomor loket harus 1 sampai 40 dan belum dipakai, dengan paling sedikit satu kelompok."
    next_step = "Perbaiki nomor atau pilih kelompoknya, lalu simpan lagi."


class CantMove(Refused):
    """Somebody sits at the counter, or its number is taken where it should go."""

    status = 409
    message = "Loket %(number)s sedang dibuka, atau nomor itu sudah ada di tempat yang baru."
    next_step = "Tutup loketnya dulu, atau beri nomor lain."


class ServiceCounter(db.Model):  # type: ignore[name-defined]
    """One counter of a place, whose number is its own there; `ticket_id` is the one person it has at a time."""

    __tablename__ = "service_counter"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    groups: Mapped[list[str]]
    state: Mapped[str] = mapped_column(sa.String(8), default=CLOSED)
    since: Mapped[datetime | None]
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"), unique=True)
    # Without a foreign key: ticket refers to this table, and two tables that refer to each other can't be made in turn.
    ticket_id: Mapped[int | None] = mapped_column(unique=True)
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), default=MAIN)

    __table_args__ = (sa.UniqueConstraint("place_id", "number"),)


def add(number: int, groups: list[str], *, by: events.Actor, at: datetime, place: int = MAIN) -> ServiceCounter:
    """Set up a counter in a place (its id).

    Raises:
        BadCounter: the number is not 1 to 40 or taken in this place, or no group was chosen.
    """
    if not 1 <= number <= HIGHEST or _at(number, place) or not groups:
        raise BadCounter()
    counter = ServiceCounter(number=number, groups=groups, since=at, place_id=place)
    db.session.add(counter)
    db.session.flush()
    events.record("counter.added", "counter", counter.id, by=by, at=at, number=number, groups=groups)
    return counter


def set_groups(counter: ServiceCounter, groups: list[str], *, by: events.Actor, at: datetime) -> None:
    """Let a counter serve these groups from now on.

    Raises:
        BadCounter: none was chosen.
    """
    if not groups:
        raise BadCounter()
    changed_rows(sa.update(ServiceCounter).where(ServiceCounter.id == counter.id).values(groups=groups))
    db.session.refresh(counter)
    events.record("counter.groups_set", "counter", counter.id, by=by, at=at, groups=groups)


def move(counter: ServiceCounter, place: int, *, by: events.Actor, at: datetime) -> None:
    """Let a counter stand in another place of the office (its id).

    Raises:
        CantMove: somebody sits at it or is served there, or its number is taken in the other place.
        Conflict: somebody sat down meanwhile.
    """
    if counter.place_id == place:
        return
    if counter.officer_id or counter.ticket_id or _at(counter.number, place):
        raise CantMove(number=counter.number)
    change_row(counter, ServiceCounter.officer_id.is_(None), ServiceCounter.ticket_id.is_(None), place_id=place)
    events.record("counter.moved", "counter", counter.id, by=by, at=at, place=place)


def find(number: int, place: int = MAIN) -> ServiceCounter:
    """A counter of a place (its id) by the number on its sign.

    Raises:
        NotFound: there is none.
    """
    found = _at(number, place)
    if found is None:
        raise NotFound()
    return found


def get(identity: int) -> ServiceCounter:
    """A counter by its id.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(ServiceCounter, identity)
    if found is None:
        raise NotFound()
    return found


def of_officer(officer_id: int) -> ServiceCounter | None:
    """The counter at which an officer sits."""
    return db.session.scalar(sa.select(ServiceCounter).where(ServiceCounter.officer_id == officer_id))


def all_counters(place: int | None = None) -> list[ServiceCounter]:
    """Every counter, or those of one place (its id), by place and number."""
    query = sa.select(ServiceCounter).order_by(ServiceCounter.place_id, ServiceCounter.number)
    return list(db.session.scalars(query if place is None else query.where(ServiceCounter.place_id == place)))


def _at(number: int, place: int) -> ServiceCounter | None:
    here = sa.select(ServiceCounter).where(ServiceCounter.number == number, ServiceCounter.place_id == place)
    return db.session.scalar(here)
