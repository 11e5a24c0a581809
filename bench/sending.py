"""Applications acknowledged durably each second, against bare durable commits into the same database file."""

import contextlib
import re
import sqlite3
import time
from collections.abc import Iterator
from statistics import median

from bench import clients, running
from bench.figures import Figure, alternate, of_rounds, ratios
from config import Settings
from frame.once import new_once
from office import clock
from tests import factories

ROUNDS = 5
APPLICATIONS = 40
CLIENTS = 8
COMMITS = 400
NAMES = ("submit_ratio", "submits_per_s", "commits_per_s")
FORM_KEY = re.compile(rb'name="csrf_token" value="([^"]+)"')


class NotKept(Exception):
    """Fewer applications are in the database than were acknowledged."""


def measure() -> list[Figure]:
    """Full drafts are sent by eight clients through the real form; between the rounds the bare commits are counted."""
    count = (ROUNDS + 1) * APPLICATIONS
    with running.prepared() as settings:
        with running.inside(settings):
            tokens = [factories.a_full_draft(at=clock.now()).token for _ in range(count)]
        with running.serving(settings) as port, contextlib.closing(opened(settings)) as database:
            waiting = _forms(port, tokens)
            ours, bare = alternate(ROUNDS, lambda: _send(port, waiting), lambda: commit(database))
            kept = database.execute("SELECT count(*) FROM application WHERE state = 'submitted'").fetchone()[0]
    if kept != count:
        raise NotKept(f"{kept} of {count}")
    shares = ratios(ours, bare)
    return [
        of_rounds("submit_ratio", shares, "of commits", ratio=median(shares), note="sent applications to bare commits"),
        of_rounds("submits_per_s", ours, "per second", note=f"{CLIENTS} clients, one page process"),
        of_rounds(
            "commits_per_s", bare, "per second", note="BEGIN IMMEDIATE, one INSERT, COMMIT; WAL, synchronous FULL"
        ),
    ]


def _forms(port: int, tokens: list[str]) -> Iterator[bytes]:
    """The forms of the answers pages, as one browser would send them."""
    page = clients.ask(port, clients.get(f"/permohonan/{tokens[0]}/periksa"))
    found = FORM_KEY.search(page.body)
    if found is None:
        raise clients.WrongAnswer(f"{page.status} without a form")
    for token in tokens:
        typed = {"csrf_token": found[1].decode("ascii"), "once": new_once(), "setuju": "1"}
        yield clients.post(f"/permohonan/{token}/kirim", typed, page.cookies)


def _send(port: int, waiting: Iterator[bytes]) -> float:
    some = [next(waiting) for _ in range(APPLICATIONS)]
    return APPLICATIONS / clients.closed_loop(port, some, clients=CLIENTS, expect=303)[1]


def opened(settings: Settings) -> sqlite3.Connection:
    """The office's database with a table of the bench's own."""
    database = sqlite3.connect(settings.data / "lamin.sqlite", isolation_level=None, timeout=10)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE bench (id INTEGER PRIMARY KEY, words TEXT)")
    return database


def commit(database: sqlite3.Connection) -> float:
    """Bare durable commits a second."""
    began = time.perf_counter()
    for _ in range(COMMITS):
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO bench (words) VALUES ('as long as one short answer')")
        database.execute("COMMIT")
    return COMMITS / (time.perf_counter() - began)
