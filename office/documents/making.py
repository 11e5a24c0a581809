"""The steps of a document: begun, numbered, drawn, signed, active; each can be killed after any line and done again."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from office import codes, events, vault
from office.db import db
from office.documents import kinds, numbering
from office.documents.states import (
    ACTIVE,
    HERE,
    NUMBERED,
    OFFICIAL,
    REFUSED,
    RENDERED,
    SETTLED,
    SIGNED,
    SUPERSEDED,
    WAITING,
    Document,
    IssuedBefore,
    NumberTaken,
    NumberWrong,
    by_digest,
    move,
)
from office.documents.voided import VoidedNumber

# By shape: what a number looks like, and one to show to whoever typed another.
FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    kinds.AKTA: (re.compile(r"[0-9]{4}-([A-Z]{2})-([0-9]{8})-[0-9]{4}"), "6474-LU-01062020-0001"),
    kinds.LETTER: (re.compile(r"([A-Z]{2,10})/[0-9]{4}/([0-9]{8})/[0-9]{4}"), "SKPWNI/6474/16062020/0001"),
    kinds.KK: (re.compile(r"()()[0-9]{16}"), "6474010101200001"),
    kinds.NONE: (re.compile(r"()()"), ""),
}


def begin(
    application_id: int, kind: str, *, number_type: str, facts: Mapping[str, Any], official: bool, at: datetime,
    result: str = "", subject: str | None = None, replaces: int | None = None,
) -> Document:  # fmt: skip
    """A document that waits to be made here, or for the official PDF from the national system.

    `replaces` is the id of the issued one that it corrects, which stays valid until this one is.
    """
    document = Document(
        application_id=application_id, kind=kind, result=result, subject=subject, number_type=number_type,
        facts=dict(facts), token=codes.new_token(), access_token=codes.new_token(),
        origin=OFFICIAL if official else HERE, state=WAITING, state_since=at, replaces_id=replaces,
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    return document


def refuse(document: Document, reason: str, *, by: events.Actor, at: datetime) -> None:
    """This one of the results is not issued; the others are. The resident reads why."""
    move(document, REFUSED, by=by, at=at, end_reason=reason, ended_at=at)


def give_number(document: Document, *, region: str, day: date, at: datetime) -> None:
    """Allot the number, such as `6474-LU-01062020-0001`, from the series of its type and local day; some kinds bear none.

    A number that an officer entered from the national system's PDF is passed over, and so is a voided one.

    Source: default patterns confirmed; that the serial restarts for each type and day is an assumption.
    """
    shape = kinds.KINDS[document.kind].shape
    new = shape in (kinds.AKTA, kinds.LETTER) and not document.facts.get("number")
    number = _free(document, region, day, at) if new else None
    move(document, NUMBERED, by=events.WORKER, at=at, number=number, issued_on=day)


def _free(document: Document, region: str, day: date, at: datetime) -> str:
    """The next number that no document has and none was voided with."""
    while True:
        number = numbering.next_number(document.kind, document.number_type, region=region, day=day, at=at)
        spent = sa.select(sa.literal(1)).where(Document.number == number)
        voided = sa.select(sa.literal(1)).where(VoidedNumber.number == number)
        if not db.session.scalar(sa.union_all(spent, voided).limit(1)):
            return number


def read_number(kind: str, number: str) -> tuple[str, date | None]:
    """The type letters within a number and the day of its register; a KK's number and none have neither.

    Raises:
        NumberWrong: it isn't of the form of this kind of document, or names a day that isn't one.
    """
    form, example = FORMS[kinds.KINDS[kind].shape]
    found = form.fullmatch(number)
    if found is None:
        raise NumberWrong(example=example)
    letters, digits = found.groups()
    try:
        return letters, date(int(digits[4:]), int(digits[2:4]), int(digits[:2])) if digits else None
    except ValueError:
        raise NumberWrong(example=example) from None


def example(document: Document) -> str:
    """What a number of this kind of document looks like."""
    return FORMS[kinds.KINDS[document.kind].shape][1]


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
    read_number(document.kind, number)
    label = number if kinds.KINDS[document.kind].shape in (kinds.AKTA, kinds.LETTER) else None
    if number == document.facts.get("number"):
        # A corrected kutipan bears the number of its akta, which is the older one's own.
        label = None
    if label and db.session.scalar(sa.select(Document.id).where(Document.number == number, Document.id != document.id)):
        raise NumberTaken()
    if by_digest(digest) is not None:
        raise IssuedBefore()
    vault.keep(key, digest=digest, size=size, media_type="application/pdf", at=at)
    vault.drop(document.file_key)
    if document.state == SIGNED and document.origin == OFFICIAL:
        move(document, WAITING, by=by, at=at)
    move(document, SIGNED, by=by, at=at, number=label, issued_on=day, file_key=key, digest=digest, size=size,
         signature=dict(signature))  # fmt: skip


def activate(document: Document, *, pin_hash: str, at: datetime, by: events.Actor = events.WORKER) -> None:
    """The stored bytes were read back and verified: from now on the QR answers and the PIN opens.

    It takes the place of earlier documents about the same; where one that says newer facts was ready sooner, that one keeps
    its place, and this one is superseded at once.
    """
    others = _about_the_same(document)
    move(document, ACTIVE, by=by, at=at, pin_hash=pin_hash, active_at=at)
    for other in others:
        if other.state == ACTIVE and document.state == ACTIVE:
            old, new = (document, other) if _says_newer(other, document) else (other, document)
            end(old, SUPERSEDED, "", by=by, at=at, replaced_by=new.id)


def underway(document: Document) -> bool:
    """Whether another document about the same family is being made, which will take the place of this one."""
    if document.subject is None:
        return False
    same = (Document.subject == document.subject, Document.kind == document.kind, Document.id != document.id)
    return db.session.scalar(sa.select(Document.id).where(*same, Document.state.not_in(SETTLED)).limit(1)) is not None


def _says_newer(other: Document, document: Document) -> bool:
    """Whether another one's facts are newer: frozen at a later approval. An official PDF is as new as its upload."""
    return document.origin == HERE and other.id > document.id


def _about_the_same(document: Document) -> list[Document]:
    """Other documents about the same family, of the same akta, or corrected by this one, of which one may be in force.

    They are taken for the rest of the transaction in one order, so that two that become active at once stand in line.
    """
    again, whose = document.facts.get("number"), [Document.id == document.replaces_id]
    if again:
        whose.append(Document.id == _newest(again))
    elif document.subject is not None:
        whose.append(Document.subject == document.subject)
    same = sa.select(Document).where(sa.or_(*whose), Document.kind == document.kind)
    locked = same.order_by(Document.id).with_for_update().execution_options(populate_existing=True)
    return [each for each in db.session.scalars(locked) if each.id != document.id]


def _newest(number: str) -> int | None:
    """The last of the documents that bear the number of this akta, each in the place of the one before; the first is taken."""
    following = sa.select(Document.id, Document.replaced_by_id)
    found = db.session.execute(following.where(Document.number == number).with_for_update()).first()
    while found is not None and found.replaced_by_id is not None:
        found = db.session.execute(following.where(Document.id == found.replaced_by_id)).one()
    return found.id if found else None


def end(
    document: Document, state: str, reason: str, *, by: events.Actor, at: datetime, replaced_by: int | None = None
) -> None:
    """A document stops being valid: superseded by another, or revoked; the check page says why."""
    move(document, state, by=by, at=at, ended_at=at, end_reason=reason, replaced_by_id=replaced_by)
