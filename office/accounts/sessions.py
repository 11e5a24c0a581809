"""Signed-in phones of residents: how long one lasts, and how it ends."""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes
from office.db import changed_rows, db

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


class AccountSession(db.Model):  # type: ignore[name-defined]
    """One signed-in browser of one person; only the hash of its key is kept.

    `proof` says why the phone counts as theirs.
    """

    __tablename__ = "account_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    person_key: Mapped[str] = mapped_column(sa.String(32), index=True)
    phone: Mapped[str] = mapped_column(sa.String(20))
    proof: Mapped[str] = mapped_column(sa.String(11))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def begin(person_key: str, phone: str, proof: str, *, at: datetime) -> str:
    """Open a session; the key for the cookie, 256 random bits."""
    key = secrets.token_urlsafe(32)
    facts = {"person_key": person_key, "phone": phone, "proof": proof}
    db.session.add(AccountSession(key_hash=codes.hashed(key), made_at=at, seen_at=at, **facts))
    db.session.flush()
    return key


def session_of(key: str, *, at: datetime) -> AccountSession | None:
    """The session behind a key, unless idle for 30 minutes, ended, or older than 12 hours."""
    row = db.session.scalar(sa.select(AccountSession).where(AccountSession.key_hash == codes.hashed(key)))
    if row is None or row.ended_at or at - row.seen_at > IDLE or at - row.made_at > LONGEST:
        return None
    return row


def needs_touch(session: AccountSession, *, at: datetime) -> bool:
    """Whether the session was last noted over a minute ago."""
    return at - session.seen_at > timedelta(minutes=1)


def touch(key: str, *, at: datetime) -> None:
    """Note that a session was used."""
    changed_rows(sa.update(AccountSession).where(AccountSession.key_hash == codes.hashed(key)).values(seen_at=at))


def sign_out(key: str, *, at: datetime) -> None:
    """End one session."""
    lives = sa.and_(AccountSession.key_hash == codes.hashed(key), AccountSession.ended_at.is_(None))
    changed_rows(sa.update(AccountSession).where(lives).values(ended_at=at))


def end_all(person_key: str, *, at: datetime) -> int:
    """End every session of a person; how many there were."""
    lives = sa.and_(AccountSession.person_key == person_key, AccountSession.ended_at.is_(None))
    return changed_rows(sa.update(AccountSession).where(lives).values(ended_at=at))
