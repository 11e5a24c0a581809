"""An officer goes, or gets a role that opens no files: those in their hands go to another, or back to the lists, at once."""

from datetime import datetime

import sqlalchemy as sa

from office import events
from office.applications import Application
from office.db import changed_rows, db
from office.errors import Refused
from office.identity.bad_input import N_
from office.promises import handing
from office.promises.alarms import AT_DESK
from office.staff import Officer, Role

OPENS_FILES = (Role.VERIFIER, Role.REGISTRAR)


class HoldsFiles(Refused):
    """The officer holds files, and nobody said what becomes of them."""

    status = 409
    message = N_("%(name)s memegang %(count)s berkas.")
    next_step = "Pilih: lepaskan semuanya ke daftar kerja, atau serahkan kepada petugas lain."


def held(officer: Officer) -> int:
    """How many files an officer holds."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Application).where(_theirs(officer))) or 0


def let_go(officer: Officer, to: Officer | None, *, by: Officer, at: datetime) -> tuple[int, int]:
    """Hand every file of an officer to another, or (`to` None) back to the lists; how many were handed over and freed.

    What the other may not work on is freed: a file they checked themselves, or another role's step.

    Raises:
        NotAllowed: `by` doesn't steer the office.
        NotThere: the other is away or disabled.
    """
    given = moved = 0
    while to is not None and (moved := handing.move_all(officer, to, "absent", by=by, at=at)[0]):
        given += moved
    left = list(db.session.scalars(sa.select(Application.id).where(_theirs(officer)).order_by(Application.id)))
    changed_rows(sa.update(Application).where(_theirs(officer)).values(holder_id=None, held_since=None))
    for number in left:
        events.record("application.released", "application", number, by=by.actor, at=at)
    return given, len(left)


def _theirs(officer: Officer) -> sa.ColumnElement[bool]:
    return sa.and_(Application.holder_id == officer.id, Application.state.in_(AT_DESK))
