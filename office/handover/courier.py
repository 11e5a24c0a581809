"""Cards that are brought: asked for by the resident, given to a courier by the office, and at their address."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import cards, events, notices, settings
from office.applications import APPROVED, READY, Application, processing
from office.db import change_row, changed_rows, db, insert_into
from office.errors import Conflict, NotFound, Refused
from office.identity import one_line
from office.staff import Officer

ASKED, SENT, DELIVERED, CANCELLED = "asked", "sent", "delivered", "cancelled"
# How the hand-over names a courier, beside those of `cards.RELATIONS`.
BROUGHT = "kurir"
LONGEST_ADDRESS, SHORTEST_ADDRESS = 300, 10
PAGE = 50


class NotBrought(Refused):
    """The office sends no cards, or none of this file: it is over, on its way, or the damaged card must be handed in."""

    status = 409
    message = "Kartu ini tidak bisa dikirim."
    next_step = "Ambil kartunya di kantor, atau tanya petugas."


class AddressUnclear(Refused):
    """A courier needs a name and an address."""

    message = "Nama penerima dan alamat pengiriman belum lengkap."
    next_step = "Tulis nama, jalan, nomor rumah, RT, dan kelurahan, lalu simpan lagi."


class ParcelUnclear(Refused):
    """What is sent must be found again: the courier's name and the number on the receipt."""

    message = "Nama kurir dan nomor resi harus diisi."
    next_step = "Salin dari bukti kirim, lalu simpan lagi."


class NotAllReady(Refused):
    """A card of this file isn't ready yet."""

    status = 409
    message = "Belum semua kartu permohonan ini siap."
    next_step = "Kirim setelah semuanya dicetak dan ditandai siap."


class Delivery(db.Model):  # type: ignore[name-defined]
    """The cards of one application with a courier; name and address are kept until they arrived."""

    __tablename__ = "delivery"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    state: Mapped[str] = mapped_column(sa.String(10))
    state_since: Mapped[datetime]
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    courier: Mapped[str] = mapped_column(sa.String(60), default="")
    receipt: Mapped[str] = mapped_column(sa.String(40), default="")
    asked_at: Mapped[datetime]
    sent_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))

    __table_args__ = (sa.Index("ix_delivery_state", "state", "state_since"),)


def of(application_id: int) -> Delivery | None:
    """What was asked for an application; None when nothing is, or it was taken back."""
    query = sa.select(Delivery).where(Delivery.application_id == application_id, Delivery.state != CANCELLED)
    return db.session.scalar(query)


def find(number: int) -> Delivery:
    """A delivery by its id.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(Delivery, number)
    if found is None:
        raise NotFound()
    return found


def is_offered(application: Application, at: datetime) -> bool:
    """Whether the resident may ask for a courier: the office has one, and a card of this file is still to be given out."""
    if application.state not in (APPROVED, READY) or not settings.get("courier_on", at):
        return False
    left = [card for card in cards.of(application.id) if card.state not in cards.SETTLED]
    # A damaged card must be handed in at the counter, so its new one is not sent.
    return bool(left) and all(card.state != cards.SENT for card in left) and not processing.old_card_wanted(application)


def ask(application: Application, *, name: str, address: str, at: datetime) -> Delivery:
    """The resident wants the cards brought to an address; asking again corrects it.

    Raises:
        NotBrought: the office doesn't send, or not these.
        AddressUnclear: no name, or hardly an address.
    """
    if not is_offered(application, at):
        raise NotBrought()
    who, where = one_line(name, 120), one_line(address, LONGEST_ADDRESS)
    if not who or len(where) < SHORTEST_ADDRESS:
        raise AddressUnclear()
    fresh = insert_into(Delivery).values(application_id=application.id, state=CANCELLED, state_since=at, asked_at=at,
                                         name="", address="", courier="", receipt="")  # fmt: skip
    db.session.execute(fresh.on_conflict_do_nothing())
    row = sa.update(Delivery).where(Delivery.application_id == application.id, Delivery.state.in_((CANCELLED, ASKED)))
    if changed_rows(row.values(state=ASKED, state_since=at, asked_at=at, name=who, address=where)) != 1:
        raise Conflict()
    _note("asked", application.id, events.RESIDENT, at)
    return db.session.scalars(sa.select(Delivery).where(Delivery.application_id == application.id)).one()


def cancel(application: Application, *, by: events.Actor, at: datetime) -> bool:
    """The cards are collected after all; whether a courier had been asked for. Name and address are forgotten."""
    row = sa.update(Delivery).where(Delivery.application_id == application.id, Delivery.state == ASKED)
    if changed_rows(row.values(state=CANCELLED, state_since=at, name="", address="")) != 1:
        return False
    _note("cancelled", application.id, by, at)
    return True


def send(
    delivery: Delivery, application: Application, officer: Officer, *, courier: str, receipt: str, at: datetime
) -> None:
    """The courier has the cards; the resident is told the number of the receipt.

    Raises:
        ParcelUnclear: courier or receipt is missing.
        NotAllReady: a card isn't ready yet.
        Conflict: it was sent or taken back meanwhile.
    """
    who, number = one_line(courier, 60), one_line(receipt, 40)
    if not who or not number:
        raise ParcelUnclear()
    left = [card for card in cards.of(application.id) if card.state not in cards.SETTLED]
    if not left or any(card.state != cards.READY for card in left):
        raise NotAllReady()
    _move(delivery, ASKED, SENT, at, courier=who, receipt=number, sent_by=officer.id)
    for card in left:
        cards.move(card, cards.SENT, by=officer.actor, at=at)
    _note("sent", application.id, officer.actor, at)
    notices.tell(application.id, "card_sent", email=application.email, phone=application.phone, at=at)


def arrive(delivery: Delivery, application: Application, *, by: events.Actor, at: datetime) -> None:
    """The cards are there, says the resident or an officer after the courier's proof; the file may be finished by it.

    Raises:
        Conflict: they aren't on their way.
    """
    name = delivery.name
    _move(delivery, SENT, DELIVERED, at, address="")
    for card in cards.of(application.id):
        if card.state == cards.SENT:
            cards.move(card, cards.HANDED_OVER, by=by, at=at, collector_name=name, collector_relation=BROUGHT,
                       handed_over_by=delivery.sent_by)  # fmt: skip
    _note("arrived", application.id, by, at)
    processing.settle(application, by=by, at=at)


def listing(state: str, page: int = 1) -> tuple[list[tuple[Delivery, Application]], bool]:
    """A page of the deliveries in a state, longest waiting first, with their files, and whether another page follows."""
    query = (
        sa.select(Delivery, Application).join(Application, Application.id == Delivery.application_id)
        .where(Delivery.state == state).order_by(Delivery.state_since, Delivery.id).limit(PAGE + 1).offset((page - 1) * PAGE)
    )  # fmt: skip
    rows = [(row[0], row[1]) for row in db.session.execute(query)]
    return rows[:PAGE], len(rows) > PAGE


def _move(delivery: Delivery, was: str, to: str, at: datetime, **changes: Any) -> None:
    change_row(delivery, Delivery.state == was, state=to, state_since=at, **changes)


def _note(kind: str, application_id: int, by: events.Actor, at: datetime) -> None:
    events.record(f"delivery.{kind}", "application", application_id, by=by, at=at)
