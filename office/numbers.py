"""Numbers that people see: labels from a counter row, changed in the transaction of the thing numbered."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import db, ready, run


class Counter(db.Model):  # type: ignore[name-defined]
    """The last number given in one series."""

    __tablename__ = "counter"
    series: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[int]


_step = ready(
    lambda insert: (
        insert(Counter.__table__)
        .values(series=sa.bindparam("series"), value=1)
        .on_conflict_do_update(index_elements=["series"], set_={"value": Counter.__table__.c.value + 1})
        .returning(Counter.__table__.c.value)
    )
)


def _at_least(insert: Any) -> Any:
    row, now = (
        insert(Counter.__table__).values(series=sa.bindparam("series"), value=sa.bindparam("value")),
        Counter.__table__.c,
    )
    higher = sa.case((row.excluded.value > now.value, row.excluded.value), else_=now.value)
    return row.on_conflict_do_update(index_elements=["series"], set_={"value": higher})


_raised = ready(_at_least)


def next_in(series: str) -> int:
    """The next number of a series, from 1; gap-free because it is undone with its transaction."""
    return int(run(_step(), series=series).scalar_one())


def raise_to(series: str, value: int) -> None:
    """Let a series have given at least so many numbers; for counts such as a quota, never for what must be gap-free."""
    run(_raised(), series=series, value=value)


def given(series: str) -> int:
    """How many numbers of a series were given."""
    return db.session.scalar(sa.select(Counter.value).where(Counter.series == series)) or 0
