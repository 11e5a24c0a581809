"""The room: how many places there are, who sits inside, who waits outside; one row a day, changed with the ticket.

A place is taken from being let in until being finished. Source: half of the seats, rounded down (2020 protocol).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import changed_rows, db, insert_into, run

INSIDE, OUTSIDE = "inside", "outside"
ROOM_KEYS = ("room_seats", "room_share")
CHANNEL = "lamin_hall"


class RoomDay(db.Model):  # type: ignore[name-defined]
    """The room on one local day. `others` are people inside without a ticket, as the officer at the door counts them."""

    __tablename__ = "room_day"
    day: Mapped[date] = mapped_column(primary_key=True)
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


def places(day: date, values: Mapping[str, Any]) -> Places:
    """The room on a local day; an empty one before its first visitor."""
    row = db.session.execute(
        sa.select(RoomDay.inside, RoomDay.outside, RoomDay.others, RoomDay.version).where(RoomDay.day == day)
    ).first()
    inside, outside, others, version = row or (0, 0, 0, 0)
    return Places(allowed(values), inside, outside, others, version)


def version(day: date) -> int:
    """A number that grows with every change in the hall on a local day."""
    return db.session.scalar(sa.select(RoomDay.version).where(RoomDay.day == day)) or 0


_TABLE = RoomDay.__table__.c
_ONE_MORE = sa.update(RoomDay.__table__).where(_TABLE.day == sa.bindparam("of_day"))
_ENTER = _ONE_MORE.where(_TABLE.inside + _TABLE.others < sa.bindparam("cap"), _TABLE.outside == 0).values(
    inside=_TABLE.inside + 1, version=_TABLE.version + 1
)
_WAIT = _ONE_MORE.values(outside=_TABLE.outside + 1, version=_TABLE.version + 1)


def enter(day: date, cap: int) -> str:
    """Find a place for one more ticket: INSIDE while there are places and nobody waits outside, else OUTSIDE."""
    for place, change, values in ((INSIDE, _ENTER, {"cap": cap}), (OUTSIDE, _WAIT, {})):
        if run(change, of_day=day, **values).rowcount == 1:
            _tell(day)
            return place
    begin(day)
    return enter(day, cap)


def begin(day: date) -> None:
    """Open the day's row, unless it is open."""
    row = {"day": day, "inside": 0, "outside": 0, "others": 0, "ordinary_run": 0, "version": 0}
    db.session.execute(insert_into(RoomDay).values(**row).on_conflict_do_nothing())


def let_in(day: date, cap: int) -> bool:
    """Take one place for somebody from outside; False when there is none."""
    fits = sa.and_(RoomDay.inside + RoomDay.others < cap, RoomDay.outside > 0)
    return _change(day, fits, inside=RoomDay.inside + 1, outside=RoomDay.outside - 1)


def leave(day: date, place: str) -> None:
    """Free the place of a ticket that is over."""
    change = {"inside": RoomDay.inside - 1} if place == INSIDE else {"outside": RoomDay.outside - 1}
    _change(day, **change)


def count_others(day: date, step: int) -> bool:
    """Count people without a ticket in (above zero) or out; False when fewer than nobody would be inside."""
    begin(day)
    return _change(day, sa.or_(sa.literal(step > 0), RoomDay.inside + RoomDay.others > 0), others=RoomDay.others + step)


def set_people(day: date, people: int) -> None:
    """Let so many people be inside; `others` takes the difference, below zero when tickets left without being finished."""
    begin(day)
    _change(day, others=people - RoomDay.inside)


def run_of_ordinary(day: date) -> int:
    """How many ordinary tickets were called since the last priority one."""
    return db.session.scalar(sa.select(RoomDay.ordinary_run).where(RoomDay.day == day)) or 0


def note_call(day: date, *, priority: bool) -> None:
    """Count a first call for the turn of the priority tickets."""
    _change(day, ordinary_run=0 if priority else RoomDay.ordinary_run + 1)


def touch(day: date) -> None:
    """Say that something in the hall has changed."""
    if not _change(day):
        begin(day)
        _change(day)


def _change(day: date, *conditions: sa.ColumnElement[bool], **values: Any) -> bool:
    row = sa.update(RoomDay).where(RoomDay.day == day, *conditions)
    done = changed_rows(row.values(version=RoomDay.version + 1, **values)) == 1
    if done:
        _tell(day)
    return done


def _tell(day: date) -> None:
    """On PostgreSQL every process of every machine hears of the change when this transaction commits, and not if it doesn't."""
    if db.engine.dialect.name == "postgresql":
        run(sa.select(sa.func.pg_notify(CHANNEL, day.isoformat())))


def lock(day: date) -> None:
    """Take the room's row first, so that two who change tickets and room together can't wait for each other."""
    begin(day)
    db.session.execute(sa.select(RoomDay.day).where(RoomDay.day == day).with_for_update())
