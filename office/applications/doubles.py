"""Whether what an application asks to register may have been registered, or reported, before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from office.applications import results
from office.applications.states import APPROVED, CHECKED, READY, RETURNED, SUBMITTED, Application, answers_of
from office.db import db
from office.register import duplicates, residents
from office.register.duplicates import Filed, Suspicion

OPEN = (SUBMITTED, RETURNED, CHECKED, APPROVED, READY)
# Of one mother or one deceased there are few; only a report without a NIK is held against every other of those days.
MOST = 500
# What is laid side by side, by effect.
COMPARED = {
    "birth": ("name", "birth_date", "mother_name", "mother_nik"), "death": ("name", "nik", "death_date"),
}  # fmt: skip


@dataclass(frozen=True)
class Double:
    """A suspicion with both records: `mine` and `other` hold the same facts by name."""

    suspicion: Suspicion
    mine: Mapping[str, Any]
    other: Mapping[str, Any]


def of(application: Application) -> list[Double]:
    """The suspicions about this application, over the register and the open applications of the same service."""
    found = results.effect(application.service, answers_of(application), {})
    if found is None or found[0] not in COMPARED:
        return []
    kind, values = found
    filed = list(_open(application, *found))
    given = {each.reference: each.values for each in filed}
    names = COMPARED[kind]
    return [
        Double(suspicion, _facts(values, names), _facts(given.get(suspicion.reference) or _known(suspicion), names))
        for suspicion in duplicates.of(kind, values, among=filed)
    ]


def key(application: Application) -> tuple[str, date | None]:
    """By what this application is found when another is compared with the open ones; ('', None) when none is."""
    found = results.effect(application.service, answers_of(application), {})
    return duplicates.key(*found) if found and found[0] in COMPARED else ("", None)


def _open(application: Application, kind: str, values: Mapping[str, Any]) -> Iterator[Filed]:
    others = sa.select(Application).where(
        Application.service_code == application.service_code,
        Application.state.in_(OPEN),
        Application.id != application.id,
        _may_be_the_same(kind, values),
    )
    newest = others.order_by(Application.id.desc()).limit(MOST).options(selectinload(Application.all_steps))
    for other in db.session.scalars(newest):
        found = results.effect(other.service, answers_of(other), {})
        if found:
            yield Filed(other.reference, found[1])


def _may_be_the_same(kind: str, values: Mapping[str, Any]) -> sa.ColumnElement[bool]:
    """The same person by NIK; where one of the two gave none, whatever happened on days that fit. Older rows have no key."""
    who, on = duplicates.key(kind, values)
    unkeyed = Application.double_who.is_(None)
    if on is None:
        return sa.or_(unkeyed, Application.double_who == who)
    near = Application.double_on.between(on - duplicates.span(kind), on + duplicates.span(kind))
    return (
        sa.or_(unkeyed, Application.double_who == who, near & (Application.double_who == "")) if who else unkeyed | near
    )


def _known(suspicion: Suspicion) -> Mapping[str, Any]:
    person = residents.find(suspicion.resident_id) if suspicion.resident_id else None
    if person is None:
        return {}
    return {"name": person.name, "nik": person.nik, "birth_date": person.birth_date, "mother_name": person.mother_name,
            "mother_nik": person.mother_nik, "death_date": person.ended_on}  # fmt: skip


def _facts(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values.get(name) for name in names}
