"""The second factor: a code from an app on the officer's phone (RFC 6238), one of ten kept on paper, or a passkey."""

import re
import secrets
from datetime import datetime

import pyotp
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, events
from office.db import changed_rows, db
from office.errors import Refused
from office.staff import passwords
from office.staff.officers import Officer

ISSUER = "Lamin"
STEP_SECONDS = 30
RECOVERY_CODES, RECOVERY_LENGTH = 10, 10
SIX = re.compile(r"[0-9]{6}")
CODE, RECOVERY, PASSKEY = "code", "recovery", "passkey"


class RecoveryCode(db.Model):  # type: ignore[name-defined]
    """One code for the day when the phone is lost: only what the office's key makes of it is kept, and it works once."""

    __tablename__ = "officer_recovery_code"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[datetime | None]


class Passkey(db.Model):  # type: ignore[name-defined]
    """One passkey of one officer; `credential` and `public_key` are base64url."""

    __tablename__ = "officer_passkey"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    credential: Mapped[str] = mapped_column(sa.String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(sa.Text)
    uses: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(40))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class WrongCode(Refused):
    """The code doesn't fit, or was used already."""

    message = "Kode ini tidak cocok atau sudah dipakai."
    next_step = "Tunggu kode berikutnya di aplikasi, lalu coba lagi."


class CodePaused(Refused):
    """Too many wrong codes."""

    status = 429
    message = "Terlalu banyak kode salah."
    next_step = "Tunggu sampai 15 menit, atau minta administrator."


def has_one(officer: Officer) -> bool:
    """Whether the officer has set up an app or a passkey."""
    if officer.authenticator is not None:
        return True
    return db.session.scalar(sa.select(Passkey.id).where(Passkey.officer_id == officer.id).limit(1)) is not None


def who_have_one() -> set[int]:
    """The ids of the officers who have set up an app or a passkey."""
    apps = sa.select(Officer.id).where(Officer.authenticator.is_not(None))
    return set(db.session.scalars(apps.union(sa.select(Passkey.officer_id))))


def address(officer: Officer, token: str) -> str:
    """What the QR says to the app: the officer's login and the secret that `token` names."""
    return _totp(token).provisioning_uri(name=officer.login, issuer_name=ISSUER)


def secret(token: str) -> str:
    """The secret that `token` names, in base32, for whoever can't scan."""
    return codes.authenticator(token)


def set_up(officer: Officer, token: str, typed: str, *, at: datetime) -> list[str] | None:
    """Share a secret with the officer's app once it shows the right code: ten fresh recovery codes, or None.

    Raises:
        CodePaused: it is too soon after the last wrong code.
    """
    _lock(officer, at)
    step = _step_of(token, _tidy(typed), at)
    if step is None:
        _wrong(officer, at)
        return None
    officer.authenticator, officer.last_step, officer.code_failures = token, step, 0
    events.record("officer.second_factor_set", "officer", officer.id, by=officer.actor, at=at)
    return renew_recovery_codes(officer, at=at)


def prove(officer: Officer, typed: str, *, at: datetime) -> str | None:
    """Try a code from the app, or a recovery code, and use it up: which of the two it was, or None.

    Wrong ones are counted like wrong passwords. A code works once, though it stays on the phone's screen.

    Raises:
        CodePaused: it is too soon after the last wrong code.
    """
    _lock(officer, at)
    given = _tidy(typed)
    found = _prove_code(officer, given, at) if SIX.fullmatch(given) else _prove_recovery(officer, given, at)
    if found is None:
        _wrong(officer, at)
        return None
    officer.code_failures = 0
    events.record("officer.proven", "officer", officer.id, by=officer.actor, at=at, factor=found)
    return found


def renew_recovery_codes(officer: Officer, *, at: datetime) -> list[str]:
    """Ten fresh codes in place of the earlier ones, such as `7K3MQ-X9D2H`: shown once, kept only as hashes."""
    events.record("officer.recovery_codes_made", "officer", officer.id, by=officer.actor, at=at)
    changed_rows(sa.delete(RecoveryCode).where(RecoveryCode.officer_id == officer.id))
    fresh = ["".join(secrets.choice(codes.ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(officer_id=officer.id, code_hash=codes.recovery(officer.id, code)) for code in fresh
    )
    return [f"{code[:5]}-{code[5:]}" for code in fresh]


def recovery_left(officer: Officer) -> int:
    """How many recovery codes are still good."""
    unused = sa.and_(RecoveryCode.officer_id == officer.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(sa.select(sa.func.count()).select_from(RecoveryCode).where(unused)) or 0


def forget(officer: Officer) -> None:
    """Take away app, passkeys and recovery codes: the phone is lost, or somebody else may have them."""
    officer.authenticator, officer.code_failures = None, 0
    for table in (RecoveryCode, Passkey):
        changed_rows(sa.delete(table).where(table.officer_id == officer.id))


def next_code(officer: Officer, *, at: datetime) -> str:
    """The code that would be taken now, or '' until the next half minute: for tests, and for what no production system has."""
    now = int(at.timestamp()) // STEP_SECONDS
    step = max(now, _last_step(officer, now) + 1)
    return _totp(officer.authenticator).generate_otp(step) if officer.authenticator and step <= now + 1 else ""


def _prove_code(officer: Officer, code: str, at: datetime) -> str | None:
    step = _step_of(officer.authenticator, code, at) if officer.authenticator else None
    if step is None or step <= _last_step(officer, int(at.timestamp()) // STEP_SECONDS):
        return None
    officer.last_step = step
    return CODE


def _prove_recovery(officer: Officer, code: str, at: datetime) -> str | None:
    mine = sa.and_(
        RecoveryCode.officer_id == officer.id, RecoveryCode.code_hash == codes.recovery(officer.id, code),
        RecoveryCode.used_at.is_(None),
    )  # fmt: skip
    return RECOVERY if changed_rows(sa.update(RecoveryCode).where(mine).values(used_at=at)) == 1 else None


def _step_of(token: str, code: str, at: datetime) -> int | None:
    """The half minute whose code this is: this one, the one before or after it, or None."""
    now, totp = int(at.timestamp()) // STEP_SECONDS, _totp(token)
    steps = (now, now - 1, now + 1)
    return next((step for step in steps if codes.same(code, totp.generate_otp(step))), None)


def _last_step(officer: Officer, now: int) -> int:
    """The last step used; one "from the future" (the clock was set back) doesn't count, or it would lock the officer out."""
    return officer.last_step if officer.last_step <= now + 1 else 0


def _lock(officer: Officer, at: datetime) -> None:
    """Put two tries at once in line, so that one code isn't taken twice."""
    db.session.refresh(officer, with_for_update=True)
    if passwords.paused(officer.code_failures, officer.code_failed_at, at):
        raise CodePaused()


def _wrong(officer: Officer, at: datetime) -> None:
    officer.code_failures, officer.code_failed_at = officer.code_failures + 1, at
    events.record("officer.code_failed", "officer", officer.id, by=events.SYSTEM, at=at)


def _totp(token: str) -> pyotp.TOTP:
    return pyotp.TOTP(codes.authenticator(token), interval=STEP_SECONDS)


def _tidy(typed: str) -> str:
    # What isn't plain letters and digits is no code, and PostgreSQL couldn't even look for a NUL.
    return codes.tidy(typed[:40]) if typed.isascii() else ""
