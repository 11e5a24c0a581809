"""A way in for a new officer, or back in for one who is locked out: a link for one use within three days."""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, events
from office.db import changed_rows, db
from office.errors import NotFound, Refused
from office.staff import second_factor, sessions
from office.staff.officers import Officer, Role

VALID = timedelta(days=3)
LONGEST_KEY = 60


class Invitation(db.Model):  # type: ignore[name-defined]
    """One link; only the hash of its key is kept."""

    __tablename__ = "officer_invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class InvitationOver(Refused):
    """The link was used, has run out, or a newer one took its place."""

    status = 410
    message = "Undangan ini sudah dipakai atau sudah lewat tiga hari."
    next_step = "Minta undangan baru kepada administrator."


def add_invited(login: str, name: str, role: Role, *, by: events.Actor, at: datetime) -> tuple[Officer, str]:
    """Add an officer without a password, under a login in small letters, and invite them: the officer and the link's key."""
    officer = Officer(login=login.strip().lower(), name=name, role=role, password_hash="", made_at=at)
    db.session.add(officer)
    db.session.flush()
    events.record("officer.added", "officer", officer.id, by=by, at=at, role=str(role))
    return officer, invite(officer, by=by, at=at)


def invite(officer: Officer, *, by: events.Actor, at: datetime) -> str:
    """Give an officer a new way in: password, second factor, open sessions and earlier links end; the key of the link.

    Raises:
        NotFound: the officer is disabled.
    """
    if not officer.active:
        raise NotFound()
    officer.password_hash, officer.failures = "", 0
    second_factor.forget(officer)
    sessions.end_all(officer, at=at)
    end_all(officer, at=at)
    key = secrets.token_urlsafe(32)
    db.session.add(Invitation(officer_id=officer.id, key_hash=codes.hashed(key), made_at=at))
    events.record("officer.invited", "officer", officer.id, by=by, at=at)
    return key


def invited(key: str, *, at: datetime) -> Officer:
    """Whom a link invites.

    Raises:
        InvitationOver: it doesn't invite anybody (any more).
    """
    found = _open(key, at)
    officer = db.session.get(Officer, found.officer_id) if found else None
    if officer is None or not officer.active:
        raise InvitationOver()
    return officer


def accept(key: str, password_hash: str, *, at: datetime) -> Officer:
    """Use a link up: its officer has this password from now on.

    Raises:
        InvitationOver: somebody was faster, or it has run out.
    """
    officer, found = invited(key, at=at), _open(key, at)
    mine = sa.update(Invitation).where(Invitation.id == (found.id if found else 0), Invitation.ended_at.is_(None))
    if changed_rows(mine.values(ended_at=at)) != 1:
        raise InvitationOver()
    officer.password_hash, officer.failures = password_hash, 0
    events.record("officer.invitation_used", "officer", officer.id, by=officer.actor, at=at)
    return officer


def pending(*, at: datetime) -> set[int]:
    """The ids of the officers whose link still works."""
    good = sa.and_(Invitation.ended_at.is_(None), Invitation.made_at > at - VALID)
    return set(db.session.scalars(sa.select(Invitation.officer_id).where(good)))


def end_all(officer: Officer, *, at: datetime) -> None:
    """No link of this officer works any more."""
    theirs = sa.and_(Invitation.officer_id == officer.id, Invitation.ended_at.is_(None))
    changed_rows(sa.update(Invitation).where(theirs).values(ended_at=at))


def _open(key: str, at: datetime) -> Invitation | None:
    if len(key) > LONGEST_KEY:
        return None
    found = db.session.scalar(sa.select(Invitation).where(Invitation.key_hash == codes.hashed(key)))
    good = found is not None and found.ended_at is None and at - found.made_at < VALID
    return found if good else None
