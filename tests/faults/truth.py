"""What must be true after any fault: the office's own invariants, and what the public can see of a document."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask

from commands.checking import violations
from office import clock, documents, notices
from office.applications import FINISHED, Application
from office.db import db
from office.documents import ACTIVE, Document
from office.notices import Notice
from office.vault import StoredFile
from outside.storage import Files
from outside.worker import sweeping
from tests.faults.postbox import Postbox


def store(app: Flask) -> Files:
    found: Files = app.extensions["lamin"].store
    return found


def untrue(app: Flask, *, at: datetime) -> list[str]:
    """What is broken or said too early, a sentence each; files that a row does not name yet may lie about for an hour."""
    db.session.rollback()
    return [*violations(store(app), at=at), *_ahead_of_fact(store(app))]


def _ahead_of_fact(kept: Files) -> Iterator[str]:
    for document in db.session.scalars(sa.select(Document)):
        application = db.session.get_one(Application, document.application_id)
        told = [notice.template for notice in notices.of(application.id) if notice.document_id == document.id]
        answers = documents.by_token(document.token) is not None
        known = document.digest is not None and documents.by_digest(document.digest) is not None
        done = document.state == ACTIVE
        if (
            not answers
            == known
            == done
            == (application.state == FINISHED)
            == bool(told)
            == (document.pin_hash is not None)
        ):
            yield f"document {document.id} is {document.state} but its QR, digest, file, notices and PIN do not agree"
        if done and hashlib.sha256(kept.get(document.file_key or "")).hexdigest() != document.digest:
            yield f"document {document.id} answers for bytes that it does not have"


def unfinished(app: Flask, postbox: Postbox) -> list[str]:
    """What a finished run has left undone or done twice; a mail may come twice, as the same mail with the same PDF."""
    db.session.rollback()
    return [*_unmade(), *_untold(app, postbox), *_rubbish(app)]


def _unmade() -> Iterator[str]:
    made = list(db.session.scalars(sa.select(Document).order_by(Document.id)))
    yield from (f"document {document.id} is {document.state}" for document in made if document.state != ACTIVE)
    serials = sorted(int((document.number or "-0").rpartition("-")[2]) for document in made)
    if serials != list(range(1, len(made) + 1)):
        yield f"the numbers are {serials}"


def _untold(app: Flask, postbox: Postbox) -> Iterator[str]:
    told = list(db.session.scalars(sa.select(Notice).order_by(Notice.id)))
    yield from (f"notice {notice.id} is {notice.state}" for notice in told if notice.state != notices.SENT)
    mailed = {f"<{notice.message_id}@example.go.id>" for notice in told if notice.channel == notices.EMAIL}
    if set(postbox.copies()) != mailed or any(copies > 2 for copies in postbox.copies().values()):
        yield f"the letters do not fit the notices: {sorted(postbox.copies().values())}"
    mailed_as = {letter.message_id: letter.digest for letter in postbox.pdfs()}
    if any(letter.digest != mailed_as[letter.message_id] for letter in postbox.pdfs()):
        yield "one mail came with two PDFs"
    if sorted(mailed_as.values()) != sorted(_mailable()):
        yield "a PDF was mailed that was not issued, or one was not mailed"
    texts = [json.loads(path.read_text("utf-8")) for path in app.extensions["lamin"].settings.phone_box.glob("*.json")]
    if len(texts) != sum(notice.channel == notices.PHONE for notice in told):
        yield f"there are {len(texts)} text messages"


def _mailable() -> Iterator[str]:
    """The digest of each document as it goes out: of its copy that the PIN opens, where there is one."""
    for document in db.session.scalars(sa.select(Document)):
        yield db.session.get_one(StoredFile, document.sealed_key or document.file_key).digest


def _rubbish(app: Flask) -> Iterator[str]:
    later = clock.now() + timedelta(hours=2)
    sweeping.sweep(store(app), at=later)
    lying = {path.name for path in (app.extensions["lamin"].settings.data / "files").rglob("*") if path.is_file()}
    named = {key.rpartition("/")[2] for key in db.session.scalars(sa.select(StoredFile.key))}
    if lying != named:
        yield f"{len(lying ^ named)} files do not fit the rows"
