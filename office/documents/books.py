"""The register books: every number of one type and year in its order, those that were voided or never used included.

There is a book for each type letters of an akta, and one agenda for all letters.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from office.db import db
from office.documents.kinds import AKTA, KINDS, LETTER
from office.documents.states import ACTIVE, REVOKED, SUPERSEDED, Document
from office.numbers import Counter

AGENDA = "agenda"
SERIES = re.compile(r"(?:[^-/]+-([A-Z]{2})-|([A-Z]{2,10})/[^-/]+/)([0-9]{2})([0-9]{2})([0-9]{4})")
ISSUED, VOID, MAKING, GAP = "issued", "void", "making", "gap"
_SHAPES = {shape: [code for code, kind in KINDS.items() if kind.shape == shape] for shape in (AKTA, LETTER)}


@dataclass(frozen=True)
class Book:
    """A book of one year: `letters` are an akta's type letters, or `agenda`; `kinds` and `types` what stands in it."""

    letters: str
    year: int
    kinds: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True, order=True)
class Entry:
    """One number: its day, its series, its place in the series, and the document that has it; None for a gap."""

    day: date
    series: str
    serial: int
    number: str
    document_id: int | None


def books() -> list[Book]:
    """The books that have something in them, newest year first, the agenda of a year behind its registers."""
    day = sa.func.min(Document.issued_on), sa.func.max(Document.issued_on)
    query = sa.select(Document.number_type, Document.kind, *day).where(*_numbered(AKTA, LETTER))
    found: dict[tuple[int, bool, str], set[tuple[str, str]]] = {}
    for letters, kind, first, last in db.session.execute(query.group_by(Document.number_type, Document.kind)):
        agenda = KINDS[kind].shape == LETTER
        for year in range(first.year, last.year + 1) if first and last else ():
            found.setdefault((-year, agenda, AGENDA if agenda else letters), set()).add((kind, letters))
    return [_book(letters, -year, what) for (year, _, letters), what in sorted(found.items())]


def find(letters: str, year: int) -> Book | None:
    """One of `books`."""
    return next((book for book in books() if (book.letters, book.year) == (letters, year)), None)


def entries(book: Book) -> list[Entry]:
    """Every number of a book in its order, with those that its counters gave and no document has.

    A number from the national system's PDF has no counter here, so nothing is missing before it.
    """
    shape = LETTER if book.letters == AGENDA else AKTA
    these = Document.number_type.in_(book.types), Document.kind.in_(book.kinds), Document.number.is_not(None)
    year = Document.issued_on.between(date(book.year, 1, 1), date(book.year, 12, 31))
    query = sa.select(Document.id, Document.number, Document.issued_on).where(*these, year)
    there = [_entry(row_id, number, day) for row_id, number, day in db.session.execute(query) if number and day]
    return sorted([*there, *_gaps(book, shape, {entry.number for entry in there})])


def documents_of(entries: Sequence[Entry]) -> dict[int, Document]:
    """The documents of some entries, by id."""
    ids = [entry.document_id for entry in entries if entry.document_id]
    found: dict[int, Document] = {}
    for at in range(0, len(ids), 500):  # SQLite takes 32,766 values at most
        part = sa.select(Document).where(Document.id.in_(ids[at : at + 500]))
        found |= {document.id: document for document in db.session.scalars(part)}
    return found


def standing(document: Document | None) -> str:
    """How an entry stands: issued, void, in the making, or a gap."""
    if document is None:
        return GAP
    if document.state in (SUPERSEDED, REVOKED):
        return VOID
    return ISSUED if document.state == ACTIVE else MAKING


def _numbered(*shapes: str) -> tuple[sa.ColumnElement[bool], ...]:
    kinds = [kind for shape in shapes for kind in _SHAPES[shape]]
    return Document.number.is_not(None), Document.issued_on.is_not(None), Document.kind.in_(kinds)


def _book(letters: str, year: int, what: Iterable[tuple[str, str]]) -> Book:
    kinds, types = zip(*sorted(what), strict=True)
    return Book(letters, year, tuple(dict.fromkeys(kinds)), tuple(sorted(set(types))))


def _entry(document_id: int, number: str, day: date) -> Entry:
    series, _, serial = number.rpartition("/" if "/" in number else "-")
    return Entry(day, series, int(serial), number, document_id)


def _gaps(book: Book, shape: str, known: set[str]) -> Iterator[Entry]:
    pattern = f"%/%/____{book.year}" if shape == LETTER else f"%-{book.letters}-____{book.year}"
    rows = db.session.execute(sa.select(Counter.series, Counter.value).where(Counter.series.like(pattern)))
    for series, given in rows:
        found = SERIES.fullmatch(series)
        if found is None:
            continue
        day = date(int(found[5]), int(found[4]), int(found[3]))
        join = "/" if shape == LETTER else "-"
        for serial in range(1, given + 1):
            number = f"{series}{join}{serial:04d}"
            if number not in known:
                yield Entry(day, series, serial, number, None)
