"""The application itself: its row, its answers, and the only door through which its state changes."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from office import catalogue, events, papers
from office.applications import due
from office.catalogue import Service
from office.db import change_row, db, remembered
from office.errors import Conflict
from office.places import MAIN

DRAFT, SUBMITTED, RETURNED, CHECKED = "draft", "submitted", "returned", "checked"
APPROVED, READY, FINISHED = "approved", "ready", "finished"
REJECTED, WITHDRAWN, EXPIRED = "rejected", "withdrawn", "expired"
# How it came: from home, filled in by an officer at the counter, or by a helper whom the resident invited.
HOME, COUNTER, HELPER = "home", "counter", "helper"

MOVES: dict[str, frozenset[str]] = {
    DRAFT: frozenset({SUBMITTED, EXPIRED}),
    SUBMITTED: frozenset({RETURNED, CHECKED, REJECTED, WITHDRAWN}),
    RETURNED: frozenset({SUBMITTED, WITHDRAWN}),
    CHECKED: frozenset({APPROVED, SUBMITTED, REJECTED, WITHDRAWN}),
    APPROVED: frozenset({READY, FINISHED}),
    READY: frozenset({FINISHED}),
    # A document of it is being corrected.
    FINISHED: frozenset({APPROVED}),
}
ENDED = frozenset({FINISHED, REJECTED, WITHDRAWN, EXPIRED})
# What a move changes of the row; its steps, read once a transaction, stay read.
MOVED = ("state", "state_since", "promised_at", "promise_left", "step_due")


class Application(db.Model):  # type: ignore[name-defined]
    """One request of one resident for one service.

    `token` is the secret of its links, `reference` the label people read. Name, phone and e-mail are copies of the answers
    that the service file gives these parts, kept for the work list and the notices. `promised_at` and `step_due` are when the
    whole file and the step it is in are due; `promise_left` keeps the promise's working seconds while it is with the resident.
    """

    __tablename__ = "application"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    reference: Mapped[str] = mapped_column(sa.String(8), unique=True)
    service_code: Mapped[str] = mapped_column(sa.String(40))
    definition: Mapped[str] = mapped_column(sa.ForeignKey("service_definition.digest"))
    channel: Mapped[str] = mapped_column(sa.String(10), default=HOME, server_default=HOME)
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT)
    state_since: Mapped[datetime]
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]
    promise_left: Mapped[int | None]
    step_due: Mapped[datetime | None]
    subject_name: Mapped[str] = mapped_column(sa.String(120), default="")
    applicant_name: Mapped[str] = mapped_column(sa.String(120), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    holder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    held_since: Mapped[datetime | None]
    maker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    approver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    closing_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    tracking_failures: Mapped[int] = mapped_column(default=0)
    # Who applies, as an opaque name of the NIK (office/codes.py); None in a row older than this column.
    applicant_key: Mapped[str | None] = mapped_column(sa.String(32))
    # By what a possible duplicate is found (register/duplicates.py); None in a row older than these columns.
    double_who: Mapped[str | None] = mapped_column(sa.String(32))
    double_on: Mapped[date | None]
    # Where it belongs: the head office, or where an officer filled it in.
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), default=MAIN)
    # Read once for each transaction, however often a page asks for it; rows are added and deleted by themselves.
    all_steps: Mapped[list["StepAnswers"]] = relationship(order_by="StepAnswers.position", viewonly=True)
    all_papers: Mapped[list[papers.Paper]] = relationship(order_by=papers.Paper.position, viewonly=True)

    __table_args__ = (
        sa.Index("ix_application_state_promised", "state", "promised_at"),
        sa.Index("ix_application_state_step_due", "state", "step_due"),
        sa.Index("ix_application_state_since", "state", "state_since"),
        sa.Index("ix_application_holder", "holder_id"),
        sa.Index("ix_application_place", "place_id", "state", "state_since"),
        sa.Index("ix_application_double", "service_code", "double_who"),
        sa.Index("ix_application_applicant_key", "applicant_key"),
    )

    @property
    def service(self) -> Service:
        """The service as it was when this application began."""
        return catalogue.definition(self.definition)


class StepAnswers(db.Model):  # type: ignore[name-defined]
    """The answers of one step. `open` means that the resident may change them now.

    `typed_by` is the officer or helper who typed them, None for the owner; `sources` names, by question, the answers that were
    taken as the office held them: `register` or `earlier`.
    """

    __tablename__ = "step_answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    position: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    verdict: Mapped[str] = mapped_column(sa.String(4), default="")
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    open: Mapped[bool] = mapped_column(default=True)
    saved_at: Mapped[datetime | None]
    typed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("assistance.id"))
    sources: Mapped[dict[str, Any] | None]

    __table_args__ = (sa.UniqueConstraint("application_id", "code"),)


def steps_of(application: Application) -> list[StepAnswers]:
    """The steps that the answers call for, in order."""
    rows = all_steps(application)
    wanted = {step.code for step in application.service.steps_for(_values(rows))}
    return [row for row in rows if row.code in wanted]


def all_steps(application: Application) -> list[StepAnswers]:
    """Every step of the service, called for or not, in order."""
    return list(application.all_steps)


def papers_of(application: Application) -> list[papers.Paper]:
    """The papers that the answers call for, in order."""
    wanted = {paper.code for paper in application.service.papers_for(answers_of(application))}
    return [paper for paper in application.all_papers if paper.code in wanted]


def answers_of(application: Application) -> dict[str, dict[str, Any]]:
    """All answers given so far, by step and question; steps no longer called for are left out."""
    return _values(steps_of(application))


def lock(application: Application) -> None:
    """Take the application for the rest of the transaction, and read it anew.

    On PostgreSQL an answer saved, or a paper taken away, while the application is being sent would otherwise change it
    after it was found complete; on SQLite writers stand in line anyway. Once taken it stays so, and is not read again.
    """
    taken = remembered()
    if taken.get((lock, application.id)) is not application:
        db.session.refresh(application, with_for_update=True)
        taken[lock, application.id] = application


def move(application: Application, to: str, *, by: events.Actor, at: datetime, kind: str, **facts: Any) -> None:
    """Change the state, and with it when the file is due, by one conditional UPDATE, and record the event.

    Raises:
        Conflict: it has left the state in which it was read, or this move is not allowed from there.
    """
    was = application.state
    if to not in MOVES.get(was, frozenset()):
        raise Conflict()
    change_row(application, Application.state == was, reread=MOVED, state=to, state_since=at,
           **due.at_move(application, to, at=at))  # fmt: skip
    events.record(f"application.{kind}", "application", application.id, by=by, at=at, **facts)


def _values(rows: list[StepAnswers]) -> dict[str, dict[str, Any]]:
    return {row.code: dict(row.values) for row in rows if row.saved_at is not None}
