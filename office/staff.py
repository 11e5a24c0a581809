"""Officers: who they are, what their role opens, and how they sign in and out."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.orm import Mapped, mapped_column

from office import events
from office.db import changed_rows, db
from office.errors import NotFound, Refused

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
SHORTEST_PASSWORD = 12

hasher = PasswordHasher()


class Role(StrEnum):
    """What an officer is for."""

    FRONT_DESK = "front_desk"
    VERIFIER = "verifier"
    REGISTRAR = "registrar"
    SECTION_HEAD = "section_head"
    HEAD = "head"
    ADMINISTRATOR = "administrator"


class Officer(db.Model):  # type: ignore[name-defined]
    """A member of the office's staff."""

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
    made_at: Mapped[datetime]

    @property
    def actor(self) -> events.Actor:
        """This officer as the doer of an event."""
        return events.Actor("officer", self.id)


class OfficerSession(db.Model):  # type: ignore[name-defined]
    """One signed-in browser; only the hash of its key is kept."""

    __tablename__ = "officer_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WrongSignIn(Refused):
    """Name and password don't fit together; the page doesn't say which."""

    status = 422
    message = "Nama pengguna atau kata sandi tidak cocok."
    next_step = "Periksa lagi, lalu coba sekali lagi."


class SignInPaused(Refused):
    """Too many wrong passwords for this name."""

    status = 429
    message = "Terlalu banyak kata sandi salah untuk nama ini."
    next_step = "Tunggu sampai 15 menit, atau minta administrator."


class WeakPassword(Refused):
    """The password is too short."""

    message = "Kata sandi paling sedikit 12 huruf."
    next_step = "Pilih kalimat pendek yang mudah Anda ingat."


def add_officer(
    login: str, name: str, role: Role, password: str, *, at: datetime, by: events.Actor = events.SYSTEM
) -> Officer:
    """Add an officer, under a login in small letters.

    Raises:
        WeakPassword: fewer than 12 characters.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword()
    officer = Officer(
        login=login.strip().lower(), name=name, role=role, password_hash=hasher.hash(password), made_at=at
    )
    db.session.add(officer)
    db.session.flush()
    events.record("officer.added", "officer", officer.id, by=by, at=at, role=str(role))
    return officer


def check_password(login: str, password: str) -> tuple[int | None, bool]:
    """Whose name this is, if anybody's, and whether the password fits: slow by design, so outside a transaction."""
    name = login.strip().lower()
    named = sa.select(Officer).where(Officer.login == name, Officer.active)
    # PostgreSQL can't even look for a name with a NUL.
    officer = db.session.scalar(named) if name.isprintable() else None
    try:
        # Verified for an unknown name too, so that both answers take the same time.
        hasher.verify(officer.password_hash if officer else _nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return (officer.id if officer else None), False
    return (officer.id if officer else None), officer is not None


def sign_in(officer_id: int | None, fits: bool, *, at: datetime) -> str | None:
    """Count the try, and open a session when it fits: the key for the cookie, or None.

    After five wrong passwords each further try waits longer, up to 15 minutes.

    Raises:
        SignInPaused: it is too soon after the last wrong password.
    """
    officer = db.session.get(Officer, officer_id, with_for_update=True) if officer_id else None
    if officer is None or not officer.active:
        return None
    if _paused(officer, at):
        raise SignInPaused()
    if not fits:
        officer.failures, officer.failed_at = officer.failures + 1, at
        events.record("officer.sign_in_failed", "officer", officer.id, by=events.SYSTEM, at=at)
        return None
    officer.failures = 0
    key = secrets.token_urlsafe(32)
    db.session.add(OfficerSession(key_hash=_hash(key), officer_id=officer.id, made_at=at, seen_at=at))
    events.record("officer.signed_in", "officer", officer.id, by=officer.actor, at=at)
    return key


def signed_in(key: str, *, at: datetime) -> Officer | None:
    """The active officer behind a session key, unless idle for 15 minutes, ended, or older than 10 hours."""
    row = db.session.scalar(sa.select(OfficerSession).where(OfficerSession.key_hash == _hash(key)))
    if row is None or row.ended_at or at - row.seen_at > IDLE or at - row.made_at > LONGEST:
        return None
    officer = db.session.get(Officer, row.officer_id)
    return officer if officer and officer.active else None


def touch(key: str, *, at: datetime) -> None:
    """Note that a session was used; at most once a minute, so that reading pages seldom write."""
    stale = sa.and_(OfficerSession.key_hash == _hash(key), OfficerSession.seen_at < at - timedelta(minutes=1))
    changed_rows(sa.update(OfficerSession).where(stale).values(seen_at=at))


def needs_touch(key: str, *, at: datetime) -> bool:
    """Whether the session was last noted over a minute ago."""
    seen = db.session.scalar(sa.select(OfficerSession.seen_at).where(OfficerSession.key_hash == _hash(key)))
    return seen is not None and at - seen > timedelta(minutes=1)


def sign_out(key: str, *, at: datetime) -> None:
    """End a session on the server."""
    changed_rows(sa.update(OfficerSession).where(OfficerSession.key_hash == _hash(key)).values(ended_at=at))


def set_password(login: str, password: str, *, at: datetime) -> Officer:
    """Give an officer a new password: every browser is signed out, the pause after wrong ones ends.

    Raises:
        WeakPassword: fewer than 12 characters.
        NotFound: nobody has this login.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword()
    officer = db.session.scalar(sa.select(Officer).where(Officer.login == login.strip().lower()))
    if officer is None:
        raise NotFound()
    officer.password_hash, officer.failures = hasher.hash(password), 0
    changed_rows(sa.update(OfficerSession).where(OfficerSession.officer_id == officer.id).values(ended_at=at))
    events.record("officer.password_set", "officer", officer.id, by=events.SYSTEM, at=at)
    return officer


def disable(officer: Officer, *, by: events.Actor, at: datetime) -> None:
    """Shut an officer out at once, in every browser."""
    officer.active = False
    changed_rows(sa.update(OfficerSession).where(OfficerSession.officer_id == officer.id).values(ended_at=at))
    events.record("officer.disabled", "officer", officer.id, by=by, at=at)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hasher.hash(secrets.token_urlsafe(16))


def _paused(officer: Officer, at: datetime) -> bool:
    if officer.failures < FREE_TRIES or officer.failed_at is None:
        return False
    wait = min(timedelta(minutes=2 ** (officer.failures - FREE_TRIES)), LONGEST_WAIT)
    # A failure "from the future" (the clock was set back) doesn't count, or the lock would last as long as the jump.
    return timedelta(0) <= at - officer.failed_at < wait


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
