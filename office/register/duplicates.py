"""Whether a birth or a death may have been registered already: readable rules, over the register and over open applications.

Nothing is decided here. Each finding says why, and which record or application to lay beside it; an officer decides, and the
rules run once more at the moment of registering.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from office import codes
from office.db import db
from office.identity.bad_input import N_
from office.identity.letters import plain_digits
from office.register import residents
from office.register.names import alike
from office.register.residents import DEAD, Resident

BETWEEN_BIRTHS = 270  # days
WHOSE: Mapping[str, str] = MappingProxyType({"birth": "mother_nik", "death": "nik"})
WHEN: Mapping[str, str] = MappingProxyType({"birth": "birth_date", "death": "death_date"})

SAME_CHILD, CLOSE_BIRTH, SAME_DECEASED, DEAD_ALREADY = "same_child", "close_birth", "same_deceased", "dead_already"
SENTENCES: Mapping[str, str] = MappingProxyType({
    SAME_CHILD: N_("Nama, tanggal lahir dan ibunya sama: mungkin anak yang sama."),
    CLOSE_BIRTH: N_("Ibu yang sama melahirkan anak lain %(days)s hari sebelum atau sesudahnya."),
    SAME_DECEASED: N_("Nama dan tanggal meninggal sama: mungkin orang yang sama."),
    DEAD_ALREADY: N_("Kematian orang dengan NIK ini sudah dicatat atau dilaporkan."),
})  # fmt: skip


@dataclass(frozen=True)
class Filed:
    """Another open application with an effect of the same kind: its reference and the effect's values."""

    reference: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Suspicion:
    """A possible duplicate: a code and its sentence (a msgid with `params`), and the other record or application."""

    code: str
    resident_id: int | None = None
    reference: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Why it may be the same, for people."""
        return SENTENCES[self.code]


def of(
    kind: str, values: Mapping[str, Any], *, among: Iterable[Filed] = (), besides: int | None = None
) -> list[Suspicion]:
    """What an effect of this kind (birth or death; others give nothing) may register a second time.

    `among` are the other open applications of the kind; `besides` is a resident that is no finding, as one that this very
    application added.
    """
    looks = {"birth": (_known_births, _births_alike), "death": (_known_deaths, _deaths_alike)}
    if kind not in looks:
        return []
    known, filed = looks[kind]
    found = [each for each in known(values) if besides is None or each.resident_id != besides]
    for other in among:
        if suspicion := filed(values, other.values):
            code, params = suspicion
            found.append(Suspicion(code, reference=other.reference, params=params))
    return found


def key(kind: str, values: Mapping[str, Any]) -> tuple[str, date | None]:
    """By what a birth or a death is found among the others: an opaque name for the mother or the deceased ('' when no NIK
    was given), and the day it happened.
    """
    nik = plain_digits(_text(values, WHOSE[kind]))
    return codes.person(kind, nik) if nik else "", _day(values, WHEN[kind])


def span(kind: str) -> timedelta:
    """How far apart the days of two such events may be for one to be suspected of being the other."""
    return timedelta(days=BETWEEN_BIRTHS if kind == "birth" else 0)


def _known_births(values: Mapping[str, Any]) -> list[Suspicion]:
    """Children of the same mother, and children born on the same day whose mother's name is the same."""
    born = _day(values, "birth_date")
    if born is None:
        return []
    mother = plain_digits(_text(values, "mother_nik"))
    query = sa.select(Resident).where(Resident.birth_date == born)
    if mother:
        query = sa.select(Resident).where(sa.or_(Resident.birth_date == born, Resident.mother_nik == mother))
    found = []
    for child in db.session.scalars(query.order_by(Resident.id)):
        its = {"name": child.name, "birth_date": child.birth_date.isoformat(), "mother_nik": child.mother_nik,
               "mother_name": child.mother_name}  # fmt: skip
        if suspicion := _births_alike(values, its):
            code, params = suspicion
            found.append(Suspicion(code, resident_id=child.id, params=params))
    return found


def _births_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, Mapping[str, object]] | None:
    first, second = _day(one, "birth_date"), _day(other, "birth_date")
    if first is None or second is None or not _same_mother(one, other):
        return None
    days = abs((first - second).days)
    if days == 0:
        # Another name on the same day is a twin.
        return (SAME_CHILD, {}) if alike(_text(one, "name"), _text(other, "name")) else None
    return (CLOSE_BIRTH, {"days": days}) if days <= BETWEEN_BIRTHS else None


def _same_mother(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    mine, its = (plain_digits(_text(values, "mother_nik")) for values in (one, other))
    if mine and its:
        return mine == its
    return alike(_text(one, "mother_name"), _text(other, "mother_name"))


def _known_deaths(values: Mapping[str, Any]) -> list[Suspicion]:
    person = residents.by_nik(plain_digits(_text(values, "nik")))
    if person is not None:
        return [Suspicion(DEAD_ALREADY, resident_id=person.id)] if person.state == DEAD else []
    died = _day(values, "death_date")
    if died is None:
        return []
    query = sa.select(Resident).where(Resident.state == DEAD, Resident.ended_on == died)
    name = _text(values, "name")
    return [
        Suspicion(SAME_DECEASED, resident_id=each.id) for each in db.session.scalars(query) if alike(name, each.name)
    ]


def _deaths_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, Mapping[str, object]] | None:
    mine, its = (plain_digits(_text(values, "nik")) for values in (one, other))
    if mine and its:
        return (DEAD_ALREADY, {}) if mine == its else None
    same_day = _day(one, "death_date") == _day(other, "death_date")
    return (SAME_DECEASED, {}) if same_day and alike(_text(one, "name"), _text(other, "name")) else None


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name) or "").strip()


def _day(values: Mapping[str, Any], name: str) -> date | None:
    value = values.get(name)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None
