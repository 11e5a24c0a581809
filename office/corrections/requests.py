"""The request for a correction or a revocation, its states, and what approval does."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import documents, events, jobs, notices, opening
from office.applications import processing, results, review
from office.applications.states import APPROVED as WORKED_ON
from office.applications.states import FINISHED, Application, lock, move
from office.corrections import in_register
from office.corrections.reading import corrected
from office.db import change_row, db
from office.documents import ACTIVE, REVOKED, SETTLED, Document
from office.documents.kinds import AKTA, KINDS
from office.documents.states import OFFICIAL
from office.errors import Conflict, NotAllowed, NotFound, Refused
from office.identity import one_line, read_text
from office.register import families
from office.staff import Officer, Role

OBJECTED, ASKED, APPROVED, REFUSED = "objected", "asked", "approved", "refused"
OPEN = (OBJECTED, ASKED)
MOVES = {OBJECTED: frozenset({ASKED, REFUSED}), ASKED: frozenset({APPROVED, REFUSED})}
CORRECT, REVOKE = "correct", "revoke"
# Local days after issue in which the resident may object.
OBJECTION_DAYS = 14
LONGEST_WORDS, LONGEST_REASON = 1000, 200
APPROVERS = {CORRECT: (Role.REGISTRAR,), REVOKE: (Role.REGISTRAR, Role.ADMINISTRATOR)}


class AlreadyAsked(Conflict):
    """Something about this document is open already, or its correction is being made."""

    message = "Surat ini sudah punya permintaan yang belum selesai."
    next_step = "Lihat dulu permintaan itu."


class NothingChanged(Refused):
    """Every value is the old one."""

    message = "Belum ada data yang diubah."
    next_step = "Ubah bagian yang salah, atau kembali."


class WhyMissing(review.ReasonMissing):
    """Nobody said why; what is asked here is read by the office alone."""

    message = "Alasannya belum diisi."
    next_step = "Tulis alasannya, lalu kirim lagi."


class OwnRequest(review.SameOfficer):
    """Who asked for it may not approve it."""

    message = "Ini permintaan Anda sendiri, jadi petugas lain yang harus menyetujui."


class TooLate(Conflict):
    """The days for an objection are over."""

    message = "Masa keberatan untuk surat ini sudah lewat."
    next_step = "Datang ke kantor dengan suratnya; petugas tetap bisa membetulkannya."


class NoLongerValid(Conflict):
    """The document was superseded or revoked after this was asked."""

    message = "Surat ini sudah diganti surat yang lebih baru, atau dicabut."
    next_step = "Tolak permintaan ini, lalu betulkan surat yang berlaku sekarang."


class NewerUnderway(Conflict):
    """A newer document about the same family is being made; what corrects this one would lack what that one says."""

    message = "Kartu Keluarga yang lebih baru untuk keluarga ini sedang dibuat."
    next_step = "Tunggu sampai jadi, lalu betulkan yang baru bila masih salah."


class Correction(db.Model):  # type: ignore[name-defined]
    """One request about one issued document: to correct it, or (`kind` revoke) to withdraw it.

    `words` is what a resident wrote, `changes` is `{path: [old, new]}`, `made_id` the document that came of it. Who may read
    `reason` differs: of a revocation everybody who checks the QR, of a correction the office.
    """

    __tablename__ = "correction"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10), default=CORRECT)
    state: Mapped[str] = mapped_column(sa.String(10), index=True)
    state_since: Mapped[datetime]
    words: Mapped[str] = mapped_column(sa.String(1000), default="")
    objected_at: Mapped[datetime | None]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    asked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    asked_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    decided_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(sa.String(200), default="")
    made_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))


def may_object(document: Document, *, at: datetime) -> bool:
    """Whether the document is valid and no more than 14 local days lie between its issue and `at` (UTC)."""
    if document.state != ACTIVE or document.active_at is None:
        return False
    return (opening.local_day(at) - opening.local_day(document.active_at)).days <= OBJECTION_DAYS


def object_to(document: Document, words: str, *, at: datetime) -> Correction:
    """The resident says what is wrong with a document.

    Raises:
        BadInput: nothing was written, or it can't be kept.
        TooLate: the 14 days are over, or the document isn't valid any more.
        AlreadyAsked: something about it is open.
    """
    written = read_text(words, LONGEST_WORDS, lines=True)
    _hold(document)
    if not may_object(document, at=at):
        raise TooLate()
    return _open(document, OBJECTED, events.RESIDENT, at, words=written, objected_at=at)


def ask(document: Document, changes: dict[str, Any], reason: str, officer: Officer, *, at: datetime) -> Correction:
    """An officer asks for a correction, `changes` as `reading.read` found them; an open objection becomes this request.

    Raises:
        NothingChanged: no value differs.
        ReasonMissing: no reason.
        AlreadyAsked: a request is open.
        NewerUnderway: a newer document about the same family is being made.
        Conflict: the document isn't valid any more.
    """
    _none_newer(document)
    if not changes:
        raise NothingChanged()
    return _ask(document, CORRECT, reason, officer, at, changes=changes)


def ask_revocation(document: Document, reason: str, officer: Officer, *, at: datetime) -> Correction:
    """An officer asks that a document be revoked, for a reason that everybody may read; refuses as `ask` does."""
    return _ask(document, REVOKE, reason, officer, at)


def approve(correction: Correction, officer: Officer, *, at: datetime) -> Document | None:
    """Another officer approves: the register is corrected and a new document begun, or the old one revoked, all at once.

    The old document stays valid until the new one is active. Returns the new one, None for a revocation.

    Raises:
        OwnRequest: the officer asked for it.
        NotAllowed: this role doesn't approve it.
        NoLongerValid: the document was superseded or revoked meanwhile.
        NewerUnderway: a newer document about the same family is being made.
        Conflict: it was decided meanwhile.
        CannotBeMade: the new document would lack something.
        Refused: the register can't be corrected so.
    """
    if officer.role not in APPROVERS[correction.kind]:
        raise NotAllowed()
    if correction.asked_by == officer.id:
        raise OwnRequest()
    document = db.session.get_one(Document, correction.document_id)
    _take_family(document)
    _hold(document, NoLongerValid)
    _move(correction, APPROVED, by=officer.actor, at=at, decided_by=officer.id, decided_at=at)
    if correction.kind == REVOKE:
        documents.end(document, REVOKED, correction.reason, by=officer.actor, at=at)
        return None
    made = _begin(document, correction, officer, at)
    correction.made_id = made.id
    db.session.flush()
    return made


def refuse(correction: Correction, reason: str, officer: Officer, *, at: datetime) -> None:
    """Refuse an objection or a request; the reason is kept, and a resident who objected is told and reads it.

    Raises:
        ReasonMissing: no reason.
        NotAllowed: this role doesn't decide it.
        Conflict: it was decided meanwhile.
    """
    if officer.role not in APPROVERS[correction.kind]:
        raise NotAllowed()
    words = one_line(reason, LONGEST_REASON)
    if not words:
        raise review.ReasonMissing() if correction.words else WhyMissing()
    _move(correction, REFUSED, by=officer.actor, at=at, decided_by=officer.id, decided_at=at, refusal=words)
    if correction.words:
        document = db.session.get_one(Document, correction.document_id)
        file = db.session.get_one(Application, document.application_id)
        notices.tell(file.id, "objection_refused", email=file.email, phone=file.phone, at=at)


def find(number: int) -> Correction:
    """A request by its id.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(Correction, number)
    if found is None:
        raise NotFound()
    return found


def open_of(document_id: int) -> Correction | None:
    """What is open about a document."""
    return db.session.scalar(
        sa.select(Correction).where(Correction.document_id == document_id, Correction.state.in_(OPEN))
    )


def of_application(application_id: int) -> list[Correction]:
    """Everything that was asked about an application's documents, oldest first."""
    mine = sa.select(Document.id).where(Document.application_id == application_id)
    query = sa.select(Correction).where(Correction.document_id.in_(mine)).order_by(Correction.id)
    return list(db.session.scalars(query))


def waiting(role: str, most: int = 200) -> list[tuple[Correction, Document, Application]]:
    """What is open and this role may see, the oldest first: an administrator decides on revocations alone."""
    query = (
        sa.select(Correction, Document, Application)
        .join(Document, Document.id == Correction.document_id)
        .join(Application, Application.id == Document.application_id)
        .where(Correction.state.in_(OPEN), Correction.kind.in_(_kinds(role)))
        .order_by(Correction.state_since, Correction.id)
    )
    return [(one, document, application) for one, document, application in db.session.execute(query.limit(most))]


def waiting_count(role: str) -> int:
    """How many are open that this role may see."""
    query = sa.select(sa.func.count()).where(Correction.state.in_(OPEN), Correction.kind.in_(_kinds(role)))
    return db.session.scalar(query) or 0


def _kinds(role: str) -> list[str]:
    return [REVOKE] if role == Role.ADMINISTRATOR else [CORRECT, REVOKE]


def _ask(document: Document, kind: str, reason: str, officer: Officer, at: datetime, **more: Any) -> Correction:
    words = one_line(reason, LONGEST_REASON)
    if not words:
        raise review.ReasonMissing() if kind == REVOKE else WhyMissing()
    _hold(document)
    asked = {"kind": kind, "reason": words, "asked_by": officer.id, "asked_at": at, **more}
    objection = open_of(document.id)
    if objection is None or objection.state != OBJECTED:
        return _open(document, ASKED, officer.actor, at, **asked)
    _move(objection, ASKED, by=officer.actor, at=at, **asked)
    return objection


def _hold(document: Document, ended: type[Conflict] = Conflict) -> None:
    """Take the document for the rest of the transaction, so that what is asked at once stands in line.

    Raises:
        Conflict: it isn't valid any more; raised as `ended`.
    """
    db.session.refresh(document, with_for_update=True)
    if document.state != ACTIVE:
        raise ended()


def _take_family(document: Document) -> None:
    """Take the family of a family card before the card itself, as an approval that makes a new card takes it."""
    family = families.by_kk(str(document.facts.get("kk") or "")) if document.subject else None
    if family is not None:
        families.lock(family)


def _none_newer(document: Document) -> None:
    if documents.underway(document):
        raise NewerUnderway()


def _open(document: Document, state: str, by: events.Actor, at: datetime, **facts: Any) -> Correction:
    replacing = sa.select(Document.id).where(Document.replaces_id == document.id, Document.state.not_in(SETTLED))
    if open_of(document.id) is not None or db.session.scalar(replacing) is not None:
        raise AlreadyAsked()
    correction = Correction(document_id=document.id, state=state, state_since=at, **facts)
    db.session.add(correction)
    db.session.flush()
    _record(correction, by, at)
    return correction


def _begin(old: Document, correction: Correction, officer: Officer, at: datetime) -> Document:
    """The document that takes the place of the old one, with the office and its signatory as they are now."""
    _none_newer(old)
    application = db.session.get_one(Application, old.application_id)
    lock(application)
    if application.state == FINISHED:
        # The promise was kept or missed long ago; this is other work.
        application.promised_at = None
        move(application, WORKED_ON, by=officer.actor, at=at, kind="reopened")
    kind, official = KINDS[old.kind], old.origin == OFFICIAL
    facts = corrected(old, correction.changes) | results.office_facts(kind, at)
    facts |= {"number": old.label} if kind.shape == AKTA else {}
    if not official:
        processing.must_say(KINDS[old.kind], facts)
    new = documents.begin(application.id, old.kind, number_type=old.number_type, facts=facts, official=official, at=at,
                          result=old.result, subject=old.subject, replaces=old.id)  # fmt: skip
    in_register.correct(application, old, new, correction.changes, officer, at=at)
    if not official:
        jobs.ask("document", new.id, at=at)
    return new


def _move(correction: Correction, to: str, *, by: events.Actor, at: datetime, **changes: Any) -> None:
    """Change the state by one conditional UPDATE and record the event.

    Raises:
        Conflict: it has moved on since it was read, or may not move there.
    """
    was = correction.state
    if to not in MOVES.get(was, frozenset()):
        raise Conflict()
    change_row(correction, Correction.state == was, state=to, state_since=at, **changes)
    _record(correction, by, at)


def _record(correction: Correction, by: events.Actor, at: datetime) -> None:
    document = db.session.get_one(Document, correction.document_id)
    facts = {} if correction.state == OBJECTED else {"what": correction.kind}
    events.record(f"correction.{correction.state}", "application", document.application_id, by=by, at=at,
                  correction=correction.id, document=document.id, **facts)  # fmt: skip
