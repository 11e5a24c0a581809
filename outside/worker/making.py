"""From an approved application to a document that answers: each step is one transaction, and can be done again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from office import codes, documents, opening, settings, vault
from office.applications import Application, processing
from office.db import db, transaction
from office.documents import Document, signing
from office.documents.access import pin_hash
from office.documents.kinds import KINDS
from office.documents.says import prepare
from office.jobs import Job
from office.wordings import sheets, versions
from outside import crash, pdf
from outside.bounded import run_bounded
from outside.qr import qr_png
from outside.signer import Report, protect

if TYPE_CHECKING:
    from outside.worker.loop import Worker

Step = Callable[["Worker", Document, Job, datetime], None]


class NotProven(Exception):
    """The bytes in the store are not what was signed, so nothing may say that they are."""


def make_document(worker: Worker, job: Job, at: datetime) -> None:
    """Take the document on from wherever it stands until it is active, or must wait for the registrar's order to sign it.

    One already there needs nothing. A new order asks for the job anew, so what waits keeps none.
    """
    document = db.session.get_one(Document, job.subject_id)
    while (step := STEPS.get(document.state)) is not None and not signing.waits(document, at):
        step(worker, document, job, at)
        crash.point(f"after-{document.state}")


def _number(worker: Worker, document: Document, job: Job, at: datetime) -> None:
    with transaction():
        worker.hold(job, at=at)
        region = settings.get("region_code", at)
        documents.give_number(document, region=region, day=opening.local_day(at), at=at)
        crash.point("in-number")


def _render(worker: Worker, document: Document, job: Job, at: datetime) -> None:
    kind = KINDS[document.kind]
    page = run_bounded(pdf.render, kind.template, _facts(worker, document), kind.pages, kind.orientation)
    key = _put(worker, "drafts", page)
    crash.point("after-file-drafts")
    with transaction():
        worker.hold(job, at=at)
        documents.rendered(document, key, digest=_digest(page), size=len(page), at=at)
        crash.point("in-render")


def _sign(worker: Worker, document: Document, job: Job, at: datetime) -> None:
    draft = worker.store.get(document.draft_key or "")
    signed = worker.signer.sign(draft, reason=document.number or document.kind, at=at)
    report = _proven(worker.signer.verify(signed))
    key = _put(worker, "documents", signed)
    crash.point("after-file-documents")
    sealed = _seal(worker, document, draft, at) if settings.get("pdf_delivery", at) == "protected" else None
    crash.point("before-sign")
    with transaction():
        worker.hold(job, at=at)
        documents.signed(document, key, digest=_digest(signed), size=len(signed), signature=_told(report),
                         specimen=worker.signer.specimen, at=at, sealed=sealed)  # fmt: skip
        crash.point("in-sign")


def _activate(worker: Worker, document: Document, job: Job, at: datetime) -> None:
    stored = worker.store.get(document.file_key or "")
    if _digest(stored) != document.digest:
        raise NotProven("digest")
    if document.origin == "here":
        _proven(worker.signer.verify(stored))
    hashed = pin_hash(document)
    crash.point("before-activate")
    with transaction():
        worker.hold(job, at=at)
        application = db.session.get_one(Application, document.application_id)
        processing.document_active(document, application, pin_hash=hashed, at=at)
        crash.point("in-activate")


STEPS: Mapping[str, Step] = {
    documents.WAITING: _number,
    documents.NUMBERED: _render,
    documents.RENDERED: _sign,
    documents.SIGNED: _activate,
}


def _facts(worker: Worker, document: Document) -> dict[str, Any]:
    address = f"{worker.base_url}/periksa/{document.token}"
    own = versions.texts_of(document.facts.get("wordings", ()))
    logo = own.get(sheets.HEAD, {}).get(sheets.LOGO)
    return prepare(document.kind, document.facts) | {
        "number": document.label,
        "issued_on": document.issued_on,
        "check_url": address,
        "qr_png": qr_png(worker.seal.link(address, document, specimen=worker.signer.specimen)),
        "specimen": worker.signer.specimen,
        "signature_line": worker.signer.signature_line,
        "wordings": own,
        "logo": worker.store.get(logo) if logo else None,
    }


def _seal(worker: Worker, document: Document, draft: bytes, at: datetime) -> tuple[str, str, int]:
    """The copy that the PIN opens: encrypted first and then signed, since encrypting would break the signature."""
    pin = codes.pin(document.token, document.pin_generation)
    locked = worker.signer.sign(protect(draft, pin), reason=document.number or document.kind, at=at, password=pin)
    _proven(worker.signer.verify(locked, password=pin))
    return _put(worker, "documents", locked), _digest(locked), len(locked)


def _proven(report: Report) -> Report:
    if not (report.signed and report.intact and report.trusted and report.covers_whole):
        raise NotProven("signature")
    return report


def _told(report: Report) -> dict[str, Any]:
    """A signature's report as codes and words that JSON can hold."""
    plain = asdict(report)
    return plain | {"signed_at": report.signed_at.isoformat() if report.signed_at else None}


def _put(worker: Worker, drawer: str, data: bytes) -> str:
    key = vault.new_key(drawer)
    worker.store.put(key, data)
    return key


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
