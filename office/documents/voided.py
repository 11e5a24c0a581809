"""Numbers that were spent and will never stand on a valid document: kept with who voided them and why, never given again."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import db


class VoidedNumber(db.Model):  # type: ignore[name-defined]
    """One number that a registrar voided; `document_id` had it and got another, `type` and `day` are those of its book."""

    __tablename__ = "voided_number"
    number: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    type: Mapped[str] = mapped_column(sa.String(10))
    kind: Mapped[str] = mapped_column(sa.String(40))
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(200))
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    voided_at: Mapped[datetime]
    voided_by: Mapped[int | None]

    __table_args__ = (sa.Index("ix_voided_number_book", "type", "day"),)
