"""The officers' lists: what waits for whom, what is due first on top."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from office import absences, codes, documents, opening, places
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
from office.assistance import Assistance
from office.db import db
from office.documents import Document
from office.documents.states import OFFICIAL
from office.staff import Officer

PAGE = 50
LISTS = (
    "to_check", "mine", "to_approve", "with_resident", "being_made", "official_wanted", "in_work", "ready", "done", "closed",
)  # fmt: skip
IN_WORK = (SUBMITTED, CHECKED, APPROVED)

# Lists that only grow are read from their newest end, and counted no further than this.
COUNTED = 1000
NEWEST_FIRST = ("done", "closed")
# Of each list: everything, what the officer holds, what nobody holds, what one officer holds, and what is late.
EVERY, MINE, FREE = "", "mine", "free"


@dataclass(frozen=True)
class Narrowed:
    """Which part of a list is wanted: of a service, a place (its id), held by whom, late or at risk at an instant (aware UTC)."""

    service: str = ""
    held: str = EVERY
    holder: int | None = None
    late_at: datetime | None = None
    at_risk_at: datetime | None = None
    place: int | None = None


ALL_OF_IT = Narrowed()


@dataclass(frozen=True)
class Listing:
    """One page of a list: its rows with their holders' names, and how many there are in all (`more` than that)."""

    rows: list[tuple[Application, str | None]]
    total: int
    page: int
    more: bool = False

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.more or self.page * PAGE < self.total


def listing(name: str, officer: Officer, *, page: int = 1, search: str = "", part: Narrowed = ALL_OF_IT) -> Listing:
    """A page of one list as its officer sees it, what has the least time left on top.

    `search` finds names and references in all states but drafts.
    """
    wanted = [_matching(search) if search else _belongs(name, officer), *_narrowed(part, officer), *_seen_by(officer, name)]
    newest = name in NEWEST_FIRST or bool(search)
    some = sa.select(Application.id).where(*wanted)
    counted = (some.limit(COUNTED + 1) if newest else some).subquery()
    total = db.session.scalar(sa.select(sa.func.count()).select_from(counted)) or 0
    order = (Application.state_since.desc(), Application.id.desc()) if newest else (_order(name), Application.id)
    query = (
        sa.select(Application, Officer.name)
        .outerjoin(Officer, Officer.id == Application.holder_id)
        .where(*wanted).order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    )  # fmt: skip
    rows: list[tuple[Application, str | None]] = [(row[0], row[1]) for row in db.session.execute(query)]
    return Listing(
        rows, min(total, COUNTED) if newest else total, page, newest and total > COUNTED and len(rows) == PAGE
    )


def counts(officer: Officer, place: int | None = None) -> dict[str, int]:
    """How many files each list holds for an officer, of a place (its id) or of all, but for the two that only grow."""
    named = [name for name in LISTS if name not in NEWEST_FIRST]
    of_place = _narrowed(Narrowed(place=place), officer)
    sums = [
        sa.func.count().filter(_belongs(name, officer), *of_place, *_seen_by(officer, name)).label(name) for name in named
    ]
    open_states = Application.state.in_((SUBMITTED, CHECKED, RETURNED, APPROVED, READY))
    row = db.session.execute(sa.select(*sums).select_from(Application).where(open_states)).one()
    return dict(zip(named, row, strict=True))


def counts_by_service(name: str, officer: Officer, part: Narrowed) -> dict[str, int]:
    """How many files of each service this part of a list holds; nothing of the lists that only grow."""
    if name in NEWEST_FIRST:
        return {}
    wanted = [_belongs(name, officer), *_narrowed(replace(part, service=""), officer), *_seen_by(officer, name)]
    grouped = sa.select(Application.service_code, sa.func.count()).where(*wanted).group_by(Application.service_code)
    return {row[0]: row[1] for row in db.session.execute(grouped)}


def late(at: datetime) -> sa.ColumnElement[bool]:
    """Whether a file's step should have ended by an instant; no step ends later than the promise."""
    return Application.step_due < at


def at_risk(at: datetime) -> sa.ColumnElement[bool]:
    """Whether a file that isn't late was promised for what is left of the local day."""
    tomorrow = opening.instant(opening.local_day(at) + timedelta(days=1), time())
    return sa.and_(Application.promised_at < tomorrow, sa.not_(late(at)))


def risks(at: datetime, officer: Officer | None = None, place: int | None = None) -> tuple[int, int]:
    """Of the files that the office works on, as an officer sees them, how many are at risk at an instant, and how many late."""
    sums = sa.func.count().filter(at_risk(at)), sa.func.count().filter(late(at))
    wanted = [Application.state.in_(IN_WORK), *(_seen_by(officer, "in_work") if officer else [])]
    if place is not None:
        wanted.append(Application.place_id == place)
    row = db.session.execute(sa.select(*sums).select_from(Application).where(*wanted)).one()
    return row[0], row[1]


def next_free(name: str, officer: Officer, place: int | None = None) -> Application | None:
    """The most urgent file of a list, of a place (its id) or of all that the officer sees, that nobody holds."""
    of_place = _narrowed(Narrowed(held=FREE, place=place), officer)
    condition = sa.and_(_belongs(name, officer), *of_place, *_seen_by(officer, name))
    query = sa.select(Application).where(condition).order_by(_order(name), Application.id)
    return db.session.scalar(query.limit(1))


def place_seen(officer: Officer) -> int | None:
    """The place (its id) whose files alone an officer finds in lists; None for all: who steers, or is of the whole office."""
    return None if officer.role in absences.STEER else places.of_officer(officer.id)


def by_reference(reference: str) -> Application | None:
    """The sent application with this reference."""
    sent = Application.state.not_in((DRAFT, EXPIRED))
    return db.session.scalar(sa.select(Application).where(Application.reference == codes.tidy(reference), sent))


def is_late(application: Application, *, at: datetime) -> bool:
    """Whether the promised hour has passed and the office still works on it."""
    return application.state in IN_WORK and application.promised_at is not None and application.promised_at < at


def _order(name: str) -> sa.ColumnElement[Any]:
    """Working time passes for all files alike, so what is due first has the least of it left; what is late lies on top."""
    return Application.state_since.expression if name == "with_resident" else Application.step_due.expression


def _narrowed(part: Narrowed, officer: Officer) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if part.service:
        wanted.append(Application.service_code == part.service)
    if part.held == MINE:
        wanted.append(Application.holder_id == officer.id)
    if part.held == FREE:
        wanted.append(Application.holder_id.is_(None))
    if part.holder is not None:
        wanted.append(Application.holder_id == part.holder)
    if part.late_at is not None:
        wanted.append(late(part.late_at))
    if part.at_risk_at is not None:
        wanted.append(at_risk(part.at_risk_at))
    if part.place is not None:
        wanted.append(Application.place_id == part.place)
    return wanted


def _seen_by(officer: Officer, name: str) -> list[sa.ColumnElement[bool]]:
    """Of a place's officer: its files, and whatever was put into their own hands."""
    place = place_seen(officer)
    if place is None or name == "mine":
        return []
    if name in NEWEST_FIRST:
        # Nobody holds what is over; a condition less lets the index of a place's files find the newest.
        return [Application.place_id == place]
    return [sa.or_(Application.place_id == place, Application.holder_id == officer.id)]


def _belongs(name: str, officer: Officer) -> sa.ColumnElement[bool]:
    state = Application.state
    waits_for_pdf = sa.select(Document.application_id).where(
        Document.origin == OFFICIAL, Document.state.in_((documents.WAITING, documents.SIGNED))
    )
    typed = sa.select(Assistance.application_id).where(Assistance.officer_id == officer.id)
    lists: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
        "to_check": lambda: state == SUBMITTED,
        "mine": lambda: sa.and_(Application.holder_id == officer.id, state.in_((SUBMITTED, CHECKED))),
        # Whoever checked a file, or filled it in at the counter, can't approve it, so it isn't on that officer's list.
        "to_approve": lambda: sa.and_(state == CHECKED, Application.maker_id != officer.id, Application.id.not_in(typed)),
        "with_resident": lambda: state == RETURNED,
        "being_made": lambda: state == APPROVED,
        "official_wanted": lambda: sa.and_(state == APPROVED, Application.id.in_(waits_for_pdf)),
        "in_work": lambda: state.in_(IN_WORK),
        "ready": lambda: state == READY,
        "done": lambda: state == FINISHED,
        "closed": lambda: state.in_((REJECTED, WITHDRAWN)),
    }
    return lists[name]()


def _matching(search: str) -> sa.ColumnElement[bool]:
    words = [word for word in search.lower().split() if word][:6]
    name = sa.func.lower(Application.subject_name + " " + Application.applicant_name)
    named = sa.and_(*(name.contains(word, autoescape=True) for word in words))
    sent = Application.state.not_in((DRAFT, EXPIRED))
    return sa.and_(sent, sa.or_(named, Application.reference == codes.tidy(search)))
