"""Residents: every element of F-1.01, whose family they belong to, whether they live here, and who vouches for the data."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Optional

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from office import opening
from office.db import db
from office.errors import NotFound
from office.identity import BadInput, read_nik
from office.register import changes, checks, names
from office.register.changes import Cause
from office.register.elements import PERSON, PersonColumns
from office.register.refusals import NikTaken, NotPossible

if TYPE_CHECKING:
    from office.register.families import Family

ALIVE, DEAD, MOVED = "alive", "dead", "moved"
OWN, CONFIRMED = "own", "confirmed"
HEAD, HUSBAND, WIFE, CHILD = "1", "2", "3", "4"
ADULT = 17


class Resident(PersonColumns, db.Model):  # type: ignore[name-defined]
    """One person. `nik` is empty until the national system has given one; `family_id` stays when somebody dies or moves.

    `origin` says whether the data are the office's own or were confirmed in the national system, `confirmed_at` when.
    `ended_on` is the local day of a death or a move away, `moved_to` the region code or country and the address.
    """

    __tablename__ = "resident"
    id: Mapped[int] = mapped_column(primary_key=True)
    family_id: Mapped[int | None] = mapped_column(sa.ForeignKey("family.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(5), default=ALIVE)
    ended_on: Mapped[date | None]
    moved_to: Mapped[str] = mapped_column(sa.String(300), default="")
    origin: Mapped[str] = mapped_column(sa.String(9), default=OWN)
    confirmed_at: Mapped[datetime | None]
    added_at: Mapped[datetime]
    family: Mapped[Optional["Family"]] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("nik"),
        sa.Index("ix_resident_birth_date", "birth_date"),
        sa.Index("ix_resident_mother_nik", "mother_nik"),
        sa.Index("ix_resident_father_nik", "father_nik"),
    )

    def age(self, on: date) -> int:
        """Whole years on a day; who was born on 29 February is a year older on 1 March of a common year."""
        return years_between(self.birth_date, on)

    @property
    def ever_married(self) -> bool:
        """Married, divorced or widowed."""
        return self.marital in ("2", "3", "4")


def years_between(born: date, on: date) -> int:
    """Whole years between two days."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def by_nik(nik: str) -> Resident | None:
    """The resident with this NIK of sixteen digits, in whatever state."""
    return db.session.scalar(sa.select(Resident).where(Resident.nik == nik)) if _sixteen(nik) else None


def by_niks(niks: Iterable[str]) -> dict[str, Resident]:
    """The residents with these NIKs, by NIK."""
    wanted = {nik for nik in niks if _sixteen(nik)}
    found = db.session.scalars(sa.select(Resident).where(Resident.nik.in_(wanted))) if wanted else ()
    return {resident.nik: resident for resident in found if resident.nik}


def find(number: int) -> Resident:
    """A resident by id.

    Raises:
        NotFound: there is none.
    """
    resident = db.session.get(Resident, number)
    if resident is None:
        raise NotFound()
    return resident


def children_of(resident: Resident) -> list[Resident]:
    """Those who name this resident as mother or father, eldest first."""
    if not resident.nik:
        return []
    parent = sa.or_(Resident.mother_nik == resident.nik, Resident.father_nik == resident.nik)
    return list(db.session.scalars(sa.select(Resident).where(parent).order_by(Resident.birth_date, Resident.id)))


def parents_of(resident: Resident) -> list[Resident]:
    """The mother and the father, as far as the register holds them."""
    found = by_niks((resident.mother_nik, resident.father_nik))
    return [found[nik] for nik in (resident.mother_nik, resident.father_nik) if nik in found]


def add(family: Optional["Family"], values: Mapping[str, Any], cause: Cause) -> Resident:
    """Add a resident with these elements, by code, to a family or to none.

    Raises:
        NikTaken: somebody has this NIK.
        NotPossible: an element is missing or contradicts another, or a parent isn't older.
    """
    given = {element.code: values[element.code] for element in PERSON if values.get(element.code) is not None}
    given["nik"] = given.get("nik") or None
    check(given, on=opening.local_day(cause.at))
    if given["nik"] and by_nik(given["nik"]):
        raise NikTaken()
    resident = Resident(added_at=cause.at, family_id=family.id if family else None, **given)
    db.session.add(resident)
    db.session.flush()
    check_parents(resident)
    names.index(resident.id, resident.name)
    changes.note(cause, resident=resident, family=family)
    return resident


def put(resident: Resident, element: str, value: Any, cause: Cause) -> bool:
    """Set one element, keeping its old value in the history; whether it changed. Refuses as `put_all` does."""
    return put_all(resident, {element: value}, cause)


def put_all(resident: Resident, values: Mapping[str, Any], cause: Cause) -> bool:
    """Set elements together, keeping each old value in the history; whether any changed.

    Raises:
        NikTaken: somebody else has this NIK.
        NotPossible: an element contradicts another one, or a parent isn't older.
    """
    nik = values.get("nik")
    if nik and nik != resident.nik and by_nik(nik):
        raise NikTaken()
    changed = {code for code, value in values.items() if changes.put(resident, code, value, cause)}
    if changed:
        check({each.code: getattr(resident, each.code) for each in PERSON}, on=opening.local_day(cause.at))
    if changed & {"nik", "mother_nik", "father_nik", "birth_date"}:
        db.session.flush()
        check_parents(resident)
    if "name" in changed:
        names.index(resident.id, resident.name)
    return bool(changed)


def confirm_nik(resident: Resident, typed: str, cause: Cause) -> None:
    """Take over the NIK that the national system gave or holds; from now on the data count as confirmed there.

    Raises:
        NikTaken: another resident has it.
        NotPossible: it is not a NIK, or a parent with this NIK would be younger than the child.
    """
    try:
        nik = str(read_nik(typed))
    except BadInput as wrong:
        raise NotPossible(wrong) from None
    put(resident, "nik", nik, cause)
    changes.put(resident, "origin", CONFIRMED, cause)
    resident.confirmed_at = cause.at
    db.session.flush()


def check(values: Mapping[str, Any], *, on: date) -> None:
    """Refuse elements that can't be true together on this local day.

    Raises:
        NotPossible: carries the first thing that is wrong.
    """
    for _element, wrong in checks.of_person(values, on=on):
        raise NotPossible(wrong)


def check_parents(resident: Resident) -> None:
    """Refuse a parent who isn't older than the child, in both directions, which also rules every circle out.

    Raises:
        NotPossible: a parent or a child that the register holds was born on the wrong side.
    """
    if any(parent.birth_date >= resident.birth_date for parent in parents_of(resident)):
        raise NotPossible(checks.parent_younger())
    if any(child.birth_date <= resident.birth_date for child in children_of(resident)):
        raise NotPossible(checks.parent_younger())


def facts(resident: Resident) -> dict[str, Any]:
    """A resident as the documents biodata-wni and suket name the elements: codes as codes, dates as ISO text."""
    family = resident.family
    plain = {code: getattr(resident, code) for code in _AS_THEY_ARE}
    place = {code: getattr(family, code, "") if family else "" for code in ("kk", "address", "rt", "rw")}
    return {
        **plain, **place, "nik": resident.nik or "", "kk": place["kk"] or "", "birth_date": resident.birth_date.isoformat(),
        "village": family.village_code if family else "",
    }  # fmt: skip


_AS_THEY_ARE = (
    "name", "sex", "birth_place", "blood", "religion", "marital", "shdk", "education", "occupation", "mother_name",
    "mother_nik", "father_name", "father_nik", "birth_number",
)  # fmt: skip


def _sixteen(text: str) -> bool:
    return len(text) == 16 and text.isascii() and text.isdigit()
