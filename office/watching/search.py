"""Searching the journal: by officer, kind, period and what it is about; a page at a time, newest first, from a row on."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from office import opening
from office.applications import worklist
from office.db import db
from office.documents import Document
from office.errors import Refused
from office.events import Event
from office.identity import one_line

PAGE = 50
LONGEST_NUMBER = 60
_PERSONAL = re.compile(r"[0-9]{16}")
Subjects = Mapping[str, Collection[int]]


class PersonalNumber(Refused):
    """A NIK or KK in the box for numbers of files and documents."""

    message = "NIK dan nomor KK tidak dicari di sini."
    next_step = "Pakai pencarian orang, dengan alasannya."


class NothingHasIt(Refused):
    """No file and no document has this number."""

    message = "Tidak ada permohonan atau surat dengan nomor ini."
    next_step = "Periksa lagi nomornya."


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what is empty doesn't narrow. `first` and `last` are local days, both included."""

    officer: int = 0
    kind: str = ""
    first: date | None = None
    last: date | None = None
    subjects: Subjects | None = field(default=None)


def file_with(typed: str) -> int:
    """The id of the application with this reference, or with a document of this number.

    Raises:
        PersonalNumber: it looks like a NIK or KK, which are looked for with a reason only.
        NothingHasIt: there is none.
    """
    number = one_line(typed, LONGEST_NUMBER)
    if _PERSONAL.search(re.sub(r"[\s.-]", "", number)) and not re.search(r"[A-Za-z/]", number):
        raise PersonalNumber()
    file = worklist.by_reference(number)
    if file is not None:
        return file.id
    found = db.session.scalar(sa.select(Document.application_id).where(Document.number == number)) if number else None
    if found is None:
        raise NothingHasIt()
    return found


def page(wanted: Wanted, *, before: int = 0, most: int = PAGE) -> tuple[list[Event], bool]:
    """The newest rows that fit, from below a row (`before`, its seq; 0: from the top), and whether there are more."""
    rules = _rules(wanted)
    if rules is None:
        return [], False
    if before:
        rules.append(Event.seq < before)
    rows = list(db.session.scalars(sa.select(Event).where(*rules).order_by(Event.seq.desc()).limit(most + 1)))
    return rows[:most], len(rows) > most


def count(subjects: Subjects) -> int:
    """How many rows are about these things."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Event).where(_about(subjects))) or 0


def _rules(wanted: Wanted) -> list[Any] | None:
    """The conditions; None when nothing can fit."""
    rules: list[Any] = []
    if wanted.officer:
        rules += [Event.actor_kind == "officer", Event.actor_id == wanted.officer]
    if wanted.kind:
        rules.append(Event.kind == wanted.kind)
    if wanted.subjects is not None:
        rules.append(_about(wanted.subjects))
    if wanted.first or wanted.last:
        within = _within(wanted)
        ends = db.session.execute(sa.select(sa.func.min(Event.seq), sa.func.max(Event.seq)).where(*within)).first()
        if ends is None or ends[0] is None:
            return None
        # Between these rows lie a few of other days only, where a clock was set; so the page walks along `seq` alone.
        rules += [Event.seq.between(ends[0], ends[1]), *within]
    return rules


def _within(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    midnight, rules = datetime.min.time(), []
    if wanted.first:
        rules.append(Event.at >= opening.instant(wanted.first, midnight))
    if wanted.last:
        rules.append(Event.at < opening.instant(wanted.last + timedelta(days=1), midnight))
    return rules


def _about(subjects: Subjects) -> sa.ColumnElement[bool]:
    each = [sa.and_(Event.subject == name, Event.subject_id.in_(list(ids))) for name, ids in subjects.items() if ids]
    return sa.or_(sa.false(), *each)
