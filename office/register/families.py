"""Families: one address, one number, one head, and the members in the order of the KK."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import db
from office.errors import NotFound
from office.identity import BadInput, read_kk
from office.register import changes, checks
from office.register.changes import Cause
from office.register.elements import FAMILY, FamilyColumns
from office.register.refusals import KkTaken, NotPossible
from office.register.residents import ALIVE, CONFIRMED, HEAD, OWN, Resident

ACTIVE, ENDED = "active", "ended"


class Family(FamilyColumns, db.Model):  # type: ignore[name-defined]
    """One family card. `kk` is empty until the national system has given a number; `origin` as for residents.

    A family ends when nobody of it is left; its rows stay for the history.
    """

    __tablename__ = "family"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(6), default=ACTIVE)
    issued_on: Mapped[date | None]
    origin: Mapped[str] = mapped_column(sa.String(9), default=OWN)
    confirmed_at: Mapped[datetime | None]
    added_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("kk"), sa.Index("ix_family_village_code", "village_code"))


def by_kk(kk: str) -> Family | None:
    """The family with this number of sixteen digits."""
    return db.session.scalar(sa.select(Family).where(Family.kk == kk)) if len(kk) == 16 and kk.isdigit() else None


def find(number: int) -> Family:
    """A family by id.

    Raises:
        NotFound: there is none.
    """
    family = db.session.get(Family, number)
    if family is None:
        raise NotFound()
    return family


def lock(family: Family) -> None:
    """Take a family for the rest of the transaction and read it anew, so that two changes of its members stand in line."""
    db.session.flush()
    db.session.refresh(family, with_for_update=True)


def members(family: Family) -> list[Resident]:
    """The living members who are here, as the KK lists them: head, spouse, children by age, then the others."""
    return _members(family, Resident.state == ALIVE)


def former_members(family: Family) -> list[Resident]:
    """Those who died or moved away as members of this family."""
    return _members(family, Resident.state != ALIVE)


def head_of(people: Sequence[Resident]) -> Resident | None:
    """The head among these members."""
    return next((person for person in people if person.shdk == HEAD), None)


def add(values: Mapping[str, Any], cause: Cause) -> Family:
    """Add a family with these elements of the head block, by code, still without members.

    Raises:
        KkTaken: another family has this number.
    """
    given = {each.code: values[each.code] for each in FAMILY if values.get(each.code)}
    if "kk" in given and by_kk(given["kk"]):
        raise KkTaken()
    family = Family(added_at=cause.at, **given)
    db.session.add(family)
    db.session.flush()
    changes.note(cause, family=family)
    return family


def put(family: Family, values: Mapping[str, Any], cause: Cause) -> None:
    """Change elements of the head block, each with its old value kept.

    Raises:
        KkTaken: another family has this number.
    """
    for element in FAMILY:
        if element.code in values:
            value = values[element.code] or (None if element.code == "kk" else "")
            if element.code == "kk" and value and value != family.kk and by_kk(value):
                raise KkTaken()
            changes.put(family, element.code, value, cause)
    db.session.flush()


def confirm_kk(family: Family, typed: str, cause: Cause, *, issued_on: date | None = None) -> None:
    """Take over the number that the national system gave or holds; from now on the family counts as confirmed there.

    Raises:
        KkTaken: another family has it.
        NotPossible: it isn't a KK number.
    """
    try:
        kk = str(read_kk(typed))
    except BadInput as wrong:
        raise NotPossible(wrong) from None
    put(family, {"kk": kk}, cause)
    changes.put(family, "origin", CONFIRMED, cause)
    family.confirmed_at, family.issued_on = cause.at, issued_on or family.issued_on
    db.session.flush()


def check(family: Family) -> None:
    """Refuse a family that isn't one: no head or several, parents in a circle.

    Raises:
        NotPossible: carries what is wrong.
    """
    for wrong in checks.of_family(members(family)):
        raise NotPossible(wrong)


def close_if_empty(family: Family, cause: Cause) -> bool:
    """End a family of which nobody is left; whether nobody is."""
    db.session.flush()
    if members(family):
        return False
    changes.put(family, "state", ENDED, cause)
    return True


def kk_facts(family: Family) -> dict[str, Any]:
    """A family as the document kk names its facts; a member's `marital` is a code of the six of `status_perkawinan_kk`."""
    people = members(family)
    head = head_of(people)
    place = {code: getattr(family, code) for code in ("address", "rt", "rw", "postal_code")}
    return {
        **place, "kk": family.kk or "", "village": family.village_code, "head_name": head.name if head else "",
        "members": [_member_facts(person) for person in people],
    }  # fmt: skip


def marital_on_kk(person: Resident) -> str:
    """The code of the KK's six marital states: the base code, and whether an akta or marriage book is recorded."""
    registered = person.has_marriage_record is not False
    divorced = person.has_divorce_record is not False
    return {"1": "1", "2": "2" if registered else "3", "3": "4" if divorced else "5", "4": "6"}.get(person.marital, "")


def _member_facts(person: Resident) -> dict[str, Any]:
    plain = ("name", "sex", "birth_place", "religion", "education", "occupation", "blood", "shdk", "citizenship")
    event = person.divorce_date if person.marital == "3" else person.marriage_date if person.marital == "2" else None
    return {code: getattr(person, code) for code in plain} | {
        "nik": person.nik or "", "birth_date": person.birth_date.isoformat(), "marital": marital_on_kk(person),
        "marital_date": event.isoformat() if event else "", "passport": person.passport, "permit": person.permit_number,
        "father": person.father_name, "mother": person.mother_name,
    }  # fmt: skip


def _members(family: Family, condition: sa.ColumnElement[bool]) -> list[Resident]:
    query = sa.select(Resident).where(Resident.family_id == family.id, condition)
    return sorted(db.session.scalars(query), key=lambda each: (int(each.shdk or 99), each.birth_date, each.id))
