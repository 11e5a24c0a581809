"""A family typed by hand from a photographed KK, or corrected: head block and members in one form, kept all or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from office import regions
from office.identity import BadInput
from office.identity.bad_input import N_
from office.register import checks, families, residents
from office.register.changes import Cause
from office.register.elements import BY_CODE, Element, read
from office.register.families import Family
from office.register.residents import Resident

HEAD_BLOCK = tuple(BY_CODE[code] for code in ("kk", "address", "rt", "rw", "village_code", "postal_code"))
# The columns of the KK, in its order, and the parents' NIKs.
MEMBER = tuple(BY_CODE[code] for code in (
    "name", "nik", "sex", "birth_place", "birth_date", "religion", "education", "occupation", "blood", "marital",
    "marriage_date", "shdk", "citizenship", "passport", "permit_number", "father_name", "mother_name", "father_nik",
    "mother_nik",
))  # fmt: skip
MOST_MEMBERS = 40

_VILLAGE = N_("Kode kelurahan ini tidak dikenal.")
_TAKEN = N_("NIK ini sudah dimiliki penduduk lain.")
_KK_TAKEN = N_("Nomor KK ini sudah dimiliki keluarga lain.")
_NOT_HERE = N_("Baris ini bukan anggota keluarga ini. Muat ulang halaman.")
_MANY = N_("Paling banyak %(most)s anggota dalam satu KK.")


@dataclass
class Entry:
    """What was typed, read: the head block, a row for each member, and what is wrong by field (`kk`, `m0-nik`)."""

    head: dict[str, Any] = field(default_factory=dict)
    members: list[dict[str, Any]] = field(default_factory=list)
    wrong: dict[str, BadInput] = field(default_factory=dict)


def read_form(form: Mapping[str, str], rows: Sequence[Mapping[str, str]], family: Family | None, *, on: date) -> Entry:
    """Read a family as typed; each row has the elements of `MEMBER` and `id` (empty for a new member).

    A number may be empty: the national system gives it later. Rows without any text are left out.
    """
    entry = Entry()
    entry.head = _read(HEAD_BLOCK, form, "", entry, optional=("kk",))
    village = entry.head.get("village_code")
    if village and not regions.is_village(village):
        entry.wrong["village_code"] = BadInput("village", _VILLAGE)
    if (kk := entry.head.get("kk")) and (other := families.by_kk(kk)) and (family is None or other.id != family.id):
        entry.wrong["kk"] = BadInput("kk_taken", _KK_TAKEN)
    mine = {str(person.id): person for person in families.members(family)} if family else {}
    for index, row in enumerate(rows):
        if row.get("id") or any(row.get(each.code, "").strip() for each in MEMBER):
            entry.members.append(_member(f"m{index}-", row, mine, entry, on))
    if len(entry.members) > MOST_MEMBERS:
        entry.wrong["m0-name"] = BadInput("many", _MANY, most=MOST_MEMBERS)
    if not entry.wrong:
        _check_family(entry)
    return entry


def save(family: Family | None, entry: Entry, cause: Cause) -> Family:
    """Keep a family without anything wrong; every old value stays in the history.

    Raises:
        KkTaken, NikTaken, NotPossible: the register has moved on since the form was read.
    """
    kept = family or families.add(entry.head, cause)
    if family is not None:
        families.lock(family)
        families.put(family, entry.head, cause)
    for values in entry.members:
        number = values.pop("id")
        if number:
            residents.put_all(residents.find(int(number)), values, cause)
        else:
            residents.add(kept, values, cause)
    families.check(kept)
    return kept


def _member(
    prefix: str, row: Mapping[str, str], mine: Mapping[str, Resident], entry: Entry, on: date
) -> dict[str, Any]:
    number = row.get("id", "")
    person = mine.get(number)
    if number and person is None:
        entry.wrong[f"{prefix}name"] = BadInput("not_here", _NOT_HERE)
    values = _read(MEMBER, row, prefix, entry, optional=("nik",))
    values["nik"] = values.get("nik") or None
    other = residents.by_nik(values["nik"]) if values["nik"] else None
    if other is not None and (person is None or other.id != person.id):
        entry.wrong[f"{prefix}nik"] = BadInput("nik_taken", _TAKEN)
    for code, wrong in checks.of_person(values, on=on):
        entry.wrong.setdefault(f"{prefix}{code}", wrong)
    return values | {"id": number if person is not None else ""}


def _read(
    elements: Iterable[Element], form: Mapping[str, str], prefix: str, entry: Entry, optional: tuple[str, ...]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for element in elements:
        typed = form.get(element.code, "")
        if not typed.strip() and element.code in optional:
            values[element.code] = ""
            continue
        try:
            values[element.code] = read(element, typed)
        except BadInput as wrong:
            entry.wrong[f"{prefix}{element.code}"] = wrong
    return values


def _check_family(entry: Entry) -> None:
    people: list[Any] = [SimpleNamespace(**member) for member in entry.members]
    for wrong in checks.of_family(people):
        entry.wrong.setdefault("m0-shdk" if people else "m0-name", wrong)
