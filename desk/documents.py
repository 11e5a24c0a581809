"""The document of a file: looked at, its official PDF uploaded and sent, unlocked, its revocation asked."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.finding import find_file, place_of
from desk.roles import DECISIONS, FILES
from desk.unfinished import unfinished
from frame import paper_words
from frame.access import officer, open_to
from frame.doors import NoRoomLeft, SignatureReport, doors, store_bytes
from frame.language import say
from frame.pages import download
from office import clock, corrections, documents, jobs, notices, once, opening
from office.applications import Application, review
from office.db import db, transaction
from office.documents import Document
from office.documents.access import next_pin_hash
from office.documents.states import OFFICIAL
from office.errors import Conflict, NotFound, Refused

LARGEST = paper_words.MOST_BYTES


class NotOfficial(Refused):
    """The uploaded file can't be the official PDF; `why` says what is wrong with it."""

    message = "%(why)s"
    next_step = "Unduh lagi PDF dari sistem nasional, lalu pilih berkas itu."


class AlreadySent(Conflict):
    """The official PDF was confirmed and is on its way; it can't be changed any more."""

    message = "PDF resmi ini sudah dikirim."
    next_step = "Muat ulang halaman, lalu lihat keadaannya."


@dataclass(frozen=True)
class Upload:
    """An official PDF as sent: its number, its bytes, and what the office keeps of them."""

    number: str
    data: bytes
    facts: dict[str, Any]


@room.get("/berkas/<reference>/dokumen/<int(max=2147483647):number>")
@open_to(*FILES)
def document_bytes(reference: str, number: int) -> Response:
    """Show the PDF of a document; that it was seen is noted first."""
    document = find_document(reference, number)
    if document.file_key is None:
        raise NotFound()
    with transaction():
        review.look(find_file(reference), officer(), at=clock.now(), what=f"document:{document.id}")
    return download(
        doors().store.get(document.file_key), "application/pdf", f"{document.kind}-{document.id}.pdf", inline=True
    )


@room.post("/berkas/<reference>/dokumen/<int(max=2147483647):number>/unggah")
@open_to(*DECISIONS)
def upload_official(reference: str, number: int) -> Response:
    """Take the PDF that the national system made; its signature is read and shown before anything is sent."""
    at, place = clock.now(), place_of(find_file(reference))
    try:
        upload = _read_upload(find_document(reference, number))
        key = store_bytes("documents", upload.data)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            document = _unsent(reference, number)
            documents.official(document, upload.number, key, by=officer().actor, at=at, **upload.facts)
    except (NotOfficial, NoRoomLeft, documents.NumberWrong, documents.NumberTaken) as refusal:
        field = "pdf" if isinstance(refusal, NotOfficial | NoRoomLeft) else "nomor"
        return unfinished(reference, refusal, {field: _sentence(refusal)})
    return redirect(place + "#surat-resmi", 303)


@room.post("/berkas/<reference>/dokumen/<int(max=2147483647):number>/kirim")
@open_to(*DECISIONS)
def send_official(reference: str, number: int) -> Response:
    """Send the official PDF as it was shown: the worker reads the stored bytes once more, then tells the resident."""
    at, place = clock.now(), place_of(find_file(reference))
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        document = _unsent(reference, number)
        if document.state != documents.SIGNED or document.digest != request.form.get("digest"):
            raise Conflict()
        _ask(document)
    flash(_("PDF resmi sedang dikirim ke warga."))
    return redirect(place, 303)


@room.post("/berkas/<reference>/dokumen/<int(max=2147483647):number>/buka-kunci")
@open_to(*DECISIONS)
def unlock(reference: str, number: int) -> Response:
    """Open a document that five wrong PINs locked, and send a new PIN to the registered phone."""
    at, place = clock.now(), place_of(find_file(reference))
    new_hash = next_pin_hash(find_document(reference, number))
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        application, document = find_file(reference), find_document(reference, number)
        documents.unlock(document, new_hash, by=officer().actor, at=at)
        notices.tell(application.id, "pin", email=application.email, phone=application.phone, at=at,
                     document_id=document.id)  # fmt: skip
    flash(_("Kunci dibuka. PIN baru dikirim ke telepon warga."))
    return redirect(place, 303)


@room.post("/berkas/<reference>/dokumen/<int(max=2147483647):number>/cabut")
@open_to(*DECISIONS)
def revoke(reference: str, number: int) -> Response:
    """Ask that a document be revoked, for a reason that its public check page will show; another officer approves it."""
    at, place = clock.now(), place_of(find_file(reference))
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            reason = request.form.get("alasan_cabut", "")
            corrections.ask_revocation(find_document(reference, number), reason, officer(), at=at)
    except review.ReasonMissing as refusal:
        return unfinished(reference, refusal, {"alasan_cabut": _("Tulis alasannya: semua orang bisa membacanya.")})
    flash(_("Pencabutan diminta. Petugas lain yang menyetujuinya."))
    return redirect(place, 303)


def find_document(reference: str, number: int) -> Document:
    """A document of a file.

    Raises:
        NotFound: the file has none with this id.
    """
    application: Application = find_file(reference)
    document = db.session.get(Document, number)
    if document is None or document.application_id != application.id:
        raise NotFound()
    return document


def _unsent(reference: str, number: int) -> Document:
    """The document that waits for its official PDF, unless that is on its way already."""
    document = find_document(reference, number)
    job = jobs.of("document", document.id)
    if document.origin != OFFICIAL or (job is not None and job.failed_at is None):
        raise AlreadySent()
    return document


def _ask(document: Document) -> None:
    """Ask the worker, or send its given-up job on its way again."""
    job, at = jobs.of("document", document.id), clock.now()
    if job is None:
        jobs.ask("document", document.id, at=at)
    else:
        jobs.retry(job, by=officer().actor, at=at)


def _read_upload(document: Document) -> Upload:
    """The number and the PDF as sent, with what its signature says.

    Raises:
        NumberWrong: the number isn't of its form.
        NotOfficial: no file, too large, no PDF that can be read, not signed, or changed since it was signed.
    """
    label = "".join(request.form.get("nomor", "").split()).upper()
    _letters, day = documents.read_number(document.kind, label)
    sent = request.files.get("pdf")
    data = sent.read(LARGEST + 1) if sent else b""
    if not data:
        raise NotOfficial(why=_("Pilih dulu berkas PDF-nya."))
    if len(data) > LARGEST:
        raise NotOfficial(why=_("Berkas ini lebih besar dari 10 MB."))
    if not data.startswith(b"%PDF-"):
        raise NotOfficial(why=_("Berkas ini bukan PDF."))
    report = _signature_of(data)
    if not (report.signed and report.intact and report.covers_whole):
        raise NotOfficial(why=say(report.problem or ""))
    facts = {"digest": hashlib.sha256(data).hexdigest(), "size": len(data), "signature": _told(report),
             "day": day or opening.local_day(clock.now())}  # fmt: skip
    return Upload(label, data, facts)


def _signature_of(data: bytes) -> SignatureReport:
    try:
        return doors().read_signature(data)
    except doors().overran:
        raise NotOfficial(why=_("Berkas ini bukan PDF yang utuh, atau tanda tangannya tidak dapat dibaca.")) from None


def _told(report: SignatureReport) -> dict[str, Any]:
    """What the signature says, as words that JSON can hold."""
    told = asdict(report)  # type: ignore[call-overload]
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told.items()}


def _sentence(refusal: Refused) -> str:
    return f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"
