"""Signed-in browsers: how one begins, what it still lacks, and how it ends."""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, events
from office.db import changed_rows, db
from office.errors import NotFound, Refused
from office.staff import passwords, second_factor
from office.staff.officers import MUST_PROVE, Officer, Role

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
# What a session lacks: nothing, the second factor's proof, or a second factor at all, which its role must have.
NOTHING, PROOF, FACTOR = "", "proof", "factor"


class OfficerSession(db.Model):  # type: ignore[name-defined]
    """One signed-in browser; only the hash of its key is kept. `challenge` is what a passkey is asked to sign, once."""

    __tablename__ = "officer_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    lacks: Mapped[str] = mapped_column(sa.String(8), default=NOTHING)
    browser: Mapped[str] = mapped_column(sa.String(20), default="")
    challenge: Mapped[str | None] = mapped_column(sa.String(64))
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


def fits(officer_id: int | None, right: bool, *, at: datetime) -> Officer | None:
    """Count a try of a password: the officer when it was right, or None.

    After five wrong passwords each further try waits longer, up to 15 minutes.

    Raises:
        SignInPaused: it is too soon after the last wrong password.
    """
    officer = db.session.get(Officer, officer_id, with_for_update=True) if officer_id else None
    if officer is None or not officer.active:
        return None
    if passwords.paused(officer.failures, officer.failed_at, at):
        raise SignInPaused()
    if not right:
        officer.failures, officer.failed_at = officer.failures + 1, at
        events.record("officer.sign_in_failed", "officer", officer.id, by=events.SYSTEM, at=at)
        return None
    officer.failures = 0
    return officer


def sign_in(
    officer_id: int | None, right: bool, *, at: datetime, browser: str = "", proven: bool = False
) -> str | None:
    """Count the try, and open a session when it fits: the key for the cookie, or None.

    Until the second factor of an officer who has one, or must have one, is `proven`, the session opens nothing but the
    pages that see to that.

    Raises:
        SignInPaused: it is too soon after the last wrong password.
    """
    officer = fits(officer_id, right, at=at)
    return begin(officer, at=at, browser=browser, proven=proven) if officer else None


def begin(officer: Officer, *, at: datetime, browser: str = "", proven: bool = False) -> str:
    """Open a session for an officer who is known by now; the key for the cookie."""
    key = secrets.token_urlsafe(32)
    lacks = NOTHING if proven else _lacking(officer)
    db.session.add(
        OfficerSession(
            key_hash=codes.hashed(key), officer_id=officer.id, made_at=at, seen_at=at, lacks=lacks, browser=browser[:20]
        )
    )
    events.record("officer.signed_in", "officer", officer.id, by=officer.actor, at=at)
    return key


def session_of(key: str, *, at: datetime) -> OfficerSession | None:
    """The session behind a key, whatever it lacks, unless idle for 15 minutes, ended, or older than 10 hours."""
    row = db.session.scalar(sa.select(OfficerSession).where(OfficerSession.key_hash == codes.hashed(key)))
    if row is None or row.ended_at or at - row.seen_at > IDLE or at - row.made_at > LONGEST:
        return None
    return row


def holder_of(session: OfficerSession) -> Officer | None:
    """The officer of a session, while active."""
    officer = db.session.get(Officer, session.officer_id)
    return officer if officer and officer.active else None


def signed_in(key: str, *, at: datetime) -> Officer | None:
    """The active officer behind a session key that lacks nothing."""
    row = session_of(key, at=at)
    return holder_of(row) if row and row.lacks == NOTHING else None


def complete(session: OfficerSession) -> None:
    """The second factor was proven, or set up: the session lacks nothing any more."""
    changed_rows(sa.update(OfficerSession).where(OfficerSession.id == session.id).values(lacks=NOTHING, challenge=None))


def new_challenge(session: OfficerSession) -> str:
    """What a passkey of this browser is asked to sign next, 256 random bits in base64url; an earlier one is forgotten."""
    challenge = secrets.token_urlsafe(32)
    changed_rows(sa.update(OfficerSession).where(OfficerSession.id == session.id).values(challenge=challenge))
    return challenge


def spend_challenge(session: OfficerSession) -> str | None:
    """The challenge that was given, which no second answer can use; None when there is none."""
    challenge = db.session.scalar(sa.select(OfficerSession.challenge).where(OfficerSession.id == session.id))
    given = sa.and_(OfficerSession.id == session.id, OfficerSession.challenge == challenge)
    spent = challenge and changed_rows(sa.update(OfficerSession).where(given).values(challenge=None)) == 1
    return challenge if spent else None


def touch(key: str, *, at: datetime) -> None:
    """Note that a session was used; at most once a minute, so that reading pages seldom write."""
    stale = sa.and_(OfficerSession.key_hash == codes.hashed(key), OfficerSession.seen_at < at - timedelta(minutes=1))
    changed_rows(sa.update(OfficerSession).where(stale).values(seen_at=at))


def needs_touch(session: OfficerSession, *, at: datetime) -> bool:
    """Whether the session was last noted over a minute ago."""
    return at - session.seen_at > timedelta(minutes=1)


def sign_out(key: str, *, at: datetime) -> None:
    """End a session on the server."""
    changed_rows(sa.update(OfficerSession).where(OfficerSession.key_hash == codes.hashed(key)).values(ended_at=at))


def open_of(officer: Officer, *, at: datetime) -> list[OfficerSession]:
    """The browsers in which an officer is signed in now, the last used first."""
    lives = sa.select(OfficerSession).where(
        OfficerSession.officer_id == officer.id, OfficerSession.ended_at.is_(None),
        OfficerSession.seen_at >= at - IDLE, OfficerSession.made_at >= at - LONGEST,
    )  # fmt: skip
    return list(db.session.scalars(lives.order_by(OfficerSession.seen_at.desc(), OfficerSession.id.desc())))


def end(officer: Officer, number: int, *, at: datetime) -> None:
    """End one of an officer's own sessions.

    Raises:
        NotFound: it isn't theirs, or has ended.
    """
    one = sa.and_(
        OfficerSession.id == number, OfficerSession.officer_id == officer.id, OfficerSession.ended_at.is_(None)
    )
    if changed_rows(sa.update(OfficerSession).where(one).values(ended_at=at)) != 1:
        raise NotFound()


def end_all(officer: Officer, *, at: datetime, but: int = 0) -> int:
    """End every session of an officer, but perhaps the one in use; how many there were."""
    others = sa.and_(
        OfficerSession.officer_id == officer.id, OfficerSession.ended_at.is_(None), OfficerSession.id != but
    )
    return changed_rows(sa.update(OfficerSession).where(others).values(ended_at=at))


def last_uses() -> dict[int, datetime]:
    """When each officer was last seen, of those seen in the last forty days."""
    newest = sa.select(OfficerSession.officer_id, sa.func.max(OfficerSession.seen_at)).group_by(
        OfficerSession.officer_id
    )
    return {row[0]: row[1] for row in db.session.execute(newest)}


def _lacking(officer: Officer) -> str:
    if second_factor.has_one(officer):
        return PROOF
    return FACTOR if Role(officer.role) in MUST_PROVE else NOTHING
