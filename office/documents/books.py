"""The register books: every number of one type and year in its order, those that were voided or never used included.

There is a book for each type letters of an akta, and one agenda for all letters.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from office.db import db
from office.documents import numbering
from office.documents.kinds import AKTA, KINDS, LETTER
from office.documents.numbering import Form
from office.documents.states import ACTIVE, REVOKED, SUPERSEDED, Document
from office.documents.voided import VoidedNumber
from office.numbers import Counter
from office.wordings import gaps

Forms = Sequence[tuple[Form, re.Pattern[str]]]
AGENDA = "agenda"
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
    """One number: its day, its series, its place in the series, and the document that has it; None for a gap.

    `void` is why it was voided, `kind` and `type` what a number without a document was for.
    """

    day: date
    series: str
    serial: int
    number: str
    document_id: int | None = field(compare=False)
    void: str = field(default="", compare=False)
    kind: str = field(default="", compare=False)
    type: str = field(default="", compare=False)


def books() -> list[Book]:
    """The books that have something in them, newest year first, the agenda of a year behind its registers."""
    day = sa.func.min(Document.issued_on), sa.func.max(Document.issued_on)
    query = sa.select(Document.number_type, Document.kind, *day).where(*_numbered(AKTA, LETTER))
    found: dict[tuple[int, bool, str], set[tuple[str, str]]] = {}
    days = sa.func.min(VoidedNumber.day), sa.func.max(VoidedNumber.day)
    voided = sa.select(VoidedNumber.type, VoidedNumber.kind, *days).group_by(VoidedNumber.type, VoidedNumber.kind)
    rows = [*db.session.execute(query.group_by(Document.number_type, Document.kind)), *db.session.execute(voided)]
    for letters, kind, first, last in rows:
        agenda = KINDS[kind].shape == LETTER
        for year in range(first.year, last.year + 1) if first and last else ():
            found.setdefault((-year, agenda, AGENDA if agenda else letters), set()).add((kind, letters))
    return [_book(letters, -year, what) for (year, _, letters), what in sorted(found.items())]


def find(letters: str, year: int) -> Book | None:
    """One of `books`."""
    return next((book for book in books() if (book.letters, book.year) == (letters, year)), None)


def entries(book: Book) -> list[Entry]:
    """Every number of a book in its order, with the voided ones and those that its counters gave and no document has.

    A number from the national system's PDF has no counter here, so nothing is missing before it.
    """
    forms = [(form, numbering.reader(form)) for form in numbering.once(book.kinds, book.types)]
    these = Document.number_type.in_(book.types), Document.kind.in_(book.kinds), Document.number.is_not(None)
    year = date(book.year, 1, 1), date(book.year, 12, 31)
    query = sa.select(Document.id, Document.number, Document.issued_on).where(*these, Document.issued_on.between(*year))
    there = [Entry(day, *_split(number, forms), number, row_id)
             for row_id, number, day in db.session.execute(query) if number and day]  # fmt: skip
    there += _voided(book, year, forms)
    return sorted([*there, *_gaps(book, forms, {entry.number for entry in there})])


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


def _split(number: str, forms: Forms) -> tuple[str, int]:
    """The series of a number and its place in it; one of a form that nobody knows stands for itself."""
    for _form, reader in forms:
        found = reader.fullmatch(number)
        if found:
            return f"{number[: found.start('nomor')]}#{number[found.end('nomor') :]}", int(found["nomor"])
    return number, 0


def _voided(book: Book, year: tuple[date, date], forms: Forms) -> list[Entry]:
    these = VoidedNumber.type.in_(book.types), VoidedNumber.kind.in_(book.kinds), VoidedNumber.day.between(*year)
    rows = db.session.scalars(sa.select(VoidedNumber).where(*these))
    return [
        Entry(row.day, *_split(row.number, forms), row.number, None, row.reason, row.kind, row.type) for row in rows
    ]


def _gaps(book: Book, forms: Forms, known: set[str]) -> Iterator[Entry]:
    seen = set(known)
    for form, reader in forms:
        rows = db.session.execute(sa.select(Counter.series, Counter.value).where(Counter.series.like(_like(form, book.year))))
        for series, given in rows:
            head, number_ends = _whole(form, series)
            for serial in range(1, given + 1):
                number = f"{head}{serial:04d}{number_ends}"
                found = reader.fullmatch(number)
                if found and number not in seen and (day := _day(found.groupdict(), book.year)):
                    seen.add(number)
                    yield Entry(day, f"{head}#{number_ends}", serial, number, None, kind=form.kind, type=form.type)


def _like(form: Form, year: int) -> str:
    """The counters of a form in one year, as LIKE finds them; what it finds too much, the reader passes over."""
    parts = {"wilayah": "%", "huruf": form.letters, "hari": f"____{year}", "bulan": "__", "romawi": "%", "tahun": str(year),
             "nomor": "\0"}  # fmt: skip
    head, _, tail = gaps.fill(form.pattern, parts).partition("\0")
    return numbering.series(head, tail)


def _whole(form: Form, series: str) -> tuple[str, str]:
    """The two halves of a number again, from the name of its counter."""
    if "#" in series:
        head, _, tail = series.partition("#")
        return head, tail
    literal = form.pattern.partition("{nomor}")[0]
    return series + literal[len(literal.rstrip("-/.")) :], ""


def _day(found: dict[str, str | None], year: int) -> date | None:
    """The day of a number, or the first of its month or year; None when it is of another year or no day."""
    hari, bulan, romawi = found.get("hari"), found.get("bulan"), found.get("romawi")
    month = int(bulan) if bulan else numbering.ROMAN.index(romawi) + 1 if romawi in numbering.ROMAN else 1
    try:
        day = date(int(hari[4:]), int(hari[2:4]), int(hari[:2])) if hari else date(int(found["tahun"] or 0), month, 1)
    except ValueError:
        return None
    return day if day.year == year else None
