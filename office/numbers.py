"""Numbers that people see: labels from a counter row, changed in the transaction of the thing numbered."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import db, insert_into


class Counter(db.Model):  # type: ignore[name-defined]
    """The last number given in one series."""

    __tablename__ = "counter"
    series: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[int]


def next_in(series: str) -> int:
    """The next number of a series, from 1; gap-free because it is undone with its transaction."""
    step = (
        insert_into(Counter)
        .values(series=series, value=1)
        .on_conflict_do_update(index_elements=["series"], set_={"value": Counter.value + 1})
        .returning(Counter.value)
    )
    return int(db.session.execute(step).scalar_one())


def given(series: str) -> int:
    """How many numbers of a series were given."""
    return db.session.scalar(sa.select(Counter.value).where(Counter.series == series)) or 0
