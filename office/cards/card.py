"""A card's row, its states from the print queue to the collector's hand, and the door through which they change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import blanks, events
from office.db import change_row, changed_rows, db
from office.errors import NotFound, Refused
from office.identity import one_line

QUEUED, PRINTED, READY, SENT = "queued", "printed", "ready", "sent"
HANDED_OVER, REFUSED = "handed_over", "refused"
SETTLED = frozenset({HANDED_OVER, REFUSED})
# What a card may come from, by what it becomes; one that went with a courier ends with the word that it arrived.
BEFORE = {PRINTED: (QUEUED,), READY: (PRINTED,), SENT: (READY,), HANDED_OVER: (READY, SENT), REFUSED: (QUEUED,)}
RELATIONS = ("sendiri", "keluarga", "kuasa")
CHECKS = ("ktp", "kk", "paspor", "sim", "wajah")
FAILURES = ("kotor", "macet", "chip", "putus", "lain")
LONGEST_NOTE = 200


class CollectorUnclear(Refused):
    """Who collects a card must be named, related and checked."""

    message = "Nama pengambil, hubungan dan pemeriksaan identitas harus diisi."
    next_step = "Lengkapi tiga isian itu, lalu simpan lagi."


class FailureUnclear(Refused):
    """Why a print failed must be chosen."""

    message = "Sebab gagal cetak belum dipilih."
    next_step = "Pilih satu sebab, lalu simpan lagi."


class LetterMissing(Refused):
    """Somebody outside the family collects for the holder only with a power of attorney, and shows their own papers."""

    message = "Surat kuasa belum diperlihatkan, atau identitas penerima kuasa belum diperiksa."
    next_step = "Lihat surat kuasa dan kartu identitas pengambilnya, beri tanda centang, lalu simpan lagi."


class OldCardMissing(Refused):
    """A damaged card must be handed in for the new one."""

    message = "KTP-el lama yang rusak belum diserahkan."
    next_step = "Terima kartu lama, beri tanda centang, lalu simpan lagi."


class Card(db.Model):  # type: ignore[name-defined]
    """One card to be printed for one application: `result` names it within its service, `facts` is what the sheet says.

    `failure` is why its last print failed (one of FAILURES) until it is tried again, `printer_note` what was seen at the
    printer, `reminded` how often somebody was told that it still lies here.
    """

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
    failure: Mapped[str] = mapped_column(sa.String(10), default="")
    printer_note: Mapped[str] = mapped_column(sa.String(200), default="")
    reminded: Mapped[int] = mapped_column(default=0)
    collector_name: Mapped[str] = mapped_column(sa.String(120), default="")
    collector_relation: Mapped[str] = mapped_column(sa.String(12), default="")
    collector_check: Mapped[str] = mapped_column(sa.String(12), default="")
    handed_over_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))

    __table_args__ = (
        sa.UniqueConstraint("application_id", "result"),
        sa.Index("ix_card_state", "state", "state_since"),
    )


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


def spoil(
    card: Card, *, by: events.Actor, at: datetime, failure: str = "lain", note: str = "", blank: bool = True
) -> None:
    """A print failed for one of FAILURES, and cost a blank unless `blank` is false; the card stays in the queue.

    Raises:
        FailureUnclear: the failure is none of them.
        Conflict: it isn't in the queue any more.
        OutOfBlanks: none is left to be spoiled.
    """
    if failure not in FAILURES:
        raise FailureUnclear()
    told = {"failure": failure, "printer_note": one_line(note, LONGEST_NOTE)}
    change_row(card, Card.state == QUEUED, failed_prints=Card.failed_prints + 1, **told)
    events.record("card.print_failed", "application", card.application_id, by=by, at=at, card=card.id,
                  failure=failure, blank=blank)  # fmt: skip
    if blank:
        blanks.spoil(card.kind, card.id, by=by, at=at)


def retry(card: Card, *, by: events.Actor, at: datetime) -> None:
    """A card whose print failed is to be tried again; twice changes nothing more."""
    row = sa.update(Card).where(Card.id == card.id, Card.state == QUEUED, Card.failure != "")
    if changed_rows(row.values(failure="")) == 1:
        db.session.refresh(card)
        events.record("card.retried", "application", card.application_id, by=by, at=at, card=card.id)


def move(card: Card, to: str, *, by: events.Actor, at: datetime, **changes: Any) -> None:
    """Take a card to its next state by one conditional UPDATE, and record the event; a print uses one blank.

    Raises:
        Conflict: it isn't in the state before that one any more.
        OutOfBlanks: it would be printed, and the ledger says that no blank is left.
    """
    if to == PRINTED:
        changes |= {"failure": ""}
    change_row(card, Card.state.in_(BEFORE.get(to, ())), state=to, state_since=at, **changes)
    events.record(f"card.{to}", "application", card.application_id, by=by, at=at, card=card.id)
    if to == PRINTED:
        blanks.use(card.kind, card.id, by=by, at=at)
