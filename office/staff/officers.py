"""The officer: the row, what each role is for, and what an administrator changes about it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events
from office.db import db


class Role(StrEnum):
    """What an officer is for."""

    FRONT_DESK = "front_desk"
    VERIFIER = "verifier"
    REGISTRAR = "registrar"
    SECTION_HEAD = "section_head"
    HEAD = "head"
    ADMINISTRATOR = "administrator"


# Who signs, and who lets people in, needs more than a password that somebody may have seen.
MUST_PROVE = frozenset({Role.REGISTRAR, Role.ADMINISTRATOR})


class Officer(db.Model):  # type: ignore[name-defined]
    """A member of the office's staff.

    `password_hash` is empty for one who was invited and hasn't chosen yet. `authenticator` names the secret shared with the
    officer's phone, from which alone it can't be derived (`office/codes.py`); `last_step` is the last half minute whose code
    was used.
    """

    __tablename__ = "officer"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    role: Mapped[str] = mapped_column(sa.String(20))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    authenticator: Mapped[str | None] = mapped_column(sa.String(32))
    last_step: Mapped[int] = mapped_column(default=0)
    code_failures: Mapped[int] = mapped_column(default=0)
    code_failed_at: Mapped[datetime | None]
    email: Mapped[str | None] = mapped_column(sa.String(254))
    made_at: Mapped[datetime]

    @property
    def actor(self) -> events.Actor:
        """This officer as the doer of an event."""
        return events.Actor("officer", self.id)


def rename(officer: Officer, name: str, *, by: events.Actor, at: datetime) -> None:
    """Write the officer's name as it is now; what was printed under the earlier one stays as it is."""
    if officer.name != name:
        officer.name = name
        events.record("officer.renamed", "officer", officer.id, by=by, at=at)


def of_role(*roles: Role) -> list[Officer]:
    """The active officers of some roles, by name."""
    named = sa.select(Officer).where(Officer.active, Officer.role.in_(roles)).order_by(Officer.name)
    return list(db.session.scalars(named))
