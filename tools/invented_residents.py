"""Invented residents in whole families as the register's CSV: `python -m tools.invented_residents 200000 > residents.csv`.

Seeded, so that the same number gives the same people. All NIK and KK are of region 99.99, where nobody lives.
"""

import csv
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TextIO

from office.register.elements import FAMILY, PERSON

TODAY = date(2020, 6, 2)
VILLAGES = [
    f"64.74.0{district}.100{number}" for district, last in ((1, 6), (2, 6), (3, 3)) for number in range(1, last + 1)
]
STREETS = ("Jl. Ahmad Yani", "Jl. Bhayangkara", "Jl. Cipto Mangunkusumo", "Jl. MT Haryono", "Jl. KS Tubun", "Gang Damai",
           "Jl. Pattimura", "Jl. Imam Bonjol", "Gang Rukun", "Jl. Kapal Selam")  # fmt: skip
TOWNS = ("Bontang", "Samarinda", "Balikpapan", "Sangatta", "Makassar", "Parepare", "Banjarmasin", "Surabaya", "Toraja", "Bone",
         "Denpasar", "Kediri", "Palu", "Tarakan")  # fmt: skip
MEN = ("Muhammad", "Ahmad", "Andi", "Budi", "Agus", "Rudi", "Hendra", "Yusuf", "Ibrahim", "Slamet", "Joko", "Wahyu", "Dedi",
       "Eko", "Rahmat", "Syamsul", "Baso", "Yohanes", "Markus", "Petrus", "Simon", "Made", "Wayan", "Ketut", "Ngurah", "Lalu",
       "Faisal", "Ridwan", "Irfan", "Zulkifli", "Hasanuddin", "Abdurrahman", "Arief", "Fajar", "Rizky")  # fmt: skip
WOMEN = ("Siti", "Nur", "Sri", "Dewi", "Ratna", "Fitri", "Aminah", "Nur'aini", "Sulastri", "Wulandari", "Maria", "Yuliana",
         "Kartini", "Hasnah", "Rosmiati", "Andi", "Ni Luh", "Ni Made", "Indah", "Ayu", "Lestari", "Rahmawati", "Kurniasih",
         "Nurhaliza", "Halimah", "Khadijah", "Zainab", "Melati", "Putri", "Intan", "Permata", "Marlina", "Agustina")  # fmt: skip
BEGINNINGS = (
    "Sya",
    "Ra",
    "Ha",
    "Na",
    "Wi",
    "Pra",
    "Su",
    "Ku",
    "Da",
    "Fa",
    "Ba",
    "Ta",
    "Ma",
    "Lu",
    "Ke",
    "Si",
    "An",
    "Ar",
    "Mu",
)
MIDDLES = ("ri", "ni", "su", "ma", "da", "hi", "ro", "la", "fi", "za", "mi", "tu", "wa", "ki", "bu")
ENDS = (
    "fuddin",
    "yanto",
    "wati",
    "man",
    "to",
    "di",
    "na",
    "yah",
    "di",
    "wan",
    "ni",
    "santo",
    "syah",
    "rudin",
    "yadi",
    "nto",
)
RELIGIONS = (("1", 86), ("2", 9), ("3", 3), ("4", 1), ("5", 1))
HEADS = [each.column for each in FAMILY + PERSON]


class Numbers:
    """NIK and KK that are given only once."""

    def __init__(self) -> None:
        self.given: dict[str, int] = {}

    def nik(self, born: date, woman: bool) -> str:
        """A NIK of region 99.99.01 or on; a day that is full goes on in the next district."""
        return self._next(f"{born.day + 40 * woman:02}{born:%m%y}")

    def kk(self, day: date) -> str:
        """A KK number issued on a day."""
        return self._next(f"{day:%d%m%y}", 50)

    def _next(self, middle: str, district: int = 1) -> str:
        key = f"{district}:{middle}"
        self.given[key] = serial = self.given.get(key, 0) + 1
        return f"9999{district + serial // 9999:02}{middle}{serial % 9999 + 1:04}"


def people(count: int, seed: int = 6474) -> Iterator[dict[str, str]]:
    """Rows by column, family by family, until there are at least so many people and the last family is whole."""
    dice, numbers, made = random.Random(seed), Numbers(), 0
    while made < count:
        for row in _family(dice, numbers):
            made += 1
            yield row


def write(file: TextIO, count: int, seed: int = 6474) -> None:
    """The CSV file, heads first."""
    out = csv.DictWriter(file, HEADS, delimiter=";", restval="", lineterminator="\r\n")
    out.writeheader()
    out.writerows(people(count, seed))


def _family(dice: random.Random, numbers: Numbers) -> Iterator[dict[str, str]]:
    """A head, perhaps a spouse, children, and now and then a parent of the head."""
    religion = dice.choices([code for code, _ in RELIGIONS], [share for _, share in RELIGIONS])[0]
    home = _home(dice, numbers)
    widowed = dice.random() < 0.12
    born = _between(dice, date(1945, 1, 1), date(1998, 12, 31))
    woman = dice.random() < (0.7 if widowed else 0.03)
    married = not widowed and dice.random() < 0.88 and not woman
    head = _person(dice, numbers, born, woman) | {
        "shdk": "1",
        "agama": religion,
        "status_perkawinan": "4" if widowed else "1",
    }
    rows = [head]
    wife: dict[str, str] = {}
    if married:
        age = TODAY.year - born.year
        hers = _shifted(born, dice.randint(-2000, min(3000, max(0, (age - 20) * 365))))
        wife = _person(dice, numbers, hers, True) | {"shdk": "3", "agama": religion}
        wedding = _shifted(max(born, hers), dice.randint(20 * 365, 26 * 365))
        wedding = min(wedding, TODAY - timedelta(days=10))
        for each in (head, wife):
            each |= {"status_perkawinan": "2", "ada_akta_perkawinan": "ada", "tgl_perkawinan": wedding.isoformat()}
        rows.append(wife)
    rows += list(_children(dice, numbers, head, wife, religion)) if married or widowed else []
    if dice.random() < 0.06:
        rows.append(_grandparent(dice, numbers, head, religion))
    yield from (home | row for row in rows)


def _home(dice: random.Random, numbers: Numbers) -> dict[str, str]:
    return {
        "no_kk": numbers.kk(_between(dice, date(2008, 1, 1), TODAY)), "kode_kelurahan": dice.choice(VILLAGES),
        "alamat": f"{dice.choice(STREETS)} No. {dice.randint(1, 180)}", "rt": f"{dice.randint(1, 40):03}",
        "rw": f"{dice.randint(1, 12):03}", "kode_pos": "75311",
    }  # fmt: skip


def _children(
    dice: random.Random, numbers: Numbers, head: dict[str, str], wife: dict[str, str], religion: str
) -> Iterator[dict[str, str]]:
    mother, father = (wife or head), (head if wife else {})
    if mother["jenis_kelamin"] == "1":
        mother, father = {}, head
    first = date.fromisoformat(max(each["tgl_lahir"] for each in (mother, father) if each)) + timedelta(days=21 * 365)
    for number in range(dice.choices(range(6), (15, 26, 30, 18, 8, 3))[0]):
        born = first + timedelta(days=number * dice.randint(500, 1400) + dice.randint(0, 900))
        if born >= TODAY or TODAY.year - born.year > 27:
            continue
        age = TODAY.year - born.year
        yield _person(dice, numbers, born, dice.random() < 0.49) | {
            "shdk": "4", "agama": religion, "status_perkawinan": "1", "nik_ibu": mother.get("nik", ""),
            "nama_ibu": mother.get("nama", ""), "nik_ayah": father.get("nik", ""), "nama_ayah": father.get("nama", ""),
            "pekerjaan": "1" if age < 6 else "3", "pendidikan": "1" if age < 7 else "2" if age < 13 else "4" if age < 19 else "5",
            "tempat_lahir": "Bontang",
        }  # fmt: skip


def _grandparent(dice: random.Random, numbers: Numbers, head: dict[str, str], religion: str) -> dict[str, str]:
    born = _shifted(date.fromisoformat(head["tgl_lahir"]), -dice.randint(19 * 365, 30 * 365))
    person = _person(dice, numbers, born, dice.random() < 0.7)
    own = ("nik_ibu", "nama_ibu") if person["jenis_kelamin"] == "2" else ("nik_ayah", "nama_ayah")
    head |= dict(zip(own, (person["nik"], person["nama"]), strict=True))
    return person | {"shdk": "7", "agama": religion, "status_perkawinan": "4", "pekerjaan": "1"}


def _person(dice: random.Random, numbers: Numbers, born: date, woman: bool) -> dict[str, str]:
    return {
        "nik": numbers.nik(born, woman), "nama": _name(dice, woman), "jenis_kelamin": "2" if woman else "1",
        "tempat_lahir": dice.choice(TOWNS), "tgl_lahir": born.isoformat(), "kewarganegaraan": "1", "ada_akta_lahir": "ada",
        "gol_darah": dice.choice(("1", "2", "3", "4", "13")), "pendidikan": dice.choice(("3", "4", "5", "5", "7", "8")),
        "pekerjaan": "2" if woman and dice.random() < 0.6 else dice.choice(("15", "15", "88", "5", "9", "13", "65", "81", "99")),
        "nama_ibu": _name(dice, True), "nama_ayah": _name(dice, False),
    }  # fmt: skip


def _name(dice: random.Random, woman: bool) -> str:
    words = [dice.choice(WOMEN if woman else MEN)]
    if dice.random() < 0.5:
        words.append(dice.choice(WOMEN if woman else MEN))
    if dice.random() < 0.9:
        middle = dice.choice(MIDDLES) if dice.random() < 0.6 else ""
        words.append(dice.choice(BEGINNINGS) + middle + dice.choice(ENDS))
    return " ".join(dict.fromkeys(words))


def _between(dice: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=dice.randint(0, (last - first).days))


def _shifted(day: date, days: int) -> date:
    return day + timedelta(days=days)


if __name__ == "__main__":
    # Line ends are the writer's own.
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    write(sys.stdout, int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
