"""Cards that are printed and handed over: one row each, from the print queue to the collector's hand."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events
from office.db import changed_rows, db
from office.errors import Conflict, Refused

QUEUED, PRINTED, READY, HANDED_OVER = "queued", "printed", "ready", "handed_over"
MOVES = {QUEUED: PRINTED, PRINTED: READY, READY: HANDED_OVER}
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
    """One card to be printed for one application."""

    __tablename__ = "card"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    state: Mapped[str] = mapped_column(sa.String(12), default=QUEUED)
    state_since: Mapped[datetime]
    queued_at: Mapped[datetime]
    failed_prints: Mapped[int] = mapped_column(default=0)
    collector_name: Mapped[str] = mapped_column(sa.String(120), default="")
    collector_relation: Mapped[str] = mapped_column(sa.String(12), default="")
    collector_check: Mapped[str] = mapped_column(sa.String(12), default="")
    handed_over_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))


def queue(application_id: int, *, at: datetime) -> Card:
    """A card joins the print queue."""
    card = Card(application_id=application_id, state_since=at, queued_at=at)
    db.session.add(card)
    db.session.flush()
    return card


def of(application_id: int) -> Card | None:
    """The card of an application."""
    return db.session.scalar(sa.select(Card).where(Card.application_id == application_id))


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
    before = next((was for was, then in MOVES.items() if then == to), None)
    row = sa.update(Card).where(Card.id == card.id, Card.state == before)
    if changed_rows(row.values(state=to, state_since=at, **changes)) != 1:
        raise Conflict()
    db.session.refresh(card)
    events.record(f"card.{to}", "application", card.application_id, by=by, at=at, card=card.id)
