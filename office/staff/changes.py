"""What befalls an officer: added at the prompt, another role, a new password, shut out."""

from datetime import datetime

import sqlalchemy as sa

from office import events
from office.db import db
from office.errors import NotFound
from office.staff import invitations, passwords, sessions
from office.staff.officers import Officer, Role


def add_officer(
    login: str, name: str, role: Role, password: str, *, at: datetime, by: events.Actor = events.SYSTEM
) -> Officer:
    """Add an officer, under a login in small letters, whose password is known already.

    Raises:
        WeakPassword: fewer than 12 characters.
    """
    officer = Officer(
        login=login.strip().lower(), name=name, role=role, password_hash=passwords.hashed(password), made_at=at
    )
    db.session.add(officer)
    db.session.flush()
    events.record("officer.added", "officer", officer.id, by=by, at=at, role=str(role))
    return officer


def by_login(login: str) -> Officer:
    """The officer of this login, active or not.

    Raises:
        NotFound: nobody has it.
    """
    officer = db.session.scalar(sa.select(Officer).where(Officer.login == login.strip().lower()))
    if officer is None:
        raise NotFound()
    return officer


def set_password(login: str, password: str, *, at: datetime) -> Officer:
    """Give an officer a new password: every browser is signed out, the pause after wrong ones ends.

    Raises:
        WeakPassword: fewer than 12 characters.
        NotFound: nobody has this login.
    """
    hashed, officer = passwords.hashed(password), by_login(login)
    sessions.end_all(officer, at=at)
    take_password(officer, hashed, by=events.SYSTEM, at=at)
    return officer


def take_password(officer: Officer, password_hash: str, *, by: events.Actor, at: datetime) -> None:
    """Let this be the hash of the officer's password from now on; links that would set another one end."""
    officer.password_hash, officer.failures = password_hash, 0
    invitations.end_all(officer, at=at)
    events.record("officer.password_set", "officer", officer.id, by=by, at=at)


def give_role(officer: Officer, role: Role, *, by: events.Actor, at: datetime) -> None:
    """Give an officer another role; they sign in anew, since it may ask for more than the open session proved."""
    if officer.role != role:
        officer.role = role
        sessions.end_all(officer, at=at)
        events.record("officer.role_given", "officer", officer.id, by=by, at=at, role=str(role))


def disable(officer: Officer, *, by: events.Actor, at: datetime) -> None:
    """Shut an officer out at once, in every browser; links that would let them in again end."""
    officer.active = False
    sessions.end_all(officer, at=at)
    invitations.end_all(officer, at=at)
    events.record("officer.disabled", "officer", officer.id, by=by, at=at)
