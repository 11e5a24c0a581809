"""Asking for a code and entering it. Who asks is answered alike whether or not the office knows the NIK or the phone.

To make that so, nothing is looked up when the code is asked for: the same rows are written for everybody, and the worker,
when it comes to send the message, finds out whether there is anybody to send it to.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, notices
from office.accounts import phones, sessions
from office.accounts.sessions import AccountSession
from office.db import changed_rows, db
from office.errors import Refused, TooMany
from office.identity import read_nik, read_phone
from office.notices import Notice

LIVES = timedelta(minutes=10)
TRIES = 5
# How often a code may be asked for: for a number in an hour and in a day, for a NIK in a day.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OF_A_PHONE_HOURLY, OF_A_PHONE_DAILY, OF_A_PERSON_DAILY = 3, 8, 12
FORGOTTEN_AFTER = timedelta(days=4)


class SignIn(db.Model):  # type: ignore[name-defined]
    """One asking for a code. The code is derived from the token (office/codes.py) and never kept."""

    __tablename__ = "sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    person_key: Mapped[str] = mapped_column(sa.String(32))
    phone: Mapped[str] = mapped_column(sa.String(20))
    language: Mapped[str] = mapped_column(sa.String(2))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index("ix_sign_in_phone", "phone", "made_at"),
        sa.Index("ix_sign_in_person", "person_key", "made_at"),
        sa.Index("ix_sign_in_made_at", "made_at"),
    )


class CodeGone(Refused):
    """The code was used, is older than ten minutes, or was tried five times."""

    status = 410
    message = "Kode ini tidak berlaku lagi."
    next_step = "Minta kode baru."


def ask(nik: str, phone: str, *, language: str, at: datetime) -> SignIn:
    """Begin a sign-in for a NIK and a number as typed, and queue its message.

    Raises:
        BadInput: what was typed can't be a NIK or a mobile number.
        TooMany: the number or the NIK was typed too often, whether or not the office knows it.
    """
    person_key, number = codes.person("nik", read_nik(nik).digits), read_phone(phone)
    _not_too_often(person_key, number, at)
    row = SignIn(token=codes.new_token(), person_key=person_key, phone=number, language=language, made_at=at,
                 expires_at=at + LIVES)  # fmt: skip
    db.session.add(row)
    db.session.flush()
    notices.tell_sign_in(row.id, at=at)
    return row


def may_still(token: str, *, at: datetime) -> bool:
    """Whether a code may still be entered for this asking."""
    return db.session.scalar(sa.select(SignIn.id).where(SignIn.token == token, *_open(at))) is not None


def reaches_anybody(row: SignIn, *, at: datetime) -> bool:
    """Whether the message goes out: the number is the person's own, and its code may still be entered."""
    fresh = row.used_at is None and at < row.expires_at
    return fresh and phones.proof(row.person_key, row.phone, at=at) is not None


def enter(token: str, typed: str, *, at: datetime) -> str | None:
    """Count a try of the code: the key of a new session when it was right, or None.

    Called in a transaction that commits whatever the answer.

    Raises:
        CodeGone: no further try is allowed.
    """
    count = sa.update(SignIn).where(SignIn.token == token, *_open(at)).values(tries=SignIn.tries + 1)
    if changed_rows(count) != 1:
        raise CodeGone()
    row = db.session.scalars(sa.select(SignIn).where(SignIn.token == token)).one()
    right = codes.same("".join(typed.split()), codes.sign_in_code(token))
    proof = phones.proof(row.person_key, row.phone, at=at)
    if not right or proof is None:
        return None
    changed_rows(sa.update(SignIn).where(SignIn.id == row.id).values(used_at=at))
    return sessions.begin(row.person_key, row.phone, proof, at=at)


def forget(*, at: datetime) -> int:
    """Drop askings over four days old with their messages, and sessions that ended as long ago; how many askings there were."""
    old = sa.select(SignIn.id).where(SignIn.made_at < at - FORGOTTEN_AFTER)
    changed_rows(sa.delete(Notice).where(Notice.sign_in_id.in_(old)))
    changed_rows(sa.delete(AccountSession).where(AccountSession.seen_at < at - FORGOTTEN_AFTER))
    return changed_rows(sa.delete(SignIn).where(SignIn.made_at < at - FORGOTTEN_AFTER))


def _open(at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return SignIn.used_at.is_(None), SignIn.expires_at > at, SignIn.tries < TRIES


def _not_too_often(person_key: str, phone: str, at: datetime) -> None:
    limits: tuple[tuple[Any, str, timedelta, int], ...] = (
        (SignIn.phone, phone, HOUR, OF_A_PHONE_HOURLY), (SignIn.phone, phone, DAY, OF_A_PHONE_DAILY),
        (SignIn.person_key, person_key, DAY, OF_A_PERSON_DAILY),
    )  # fmt: skip
    for column, value, span, most in limits:
        asked = sa.select(sa.func.count()).where(column == value, SignIn.made_at > at - span)
        if (db.session.scalar(asked) or 0) >= most:
            raise TooMany()
