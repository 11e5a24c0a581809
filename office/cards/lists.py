"""The lists of the print room: what waits to be printed, what failed, what lies ready and since when."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from office.cards.card import QUEUED, Card
from office.db import db

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Which cards: in a state, perhaps of one kind, perhaps only whose print failed, perhaps waiting since before an instant."""

    state: str
    kind: str = ""
    failed: bool = False
    before: datetime | None = None


@dataclass(frozen=True)
class Listing:
    """One page of cards, longest waiting first, and how many there are in all."""

    rows: list[Card]
    total: int
    page: int

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.page * PAGE < self.total


def listing(wanted: Wanted, page: int = 1) -> Listing:
    """A page of the cards wanted, longest waiting first."""
    condition = _condition(wanted)
    query = sa.select(Card).where(condition).order_by(Card.state_since, Card.id)
    return Listing(list(db.session.scalars(query.limit(PAGE).offset((page - 1) * PAGE))), count(wanted), page)


def count(wanted: Wanted) -> int:
    """How many cards are wanted."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Card).where(_condition(wanted))) or 0


def in_state(state: str, limit: int = 200) -> list[Card]:
    """The cards in a state, longest waiting first."""
    query = sa.select(Card).where(Card.state == state).order_by(Card.state_since, Card.id).limit(limit)
    return list(db.session.scalars(query))


def queued_by_kind() -> dict[str, int]:
    """How many cards of each kind wait to be printed."""
    counted = sa.select(Card.kind, sa.func.count().label("number")).where(Card.state == QUEUED).group_by(Card.kind)
    return {row.kind: row.number for row in db.session.execute(counted)}


def _condition(wanted: Wanted) -> sa.ColumnElement[bool]:
    parts = [Card.state == wanted.state]
    if wanted.kind:
        parts.append(Card.kind == wanted.kind)
    if wanted.failed:
        parts.append(Card.failure != "")
    if wanted.before:
        parts.append(Card.state_since <= wanted.before)
    return sa.and_(*parts)
