"""What an import's rows are beside each other and beside the register, asked of the database in whole sets."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from office.db import changed_rows, db
from office.identity import BadInput
from office.identity.bad_input import N_
from office.register import checks
from office.register.elements import FAMILY, PERSON
from office.register.families import Family
from office.register.residents import ALIVE, HEAD, Resident
from office.register.staging import CHANGED, NEW, SAME, ImportTrouble, StagedResident

Trouble = tuple[int, str, BadInput, str]  # line, column, what is wrong, KK

_ADDRESSES = N_("Alamat anggota dalam KK ini tidak sama.")
_GONE = N_("Orang ini tercatat meninggal atau pindah di register.")
_SECOND_HEAD = N_("KK ini sudah punya kepala keluarga lain di register.")
_BY_OTHER = aliased(StagedResident)


def trouble(import_id: int, found: Iterable[Trouble]) -> None:
    """Note what is wrong with some lines."""
    rows = [
        {"import_id": import_id, "line": line, "column": column, "sentence": wrong.sentence, "params": wrong.params, "kk": kk}
        for line, column, wrong, kk in found
    ]  # fmt: skip
    if rows:
        db.session.execute(sa.insert(ImportTrouble.__table__), rows)


def count_anew(*tables: Any) -> None:
    """Let PostgreSQL count tables that just grew: it would plan for a handful of rows and take hours."""
    if db.engine.dialect.name == "postgresql":
        for table in tables:
            db.session.execute(sa.text(f"ANALYZE {table.__tablename__}"))


def one_address(members: Sequence[Any]) -> list[BadInput]:
    """Members of one KK live at one address."""
    places = {(member.address, member.village_code) for member in members}
    return [BadInput("addresses", _ADDRESSES)] if len(places) > 1 else []


def doubled(import_id: int) -> None:
    """Note each line whose NIK stands on another line too."""
    staged = StagedResident
    twice = (
        sa.select(staged.nik).where(staged.import_id == import_id).group_by(staged.nik).having(sa.func.count() > 1)
    )  # fmt: skip
    query = sa.select(staged.line, staged.kk).where(staged.import_id == import_id, staged.nik.in_(twice))
    trouble(import_id, [(line, "nik", checks.doubled(), kk or "") for line, kk in db.session.execute(query)])


def parents(import_id: int) -> None:
    """Note each child whose parent, on another line or in the register, isn't older; this rules every circle out."""
    child = StagedResident
    for code in ("mother_nik", "father_nik"):
        for parent in (_BY_OTHER, Resident):
            here = parent.import_id == import_id if parent is _BY_OTHER else sa.true()
            younger = sa.and_(
                child.import_id == import_id, here, getattr(child, code) != "", parent.nik == getattr(child, code),
                parent.birth_date >= child.birth_date,
                parent.kk != child.kk if parent is _BY_OTHER else sa.true(),  # one KK was looked at already
            )  # fmt: skip
            query = sa.select(child.line, child.kk).select_from(sa.join(child, parent, younger))
            column = "nik_ibu" if code == "mother_nik" else "nik_ayah"
            trouble(
                import_id, [(line, column, checks.parent_younger(), kk or "") for line, kk in db.session.execute(query)]
            )
    _older_children(import_id)


def _older_children(import_id: int) -> None:
    """Note each parent in the file who isn't older than a child that only the register has."""
    staged = StagedResident
    in_file = sa.exists().where(_BY_OTHER.import_id == import_id, _BY_OTHER.nik == Resident.nik)
    named = sa.or_(Resident.mother_nik == staged.nik, Resident.father_nik == staged.nik)
    query = sa.select(staged.line, staged.kk).join(Resident, named).where(
        staged.import_id == import_id, staged.birth_date >= Resident.birth_date, ~in_file
    )  # fmt: skip
    trouble(
        import_id, [(line, "tgl_lahir", checks.parent_younger(), kk or "") for line, kk in db.session.execute(query)]
    )


def beside_the_register(import_id: int) -> None:
    """Find who is in the register already, whether anything differs, and what contradicts it."""
    staged = StagedResident.__table__.c
    mine = staged.import_id == import_id
    known = sa.select(Resident.id).where(Resident.nik == staged.nik).scalar_subquery()
    changed_rows(sa.update(StagedResident).where(mine).values(resident_id=known))
    changed_rows(sa.update(StagedResident).where(mine, staged.resident_id.is_not(None)).values(verdict=SAME))
    differs = (
        sa.select(Resident.id).outerjoin(Family, Family.id == Resident.family_id)
        .where(Resident.id == staged.resident_id, sa.or_(*_differences())).exists()
    )  # fmt: skip
    changed_rows(sa.update(StagedResident).where(mine, staged.verdict == SAME, differs).values(verdict=CHANGED))
    _note_gone(import_id)
    _note_second_heads(import_id)


def counts(import_id: int) -> tuple[int, int, int]:
    """How many residents are new, how many differ, and how many families are new."""
    mine = StagedResident.import_id == import_id
    fresh, other = (
        db.session.scalar(sa.select(sa.func.count()).select_from(StagedResident).where(mine, StagedResident.verdict == each))
        for each in (NEW, CHANGED)
    )  # fmt: skip
    families = sa.select(sa.func.count(sa.distinct(StagedResident.kk))).where(mine, ~known_family(StagedResident))
    return fresh or 0, other or 0, db.session.scalar(families) or 0


def known_family(staged: Any) -> sa.ColumnElement[bool]:
    """Whether the register has a family with the KK of the staged row."""
    return sa.exists().where(Family.kk == staged.kk)


def _differences() -> list[sa.ColumnElement[bool]]:
    staged = StagedResident.__table__.c
    person = [getattr(Resident, each.code).is_distinct_from(staged[each.code]) for each in PERSON]
    return person + [getattr(Family, each.code).is_distinct_from(staged[each.code]) for each in FAMILY]


def _note_gone(import_id: int) -> None:
    staged = StagedResident
    query = sa.select(staged.line, staged.kk).join(Resident, Resident.id == staged.resident_id)
    query = query.where(staged.import_id == import_id, Resident.state != ALIVE)
    trouble(import_id, [(line, "nik", BadInput("gone", _GONE), kk or "") for line, kk in db.session.execute(query)])


def _note_second_heads(import_id: int) -> None:
    """A staged head for a family whose head in the register isn't in the file (then the file would say what they are now)."""
    staged = StagedResident
    in_file = sa.exists().where(_BY_OTHER.import_id == import_id, _BY_OTHER.nik == Resident.nik)
    query = (
        sa.select(staged.line, staged.kk)
        .join(Family, Family.kk == staged.kk).join(Resident, Resident.family_id == Family.id)
        .where(staged.import_id == import_id, staged.shdk == HEAD, Resident.shdk == HEAD, Resident.state == ALIVE, ~in_file)
    )  # fmt: skip
    wrong = BadInput("second_head", _SECOND_HEAD)
    trouble(import_id, [(line, "shdk", wrong, kk or "") for line, kk in db.session.execute(query)])
