"""Who holds what, and for how long: one line an officer, for those who steer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from office import absences
from office.applications import Application
from office.db import db
from office.promises.alarms import AT_DESK
from office.staff import Officer, Role


@dataclass(frozen=True)
class Hands:
    """What one officer holds: how many files, how many of them past a limit, the longest held since; and who stands in."""

    officer: Officer
    held: int
    late: int
    since: datetime | None
    deputy: str


@dataclass(frozen=True)
class Load:
    """Everybody's hands, who holds late files first, and what lies free: (files, late ones) by state."""

    hands: list[Hands]
    free: Mapping[str, tuple[int, int]]


def load(*, at: datetime) -> Load:
    """Count the files at the desk by who holds them, at an instant (aware UTC)."""
    late = sa.func.count().filter(Application.step_due < at)
    grouped = sa.select(
        Application.holder_id, Application.state, sa.func.count(), late, sa.func.min(Application.held_since)
    ).where(Application.state.in_(AT_DESK)).group_by(Application.holder_id, Application.state)  # fmt: skip
    rows = db.session.execute(grouped).all()
    free = dict.fromkeys(AT_DESK, (0, 0)) | {row[1]: (row[2], row[3]) for row in rows if row[0] is None}
    away, officers = absences.away(at), {each.id: each for each in db.session.scalars(sa.select(Officer))}
    working = [each for each in officers.values() if each.active and each.role in (Role.VERIFIER, Role.REGISTRAR)]
    holding = [officers[row[0]] for row in rows if row[0] is not None]
    found = []
    for officer in dict.fromkeys([*working, *holding]):
        mine = [row for row in rows if row[0] == officer.id]
        deputy = officers[away[officer.id]].name if officer.id in away else ""
        since = min((row[4] for row in mine if row[4]), default=None)
        found.append(Hands(officer, sum(row[2] for row in mine), sum(row[3] for row in mine), since, deputy))
    return Load(sorted(found, key=lambda each: (-each.late, -each.held, each.officer.name)), free)
