"""Invented families for the tests of the register."""

import io
import itertools
from datetime import date, datetime
from typing import Any

from office.db import transaction
from office.events import SYSTEM
from office.register import Cause, Family, Resident, families, importing, residents, taking
from office.register.csv_lines import lines_of
from office.register.elements import FAMILY, PERSON
from office.register.staging import RegisterImport
from tests.factories import NOON

TODAY = date(2020, 6, 4)
FATHER, MOTHER, SON, BABY = "9999011203860006", "9999014805880001", "9999010101050007", "9999014101150008"
KK = "9999010203150001"
_serial = itertools.count(1)


def cause(what: str = "entered", at: datetime = NOON) -> Cause:
    return Cause(what, SYSTEM, at)


def a_person(**facts: Any) -> dict[str, Any]:
    number = next(_serial)
    dull = {"nik": f"99990101018{number:05}", "name": "Sulastri", "sex": "2", "birth_date": date(1980, 1, 1), "shdk": "9",
            "birth_place": "Bontang", "religion": "1", "marital": "1"}  # fmt: skip
    return dull | facts


def the_family(kk: str = KK) -> Family:
    """Rai and Nur'aini, married, a son of fifteen and a daughter of five."""
    parents = {
        "father_nik": FATHER,
        "father_name": "I Gusti Ngurah Rai",
        "mother_nik": MOTHER,
        "mother_name": "Nur'aini",
    }
    rows = [
        a_person(
            nik=FATHER,
            name="I Gusti Ngurah Rai",
            sex="1",
            birth_date=date(1986, 3, 12),
            shdk="1",
            marital="2",
            religion="4",
        ),
        a_person(nik=MOTHER, name="Nur'aini", birth_date=date(1988, 5, 8), shdk="3", marital="2", religion="4"),
        a_person(nik=SON, name="Wayan Rai", sex="1", birth_date=date(2005, 1, 1), shdk="4", **parents),
        a_person(nik=BABY, name="Ni Luh Sekar", birth_date=date(2015, 1, 1), shdk="4", **parents),
    ]
    return a_family(rows, kk=kk)


def a_family(rows: list[dict[str, Any]], **facts: Any) -> Family:
    with transaction():
        family = families.add({"address": "Jl. Damai No. 4", "village_code": "64.74.01.1006"} | facts, cause())
        for row in rows:
            residents.add(family, row, cause())
    return family


def person(nik: str) -> Resident:
    found = residents.by_nik(nik)
    assert found is not None
    return found


def csv_of(rows: list[dict[str, str]], *, delimiter: str = ";", columns: list[str] | None = None) -> bytes:
    heads = columns or [each.column for each in FAMILY + PERSON]
    lines = [heads, *([row.get(head, "") for head in heads] for row in rows)]
    return "\r\n".join(delimiter.join(cells) for cells in lines).encode()


def a_row(**cells: str) -> dict[str, str]:
    number = next(_serial)
    dull = {"no_kk": KK, "alamat": "Jl. Damai No. 4", "kode_kelurahan": "64.74.01.1006", "nik": f"99990101018{number:05}",
            "nama": "Sulastri", "jenis_kelamin": "2", "tgl_lahir": "1980-01-01", "shdk": "4"}  # fmt: skip
    return dull | cells


def staged(data: bytes, *, at: datetime = NOON, origin: str = "own") -> RegisterImport:
    with transaction():
        job = importing.begin(origin=origin, by=SYSTEM, at=at)
    for part in importing.parts(io.BytesIO(data), on=TODAY):
        with transaction():
            importing.keep(job, part)
    for look in importing.LOOKS:
        with transaction():
            look(job)
    return job


def imported(data: bytes, *, at: datetime = NOON, origin: str = "own") -> RegisterImport:
    job = staged(data, at=at, origin=origin)
    with transaction():
        taking.take_over(job, by=SYSTEM, at=at)
    return job


def lines(data: bytes) -> list[Any]:
    return list(lines_of(io.BytesIO(data), on=TODAY))
