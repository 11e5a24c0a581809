"""The letter that stands in for a KTP-el while there are no blanks: one for each card that waits to be printed."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from office import blanks, cards, documents, jobs
from office.applications import processing, results
from office.applications.states import Application, lock
from office.cards import Card
from office.db import db
from office.documents import Document
from office.documents.kinds import KINDS
from office.errors import Refused
from office.staff import Officer

SUKET, STANDS_IN_FOR = "suket", "ktp"


class NoSuketNow(Refused):
    """Only a KTP-el that waits for a blank has a letter in its place, and only one."""

    status = 409
    message = "Suket hanya untuk KTP-el yang menunggu blangko, satu untuk tiap kartu."
    next_step = "Muat ulang halaman ini: mungkin blangko sudah datang, atau suketnya sudah dibuat."


def of(card: Card) -> Document | None:
    """The letter that stands in for a card, made or being made."""
    found = (each for each in documents.of(card.application_id) if each.kind == SUKET and each.result == card.result)
    return next((each for each in found if each.state != documents.REFUSED), None)


def given(waiting: Collection[Card]) -> set[int]:
    """The ids of those among some cards that have their letter, made or being made."""
    files = {card.application_id for card in waiting}
    query = sa.select(Document.application_id, Document.result).where(
        Document.application_id.in_(files), Document.kind == SUKET, Document.state != documents.REFUSED
    )
    made = {(row.application_id, row.result) for row in db.session.execute(query)}
    return {card.id for card in waiting if (card.application_id, card.result) in made}


def is_offered(card: Card) -> bool:
    """Whether a letter can be given for this card now."""
    waits = card.kind == STANDS_IN_FOR and card.state == cards.QUEUED
    return waits and blanks.is_empty(card.kind) and of(card) is None


def give(card: Card, application: Application, officer: Officer, *, at: datetime) -> Document:
    """Have the letter made, with what would stand on the card; the card itself stays in the queue.

    Raises:
        NoSuketNow: the card doesn't wait for a blank, or has its letter.
        CannotBeMade: the letter would lack something that it must say.
    """
    # Two officers at once stand in line here, and the second finds the letter of the first.
    lock(application)
    if not is_offered(card):
        raise NoSuketNow()
    kind = KINDS[SUKET]
    said = {name: value for name, value in card.facts.items() if name in kind.facts}
    facts = said | results.office_facts(kind, at)
    processing.must_say(kind, facts)
    document = documents.begin(application.id, SUKET, number_type=kind.letters, facts=facts, official=False, at=at,
                               result=card.result)  # fmt: skip
    jobs.ask("document", document.id, at=at)
    return document
