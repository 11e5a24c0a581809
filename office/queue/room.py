"""The room of a place: how many seats there are, who sits inside, who waits outside; one row a day, changed with the ticket.

A place is taken from being let in until being finished. Source: half of the seats, rounded down (2020 protocol).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import changed_rows, db, insert_into, run
from office.places import MAIN

INSIDE, OUTSIDE = "inside", "outside"
ROOM_KEYS = ("room_seats", "room_share")
CHANNEL = "lamin_hall"


class RoomDay(db.Model):  # type: ignore[name-defined]
    """The room of one place on one local day. `others` are people inside without a ticket, as the officer at the door counts."""

    __tablename__ = "room_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), primary_key=True, default=MAIN)
    inside: Mapped[int] = mapped_column(default=0)
    outside: Mapped[int] = mapped_column(default=0)
    others: Mapped[int] = mapped_column(default=0)
    ordinary_run: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True)
class Places:
    """The room as people see it: places allowed, taken (tickets and others), and people waiting outside."""

    allowed: int
    inside: int
    outside: int
    others: int
    version: int

    @property
    def free(self) -> int:
        """Places not taken."""
        return max(self.allowed - self.inside - self.others, 0)

    @property
    def taken(self) -> int:
        """People inside."""
        return max(self.inside + self.others, 0)


def allowed(values: Mapping[str, Any]) -> int:
    """The places that these values of ROOM_KEYS allow."""
    return int(values["room_seats"]) * int(values["room_share"]) // 100


def places(day: date, place_id: int, values: Mapping[str, Any]) -> Places:
    """The room of a place on a local day; an empty one before its first visitor."""
    columns = sa.select(RoomDay.inside, RoomDay.outside, RoomDay.others, RoomDay.version)
    row = db.session.execute(columns.where(*_of(day, place_id))).first()
    inside, outside, others, version = row or (0, 0, 0, 0)
    return Places(allowed(values), inside, outside, others, version)


def version(day: date, place_id: int = MAIN) -> int:
    """A number that grows with every change in the hall of a place on a local day."""
    return db.session.scalar(sa.select(RoomDay.version).where(*_of(day, place_id))) or 0


_TABLE = RoomDay.__table__.c
_ONE_MORE = sa.update(RoomDay.__table__).where(
    _TABLE.day == sa.bindparam("of_day"), _TABLE.place_id == sa.bindparam("of_place")
)
_ENTER = _ONE_MORE.where(_TABLE.inside + _TABLE.others < sa.bindparam("cap"), _TABLE.outside == 0).values(
    inside=_TABLE.inside + 1, version=_TABLE.version + 1
)
_WAIT = _ONE_MORE.values(outside=_TABLE.outside + 1, version=_TABLE.version + 1)


def enter(day: date, place_id: int, cap: int) -> str:
    """Find a place for one more ticket: INSIDE while there are places and nobody waits outside, else OUTSIDE."""
    for place, change, values in ((INSIDE, _ENTER, {"cap": cap}), (OUTSIDE, _WAIT, {})):
        if run(change, of_day=day, of_place=place_id, **values).rowcount == 1:
            _tell(day)
            return place
    begin(day, place_id)
    return enter(day, place_id, cap)


def begin(day: date, place_id: int) -> None:
    """Open the day's row of a place, unless it is open."""
    row = {"day": day, "place_id": place_id, "inside": 0, "outside": 0, "others": 0, "ordinary_run": 0, "version": 0}
    db.session.execute(insert_into(RoomDay).values(**row).on_conflict_do_nothing())


def let_in(day: date, place_id: int, cap: int) -> bool:
    """Take one place for somebody from outside; False when there is none."""
    fits = sa.and_(RoomDay.inside + RoomDay.others < cap, RoomDay.outside > 0)
    return _change(day, place_id, fits, inside=RoomDay.inside + 1, outside=RoomDay.outside - 1)


def leave(day: date, place_id: int, place: str) -> None:
    """Free the place of a ticket that is over."""
    change = {"inside": RoomDay.inside - 1} if place == INSIDE else {"outside": RoomDay.outside - 1}
    _change(day, place_id, **change)


def count_others(day: date, place_id: int, step: int) -> bool:
    """Count people without a ticket in (above zero) or out; False when fewer than nobody would be inside."""
    begin(day, place_id)
    anybody = sa.or_(sa.literal(step > 0), RoomDay.inside + RoomDay.others > 0)
    return _change(day, place_id, anybody, others=RoomDay.others + step)


def set_people(day: date, place_id: int, people: int) -> None:
    """Let so many people be inside; `others` takes the difference, below zero when tickets left without being finished."""
    begin(day, place_id)
    _change(day, place_id, others=people - RoomDay.inside)


def run_of_ordinary(day: date, place_id: int) -> int:
    """How many ordinary tickets were called since the last priority one."""
    return db.session.scalar(sa.select(RoomDay.ordinary_run).where(*_of(day, place_id))) or 0


def note_call(day: date, place_id: int, *, priority: bool) -> None:
    """Count a first call for the turn of the priority tickets."""
    _change(day, place_id, ordinary_run=0 if priority else RoomDay.ordinary_run + 1)


def touch(day: date, place_id: int = MAIN) -> None:
    """Say that something in the hall of a place has changed."""
    if not _change(day, place_id):
        begin(day, place_id)
        _change(day, place_id)


def _of(day: date, place_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return RoomDay.day == day, RoomDay.place_id == place_id


def _change(day: date, place_id: int, *conditions: sa.ColumnElement[bool], **values: Any) -> bool:
    row = sa.update(RoomDay).where(*_of(day, place_id), *conditions)
    done = changed_rows(row.values(version=RoomDay.version + 1, **values)) == 1
    if done:
        _tell(day)
    return done


def _tell(day: date) -> None:
    """On PostgreSQL every process of every machine hears of the change when this transaction commits, and not if it doesn't."""
    if db.engine.dialect.name == "postgresql":
        run(sa.select(sa.func.pg_notify(CHANNEL, day.isoformat())))


def lock(day: date, place_id: int) -> None:
    """Take the room's row first, so that two who change tickets and room together can't wait for each other."""
    begin(day, place_id)
    db.session.execute(sa.select(RoomDay.day).where(*_of(day, place_id)).with_for_update())
