"""Numbers that people see: labels from a counter row, changed in the transaction of the thing numbered."""

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


def next_in(series: str) -> int:
    """The next number of a series, from 1; gap-free because it is undone with its transaction."""
    return int(run(_step(), series=series).scalar_one())


def given(series: str) -> int:
    """How many numbers of a series were given."""
    return db.session.scalar(sa.select(Counter.value).where(Counter.series == series)) or 0
