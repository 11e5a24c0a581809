"""An import taken over: every staged row at once, in the caller's one transaction, and all of it or nothing."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from office.db import changed_rows, db
from office.errors import Conflict
from office.events import Actor, record
from office.register import changes, comparing, families, names
from office.register.changes import Cause, RegisterChange
from office.register.elements import FAMILY, PERSON
from office.register.families import ACTIVE, Family
from office.register.names import NameDeletion, NameWord, ResidentWord
from office.register.residents import ALIVE, CONFIRMED, HEAD, Resident
from office.register.staging import CHANGED, NEW, READY, TAKEN, RegisterImport, StagedResident, StagedWord

WHAT = "import"
AT_ONCE = 1_000
_PERSON = [each.code for each in PERSON]
_FAMILY = [each.code for each in FAMILY]
_MAKE_UP = frozenset({"shdk", "birth_date", "mother_nik", "father_nik"})
_staged = StagedResident.__table__.c


def take_over(job: RegisterImport, *, by: Actor, at: datetime) -> None:
    """Put every row of a READY import into the register, with its history.

    Raises:
        Conflict: it isn't ready, was taken already, or the register has moved on since the preview.
    """
    if changed_rows(_ready(job).values(state=TAKEN, ended_at=at)) != 1:
        raise Conflict()
    db.session.refresh(job)
    if not _still_true(job):
        raise Conflict()
    cause = Cause(WHAT, by, at)
    comparing.count_anew(StagedWord)
    _add_families(job, cause)
    comparing.count_anew(Family)
    _add_residents(job, cause)
    _change_residents(job, cause)
    comparing.count_anew(Family, Resident, NameWord, NameDeletion, ResidentWord, RegisterChange)
    record("register.imported", "register_import", job.id, by=by, at=at, rows=job.rows, new=job.new_residents,
           changed=job.changed_residents, families=job.new_families)  # fmt: skip


def _ready(job: RegisterImport) -> sa.Update:
    return sa.update(RegisterImport).where(RegisterImport.id == job.id, RegisterImport.state == READY)


def _still_true(job: RegisterImport) -> bool:
    """Whether the register still has none of the new people and families; what is changed row by row is checked there."""
    new = sa.and_(_staged.import_id == job.id, _staged.verdict == NEW)
    taken = (
        sa.select(sa.func.count()).select_from(StagedResident).join(Resident, Resident.nik == _staged.nik).where(new)
    )
    return not db.session.scalar(taken) and comparing.counts(job.id)[2] == job.new_families


def _add_families(job: RegisterImport, cause: Cause) -> None:
    facts = {"state": ACTIVE, **_vouched(job, cause)}
    heads = sa.select(*(_staged[code] for code in _FAMILY), *_literals(facts, Family))
    heads = heads.where(_staged.import_id == job.id, _staged.shdk == HEAD, ~comparing.known_family(StagedResident))
    begun = _highest(Family)
    db.session.execute(sa.insert(Family).from_select([*_FAMILY, *facts], heads, include_defaults=False))
    _note_added(Family, begun, cause)


def _add_residents(job: RegisterImport, cause: Cause) -> None:
    facts = {"state": ALIVE, "moved_to": "", **_vouched(job, cause)}
    rows = sa.select(*(_staged[code] for code in _PERSON), Family.id, *_literals(facts, Resident))
    rows = rows.join_from(StagedResident, Family, Family.kk == _staged.kk)
    rows = rows.where(_staged.import_id == job.id, _staged.verdict == NEW).order_by(_staged.line)
    begun = _highest(Resident)
    db.session.execute(sa.insert(Resident).from_select([*_PERSON, "family_id", *facts], rows, include_defaults=False))
    words = sa.select(Resident.id, StagedWord.word_id).join_from(StagedWord, StagedResident, sa.and_(
        _staged.import_id == StagedWord.import_id, _staged.line == StagedWord.line
    ))  # fmt: skip
    words = words.join(Resident, Resident.nik == _staged.nik)
    words = words.where(StagedWord.import_id == job.id, _staged.verdict == NEW)
    db.session.execute(sa.insert(ResidentWord).from_select(["resident_id", "word_id"], words, include_defaults=False))
    _note_added(Resident, begun, cause)


def _change_residents(job: RegisterImport, cause: Cause) -> None:
    """Row by row, since each old value is kept; what can't be was refused at the preview."""
    query = (
        sa.select(StagedResident).where(_staged.import_id == job.id, _staged.verdict == CHANGED).order_by(_staged.line)
    )
    rows, touched = list(db.session.scalars(query)), set[int]()
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        people = {each.id: each for each in _all(Resident, Resident.id, [row.resident_id for row in some])}
        homes = {each.kk: each for each in _all(Family, Family.kk, [row.kk for row in some])}
        for row in some:
            person, family = people.get(row.resident_id or 0), homes.get(row.kk)
            if person is None or family is None or person.state != ALIVE:
                raise Conflict()
            before = {family.id, person.family_id or family.id}
            touched |= before if _change(person, family, row, job, cause) else set()
        db.session.flush()
    for number in touched:
        family = families.find(number)
        if not families.close_if_empty(family, cause):
            families.check(family)


def _change(person: Resident, family: Family, row: StagedResident, job: RegisterImport, cause: Cause) -> bool:
    """Change what differs; whether the make-up of a family may have changed with it."""
    changed = {code for code in _PERSON if changes.put(person, code, getattr(row, code), cause)}
    if "name" in changed:
        names.index(person.id, person.name)
    moved = changes.put(person, "family_id", family.id, cause)
    if row.shdk == HEAD:
        families.put(family, {code: getattr(row, code) for code in _FAMILY}, cause)
    if job.origin == CONFIRMED:
        person.origin, person.confirmed_at = CONFIRMED, cause.at
    return moved or bool(changed & _MAKE_UP)


def _all(table: Any, column: Any, wanted: list[Any]) -> list[Any]:
    return list(db.session.scalars(sa.select(table).where(column.in_(wanted))))


def _vouched(job: RegisterImport, cause: Cause) -> dict[str, Any]:
    confirmed = cause.at if job.origin == CONFIRMED else None
    return {"origin": job.origin, "confirmed_at": confirmed, "added_at": cause.at}


def _literals(facts: dict[str, Any], table: Any) -> list[sa.ColumnElement[Any]]:
    columns = table.__table__.c
    return [sa.literal(value, columns[name].type).label(name) for name, value in facts.items()]


def _highest(table: Any) -> int:
    return db.session.scalar(sa.select(sa.func.max(table.id))) or 0


def _note_added(table: type[Family] | type[Resident], begun: int, cause: Cause) -> None:
    """One row of history for each thing that was just added."""
    own = "family_id" if table is Family else "resident_id"
    facts = {"what": cause.what, "element": "", "old": "", "new": "", "actor_kind": cause.by.kind,
             "actor_id": cause.by.id, "at": cause.at}  # fmt: skip
    ids = [table.id.label(own)] + ([Resident.family_id] if table is Resident else [])
    rows = sa.select(*ids, *_literals(facts, RegisterChange)).where(table.id > begun)
    names = [own] + (["family_id"] if table is Resident else [])
    db.session.execute(sa.insert(RegisterChange).from_select([*names, *facts], rows, include_defaults=False))
