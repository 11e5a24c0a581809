"""A registrar orders 500 drawn documents signed at once: how long two workers take, and whether their memory stays flat."""

import contextlib
import sqlite3
import time

from bench import running
from bench.akta import approve, until, watching, worker
from bench.figures import Figure
from bench.screens import family, pss
from config import Settings
from office import clock, events, settings
from office.db import transaction
from office.documents import signing
from office.staff import Role
from tests import factories

NAMES = ("batch_500_s", "batch_growth_mib")
COUNT, WARM_UP, LIMIT_S, LIMIT_MIB, PATIENCE_S = 500, 20, 120.0, 30.0, 900.0


def measure() -> list[Figure]:
    """Draw 520 documents with two workers; sign 20 of them to warm up, then the others in one batch."""
    with running.prepared() as chosen, contextlib.closing(watching(chosen)) as database:
        with running.inside(chosen):
            with transaction():
                settings.put("signing", "batch", by=events.SYSTEM, at=clock.now())
            approve(factories.an_application, COUNT + WARM_UP)
        with worker(chosen) as one, worker(chosen) as two:
            until(lambda: _count(database, "rendered") == COUNT + WARM_UP, PATIENCE_S)
            _signed(chosen, database, WARM_UP)
            before = _memory(one, two)
            taken = _signed(chosen, database, COUNT)
            growth = _memory(one, two) - before
    return [
        Figure("batch_500_s", taken, "s", LIMIT_S, taken / LIMIT_S, note="two workers, from the order to the last that answers"),
        Figure("batch_growth_mib", growth, "MiB", LIMIT_MIB, growth / LIMIT_MIB, note=f"from {before:.0f} MiB, two workers"),
    ]  # fmt: skip


def _signed(chosen: Settings, database: sqlite3.Connection, count: int) -> float:
    """Order so many of the oldest signed; the seconds until all are active and nothing is left to do for them."""
    goal = _count(database, "active") + count
    until(lambda: _waiting(database) >= count)
    began = time.perf_counter()
    with running.inside(chosen):
        at = clock.now()
        registrar = factories.an_officer(Role.REGISTRAR, at=at, login=f"pejabat{count}")
        with transaction():
            ids = [document.id for document in signing.waiting()[:count]]
            signing.order(ids, registrar, factor="code", at=at)
    until(lambda: _count(database, "active") == goal, PATIENCE_S)
    return time.perf_counter() - began


def _count(database: sqlite3.Connection, state: str) -> int:
    return int(database.execute("SELECT count(*) FROM document WHERE state = ?", (state,)).fetchone()[0])


def _waiting(database: sqlite3.Connection) -> int:
    """Drawn documents that no worker has in hand any more."""
    done = "SELECT subject_id FROM job WHERE kind = 'document' AND done_at IS NOT NULL"
    free = f"SELECT count(*) FROM document WHERE state = 'rendered' AND batch_id IS NULL AND id IN ({done})"  # noqa: S608 - our own words
    return int(database.execute(free).fetchone()[0])


def _memory(*workers: int) -> float:
    """What the workers hold, in MiB, with the children that draw for them."""
    return sum(pss(pid) for each in workers for pid in family(each)) / 1024
