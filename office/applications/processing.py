"""What follows approval: the register changes, documents and cards are made, until the resident has them all."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from office import cards, codes, documents, events, jobs, notices
from office.applications import doubles, results
from office.applications.results import Verdict
from office.applications.states import APPROVED, FINISHED, READY, Application, answers_of, move
from office.cards import Card
from office.catalogue import resolve
from office.catalogue.definition import Result
from office.documents import Document
from office.documents.kinds import KINDS, Kind
from office.documents.says import CannotSay, prepare
from office.errors import Refused
from office.identity import one_line
from office.register import effects, families
from office.register.families import Family
from office.staff import Officer

LONGEST_REASON = 200


class FamilyUnknown(Refused):
    """A family card is to be made here, and the register doesn't hold the family."""

    message = "Keluarga ini belum ada di buku penduduk, jadi KK belum bisa dibuat di sini."
    next_step = "Isi keluarganya dari foto KK, atau pilih PDF resmi dari sistem nasional."


class KkWanted(Refused):
    """A family card is to be made here for a family that has no number yet."""

    message = "Keluarga baru ini belum punya nomor KK dari sistem nasional."
    next_step = "Isi nomor KK baru, atau pilih PDF resmi dari sistem nasional."


class CannotBeMade(Refused):
    """A document made here would lack something that it must say."""

    message = "Belum bisa dibuat di sini: %(document)s. Belum ada atau tidak terbaca: %(fact)s."
    next_step = "Lengkapi datanya di buku penduduk, atau pilih PDF resmi dari sistem nasional."


class MaybeDouble(Refused):
    """What would be registered may have been registered before, and nobody has said that it wasn't."""

    status = 409
    message = "Peristiwa ini mungkin sudah tercatat atau sudah dilaporkan."
    next_step = "Bandingkan keduanya, lalu beri tanda bahwa ini bukan ganda, atau kembalikan berkasnya."


class NothingIssued(Refused):
    """Every result was refused; that is refusing the application."""

    message = "Semua hasil dipilih tidak diterbitkan."
    next_step = "Pilih paling sedikit satu, atau tolak permohonannya."


def begin(application: Application, officer: Officer, verdict: Verdict, *, at: datetime) -> None:
    """Change the register, and begin each document and card that the answers call for, in one transaction.

    Raises:
        MaybeDouble: it looks like what was registered or reported before, and `verdict` doesn't say that it isn't.
        NothingIssued: every result was refused.
        FamilyUnknown, KkWanted, CannotBeMade: a document can't be made here.
        Refused: the register can't be changed as the answers say; see `register.effects.apply`.
    """
    _must_be_single(application, officer, verdict, at)
    answers = answers_of(application)
    wanted = results.of(application.service, answers)
    if wanted and all(result.code in verdict.refused for result in wanted):
        raise NothingIssued()
    touched = iter(_change_register(application, officer, verdict, at))
    for result in wanted:
        _begin_result(application, result, officer, verdict, touched, at)
    if not wanted:
        notices.tell(application.id, "done", email=application.email, phone=application.phone, at=at)
    settle(application, by=officer.actor, at=at)


def settle(application: Application, *, by: events.Actor, at: datetime) -> bool:
    """Finish the file once each of its documents is issued or refused and each card handed over; whether it is now."""
    open_ = any(each.state not in documents.SETTLED for each in documents.of(application.id))
    if open_ or any(card.state not in cards.SETTLED for card in cards.of(application.id)):
        return False
    move(application, FINISHED, by=by, at=at, kind="finished")
    return True


def document_active(document: Document, application: Application, *, pin_hash: str, at: datetime) -> None:
    """The document's bytes are proven: activate it, tell the resident, and finish the file if it was the last, all at once."""
    documents.activate(document, pin_hash=pin_hash, at=at)
    notices.tell(application.id, "document", email=application.email, phone=application.phone, at=at,
                 document_id=document.id)  # fmt: skip
    settle(application, by=events.WORKER, at=at)


def card_ready(card: Card, application: Application, officer: Officer, *, at: datetime) -> None:
    """The printed card lies ready, and the resident is told."""
    cards.move(card, cards.READY, by=officer.actor, at=at)
    if application.state == APPROVED:
        move(application, READY, by=officer.actor, at=at, kind="ready")
    notices.tell(application.id, "card_ready", email=application.email, phone=application.phone, at=at)


def hand_over(
    card: Card, application: Application, officer: Officer, *, name: str, relation: str, check: str, at: datetime,
    old_card: bool = False, letter: bool = False,
) -> None:  # fmt: skip
    """Give the card to a named person whose identity was checked.

    `old_card` says that the damaged one was handed in, `letter` that the power of attorney was shown.

    Raises:
        CollectorUnclear: name, relation or check is missing or unknown.
        LetterMissing: somebody outside the family shows no power of attorney, or only a face that isn't on the card.
        OldCardMissing: the old card is damaged, and was not handed in.
        Conflict: the card isn't ready, or was handed over already.
    """
    collector = one_line(name, 120)
    if not collector or relation not in cards.RELATIONS or check not in cards.CHECKS:
        raise cards.CollectorUnclear()
    if relation == "kuasa" and (not letter or check == "wajah"):
        raise cards.LetterMissing()
    if old_card_wanted(application) and not old_card:
        raise cards.OldCardMissing()
    cards.move(card, cards.HANDED_OVER, by=officer.actor, at=at, collector_name=collector,
               collector_relation=relation, collector_check=check, handed_over_by=officer.id)  # fmt: skip
    if relation == "kuasa":
        events.record("card.letter_shown", "application", application.id, by=officer.actor, at=at, card=card.id)
    if old_card:
        events.record("card.old_handed_in", "application", application.id, by=officer.actor, at=at, card=card.id)
    settle(application, by=officer.actor, at=at)


def old_card_wanted(application: Application) -> bool:
    """Whether the old card must be handed in when the new one is collected: it is damaged, not lost."""
    return answers_of(application).get("kejadian", {}).get("sebab") == "rusak"


def _must_be_single(application: Application, officer: Officer, verdict: Verdict, at: datetime) -> None:
    """Look for duplicates once more at the moment of registering, and keep the officer's word on them."""
    found = doubles.of(application)
    if found and not verdict.compared:
        raise MaybeDouble()
    if found:
        others = [each.suspicion.reference or each.suspicion.resident_id for each in found]
        events.record("application.compared", "application", application.id, by=officer.actor, at=at,
                      why=[each.suspicion.code for each in found], others=others)  # fmt: skip


def _change_register(application: Application, officer: Officer, verdict: Verdict, at: datetime) -> list[int]:
    """Apply the service's effect; the families that it touched, the new one first."""
    found = results.effect(application.service, answers_of(application), verdict.numbers)
    if found is None:
        return []
    kind, values = found
    applied = effects.apply(kind, values, application_id=application.id, by=officer.actor, at=at)
    if applied.missing:
        events.record("register.incomplete", "application", application.id, by=officer.actor, at=at,
                      missing=list(applied.missing))  # fmt: skip
    return sorted(applied.family_ids, key=lambda number: families.find(number).added_at != at)


def _begin_result(
    application: Application, result: Result, officer: Officer, verdict: Verdict, touched: Iterator[int], at: datetime
) -> None:
    kind, reason = KINDS[result.kind], verdict.refused.get(result.code)
    family = _family(application, result, verdict, touched) if result.kind == "kk" else None
    if family is not None:
        # A correction of the family's card that is approved at once must see this one, or be seen by it.
        families.lock(family)
    if result.is_card:
        card = cards.queue(application.id, result.code, result.kind, _facts(application, result, verdict, at), at=at)
        if reason:
            cards.refuse(card, reason, by=officer.actor, at=at)
        return
    official = result.code in verdict.official
    facts = _facts(application, result, verdict, at)
    if not (official or reason):
        facts |= _kk_facts(family) if result.kind == "kk" else {}
        must_say(kind, facts)
    letters = results.letters(result, answers_of(application), results.reported_on(application.submitted_at, at))
    subject = codes.person("kk", family.kk) if family and family.kk else None
    document = documents.begin(application.id, result.kind, number_type=letters or kind.letters, facts=facts,
                               official=official, at=at, result=result.code, subject=subject)  # fmt: skip
    if reason:
        documents.refuse(document, reason, by=officer.actor, at=at)
    elif not official:
        jobs.ask("document", document.id, at=at)


def _family(application: Application, result: Result, verdict: Verdict, touched: Iterator[int]) -> Family | None:
    """The family of a card: the one that its service names or the officer entered, or the next that the effect touched."""
    if "kk" in result.facts:
        named = resolve(result.facts["kk"], answers_of(application)) or verdict.numbers.get("new_kk")
        return families.by_kk(str(named)) if named else None
    number = next(touched, None)
    return families.find(number) if number else None


def must_say(kind: Kind, facts: Mapping[str, Any]) -> None:
    """See that a document of this kind can be made of these facts, before anything is begun.

    Raises:
        CannotBeMade: names the fact that is missing or can't be read.
    """
    try:
        prepare(kind.code, facts)
    except CannotSay as trouble:
        raise CannotBeMade(document=kind.name.id, fact=trouble.fact) from trouble


def _kk_facts(family: Family | None) -> dict[str, Any]:
    if family is None:
        raise FamilyUnknown()
    if not family.kk:
        raise KkWanted()
    return families.kk_facts(family)


def _facts(application: Application, result: Result, verdict: Verdict, at: datetime) -> dict[str, Any]:
    facts = results.facts(result, answers_of(application), at)
    nik = verdict.numbers.get("nik")
    # A newborn's NIK comes from the national system, after the form was sent.
    return facts | {"nik": nik} if nik and "nik" in KINDS[result.kind].facts and not facts.get("nik") else facts
