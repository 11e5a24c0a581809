"""One notice: its words made now from the application, sent on its channel, and marked from the answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from office import assistance, codes, documents, notices, settings
from office.applications import (
    APPROVED,
    DRAFT,
    FINISHED,
    READY,
    REJECTED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
    Application,
    StepAnswers,
    papers_of,
    steps_of,
)
from office.applications.states import ENDED, MOVES
from office.db import db, transaction
from office.documents import Document
from office.documents.kinds import KINDS
from office.jobs import Job
from office.notices import EMAIL, QUEUED, Notice
from office.papers import FIX, Paper
from outside import crash, mail
from outside.transport import Refusal
from outside.worker import telling
from outside.worker.sending_account import of_an_account
from outside.worker.sending_hall import of_the_hall

if TYPE_CHECKING:
    from outside.worker.loop import Worker


# While other documents and cards of the same file are still being made.
ISSUING = frozenset({APPROVED, READY, FINISHED})
# Messages that are untrue once their application has moved on.
TRUE_IN = {
    "returned": frozenset({RETURNED}),
    "rejected": frozenset({REJECTED}),
    "document": ISSUING,
    "pin": ISSUING,
    "card_ready": frozenset({READY}),
    "card_waits": frozenset({READY}),
    "card_sent": frozenset({READY, FINISHED}),
    "done": frozenset({FINISHED}),
    "assisted": frozenset({DRAFT, SUBMITTED, RETURNED}),
    "doubt_answered": ENDED | frozenset(MOVES),
    "objection_refused": ENDED | frozenset(MOVES),
}


def send_notice(worker: Worker, job: Job, at: datetime) -> None:
    """Send the notice unless that was done; a crash between the gateway's answer and our note sends the same again."""
    notice = db.session.get_one(Notice, job.subject_id)
    if notice.state != QUEUED:
        return
    crash.point("before-sent")
    if notice.sign_in_id:
        answer = of_an_account(worker, notice, at)
    elif notice.application_id is None:
        answer = of_the_hall(worker, notice, at)
    else:
        answer = _of_an_application(worker, notice, db.session.get_one(Application, notice.application_id), at)
    crash.point("after-sent")
    with transaction():
        worker.hold(job, at=at)
        if answer is None:
            notices.drop(notice, at=at)
        else:
            notices.sent(notice, answer=answer, at=at)
        crash.point("in-sent")


def _of_an_application(worker: Worker, notice: Notice, application: Application, at: datetime) -> str | None:
    document = db.session.get_one(Document, notice.document_id) if notice.document_id else None
    send = _mail if notice.channel == EMAIL else _text
    return send(worker, notice, application, document, at) if _still_true(notice, application, document) else None


def _still_true(notice: Notice, application: Application, document: Document | None) -> bool:
    """Whether what the message says still holds: one that waited for hours may speak of what was mended meanwhile."""
    in_force = document is None or document.state == documents.ACTIVE
    return application.state in TRUE_IN.get(notice.template, frozenset({application.state} - {WITHDRAWN})) and in_force


def give_up(job: Job, answer: str, at: datetime) -> None:
    """The notice will not arrive this way: mark it, within the transaction that gives the job up."""
    notices.failed(db.session.get_one(Notice, job.subject_id), answer=answer, at=at)


def _mail(worker: Worker, notice: Notice, application: Application, document: Document | None, at: datetime) -> str:
    if not application.email:
        raise Refusal("no address")
    carried = documents.mailed(document, at) if document and notice.template == "document" else None
    # A document without a copy that the PIN opens goes out as a link, whatever the setting says.
    delivery = settings.get("pdf_delivery", at) if carried else "link"
    facts = _facts(worker, notice, application, document) | {"delivery": delivery}
    subject, body, html = telling.letter(notice.template, application.language, facts, at)
    files = ((f"{document.kind}.pdf", worker.store.get(carried)),) if document and carried else ()
    return mail.send(application.email, subject, body, html, message_id=notice.message_id, attachments=files)


def _text(worker: Worker, notice: Notice, application: Application, document: Document | None, at: datetime) -> str:
    if not application.phone:
        raise Refusal("no number")
    words = telling.text(notice.template, application.language, _facts(worker, notice, application, document), at)
    return worker.phone.send(application.phone, words, message_id=notice.message_id, at=at)


def _facts(worker: Worker, notice: Notice, application: Application, document: Document | None) -> dict[str, Any]:
    labels = {step.code: step.name for step in application.service.steps}
    labels |= {paper.code: paper.label for paper in application.service.papers}
    parts: list[StepAnswers | Paper] = [*steps_of(application), *papers_of(application)]
    failing = [part for part in parts if part.verdict == FIX]
    spoken = "?bahasa=en" if application.language == "en" else ""
    return {
        "reference": codes.fours(application.reference),
        "service": application.service.name.in_language(application.language),
        "document": KINDS[document.kind].name.in_language(application.language) if document else "",
        "promised_at": application.promised_at,
        "status_url": f"{worker.base_url}/permohonan/{application.token}/status{spoken}",
        "tasks_url": f"{worker.base_url}/permohonan/{application.token}{spoken}",
        "document_url": f"{worker.base_url}/dokumen/{document.access_token}{spoken}" if document else "",
        "help_url": f"{worker.base_url}/cara-cetak{spoken}",
        "ours_url": f"{worker.base_url}/pesan{spoken}",
        "pin": codes.pin(document.token, document.pin_generation) if document else "",
        "failing": [(labels[part.code].in_language(application.language), part.reason) for part in failing],
        "closing_reason": application.closing_reason,
        "code": notice.code,
        "at_counter": assistance.last_by_officer(application.id),
    }
