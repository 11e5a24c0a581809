"""The steps of a document: begun, numbered, drawn, signed, active; each can be killed after any line and done again."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from office import codes, events, numbers, vault
from office.db import db
from office.documents.states import (
    ACTIVE,
    HERE,
    NUMBERED,
    OFFICIAL,
    RENDERED,
    SIGNED,
    WAITING,
    Document,
    IssuedBefore,
    NumberTaken,
    NumberWrong,
    by_digest,
    move,
)

AKTA_NUMBER = re.compile(r"[0-9]{4}-[A-Z]{2}-[0-9]{8}-[0-9]{4}")


def begin(
    application_id: int, kind: str, *, number_type: str, facts: Mapping[str, Any], official: bool, at: datetime
) -> Document:
    """A document that waits to be made here, or for the official PDF from the national system."""
    document = Document(
        application_id=application_id, kind=kind, number_type=number_type, facts=dict(facts), token=codes.new_token(),
        access_token=codes.new_token(),
        origin=OFFICIAL if official else HERE, state=WAITING, state_since=at,
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    return document


def give_number(document: Document, *, region: str, day: date, at: datetime) -> None:
    """Allot the number, such as `6474-LU-01062020-0001`, from the series of its type and local day.

    A number that an officer entered from the national system's PDF is passed over.

    Source: pattern confirmed; that the serial restarts for each type and day is an assumption.
    """
    series = f"{region}-{document.number_type}-{day:%d%m%Y}"
    number = f"{series}-{numbers.next_in(series):04d}"
    while db.session.scalar(sa.select(Document.id).where(Document.number == number)):
        number = f"{series}-{numbers.next_in(series):04d}"
    move(document, NUMBERED, by=events.WORKER, at=at, number=number, issued_on=day)


def numbered_type(number: str) -> str:
    """The type letters within a number.

    Raises:
        NumberWrong: it isn't of the form `6474-LU-01062020-0001`.
    """
    if not AKTA_NUMBER.fullmatch(number):
        raise NumberWrong()
    return number.split("-")[1]


def numbered_day(number: str) -> date:
    """The day within a number, which is the day of its register.

    Raises:
        NumberWrong: it isn't of the form `6474-LU-01062020-0001`, or names a day that isn't one.
    """
    numbered_type(number)
    digits = number.split("-")[2]
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        raise NumberWrong() from None


def rendered(document: Document, key: str, *, digest: str, size: int, at: datetime) -> None:
    """The page was drawn and lies in the store."""
    vault.keep(key, digest=digest, size=size, media_type="application/pdf", at=at)
    move(document, RENDERED, by=events.WORKER, at=at, draft_key=key)


def signed(
    document: Document, key: str, *, digest: str, size: int, signature: Mapping[str, Any], specimen: bool,
    at: datetime, sealed: tuple[str, str, int] | None = None,
) -> None:  # fmt: skip
    """The signed bytes lie in the store and their signature was read back; `sealed` is the copy that the PIN opens."""
    vault.keep(key, digest=digest, size=size, media_type="application/pdf", at=at)
    if sealed:
        vault.keep(sealed[0], digest=sealed[1], size=sealed[2], media_type="application/pdf", at=at)
    vault.drop(document.draft_key)
    move(document, SIGNED, by=events.WORKER, at=at, file_key=key, digest=digest, size=size, signature=dict(signature),
         specimen=specimen, draft_key=None, sealed_key=sealed[0] if sealed else None)  # fmt: skip


def official(
    document: Document, number: str, key: str, *, digest: str, size: int, signature: Mapping[str, Any], day: date,
    by: events.Actor, at: datetime,
) -> None:  # fmt: skip
    """Take the PDF that the national system made, with its number and what its signature says.

    Raises:
        NumberWrong: the number isn't of its form.
        NumberTaken: another document has it.
        IssuedBefore: the very same PDF was issued already.
    """
    numbered_type(number)
    if db.session.scalar(sa.select(Document.id).where(Document.number == number, Document.id != document.id)):
        raise NumberTaken()
    if by_digest(digest) is not None:
        raise IssuedBefore()
    vault.keep(key, digest=digest, size=size, media_type="application/pdf", at=at)
    vault.drop(document.file_key)
    if document.state == SIGNED and document.origin == OFFICIAL:
        move(document, WAITING, by=by, at=at)
    move(document, SIGNED, by=by, at=at, number=number, issued_on=day, file_key=key, digest=digest, size=size,
         signature=dict(signature))  # fmt: skip


def activate(document: Document, *, pin_hash: str, at: datetime, by: events.Actor = events.WORKER) -> None:
    """The stored bytes were read back and verified: from now on the QR answers and the PIN opens."""
    move(document, ACTIVE, by=by, at=at, pin_hash=pin_hash, active_at=at)


def end(
    document: Document, state: str, reason: str, *, by: events.Actor, at: datetime, replaced_by: int | None = None
) -> None:
    """A document stops being valid: superseded by another, or revoked; the check page says why."""
    move(document, state, by=by, at=at, ended_at=at, end_reason=reason, replaced_by_id=replaced_by)
