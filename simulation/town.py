"""The invented residents of the simulated town: brought into the register by a CSV import, and remembered to be drawn from."""

import csv
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from commands import register
from office import opening
from office.db import transaction
from office.events import SYSTEM
from office.register import taking
from office.register.residents import CONFIRMED
from office.rules.check import age
from tools import invented_residents

Row = dict[str, str]
ADULT, TODDLER, OLD = 17, 5, 55
HEAD, WIFE, CHILD = "1", "3", "4"
TRIES = 200


class NobodyFits(Exception):
    """The town has nobody for this request; it is too small."""


@dataclass
class Town:
    """Who lives there, as rows of the import; `gone` are the NIK of those who died or moved away meanwhile."""

    dice: random.Random
    adults: list[Row]
    families: dict[str, list[Row]]
    gone: set[str] = field(default_factory=set)
    serials: dict[str, int] = field(default_factory=dict)

    @property
    def kks(self) -> list[str]:
        """The numbers of all families."""
        return [*self.families]

    def adult(self, fits: Callable[[Row], bool] = lambda row: True) -> Row:
        """Somebody of 17 or more.

        Raises:
            NobodyFits: nobody was found.
        """
        return self._one(self.adults, lambda row: row["nik"] not in self.gone and fits(row))

    def family(self, fits: Callable[[list[Row]], bool] = lambda rows: True) -> list[Row]:
        """The living members of a family that still has its head.

        Raises:
            NobodyFits: none was found.
        """
        heads = [row for row in self.adults if row["shdk"] == HEAD]
        head = self._one(heads, lambda row: row["nik"] not in self.gone and fits(self.members(row["no_kk"])))
        return self.members(head["no_kk"])

    def members(self, kk: str) -> list[Row]:
        """The living members of a family, head first."""
        return [row for row in self.families[kk] if row["nik"] not in self.gone]

    def new_nik(self, born: date, woman: bool) -> str:
        """What the national system gives a newborn: of region 99.99, apart from those of the import."""
        middle = f"{born.day + 40 * woman:02}{born:%m%y}"
        self.serials[middle] = serial = self.serials.get(middle, 0) + 1
        return f"999980{middle}{serial:04}"

    def contact(self) -> tuple[str, str]:
        """A phone number and an e-mail address of nobody."""
        self.serials["contact"] = serial = self.serials.get("contact", 0) + 1
        return f"08120000{serial % 10_000:04}", f"warga{serial}@contoh.id"

    def _one(self, among: list[Row], fits: Callable[[Row], bool]) -> Row:
        for _try in range(TRIES):
            found = self.dice.choice(among)
            if fits(found):
                return found
        raise NobodyFits()


def born(row: Row) -> date:
    """The day of birth."""
    return date.fromisoformat(row["tgl_lahir"])


def settle(count: int, seed: int, *, at: datetime) -> Town:
    """Bring so many residents into the register, as `flask register import` does, and know them."""
    today = opening.local_day(at)
    rows = list(_until(today, count, seed))
    _bring_in(rows, at)
    adults = [row for row in rows if age(born(row), today) >= ADULT]
    families = {kk: list(members) for kk, members in groupby(rows, key=lambda row: row["no_kk"])}
    return Town(random.Random(f"{seed}:town"), adults, families)  # noqa: S311


def _until(today: date, count: int, seed: int) -> Iterator[Row]:
    """The invented families without those in which something happens after today."""
    for _kk, members in groupby(invented_residents.people(count, seed), key=lambda row: row["no_kk"]):
        rows = list(members)
        if all(max(row["tgl_lahir"], row.get("tgl_perkawinan", "")) < today.isoformat() for row in rows):
            yield from rows


def _bring_in(rows: list[Row], at: datetime) -> None:
    file = io.StringIO()
    out = csv.DictWriter(file, invented_residents.HEADS, delimiter=";", restval="", lineterminator="\r\n")
    out.writeheader()
    out.writerows(rows)
    job = register.staged(io.BytesIO(file.getvalue().encode()), CONFIRMED, at)
    with transaction():
        taking.take_over(job, by=SYSTEM, at=at)
    register.cleared(job)
