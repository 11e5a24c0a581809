"""What a signed-in resident sees: own applications, documents, and papers that may be used again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from office import documents
from office.accounts.phones import COUNTER
from office.accounts.sessions import AccountSession
from office.applications import DRAFT, EXPIRED, WITHDRAWN, Application
from office.db import db
from office.documents import Document
from office.errors import NotFound
from office.papers import FIX, GOOD, Paper

MOST = 50
# An older photo may show what holds no longer; its paper is photographed anew.
REUSED_FOR = timedelta(days=365)


def applications(account: AccountSession) -> list[Application]:
    """The newest fifty applications of this person that are still there, the newest first.

    Those with another phone are among them only when an officer recorded this one; see `opens`.
    """
    mine = [Application.applicant_key == account.person_key, Application.state != EXPIRED]
    if account.proof != COUNTER:
        mine.append(Application.phone == account.phone)
    query = sa.select(Application).where(*mine).order_by(Application.id.desc()).limit(MOST)
    return list(db.session.scalars(query))


def opens(account: AccountSession, application: Application) -> bool:
    """Whether the account leads into an application: only if its news goes to this phone: anybody may type a NIK."""
    return application.applicant_key == account.person_key and application.phone == account.phone


def issued(account: AccountSession, mine: Sequence[Application]) -> list[tuple[Application, Document]]:
    """The documents in force of those applications that the account opens."""
    opened = {each.id: each for each in mine if opens(account, each)}
    query = sa.select(Document).where(Document.application_id.in_(opened), Document.state == documents.ACTIVE)
    return [(opened[one.application_id], one) for one in db.session.scalars(query.order_by(Document.id.desc()))]


def papers(account: AccountSession, *, at: datetime) -> list[tuple[Application, Paper]]:
    """The papers that may be used again, the newest of each code: readable, never found wrong, sent within a year."""
    first = sa.func.coalesce(Paper.first_at, Paper.changed_at)
    query = (
        sa.select(Application, Paper).join(Paper, Paper.application_id == Application.id)
        .where(Application.applicant_key == account.person_key, Application.phone == account.phone)
        .where(Application.state.not_in((DRAFT, EXPIRED, WITHDRAWN)), Paper.state == GOOD, Paper.verdict != FIX)
        .where(Paper.file_key.is_not(None), first > at - REUSED_FOR).order_by(first.desc(), Paper.id.desc()).limit(200)
    )  # fmt: skip
    newest: dict[str, tuple[Application, Paper]] = {}
    for application, paper in db.session.execute(query):
        newest.setdefault(paper.code, (application, paper))
    return list(newest.values())


def paper(account: AccountSession, number: int, code: str, *, at: datetime) -> Paper:
    """One of those papers, by its number and code.

    Raises:
        NotFound: it isn't among them.
    """
    found = next((one for _application, one in papers(account, at=at) if (one.id, one.code) == (number, code)), None)
    if found is None:
        raise NotFound()
    return found
