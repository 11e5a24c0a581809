"""An import up to its preview: staged part by part in short transactions, then compared with itself and with the register.

with transaction(): job = importing.begin(...)
for part in importing.parts(file, on=day):
    with transaction(): importing.keep(job, part)
with transaction(): importing.compare(job)      # now it is READY or BAD
with transaction(): taking.take_over(job, ...)  # everything at once, or nothing
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any, BinaryIO

import sqlalchemy as sa

from office.db import change_row, changed_rows, db
from office.errors import NotFound
from office.events import Actor, record
from office.identity import BadInput
from office.identity.bad_input import N_
from office.regions import VILLAGE, Region
from office.register import checks, comparing, names
from office.register.csv_lines import Line, lines_of
from office.register.staging import (
    BAD,
    DROPPED,
    READING,
    READY,
    TAKEN,
    ImportTrouble,
    RegisterImport,
    StagedResident,
    StagedWord,
)

PART = 2_000
SHOWN = 100
ABANDONED = timedelta(days=1)

_VILLAGE = N_("Kode kelurahan ini tidak dikenal.")


def begin(*, origin: str, by: Actor, at: datetime) -> RegisterImport:
    """Open an import; `origin` is own or confirmed."""
    job = RegisterImport(origin=origin, actor_kind=by.kind, actor_id=by.id, started_at=at)
    db.session.add(job)
    db.session.flush()
    return job


def parts(file: BinaryIO, *, on: date) -> Iterator[tuple[Line, ...]]:
    """The lines of a CSV file, some thousands at a time.

    Raises:
        BadFile: see csv_lines; parts before it may have been given.
    """
    lines = lines_of(file, on=on)
    while part := tuple(islice(lines, PART)):
        yield part


def keep(job: RegisterImport, lines: Iterable[Line]) -> None:
    """Stage some lines, with the words of their names, and note what is wrong with the others."""
    lines = list(lines)
    _check_villages(lines)
    good = [line for line in lines if not line.wrong]
    if good:
        rows = [line.values | {"import_id": job.id, "line": line.number} for line in good]
        db.session.execute(sa.insert(StagedResident.__table__), rows)
        _keep_words(job, good)
    comparing.trouble(job.id, (
        (line.number, column, wrong, str(line.values.get("kk") or "")) for line in lines for column, wrong in line.wrong
    ))  # fmt: skip
    job.rows += len(lines)


def _look_at_each(job: RegisterImport) -> None:
    comparing.count_anew(StagedResident)
    comparing.doubled(job.id)


def _look_at_parents(job: RegisterImport) -> None:
    comparing.parents(job.id)


def _look_at_the_register(job: RegisterImport) -> None:
    comparing.beside_the_register(job.id)


def _conclude(job: RegisterImport) -> None:
    job.new_residents, job.changed_residents, job.new_families = comparing.counts(job.id)
    lines = sa.select(sa.func.count(sa.distinct(ImportTrouble.line))).where(ImportTrouble.import_id == job.id)
    job.bad_rows = db.session.scalar(lines) or 0
    job.state = BAD if job.bad_rows else READY


def find(number: int) -> RegisterImport:
    """An import by id.

    Raises:
        NotFound: there is none.
    """
    job = db.session.get(RegisterImport, number)
    if job is None:
        raise NotFound()
    return job


def latest(count: int = 10) -> list[RegisterImport]:
    """The latest imports, newest first."""
    return list(db.session.scalars(sa.select(RegisterImport).order_by(RegisterImport.id.desc()).limit(count)))


def troubles(job: RegisterImport, most: int | None = SHOWN) -> list[ImportTrouble]:
    """What is wrong, by line; all of it with `most` None."""
    query = sa.select(ImportTrouble).where(ImportTrouble.import_id == job.id)
    return list(db.session.scalars(query.order_by(ImportTrouble.line, ImportTrouble.id).limit(most)))


def drop(job: RegisterImport, *, by: Actor, at: datetime) -> None:
    """Give an import up; `clear` then removes its rows.

    Raises:
        Conflict: it was taken over or given up already.
    """
    change_row(job, RegisterImport.state.in_((READING, READY, BAD)), state=DROPPED, ended_at=at)
    record("register.import_dropped", "register_import", job.id, by=by, at=at, rows=job.rows)


def drop_if_open(job: RegisterImport, *, by: Actor, at: datetime) -> None:
    """Give an import up unless it has ended."""
    if job.state in (READING, READY, BAD):
        drop(job, by=by, at=at)


def clear(job: RegisterImport, most: int = 20_000) -> bool:
    """Remove staged rows of an import that has ended, so many at a time; whether some are left."""
    if job.state not in (TAKEN, DROPPED):
        return False
    left = False
    for table in (StagedWord, StagedResident):
        lines = sa.select(table.line).where(table.import_id == job.id).order_by(table.line).limit(most)
        last = db.session.scalar(sa.select(sa.func.max(lines.subquery().c.line)))
        if last is not None:
            changed_rows(sa.delete(table).where(table.import_id == job.id, table.line <= last))
            left = True
    return left


def abandoned(*, at: datetime) -> list[RegisterImport]:
    """Imports that nobody finished for a day, and ended ones with rows left: staged people are personal data too."""
    old = sa.and_(RegisterImport.state.in_((READING, READY, BAD)), RegisterImport.started_at < at - ABANDONED)
    rows = sa.exists().where(StagedResident.import_id == RegisterImport.id)
    left = sa.and_(RegisterImport.state.in_((TAKEN, DROPPED)), rows)
    return list(db.session.scalars(sa.select(RegisterImport).where(sa.or_(old, left))))


def _keep_words(job: RegisterImport, good: list[Line]) -> None:
    words = {line.number: names.words_of(line.values["name"]) for line in good}
    known = names.ids_of(word for each in words.values() for word in each)
    rows = [
        {"import_id": job.id, "line": number, "word_id": word_id}
        for number, each in words.items()
        for word_id in {known[word] for word in each}
    ]
    if rows:
        db.session.execute(sa.insert(StagedWord.__table__), rows)


def _check_villages(lines: list[Line]) -> None:
    codes = {line.values["village_code"] for line in lines if line.values.get("village_code")}
    known = set(db.session.scalars(sa.select(Region.code).where(Region.code.in_(codes), Region.level == VILLAGE)))
    for line in lines:
        code = line.values.get("village_code")
        if code and code not in known:
            line.wrong.append(("kode_kelurahan", BadInput("village", _VILLAGE)))


def _check_families(job: RegisterImport) -> None:
    """Walk through the staged rows family by family; families with a bad line already are left out."""
    bad = set(db.session.scalars(sa.select(ImportTrouble.kk).where(ImportTrouble.import_id == job.id).distinct()))
    wanted = ("kk", "line", "nik", "shdk", "birth_date", "mother_nik", "father_nik", "address", "village_code")
    columns = [StagedResident.__table__.c[name] for name in wanted]
    query = (
        sa.select(*columns).where(StagedResident.import_id == job.id).order_by(StagedResident.kk, StagedResident.line)
    )
    found: list[tuple[int, str, BadInput, str]] = []
    rows: Any = db.session.execute(query.execution_options(yield_per=5_000))
    for kk, family in groupby(rows, key=lambda row: row.kk):
        members = list(family)
        wrong = [] if kk in bad else [*checks.of_family(members), *comparing.one_address(members)]
        found += [(members[0].line, "no_kk", each, kk) for each in wrong if each.code != "nik_twice"]
    comparing.trouble(job.id, found)


# The staged rows beside each other and beside the register: doubled NIKs, broken families, parents, who is new. Each look has
# a short transaction of its own, so that the office goes on writing. After the last the import is READY, or BAD when any row
# has trouble: then nothing of it can be taken over.
LOOKS: tuple[Callable[[RegisterImport], None], ...] = (
    _look_at_each, _check_families, _look_at_parents, _look_at_the_register, _conclude,
)  # fmt: skip
