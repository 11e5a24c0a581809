"""The worker's round in the simulation: documents made by the domain's own steps, messages handed to a sink.

A message's row and job go their real way; its words are not made. A document goes from number to active as in
`outside/worker/making.py`, but its bytes are one signed page that says what it is; with `--pdf` the real worker makes it.
"""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask

from commands import workers
from office import codes, documents, jobs, notices, opening, settings, vault
from office.applications import Application, processing
from office.db import db
from office.documents import Document
from office.jobs import Job
from office.notices import Notice
from office.promises import alarms
from office.promises.alarms import AlarmReader
from outside.worker import Worker
from simulation.copies import Copies

SINK = "simulation"
WORDS = ("Surat ini dibuat dalam simulasi.", "Isinya tidak digambar: jalankan dengan --pdf.")
# A PIN is guarded by a hash that takes 30 ms; those of invented people by one that takes none.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Delivery:
    """The worker; `page` is the signed page with its report, or `drawing` the real worker for documents."""

    store: Copies
    page: tuple[bytes, dict[str, Any]] | None
    drawing: Worker | None

    def round(self, at: datetime) -> None:
        """Do the jobs that are due, in the caller's transaction; with a real worker documents are left to `draw`."""
        due = sa.select(Job).where(Job.done_at.is_(None), Job.failed_at.is_(None), Job.due_at <= at).order_by(Job.id)
        waiting = list(db.session.scalars(due))
        messages = sa.select(Notice).where(Notice.id.in_([job.subject_id for job in waiting if job.kind == "notice"]))
        notice = {each.id: each for each in db.session.scalars(messages)}
        for job in waiting:
            if job.kind == "notice":
                notices.sent(notice[job.subject_id], answer=SINK, at=at)
            elif self.page and job.kind == "document":
                self._make(db.session.get_one(Document, job.subject_id), at)
            elif job.kind == "alarm":
                told = alarms.to_mail(db.session.get_one(AlarmReader, job.subject_id))
                alarms.mailed([alarm.id for _reader, alarm, _file in told], mail=alarms.NO_MAIL)
            else:
                continue
            jobs.finish(job, at=at)

    def draw(self, at: datetime) -> None:
        """Let the real worker draw, sign and activate what waits, each step in its own transaction."""
        if self.drawing:
            self.drawing.drain(at=at)

    def _make(self, document: Document, at: datetime) -> None:
        page, report = self.page or (b"", {})
        digest, size = hashlib.sha256(page).hexdigest(), len(page)
        documents.give_number(document, region=settings.get("region_code", at), day=opening.local_day(at), at=at)
        draft, key = vault.new_key("drafts"), vault.new_key("documents")
        for each in (draft, key):
            self.store.put(each, page)
        documents.rendered(document, draft, digest=digest, size=size, at=at)
        documents.signed(document, key, digest=digest, size=size, signature=report, specimen=True, at=at)
        self.store.delete(draft)
        hashed = QUICK.hash(codes.pin(document.token, document.pin_generation))
        application = db.session.get_one(Application, document.application_id)
        processing.document_active(document, application, pin_hash=hashed, at=at)


def build(app: Flask, store: Copies, *, pdf: bool, at: datetime) -> Delivery:
    """The delivery of an application, with the signing key of its data folder."""
    worker = replace(workers.build(app), store=store, kinds=("document",))
    if pdf:
        return Delivery(store, None, worker)
    signed = worker.signer.sign(_page(), reason=SINK, at=at)
    report = worker.signer.verify(signed)
    told = asdict(report) | {"signed_at": report.signed_at.isoformat() if report.signed_at else None}
    return Delivery(store, (signed, told), None)


def _page() -> bytes:
    # Loaded only here, as in the worker.
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for line, words in enumerate(WORDS):
        canvas.drawString(72, 760 - 20 * line, words)
    canvas.save()
    return out.getvalue()
