"""What was called when: the list that the display shows and the voice reads out, newest last."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import db
from office.places import MAIN

CALL, RECALL, ENTER = "call", "recall", "enter"
SPOKEN_WITHIN = timedelta(minutes=2)
LAST = 6


class Call(db.Model):  # type: ignore[name-defined]
    """One call to a counter, its repetition, or (without a counter) the word to come in from outside."""

    __tablename__ = "call"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), default=MAIN)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(sa.String(8))
    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("ticket.id"), index=True)
    label: Mapped[str] = mapped_column(sa.String(12))
    counter: Mapped[int | None]


def note(
    kind: str, ticket_id: int, label: str, counter: int | None, *, day: date, at: datetime, place_id: int
) -> None:  # fmt: skip
    """Add a call to the list of a place."""
    db.session.add(
        Call(kind=kind, ticket_id=ticket_id, label=label, counter=counter, day=day, at=at, place_id=place_id)
    )


def last(day: date, count: int = LAST, place_id: int = MAIN) -> list[Call]:
    """The newest calls to a counter of a place, newest first, each ticket once; loose from the session: the hall keeps them."""
    newest = (
        sa.select(sa.func.max(Call.id))
        .where(Call.day == day, Call.place_id == place_id, Call.kind.in_((CALL, RECALL)))
        .group_by(Call.ticket_id)
        .order_by(sa.func.max(Call.id).desc())
        .limit(count)
    )
    found = list(db.session.scalars(sa.select(Call).where(Call.id.in_(newest)).order_by(Call.id.desc())))
    for call in found:
        # Else the end of this request's transaction would empty what other requests still read.
        db.session.expunge(call)
    return found


def to_speak(day: date, *, at: datetime, place_id: int = MAIN) -> Sequence[Call]:
    """What was called in the last two minutes, oldest first: what a display that was just started still reads out."""
    recent = sa.select(Call).where(Call.day == day, Call.place_id == place_id, Call.at > at - SPOKEN_WITHIN)
    return db.session.scalars(recent.order_by(Call.id)).all()
