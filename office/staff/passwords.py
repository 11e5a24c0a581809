"""Passwords: hashed with Argon2, at least twelve letters, and the same time for whoever isn't there."""

import secrets
from datetime import datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from office.db import db
from office.errors import Refused
from office.staff.officers import Officer

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
SHORTEST_PASSWORD = 12

hasher = PasswordHasher()


class WeakPassword(Refused):
    """The password is too short."""

    message = "Kata sandi paling sedikit 12 huruf."
    next_step = "Pilih kalimat pendek yang mudah Anda ingat."


def hashed(password: str) -> str:
    """The hash to keep of a password; slow by design.

    Raises:
        WeakPassword: fewer than 12 characters.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword()
    return hasher.hash(password)


def check_password(login: str, password: str) -> tuple[int | None, bool]:
    """Whose name this is, if anybody's, and whether the password fits: slow by design, so outside a transaction."""
    name = login.strip().lower()
    named = sa.select(Officer).where(Officer.login == name, Officer.active)
    # PostgreSQL can't even look for a name with a NUL.
    officer = db.session.scalar(named) if name.isprintable() else None
    # Verified for an unknown name and for one who was only invited too, so that all answers take the same time.
    known = officer.password_hash if officer and officer.password_hash else ""
    try:
        hasher.verify(known or _nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return (officer.id if officer else None), False
    return (officer.id if officer else None), bool(known)


def paused(failures: int, failed_at: datetime | None, at: datetime) -> bool:
    """Whether it is too soon for another try: five are free, then each wrong one waits longer, up to 15 minutes."""
    if failures < FREE_TRIES or failed_at is None:
        return False
    wait = min(timedelta(minutes=2 ** min(failures - FREE_TRIES, 9)), LONGEST_WAIT)
    # A failure "from the future" (the clock was set back) doesn't count, or the lock would last as long as the jump.
    return timedelta(0) <= at - failed_at < wait


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hasher.hash(secrets.token_urlsafe(16))
