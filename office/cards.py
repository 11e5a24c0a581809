"""Cards that are printed and handed over: one row each, from the print queue to the collector's hand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events
from office.db import changed_rows, db
from office.errors import Conflict, NotFound, Refused

QUEUED, PRINTED, READY, HANDED_OVER, REFUSED = "queued", "printed", "ready", "handed_over", "refused"
SETTLED = frozenset({HANDED_OVER, REFUSED})
BEFORE = {PRINTED: QUEUED, READY: PRINTED, HANDED_OVER: READY, REFUSED: QUEUED}
RELATIONS = ("sendiri", "keluarga", "kuasa")
CHECKS = ("ktp", "kk", "paspor", "sim", "wajah")


class CollectorUnclear(Refused):
    """Who collects a card must be named, related and checked."""

    message = "Nama pengambil, hubungan dan pemeriksaan identitas harus diisi."
    next_step = "Lengkapi tiga isian itu, lalu simpan lagi."


class OldCardMissing(Refused):
    """A damaged card must be handed in for the new one."""

    message = "KTP-el lama yang rusak belum diserahkan."
    next_step = "Terima kartu lama, beri tanda centang, lalu simpan lagi."


class Card(db.Model):  # type: ignore[name-defined]
    """One card to be printed for one application: `result` names it within its service, `facts` is what the sheet says."""

    __tablename__ = "card"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    result: Mapped[str] = mapped_column(sa.String(20))
    kind: Mapped[str] = mapped_column(sa.String(10))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    state: Mapped[str] = mapped_column(sa.String(12), default=QUEUED)
    state_since: Mapped[datetime]
    queued_at: Mapped[datetime]
    failed_prints: Mapped[int] = mapped_column(default=0)
    collector_name: Mapped[str] = mapped_column(sa.String(120), default="")
    collector_relation: Mapped[str] = mapped_column(sa.String(12), default="")
    collector_check: Mapped[str] = mapped_column(sa.String(12), default="")
    handed_over_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))

    __table_args__ = (sa.UniqueConstraint("application_id", "result"),)


def queue(application_id: int, result: str, kind: str, facts: Mapping[str, Any], *, at: datetime) -> Card:
    """A card of a kind (`ktp` or `kia`) joins the print queue."""
    card = Card(
        application_id=application_id, result=result, kind=kind, facts=dict(facts), state_since=at, queued_at=at
    )
    db.session.add(card)
    db.session.flush()
    return card


def refuse(card: Card, reason: str, *, by: events.Actor, at: datetime) -> None:
    """This one of the results is not made; the resident reads why."""
    move(card, REFUSED, by=by, at=at, reason=reason)


def of(application_id: int) -> list[Card]:
    """The cards of an application, in the order of its service."""
    return list(db.session.scalars(sa.select(Card).where(Card.application_id == application_id).order_by(Card.id)))


def find(number: int) -> Card:
    """A card by its id.

    Raises:
        NotFound: there is none.
    """
    card = db.session.get(Card, number)
    if card is None:
        raise NotFound()
    return card


def in_state(state: str, limit: int = 200) -> list[Card]:
    """The cards in a state, longest waiting first."""
    query = sa.select(Card).where(Card.state == state).order_by(Card.state_since, Card.id).limit(limit)
    return list(db.session.scalars(query))


def spoil(card: Card, *, by: events.Actor, at: datetime) -> None:
    """A print failed and cost a blank; the card stays in the queue."""
    row = sa.update(Card).where(Card.id == card.id, Card.state == QUEUED)
    if changed_rows(row.values(failed_prints=Card.failed_prints + 1)) != 1:
        raise Conflict()
    events.record("card.print_failed", "application", card.application_id, by=by, at=at, card=card.id)


def move(card: Card, to: str, *, by: events.Actor, at: datetime, **changes: object) -> None:
    """Take a card to its next state by one conditional UPDATE, and record the event.

    Raises:
        Conflict: it isn't in the state before that one any more.
    """
    row = sa.update(Card).where(Card.id == card.id, Card.state == BEFORE.get(to))
    if changed_rows(row.values(state=to, state_since=at, **changes)) != 1:
        raise Conflict()
    db.session.refresh(card)
    events.record(f"card.{to}", "application", card.application_id, by=by, at=at, card=card.id)
