"""What the resident does: begin, answer, attach, send, mend, withdraw."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from office import assistance, catalogue, codes, events, notices, opening, papers
from office.applications import doubles, helping
from office.applications.states import (
    CHECKED,
    COUNTER,
    DRAFT,
    EXPIRED,
    HOME,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
    Application,
    StepAnswers,
    all_steps,
    answers_of,
    lock,
    move,
    papers_of,
    steps_of,
)
from office.assistance import Assistance
from office.catalogue import Service
from office.catalogue.reading import Reading, Typed, asked, check, read_step
from office.db import db
from office.errors import Conflict, NotFound, Refused
from office.papers import Attached, Paper
from office.places import MAIN

DRAFT_LIVES = timedelta(days=30)
EXPIRED_AT_ONCE = 100
EDITABLE = frozenset({DRAFT, RETURNED})
NOTHING_HELD: Mapping[str, tuple[Any, str]] = {}


class NotOpen(Conflict):
    """This answer or paper can't be changed now: it was sent, or was found right."""

    message = "Bagian ini sudah dikirim dan tidak bisa diubah lagi."
    next_step = "Lihat keadaan permohonan di halaman status."


class NotComplete(Refused):
    """Some steps or papers are still missing."""

    message = "Masih ada bagian yang belum lengkap."
    next_step = "Lengkapi bagian yang ditandai, lalu kirim lagi."


class DraftExpired(Refused):
    """The draft lived its 30 days; its answers and papers were deleted."""

    status = 410
    message = "Isian ini sudah dihapus, karena diminta atau karena lewat 30 hari."
    next_step = "Mulai permohonan baru dari halaman depan."


class ServiceClosed(Refused):
    """The office doesn't take new applications for this service now; begun ones go on."""

    status = 409
    message = "Layanan ini sedang ditutup."
    next_step = "Coba lagi lain hari, atau tanyakan ke kantor. Permohonan yang sudah dimulai tetap jalan."


class NothingToDelete(Conflict):
    """It was sent already; a sent application is withdrawn, not deleted."""

    message = "Permohonan ini sudah dikirim."
    next_step = "Buka halaman status untuk menariknya."


def start(
    service: Service, *, language: str, at: datetime, channel: str = HOME, by: events.Actor = events.RESIDENT,
    place: int = MAIN,
) -> Application:  # fmt: skip
    """Begin a draft that lives 30 days and belongs to a place (its id); steps and papers of the service are copied into rows.

    Raises:
        ServiceClosed: the service takes no new applications now, in the office or where an officer fills it in.
    """
    if is_closed(service, at=at, place=place if channel == COUNTER else None):
        raise ServiceClosed()
    application = Application(
        token=codes.new_token(), reference=codes.new_reference(), service_code=service.code, channel=channel, place_id=place,
        definition=catalogue.keep(service, at=at), language=language, state=DRAFT, state_since=at, started_at=at,
        expires_at=at + DRAFT_LIVES,
    )  # fmt: skip
    db.session.add(application)
    db.session.flush()
    steps = [{"application_id": application.id, "code": step.code, "position": position, "values": {}}
             for position, step in enumerate(service.steps)]  # fmt: skip
    db.session.execute(sa.insert(StepAnswers), steps)
    papers.open_slots(application.id, service)
    events.record("application.started", "application", application.id, by=by, at=at, service=service.code)
    return application


def is_closed(service: Service, *, at: datetime, place: int | None = None) -> bool:
    """Whether a setting closes this service for new applications, in the office or also in one place (its id)."""
    return service.code in opening.closed_services(at, place)


def by_token(token: str) -> Application:
    """The application behind a secret link.

    Raises:
        NotFound: no application has this token.
        DraftExpired: it was a draft and is gone.
    """
    application = db.session.scalar(sa.select(Application).where(Application.token == token))
    if application is None:
        raise NotFound()
    if application.state == EXPIRED:
        raise DraftExpired()
    return application


def read(application: Application, code: str, typed: Typed, *, at: datetime) -> Reading:
    """Read a step's form against the other answers, without keeping it."""
    step = application.service.step(code)
    if step is None:
        raise NotFound()
    others = {name: values for name, values in answers_of(application).items() if name != code}
    return read_step(application.service, step, typed, others, today=opening.local_day(at))


def open_step(application: Application, code: str) -> StepAnswers:
    """A step whose answers may be changed now.

    Raises:
        NotFound: the service has no such step.
        NotOpen: the step can't be changed now.
    """
    row = next((step for step in all_steps(application) if step.code == code), None)
    if row is None:
        raise NotFound()
    _must_be_open(application, row)
    return row


def open_slot(application: Application, code: str) -> Paper:
    """A slot whose paper may be changed now.

    Raises:
        NotFound: the service has no such paper.
        NotOpen: the paper can't be changed now.
    """
    paper = next((slot for slot in application.all_papers if slot.code == code), None)
    if paper is None:
        raise NotFound()
    _must_be_open(application, paper)
    return paper


def save(
    application: Application, code: str, typed: Typed, *, at: datetime, by: Assistance | None = None,
    held: Mapping[str, tuple[Any, str]] = NOTHING_HELD,
) -> Reading:  # fmt: skip
    """Keep a step's answers when nothing in them is wrong; the reading says what is.

    `by` is who types for the owner; `held` what the office had offered by question, each value with its source, so that an
    answer taken as it was offered is recorded with it.

    Raises:
        NotFound: the service has no such step.
        NotOpen: the step can't be changed now, or not by this helper.
    """
    lock(application)
    row = open_step(application, code)
    if code in helping.shut_to(by, application):
        raise NotOpen()
    reading = read(application, code, typed, at=at)
    if not reading.errors:
        row.values, row.saved_at, row.verdict = reading.values, at, ""
        row.sources = {name: source for name, (value, source) in held.items() if reading.values.get(name) == value} or None
        _copy_roles(application)
        _open_what_is_new(application, at)
        helping.noted(row, application, by, at=at)
    return reading


def attach(
    application: Application, code: str, attached: Attached, *, at: datetime, by: Assistance | None = None
) -> Paper:
    """Put a file that lies in the store into a slot."""
    lock(application)
    paper = open_slot(application, code)
    papers.fill(paper, attached, at=at)
    helping.noted(paper, application, by, at=at)
    return paper


def use_again(application: Application, earlier: Paper, *, at: datetime) -> Paper:
    """Let the owner use the file of an earlier paper of the same code again; whose it is, is the caller's to know.

    Raises:
        NotFound: the earlier file is gone.
        NotOpen: the paper can't be changed now.
    """
    lock(application)
    paper = open_slot(application, earlier.code)
    papers.use_again(paper, earlier, at=at)
    helping.noted(paper, application, None, at=at)
    return paper


def bring(application: Application, code: str, *, at: datetime, by: Assistance | None = None) -> Paper:
    """Say that the original will be shown at the office.

    Raises:
        NotOpen: the paper can't be changed now, or must be sent as a file.
    """
    lock(application)
    paper = open_slot(application, code)
    definition = application.service.paper(code)
    if definition is None or not definition.bring:
        raise NotOpen()
    papers.bring(paper, at=at)
    helping.noted(paper, application, by, at=at)
    return paper


def insist(application: Application, code: str, *, at: datetime) -> Paper:
    """Keep a photo that looks hard to read.

    Raises:
        NotOpen: the paper can't be changed now, isn't doubted, or an officer asked for another one.
    """
    lock(application)
    paper = open_slot(application, code)
    if paper.state != papers.POOR or paper.verdict == papers.FIX:
        raise NotOpen()
    papers.insist(paper, at=at)
    return paper


def take_away(application: Application, code: str, *, at: datetime) -> Paper:
    """Empty a slot again."""
    lock(application)
    paper = open_slot(application, code)
    papers.take_away(paper, at=at)
    return paper


def missing(application: Application) -> tuple[list[StepAnswers], list[Paper]]:
    """The open steps and papers that still wait for the resident."""
    service, answers = application.service, answers_of(application)
    steps = [row for row in steps_of(application) if row.open and not _answered(service, row, answers)]
    slots = [paper for paper in papers_of(application) if paper.open and not _mended(paper)]
    return steps, slots


def submit(application: Application, *, at: datetime, by: Assistance | None = None) -> None:
    """Hand a finished draft, or a mended application, to the office and fix the day it will be ready.

    The promise counts the service's working hours from `at` (UTC), or from the next opening when the office is closed; for a
    mended application, those that were left when it went back to the resident.

    Raises:
        NeedsOwner: a helper may not send it.
        NotComplete: a step or a paper is missing, or an answer is certainly wrong by now.
        Conflict: it has left the draft or returned state since it was read.

    Source: the service file's `promise_hours`; a setting of the office.
    """
    lock(application)
    helping.may_send(by)
    if application.state not in EDITABLE:
        raise Conflict()
    steps, slots = missing(application)
    findings = check(application.service, answers_of(application), today=opening.local_day(at))
    if steps or slots or any(finding.hard for finding in findings):
        raise NotComplete()
    first = application.state == DRAFT
    application.expires_at = None
    application.double_who, application.double_on = doubles.key(application)
    if first:
        application.submitted_at = at
    parts: list[StepAnswers | Paper] = [*all_steps(application), *application.all_papers]
    for row in parts:
        row.open = False
    sender = by.actor if by else events.RESIDENT
    move(application, SUBMITTED, by=sender, at=at, kind="submitted" if first else "resubmitted")
    notices.tell(application.id, "received" if first else "mended", email=application.email, phone=application.phone,
                 at=at)  # fmt: skip
    if by:
        helping.tell(application, "assisted_sent", by, at=at)


def withdraw(application: Application, *, at: datetime) -> None:
    """Take the application back, out of the hands of whoever holds it; possible until it is approved.

    Raises:
        Conflict: it is a draft, or was approved or ended meanwhile.
    """
    lock(application)
    application.holder_id = application.held_since = None
    move(application, WITHDRAWN, by=events.RESIDENT, at=at, kind="withdrawn")


def delete_draft(application: Application, *, at: datetime) -> None:
    """Delete a draft's answers and papers at the person's wish.

    Raises:
        NothingToDelete: it was sent already.
    """
    lock(application)
    if application.state != DRAFT:
        raise NothingToDelete()
    _empty(application)
    move(application, EXPIRED, by=events.RESIDENT, at=at, kind="deleted")


def expire(*, at: datetime) -> int:
    """Delete the answers and papers of drafts older than 30 days, the oldest hundred at once; how many there were."""
    old = sa.select(Application).where(Application.state == DRAFT, Application.expires_at < at)
    first = old.order_by(Application.expires_at).limit(EXPIRED_AT_ONCE).with_for_update(skip_locked=True)
    drafts = list(db.session.scalars(first))
    for application in drafts:
        _empty(application)
        move(application, EXPIRED, by=events.SYSTEM, at=at, kind="expired")
    return len(drafts)


def can_withdraw(application: Application) -> bool:
    """Whether the resident may still take it back."""
    return application.state in {SUBMITTED, RETURNED, CHECKED}


def _open_what_is_new(application: Application, at: datetime) -> None:
    """A mended answer may call for what was never filled, or make another one impossible: that opens beside the failing ones."""
    service, answers = application.service, answers_of(application)
    wrong = {each.step for each in check(service, answers, today=opening.local_day(at)) if each.hard}
    for row in steps_of(application):
        row.open = row.open or row.code in wrong or not _answered(service, row, answers)
    for paper in papers_of(application):
        paper.open = paper.open or paper.state == papers.EMPTY


def _must_be_open(application: Application, row: StepAnswers | Paper) -> None:
    if application.state not in EDITABLE or not row.open:
        raise NotOpen()


def _answered(service: Service, row: StepAnswers, answers: dict[str, dict[str, object]]) -> bool:
    step = service.step(row.code)
    if row.saved_at is None or step is None or row.verdict == papers.FIX:
        return False
    # An answer elsewhere may have called up a question here that nobody has seen yet.
    return all(row.values.get(q.code) is not None for q in asked(step, answers, row.values) if q.required)


def _mended(paper: Paper) -> bool:
    return paper.shown and paper.verdict != papers.FIX


def _copy_roles(application: Application) -> None:
    service, answers = application.service, answers_of(application)
    application.subject_name = service.role("subject", answers)
    application.applicant_name = service.role("applicant", answers)
    application.phone = service.role("phone", answers)
    application.email = service.role("email", answers)
    application.applicant_key = helping.applicant_key(answers)


def _empty(application: Application) -> None:
    for paper in application.all_papers:
        db.session.delete(papers.clear(paper))
    for row in all_steps(application):
        db.session.delete(row)
    assistance.forget(application.id)
    application.subject_name = application.applicant_name = application.phone = application.email = ""
    application.applicant_key = None
