"""A kutipan akta kelahiran: drawn, signed, and the whole way by the worker's own processes."""

import contextlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from statistics import median

from bench import running
from bench.figures import Figure, of_rounds, ratios
from config import ROOT, Settings
from office import clock
from office.applications import Application, review
from office.applications.results import Verdict
from office.db import transaction
from office.staff import Officer, Role
from outside import pdf
from outside.bounded import run_bounded
from outside.qr import qr_png
from outside.signer import LocalPAdES, make_key
from tests import factories

TIMES = 20
ROUNDS = 2
DOCUMENTS = {1: 16, 2: 40}
WARM_UP = {1: 2, 2: 6}
NAMES = ("akta_render_ms", "akta_sign_ms", "akta_per_s_1", "akta_per_s")
SECONDS = 120.0


def measure() -> list[Figure]:
    """Draw and sign one document again and again; then let one worker, and two, take approved ones all the way."""
    drawn, signed = _drawn_and_signed()
    bare = 1000 / (median(drawn) + median(signed))
    one, two = per_second(factories.an_application)
    return [
        of_rounds("akta_render_ms", drawn, "ms", note="warm, in the worker's child process"),
        of_rounds("akta_sign_ms", signed, "ms", note="PAdES B-B, RSA-2048"),
        of_rounds(
            "akta_per_s_1", one, "documents/s", ratio=median(one) / bare, note="ratio: to drawing and signing alone"
        ),
        of_rounds("akta_per_s", two, "documents/s", ratio=median(ratios(two, one)), note="two workers; ratio: to one"),
    ]


def _drawn_and_signed() -> tuple[list[float], list[float]]:
    with running.scratch() as folder:
        make_key(folder)
        signer = LocalPAdES.from_folder(folder)
        page = run_bounded(pdf.render, "kutipan-akta-kelahiran.html", _facts())
        drawn = _times(lambda: run_bounded(pdf.render, "kutipan-akta-kelahiran.html", _facts()))
        signed = _times(lambda: signer.sign(page, reason="6474-LU-01062020-0001", at=factories.NOON))
    return drawn, signed


def _times(work: Callable[[], object]) -> list[float]:
    """Milliseconds of each of 20 times, the first ones, which only warm up, left out."""
    taken = []
    for _ in range(TIMES + 3):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    return taken[3:]


def _facts() -> pdf.KutipanKelahiran:
    url = "https://lamin.example.go.id/periksa/k7Qm2xVb9TzR4pWc8HsLdA"
    return pdf.KutipanKelahiran(
        number="6474-LU-01062020-0001", nik=None, child_name="Ni Luh Putu Sekar", sex="P", birth_place="Bontang",
        birth_date=date(2020, 6, 1), child_order=2, father_name="I Gusti Ngurah Rai",
        mother_name="Nur'aini binti Syarifuddin", issued_place="Bontang", issued_on=date(2020, 6, 4),
        office_name="Dinas Kependudukan dan Pencatatan Sipil Kota Bontang", signatory_name="Dra. Contoh, M.Si.",
        signatory_title="Pejabat Pencatatan Sipil Kota Bontang", signatory_nip="00000000 000000 0 000",
        check_url=url, qr_png=qr_png(url), specimen=True, signature_line="",
    )  # fmt: skip


def per_second(send: Callable[..., Application]) -> tuple[list[float], list[float]]:
    """Documents a second, the whole way with one worker and with two, of applications that `send` makes one by one."""
    with running.prepared() as settings:
        with running.inside(settings):
            approve(send, ROUNDS * sum((*DOCUMENTS.values(), *WARM_UP.values())))
        with contextlib.closing(watching(settings)) as database:
            database.execute("UPDATE job SET due_at = '2999-01-01 00:00:00' WHERE kind = 'document'")
            pairs = [(_round(settings, database, 1), _round(settings, database, 2)) for _ in range(ROUNDS)]
    return [one for one, _ in pairs], [two for _, two in pairs]


def approve(send: Callable[..., Application], count: int) -> None:
    """Sent, checked and approved applications, so that their documents wait for the worker."""
    at = clock.now()
    checker, registrar = factories.an_officer(Role.VERIFIER, at=at), factories.an_officer(Role.REGISTRAR, at=at)
    for _ in range(count):
        _approved(send, checker, registrar)


def _approved(send: Callable[..., Application], checker: Officer, registrar: Officer) -> None:
    at = clock.now()
    application = send(at=at)
    factories.all_right(application, checker, at=at)
    with transaction():
        review.take(application, registrar, at=at)
        review.approve(application, registrar, at=at, verdict=Verdict(compared=True))


def watching(settings: Settings) -> sqlite3.Connection:
    """The database, to be looked at from outside."""
    return sqlite3.connect(settings.data / "lamin.sqlite", isolation_level=None, timeout=10)


def _round(settings: Settings, database: sqlite3.Connection, workers: int) -> float:
    """Documents a second, from the first that is taken in hand to the last that answers."""
    with contextlib.ExitStack() as stack:
        for _ in range(workers):
            stack.enter_context(worker(settings))
        _release(database, WARM_UP[workers])
        until(lambda: _open_jobs(database) == 0)
        count = DOCUMENTS[workers]
        goal = _active(database) + count
        _release(database, count)
        until(lambda: _taken(database) > 0)
        began = time.perf_counter()
        until(lambda: _active(database) == goal)
        taken = time.perf_counter() - began
        until(lambda: _open_jobs(database) == 0)
    return count / taken


@contextlib.contextmanager
def worker(settings: Settings) -> Iterator[int]:
    """A worker process of these settings; yields its id."""
    command = [sys.executable, "-m", "serve", "worker"]
    process = subprocess.Popen(command, cwd=ROOT, env=running.surroundings(settings), stdout=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _release(database: sqlite3.Connection, count: int) -> None:
    """Let so many documents be made now."""
    some = "SELECT id FROM job WHERE kind = 'document' AND due_at > '2900-01-01' ORDER BY id LIMIT ?"
    database.execute(f"UPDATE job SET due_at = made_at WHERE id IN ({some})", (count,))  # noqa: S608 - our own words


def until(condition: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Wait for it.

    Raises:
        DidNotStart: it takes too long.
    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise running.DidNotStart("the worker did not come to an end")
        time.sleep(0.004)


def _open_jobs(database: sqlite3.Connection) -> int:
    return _count(database, "job", "done_at IS NULL AND failed_at IS NULL AND due_at < '2900-01-01'")


def _taken(database: sqlite3.Connection) -> int:
    return _count(database, "job", "kind = 'document' AND done_at IS NULL AND leased_until IS NOT NULL")


def _active(database: sqlite3.Connection) -> int:
    return _count(database, "document", "active_at IS NOT NULL")


def _count(database: sqlite3.Connection, table: str, where: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])  # noqa: S608 - our own words
