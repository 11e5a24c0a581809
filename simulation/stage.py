"""A play from its empty stage to what is told of it: the database made and its hurry allowed, then played, counted and said."""

import gc
import resource
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from office.db import db, transaction
from office.reports import cases
from simulation import source
from simulation.play import Outcome, Period, Play
from simulation.source import Demand


def set_and_played(
    app: Flask, period: Period, demand: Demand, seed: int, *, pdf: bool, say: Callable[[str], None]
) -> dict[str, Any]:
    """Migrate, play, count for the reports; what the command prints as its last line, without the seconds.

    Raises:
        NotEmpty: the data folder holds an office already.
    """
    upgrade()
    hurry()
    play = Play(app, period, demand, seed, pdf=pdf)
    # The town and all modules stay to the end, and nearly all else is gone with its transaction: little for the collector.
    gc.freeze()
    gc.set_threshold(20_000)
    found = play.run()
    count_for_reports()
    _settle_down()
    _tell(found, period, demand, say)
    return {"ktp_online": found.ktp_online, "article": source.ARTICLE_KTP, "applications": found.applications,
            "tickets": found.tickets, "seed": seed}  # fmt: skip


def hurry() -> None:
    """Let SQLite leave the syncing to the system: what a power cut takes from a simulation is played again."""
    if db.engine.dialect.name == "sqlite":
        db.session.remove()
        db.engine.dispose()
        sa.event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))


def count_for_reports() -> None:
    """Fold the whole journal into the reports' counts, which the worker would do in portions."""
    more = True
    while more:
        with transaction():
            more = cases.catch_up()


def _settle_down() -> None:
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _tell(found: Outcome, period: Period, demand: Demand, say: Callable[[str], None]) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_utime + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    whole = (period.first, period.last) == (source.FIRST, source.LAST)
    say(f"{period.first} to {period.last}, {demand.ktp_a_day:g} KTP requests a working day, scale {demand.scale:g}")
    say(
        f"KTP printed online: {found.ktp_online:,}"
        + (f"; the article: {source.ARTICLE_KTP:,} ({found.ktp_online / source.ARTICLE_KTP - 1:+.1%})" if whole else "")
    )
    say(f"applications {found.applications:,}, tickets {found.tickets:,}; {used:.0f} s of processor time")
