"""The register as CSV: UTF-8 with BOM for spreadsheets, cells parted by `;`, row by row, safe against formulas."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from office.db import db
from office.events import Actor, record
from office.register.csv_lines import guarded
from office.register.elements import FAMILY, PERSON, written
from office.register.families import Family
from office.register.residents import ALIVE, Resident

AT_ONCE = 2_000


def noted(*, by: Actor, at: datetime, reason: str) -> None:
    """Note that somebody takes the whole register with them, and why (a code)."""
    record("register.exported", "register", 0, by=by, at=at, reason=reason)


def rows() -> Iterator[str]:
    """The lines of the file, heads first: everybody who is here, family by family; as `importing` reads them."""
    yield "\ufeff" + _line([each.column for each in FAMILY + PERSON])
    columns = [getattr(Family, each.code) for each in FAMILY] + [getattr(Resident, each.code) for each in PERSON]
    query = sa.select(*columns).select_from(Resident).outerjoin(Family, Family.id == Resident.family_id)
    query = query.where(Resident.state == ALIVE).order_by(
        Resident.family_id, sa.func.length(Resident.shdk), Resident.shdk, Resident.id
    )
    for some in db.session.execute(query.execution_options(yield_per=AT_ONCE)).partitions():
        yield "".join(_line([guarded(written(value)) for value in row]) for row in some)


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(cells)
    return out.getvalue()
