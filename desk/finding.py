"""The file behind an address, and who may take it up."""

from collections.abc import Iterable
from typing import NoReturn

import sqlalchemy as sa
from flask import url_for

from office.applications import CHECKED, SUBMITTED, Application, review, worklist
from office.cards import Card
from office.db import db
from office.documents import Document
from office.errors import NotAllowed, NotFound
from office.notices import Notice
from office.staff import Officer, Role


def find_file(reference: str) -> Application:
    """The sent file with this reference.

    Raises:
        NotFound: there is none, or it is still a draft.
    """
    found = worklist.by_reference(reference)
    if found is None:
        raise NotFound()
    return found


def file_of(row: Document | Notice | Card) -> Application:
    """The file that a document, a card or a message about an application belongs to."""
    return db.session.get_one(Application, row.application_id)


def files_of(rows: Iterable[Document | Notice]) -> dict[int, Application]:
    """The files that documents or messages belong to, by id, in one query."""
    ids = {row.application_id for row in rows if row.application_id}
    return {file.id: file for file in db.session.scalars(sa.select(Application).where(Application.id.in_(ids)))}


def absent() -> NoReturn:
    """Say that there is no such thing.

    Raises:
        NotFound: always.
    """
    raise NotFound()


def place_of(application: Application) -> str:
    """Where a file is looked at."""
    return url_for("desk.show_file", reference=application.reference)


def may_take(application: Application, officer: Officer) -> bool:
    """Whether this officer is one to work on the file as it stands; whether somebody holds it is another question."""
    if application.state == CHECKED:
        return officer.role == Role.REGISTRAR and not _had_a_hand(application, officer)
    return application.state == SUBMITTED


def must_take(application: Application, officer: Officer) -> None:
    """Refuse who may not take up a checked file.

    Raises:
        SameOfficer: this officer checked it, or filled it in at the counter.
        NotAllowed: approving isn't this role's work.
    """
    if application.state == CHECKED and not may_take(application, officer):
        review.may_approve(application, officer)
        raise NotAllowed()


def _had_a_hand(application: Application, officer: Officer) -> bool:
    try:
        review.may_approve(application, officer)
    except review.SameOfficer:
        return True
    return False
