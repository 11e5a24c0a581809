"""Tickets a second, the whole way over HTTP with two server processes, against bare durable commits."""

import contextlib
import sqlite3
import sys
from collections import Counter as Tally
from collections.abc import Iterator
from itertools import islice
from statistics import median

from bench import bare_ticket, clients, hall, running
from bench.figures import Figure, alternate, of_rounds, ratios
from bench.sending import commit, opened
from config import Settings

ROUNDS = 4
EACH = 1_000
TOTAL = 2 * (ROUNDS + 1) * EACH
P99_LIMIT = 150.0
LEAST = 500.0
NAMES = (
    "tickets_per_s_8", "tickets_per_s_32", "tickets_p99_ms_32", "tickets_duplicates", "tickets_gaps", "tickets_errors",
    "tickets_bare_per_s_8", "tickets_bare_per_s_32", "tickets_commits_per_s",
)  # fmt: skip


class NotKept(Exception):
    """Fewer tickets are in the database than were acknowledged."""


def measure() -> list[Figure]:
    """Checklists are posted by 8 and by 32 clients; beside each round a bare route does one commit a request."""
    with (
        hall.opened(LAMIN_PROCESSES="2") as office,
        running.serving(office.settings) as port,
        _bare(office.settings) as bare,
    ):
        forms, waits = hall.ticket_forms(office, port), []
        rounds = {count: alternate(ROUNDS, lambda: _taken(port, forms, count, waits), lambda: _bare_taken(bare, count))  # noqa: B023
                  for count in (8, 32)}  # fmt: skip
        with contextlib.closing(opened(office.settings)) as database:
            commits = [commit(database) for _ in range(ROUNDS)]
            duplicates, gaps, kept = _looked_at(database)
    if kept != TOTAL:
        raise NotKept(f"{kept} of {TOTAL}")
    return [
        *_speeds(rounds),
        Figure("tickets_p99_ms_32", _p99(waits), "ms", P99_LIMIT, _p99(waits) / P99_LIMIT, note="32 clients, all rounds"),
        Figure("tickets_duplicates", duplicates, f"of {TOTAL}", 0), Figure("tickets_gaps", gaps, f"of {TOTAL}", 0),
        Figure("tickets_errors", TOTAL - kept, f"of {TOTAL}", 0, note="an answer other than 303 ends the bench"),
        of_rounds("tickets_commits_per_s", commits, "per second", note="one INSERT, COMMIT; WAL, synchronous FULL"),
    ]  # fmt: skip


def _speeds(rounds: dict[int, tuple[list[float], list[float]]]) -> Iterator[Figure]:
    for count, (ours, bare) in rounds.items():
        limit = max(LEAST, median(bare) / 2)
        note = f"{count} clients, two page processes; limit: 500 or half of the bare route"
        yield of_rounds(
            f"tickets_per_s_{count}", ours, "per second", limit=limit, ratio=median(ratios(ours, bare)), note=note
        )
        yield of_rounds(
            f"tickets_bare_per_s_{count}", bare, "per second", note="a bare Flask route, one durable commit in turn"
        )


def _taken(port: int, forms: Iterator[bytes], count: int, waits: list[float]) -> float:
    times, seconds = clients.closed_loop(port, list(islice(forms, EACH)), clients=count, expect=303)
    if count == 32:
        waits += times
    return EACH / seconds


def _bare_taken(port: int, count: int) -> float:
    requests = [clients.post("/tiket", {"kelompok": "B"})] * EACH
    return EACH / clients.closed_loop(port, requests, clients=count, expect=303)[1]


@contextlib.contextmanager
def _bare(settings: Settings) -> Iterator[int]:
    port = running.free_port()
    env = running.surroundings(settings, LAMIN_PORT=str(port)) | {bare_ticket.FILE: str(settings.data / "bare.sqlite")}
    with running.started([sys.executable, "-m", "bench.bare_ticket"], port, env):
        yield port


def _looked_at(database: sqlite3.Connection) -> tuple[int, int, int]:
    """Labels given twice, numbers left out, and all tickets."""
    labels = [row[0] for row in database.execute("SELECT label FROM ticket")]
    series: dict[str, set[int]] = {}
    for label in labels:
        series.setdefault(label[0], set()).add(int(label[2:]))
    doubled = sum(count - 1 for count in Tally(labels).values())
    return doubled, sum(max(numbers) - len(numbers) for numbers in series.values()), len(labels)


def _p99(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.99)] * 1000
