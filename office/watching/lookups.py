"""Searching the journal for a person: only with a reason, and each search is kept.

Found is what leads from a NIK or KK to the office's tables: the register, applications of whom the person is the applicant, the
reported child's mother or the deceased, and documents of the family. Not found are people who are named inside the answers alone
(witnesses, children before they have a NIK), and tickets, which know no person.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import catalogue, codes, events
from office.applications import Application
from office.db import db
from office.documents import Document
from office.errors import NotAllowed, NotFound, Refused
from office.identity import one_line, read_kk, read_nik
from office.register import Resident, families, residents
from office.register.changes import RegisterChange
from office.staff import Officer, Role
from office.watching import search

MAY = (Role.HEAD, Role.ADMINISTRATOR)
NIK, KK = "nik", "kk"
COMPLAINT, DOUBT, AUTHORITY, CHECK = "aduan", "laporan", "instansi", "periksa"
PURPOSES = (COMPLAINT, DOUBT, AUTHORITY, CHECK)
LONGEST_WORDS = 200
LASTS = timedelta(minutes=30)
_SIXTEEN = re.compile(r"(?:[0-9][\s.-]*){16}")


class Lookup(db.Model):  # type: ignore[name-defined]
    """One search for a person: who, when, why, and what it led to (`subjects`: ids by subject); never for whom."""

    __tablename__ = "lookup"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(sa.String(10))
    words: Mapped[str] = mapped_column(sa.String(LONGEST_WORDS))
    found: Mapped[int]
    subjects: Mapped[dict[str, Any]]


class PurposeWanted(Refused):
    """A search for a person without a reason in code and words."""

    message = "Pilih alasannya dan tulis keterangannya."
    next_step = "Alasan itu dicatat bersama nama Anda."


class NumberInWords(Refused):
    """The words of the reason hold a NIK or KK."""

    message = "Jangan tulis NIK atau nomor KK di keterangan."
    next_step = "Sebut perkaranya saja, lalu cari lagi."


def look_up(kind: str, typed: str, purpose: str, words: str, officer: Officer, *, at: datetime) -> Lookup:
    """Find what the journal says about who has a NIK or KK (`kind`), and keep that it was looked for.

    Raises:
        NotAllowed: this role doesn't search for people.
        PurposeWanted, NumberInWords: the reason is missing, or names somebody by number.
        BadInput: not a NIK or KK.
    """
    if officer.role not in MAY:
        raise NotAllowed()
    why = one_line(words, LONGEST_WORDS)
    if purpose not in PURPOSES or not why:
        raise PurposeWanted()
    if _SIXTEEN.search(why):
        raise NumberInWords()
    found = _of_kk(read_kk(typed).digits) if kind == KK else _of_nik(read_nik(typed).digits)
    row = Lookup(officer_id=officer.id, at=at, purpose=purpose, words=why, found=search.count(found), subjects=found)
    db.session.add(row)
    db.session.flush()
    events.record("journal.searched", "lookup", row.id, by=officer.actor, at=at, purpose=purpose, found=row.found)
    return row


def find(number: int, officer: Officer, *, at: datetime) -> Lookup:
    """A search that this officer made within the last half hour.

    Raises:
        NotFound: there is none; later, it is to be made anew, with a reason.
    """
    row = db.session.get(Lookup, number)
    if row is None or row.officer_id != officer.id or at - row.at > LASTS or officer.role not in MAY:
        raise NotFound()
    return row


def newest(most: int = 20) -> Sequence[tuple[Lookup, str]]:
    """The newest searches, each with the name of who made it."""
    query = sa.select(Lookup, Officer.name).join(Officer, Officer.id == Lookup.officer_id)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Lookup.id.desc()).limit(most))]


def _of_nik(nik: str) -> dict[str, list[int]]:
    person = residents.by_nik(nik)
    double = sa.and_(
        # By service, or the key would have no index.
        Application.service_code.in_(list(catalogue.services())),
        Application.double_who.in_([codes.person("birth", nik), codes.person("death", nik)]),
    )
    files = set(db.session.scalars(sa.select(Application.id).where(Application.applicant_key == codes.person("nik", nik))))
    files |= set(db.session.scalars(sa.select(Application.id).where(double)))
    if person is not None:
        files |= _changed_by(RegisterChange.resident_id == person.id)
    return _plain({
        "application": files, "resident": {person.id} if person else set(),
        "family": {person.family_id} if person and person.family_id else set(),
    })  # fmt: skip


def _of_kk(kk: str) -> dict[str, list[int]]:
    family = families.by_kk(kk)
    mine = sa.select(Document.application_id).where(Document.subject == codes.person("kk", kk))
    files, people = set(db.session.scalars(mine)), set[int]()
    if family is not None:
        files |= _changed_by(RegisterChange.family_id == family.id)
        people = set(db.session.scalars(sa.select(Resident.id).where(Resident.family_id == family.id)))
    return _plain({"application": files, "resident": people, "family": {family.id} if family else set()})


def _changed_by(whose: sa.ColumnElement[bool]) -> set[int]:
    numbers = db.session.scalars(sa.select(RegisterChange.application_id).where(whose).distinct())
    return {number for number in numbers if number}


def _plain(found: dict[str, set[int]]) -> dict[str, list[int]]:
    return {name: sorted(ids) for name, ids in found.items()}
