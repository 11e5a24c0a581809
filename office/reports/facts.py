"""The rows that reports count: one for each sent application and for each countable fact, folded from the journal.

They hold codes and days, no names and nothing that was typed; reports read nothing else about people.
"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.applications import Application
from office.db import db
from office.places import MAIN

# The dashboard counts what arrived today among everything that ever arrived.
sa.Index("ix_application_submitted_at", Application.submitted_at, Application.channel, Application.service_code)


class FigureCase(db.Model):  # type: ignore[name-defined]
    """One sent application: `minutes` is the office's working time until its result was ready, null while it isn't."""

    __tablename__ = "figure_case"
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), primary_key=True, autoincrement=False)
    service: Mapped[str] = mapped_column(sa.String(40))
    channel: Mapped[str] = mapped_column(sa.String(10))
    village: Mapped[str] = mapped_column(sa.String(13), default="")
    state: Mapped[str] = mapped_column(sa.String(12))
    sent_on: Mapped[date]
    done_on: Mapped[date | None]
    minutes: Mapped[int | None]
    returns: Mapped[int] = mapped_column(default=0)
    late: Mapped[bool] = mapped_column(default=False)
    place_id: Mapped[int] = mapped_column(default=MAIN, server_default=str(MAIN))

    __table_args__ = (
        sa.Index("ix_figure_case_sent", "sent_on", "service", "channel", "village", "state", "place_id"),
        sa.Index("ix_figure_case_done", "done_on", "service", "channel", "minutes", "returns", "late", "place_id"),
    )


class FigureFact(db.Model):  # type: ignore[name-defined]
    """One countable thing of an event: a part found failing, a card printed or handed over, a document in force."""

    __tablename__ = "figure_fact"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(sa.String(10))
    day: Mapped[date]
    application_id: Mapped[int]
    service: Mapped[str] = mapped_column(sa.String(40))
    channel: Mapped[str] = mapped_column(sa.String(10))
    code: Mapped[str] = mapped_column(sa.String(60))
    detail: Mapped[str] = mapped_column(sa.String(20), default="")
    place_id: Mapped[int] = mapped_column(default=MAIN, server_default=str(MAIN))

    __table_args__ = (sa.Index("ix_figure_fact_day", "what", "day", "service", "channel", "code", "detail"),)


class FigureHead(db.Model):  # type: ignore[name-defined]
    """The one row, made by its migration, that says up to which event and which ticket everything is counted."""

    __tablename__ = "figure_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    ticket: Mapped[int]
