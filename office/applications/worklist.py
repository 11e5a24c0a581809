"""The officers' lists: what waits for whom, oldest promise first."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from office import codes, documents
from office.applications.states import (
    APPROVED,
    CHECKED,
    DRAFT,
    EXPIRED,
    FINISHED,
    READY,
    REJECTED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
    Application,
)
from office.db import db
from office.documents import Document
from office.documents.states import OFFICIAL
from office.staff import Officer

PAGE = 50
LISTS = ("to_check", "mine", "to_approve", "with_resident", "official_wanted", "ready", "done", "closed")


@dataclass(frozen=True)
class Listing:
    """One page of a list: its rows with their holders' names, and how many there are in all."""

    rows: list[tuple[Application, str | None]]
    total: int
    page: int

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.page * PAGE < self.total


def listing(name: str, officer: Officer, *, page: int = 1, search: str = "", service: str = "") -> Listing:
    """A page of one list, most urgent first; `search` looks for a name or a reference in all states but drafts."""
    condition = _matching(search) if search else _belongs(name, officer)
    if service:
        condition = sa.and_(condition, Application.service_code == service)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Application).where(condition)) or 0
    newest_first = name in ("done", "closed") or search
    order = Application.state_since.desc() if newest_first else sa.func.coalesce(
        Application.promised_at, Application.state_since)  # fmt: skip
    query = (
        sa.select(Application, Officer.name)
        .outerjoin(Officer, Officer.id == Application.holder_id)
        .where(condition).order_by(order, Application.id).limit(PAGE).offset((page - 1) * PAGE)
    )  # fmt: skip
    return Listing([(row[0], row[1]) for row in db.session.execute(query)], total, page)


def counts(officer: Officer) -> dict[str, int]:
    """How many files each list holds, but for the two that only grow."""
    named = [name for name in LISTS if name not in ("done", "closed")]
    sums = [sa.func.count().filter(_belongs(name, officer)).label(name) for name in named]
    open_states = Application.state.in_((SUBMITTED, CHECKED, RETURNED, APPROVED, READY))
    row = db.session.execute(sa.select(*sums).select_from(Application).where(open_states)).one()
    return dict(zip(named, row, strict=True))


def next_free(name: str, officer: Officer) -> Application | None:
    """The most urgent file of a list that nobody holds."""
    condition = sa.and_(_belongs(name, officer), Application.holder_id.is_(None))
    return db.session.scalar(sa.select(Application).where(condition).order_by(Application.promised_at).limit(1))


def by_reference(reference: str) -> Application | None:
    """The sent application with this reference."""
    sent = Application.state.not_in((DRAFT, EXPIRED))
    return db.session.scalar(sa.select(Application).where(Application.reference == codes.tidy(reference), sent))


def is_late(application: Application, *, at: datetime) -> bool:
    """Whether the promised hour has passed and the office still works on it."""
    working = application.state in (SUBMITTED, CHECKED, APPROVED)
    return working and application.promised_at is not None and application.promised_at < at


def _belongs(name: str, officer: Officer) -> sa.ColumnElement[bool]:
    state = Application.state
    waits_for_pdf = sa.select(Document.application_id).where(
        Document.origin == OFFICIAL, Document.state.in_((documents.WAITING, documents.SIGNED))
    )
    lists: dict[str, sa.ColumnElement[bool]] = {
        "to_check": state == SUBMITTED,
        "mine": sa.and_(Application.holder_id == officer.id, state.in_((SUBMITTED, CHECKED))),
        # Whoever checked a file can't approve it, so it isn't on that officer's list.
        "to_approve": sa.and_(state == CHECKED, Application.maker_id != officer.id),
        "with_resident": state == RETURNED,
        "official_wanted": sa.and_(state == APPROVED, Application.id.in_(waits_for_pdf)),
        "ready": state == READY,
        "done": state == FINISHED,
        "closed": state.in_((REJECTED, WITHDRAWN)),
    }
    return lists[name]


def _matching(search: str) -> sa.ColumnElement[bool]:
    words = [word for word in search.lower().split() if word][:6]
    name = sa.func.lower(Application.subject_name + " " + Application.applicant_name)
    named = sa.and_(*(name.contains(word, autoescape=True) for word in words))
    sent = Application.state.not_in((DRAFT, EXPIRED))
    return sa.and_(sent, sa.or_(named, Application.reference == codes.tidy(search)))
