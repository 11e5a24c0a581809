"""What each officer did in a period: files checked, returned, approved, refused, cards, and people served at a counter."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from office.db import db
from office.reports import tally
from office.reports.scope import Scope
from office.staff import Officer


@dataclass(frozen=True)
class Load:
    """One officer's deeds by the names of `tally.EVENTS`, and the tickets finished."""

    name: str
    role: str
    deeds: Mapping[str, int]
    served: int

    @property
    def total(self) -> int:
        """Everything together."""
        return sum(self.deeds.values()) + self.served


def load(scope: Scope) -> list[Load]:
    """The officers who did anything in the period, by how much; what each did for every service and place together."""
    counts = tally.of(tally.DEEDS, replace(scope, service="", place=0))
    people = sa.select(Officer).where(Officer.id.in_({int(name.rpartition("|")[2]) for name in counts}))
    found = [_of(each, counts) for each in db.session.scalars(people)]
    return sorted(found, key=lambda row: (-row.total, row.name))


def _of(officer: Officer, counts: Mapping[str, int]) -> Load:
    deeds = {name: counts.get(f"{kind}|{officer.id}", 0) for name, kind in tally.EVENTS.items()}
    return Load(officer.name, officer.role, deeds, counts.get(f"served|{officer.id}", 0))
