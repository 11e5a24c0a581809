"""A registrar voids a number that was spent for nothing; a document that had it gets another."""

from datetime import datetime

from office import events, jobs, vault
from office.db import db
from office.documents.books import GAP, MAKING, Book, Entry, entries, standing
from office.documents.states import HERE, NUMBERED, RENDERED, WAITING, Document, move
from office.documents.voided import VoidedNumber
from office.errors import Conflict, Refused
from office.identity import one_line

LONGEST_REASON = 200


class NumberUnknown(Refused):
    """The book has no such number."""

    message = "Nomor ini tidak ada di buku ini."
    next_step = "Salin nomor persis dari daftar."


class NumberValid(Conflict):
    """The number stands on a document that was issued, or was voided before."""

    message = "Nomor ini sudah terbit atau sudah batal."
    next_step = "Surat yang sudah terbit dibetulkan atau dicabut lewat halaman berkasnya."


class VoidReasonMissing(Refused):
    """Nobody said why."""

    message = "Alasan pembatalan nomor belum diisi."
    next_step = "Tulis alasannya, lalu kirim lagi."


def void(book: Book, number: str, reason: str, *, by: events.Actor, at: datetime) -> None:
    """Void a number of a book: one that its counter gave and no document has, or that of a document still in the making.

    That document waits for a new number. A voided number stays in the book with its reason.

    Raises:
        VoidReasonMissing: no reason.
        NumberUnknown: the book doesn't have it.
        NumberValid: it stands on an issued document, or is void.
        Conflict: the document moved on meanwhile.
    """
    words = one_line(reason, LONGEST_REASON)
    if not words:
        raise VoidReasonMissing()
    entry = next((each for each in entries(book) if each.number == number.strip()), None)
    if entry is None:
        raise NumberUnknown()
    document = db.session.get(Document, entry.document_id) if entry.document_id else None
    if entry.void or standing(document) not in (GAP, MAKING):
        raise NumberValid()
    kind, letters = (document.kind, document.number_type) if document else (entry.kind, entry.type)
    if document is not None:
        _take_back(document, by, at)
    db.session.add(_row(entry, kind, letters, words, by, at))
    db.session.flush()
    about = ("application", document.application_id) if document else ("book", book.year)
    events.record("number.voided", *about, by=by, at=at, number=entry.number)


def _take_back(document: Document, by: events.Actor, at: datetime) -> None:
    """Let a document in the making wait for another number; what was drawn with the old one is dropped."""
    if document.origin != HERE or document.state not in (NUMBERED, RENDERED):
        raise NumberValid()
    vault.drop(document.draft_key)
    move(document, WAITING, by=by, at=at, number=None, issued_on=None, draft_key=None, batch_id=None)
    job = jobs.of("document", document.id)
    if job is not None and job.failed_at is not None:
        jobs.retry(job, by=by, at=at)
    jobs.ask_again("document", document.id, at=at)


def _row(entry: Entry, kind: str, letters: str, reason: str, by: events.Actor, at: datetime) -> VoidedNumber:
    return VoidedNumber(
        number=entry.number, kind=kind, type=letters, day=entry.day, reason=reason, document_id=entry.document_id,
        voided_at=at, voided_by=by.id,
    )  # fmt: skip
