"""What follows approval: a document or a card, until the resident has it."""

from datetime import date, datetime
from typing import Any

from office import cards, documents, events, jobs, notices, opening, rules, settings
from office.applications.states import FINISHED, READY, Application, answers_of, move
from office.cards import Card
from office.documents import Document
from office.identity import one_line
from office.staff import Officer

SEX = {"1": "L", "2": "P"}


def begin(application: Application, *, official: bool, at: datetime) -> None:
    """Begin the document, made here by the worker or awaited from the national system; or queue the card."""
    if application.service.delivery == "card":
        cards.queue(application.id, at=at)
        return
    answers = answers_of(application)
    # The 60 days end with the resident's report, not with the office's work on it.
    reported = opening.local_day(application.submitted_at or at)
    document = documents.begin(
        application.id, application.service.document, official=official, at=at,
        number_type=birth_number_type(answers, reported), facts=birth_facts(answers, at),
    )  # fmt: skip
    if not official:
        jobs.ask("document", document.id, at=at)


def document_active(document: Document, application: Application, *, pin_hash: str, at: datetime) -> None:
    """The document's bytes are proven: activate it, finish the application, and tell the resident, all at once."""
    documents.activate(document, pin_hash=pin_hash, at=at)
    move(application, FINISHED, by=events.WORKER, at=at, kind="finished")
    notices.tell(application.id, "document", email=application.email, phone=application.phone, at=at,
                 document_id=document.id)  # fmt: skip


def card_ready(card: Card, application: Application, officer: Officer, *, at: datetime) -> None:
    """The printed card lies ready, and the resident is told."""
    cards.move(card, cards.READY, by=officer.actor, at=at)
    move(application, READY, by=officer.actor, at=at, kind="ready")
    notices.tell(application.id, "card_ready", email=application.email, phone=application.phone, at=at)


def hand_over(
    card: Card, application: Application, officer: Officer, *, name: str, relation: str, check: str, at: datetime,
    old_card: bool = False,
) -> None:  # fmt: skip
    """Give the card to a named person whose identity was checked; `old_card` says that the damaged one was handed in.

    Raises:
        CollectorUnclear: name, relation or check is missing or unknown.
        OldCardMissing: the old card is damaged, and was not handed in.
        Conflict: the card isn't ready, or was handed over already.
    """
    collector = one_line(name, 120)
    if not collector or relation not in cards.RELATIONS or check not in cards.CHECKS:
        raise cards.CollectorUnclear()
    if old_card_wanted(application) and not old_card:
        raise cards.OldCardMissing()
    cards.move(card, cards.HANDED_OVER, by=officer.actor, at=at, collector_name=collector,
               collector_relation=relation, collector_check=check, handed_over_by=officer.id)  # fmt: skip
    if old_card:
        events.record("card.old_handed_in", "application", application.id, by=officer.actor, at=at, card=card.id)
    move(application, FINISHED, by=officer.actor, at=at, kind="finished")


def old_card_wanted(application: Application) -> bool:
    """Whether the old card must be handed in when the new one is collected: it is damaged, not lost."""
    return answers_of(application).get("kejadian", {}).get("sebab") == "rusak"


def birth_number_type(answers: dict[str, dict[str, Any]], day: date) -> str:
    """`LU` for a birth reported in time, `LT` when later than 60 days (letters seen in samples, meaning not confirmed)."""
    return "LT" if rules.is_late_birth(date.fromisoformat(answers["anak"]["tanggal_lahir"]), day) else "LU"


def birth_facts(answers: dict[str, dict[str, Any]], at: datetime) -> dict[str, Any]:
    """What the kutipan akta kelahiran says, with the signatory of this day.

    The father stands on it only when the marriage is proven or declared.
    """
    child, birth, mother, father = (answers.get(step, {}) for step in ("anak", "kelahiran", "ibu", "ayah"))
    return {
        "nik": "",
        "child_name": child["nama"],
        "sex": SEX[child["kelamin"]],
        "birth_place": birth["kota"],
        "birth_date": child["tanggal_lahir"],
        "child_order": child["anak_ke"],
        "mother_name": mother["nama"],
        "father_name": father.get("nama") if mother["nikah"] != "tidak" else None,
        "issued_place": settings.get("office_city", at),
        "office_name": settings.get("office_name", at),
        "signatory_name": settings.get("signatory_name", at),
        "signatory_title": settings.get("signatory_title", at),
        "signatory_nip": settings.get("signatory_nip", at),
    }
