"""Which elements of the register a corrected document changes, and whose."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from office import events
from office.applications import Application, answers_of, results
from office.documents import Document
from office.identity import BadInput
from office.register import Cause, changes, effects, residents
from office.register.elements import BY_CODE, FAMILY, read
from office.register.refusals import NotPossible
from office.register.residents import Resident
from office.staff import Officer

# Facts that the register calls otherwise; all others of the same name are the same element.
_CALLED: Mapping[str, str] = MappingProxyType({
    "child_name": "name", "village": "village_code", "permit": "permit_number", "father": "father_name",
    "mother": "mother_name", "country": "",
})  # fmt: skip
_FAMILY = frozenset(element.code for element in FAMILY)
# Of these documents the elements are those of the person with the NIK on it, and of that person's family.
_PERSONAL = frozenset({"kutipan-akta-kelahiran", "kutipan-akta-kematian", "biodata-wni", "suket", "sktt"})
_PAIRS = frozenset({"kutipan-akta-perkawinan", "kutipan-akta-perceraian"})
# On a family card the marital state also says whether it is on record.
_ON_KK: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "1": {"marital": "1"}, "2": {"marital": "2", "has_marriage_record": "ada"},
    "3": {"marital": "2", "has_marriage_record": "tidak"}, "4": {"marital": "3", "has_divorce_record": "ada"},
    "5": {"marital": "3", "has_divorce_record": "tidak"}, "6": {"marital": "4"},
})  # fmt: skip


class Change(NamedTuple):
    """One element of one person: the fact it stands in, the NIK ('' when none is known), the element and its new value."""

    path: str
    nik: str
    element: str
    value: str


def correct(
    application: Application, old: Document, new: Document, differing: Mapping[str, Any], officer: Officer, *,
    at: datetime,
) -> None:  # fmt: skip
    """Correct the register where it holds the person and the fact is an element; the old values stay in its history.

    Raises:
        Refused: an element can't be so; see `register.effects.apply`.
    """
    missing: list[str] = []
    child = _newborn(application, old)
    # A corrected NIK comes last: until then the person is found by the old one.
    for change in sorted(_changes(application, old, differing), key=lambda each: each.element == "nik"):
        if not change.nik and child is not None:
            _put(child, change, Cause("correct", officer.actor, at, application.id, new.id))
            continue
        values = {"nik": change.nik, "element": change.element, "value": change.value}
        applied = effects.apply("correct", values, application_id=application.id, by=officer.actor, at=at,
                                document_id=new.id)  # fmt: skip
        missing += [change.path] if applied.missing else []
    if missing:
        events.record("register.incomplete", "application", application.id, by=officer.actor, at=at, missing=missing)


def _changes(application: Application, old: Document, differing: Mapping[str, Any]) -> Iterator[Change]:
    couple = _couple(application) if old.kind in _PAIRS else {}
    for path, (_old, value) in differing.items():
        listed, _sign, rest = path.partition("-")
        index, _sign, name = rest.partition("-")
        if rest:
            nik = str(old.facts[listed][int(index)].get("nik") or "")
            member = listed == "members"
            yield from _of_member(path, nik, name, value) if member else _named(path, nik, name, value, {"name"})
        elif old.kind == "kk" and path != "head_name":
            first = next((str(row["nik"]) for row in old.facts["members"] if row.get("nik")), "")
            yield from _named(path, first, path, value, {"address", "rt", "rw", "postal_code", "village"})
        elif old.kind in _PERSONAL:
            yield from _named(path, str(old.facts.get("nik") or ""), path, value)
        elif old.kind in _PAIRS:
            yield from _of_couple(path, couple, value)


def _of_member(path: str, nik: str, name: str, value: str) -> Iterator[Change]:
    if name == "marital":
        for element, new in _ON_KK.get(value, {}).items():
            yield Change(path, nik, element, new)
    elif name != "marital_date":
        yield from _named(path, nik, name, value)


def _of_couple(path: str, couple: Mapping[str, str], value: str) -> Iterator[Change]:
    who, _sign, name = path.partition("_")
    if who in couple:
        yield from _named(path, couple[who], name, value, {"name", "birth_place", "birth_date", "father", "mother"})
    elif path == "wedding_date":
        for nik in couple.values():
            yield Change(path, nik, "marriage_date", value)


def _named(path: str, nik: str, name: str, value: str, only: set[str] | None = None) -> Iterator[Change]:
    element = _CALLED.get(name, name)
    if element in BY_CODE and element != "kk" and (only is None or name in only):
        yield Change(path, nik, element, value)


def _couple(application: Application) -> dict[str, str]:
    """The NIK of husband and wife, which their akta doesn't say and the application does."""
    found = results.effect(application.service, answers_of(application), {})
    values = found[1] if found else {}
    return {who: str(values[f"{who}_nik"]) for who in ("husband", "wife") if values.get(f"{who}_nik")}


def _newborn(application: Application, old: Document) -> Resident | None:
    """The child that this very application added, who may have had no NIK yet when the akta was issued."""
    if old.kind != "kutipan-akta-kelahiran" or old.facts.get("nik"):
        return None
    added = [each for each in changes.of_application(application.id) if each.what == "birth" and not each.element]
    number = next((each.resident_id for each in added if each.resident_id), None)
    return residents.find(number) if number else None


def _put(child: Resident, change: Change, cause: Cause) -> None:
    if change.element in _FAMILY:
        return
    try:
        value = read(BY_CODE[change.element], change.value)
    except BadInput as wrong:
        raise NotPossible(wrong) from None
    residents.put(child, change.element, value, cause)
