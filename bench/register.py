"""200,000 invented residents brought in, then looked for on the whole HTML page over HTTP, on SQLite and on PostgreSQL."""

import contextlib
import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from flask import Flask

from bench import clients, running
from bench.figures import Figure, of_rounds
from commands.register import cleared, staged
from config import ROOT, Settings, read_settings
from frame.access import KEY
from office import clock, staff
from office.db import db, transaction
from office.events import SYSTEM
from office.register import Family, Resident, taking
from office.register.residents import OWN
from office.staff import Role
from tests import engines
from tests.factories import an_officer
from tools import invented_residents

PEOPLE, ROUNDS = 200_000, 5
NIK_LIMIT, NAME_LIMIT, IMPORT_LIMIT = 20.0, 60.0, 180.0
PLACES = {"": "SQLite, synchronous FULL", "_pg": "PostgreSQL, fsync off"}
NAMES = tuple(f"{name}{place}_{unit}" for place in PLACES for name, unit in (
    ("search_nik", "ms"), ("search_name", "ms"), ("import_200k", "s")))  # fmt: skip
# Whole words, beginnings, one and two errors, the commonest names, three words of which few have all, and none at all.
WORDS = (
    "Siti", "Muhammad", "Muhamad", "Mohammad Ahmad", "siti nurhaliz", "Slamt Markus", "Abdurahman", "Khadijaah Tayant",
    "Budi Agus Wahyu", "Rahmat Nanini", "Muhammad Zulkifly Syafudin", "ketut halimah", "xqzzy muhammad", "mu", "si ra",
    "Ni Luh Prawawan",
)  # fmt: skip
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')


class NotFoundAgain(Exception):
    """A page doesn't show what was looked for."""


def measure() -> list[Figure]:
    """The import first, as `flask register import` does it; then one client whose searches take turns."""
    figures: list[Figure] = []
    with running.scratch() as folder:
        file = folder / "residents.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            invented_residents.write(out, PEOPLE)
        for place in PLACES:
            with prepared_on(place) as (settings, env):
                figures += _measured(place, settings, env, file)
    return figures


def _measured(place: str, settings: Settings, env: Mapping[str, str], file: Path) -> Iterator[Figure]:
    with running.inside(settings) as app:
        seconds = _bring_in(file)
        cookie, numbers = _officer(app), _numbers()
    with running.started([sys.executable, "-m", "serve", "pages"], settings.port, env):
        ask = _searches(settings.port, cookie)
        exact = _times(settings.port, [ask(number) for number in numbers])
        named = _times(settings.port, [ask(words) for words in WORDS])
        named += _times(settings.port, [ask("Siti", day) for day in ((1, 5, 1980), (17, 8, 1990))])
    yield _figure(f"search_nik{place}_ms", exact, NIK_LIMIT, PLACES[place])
    yield _figure(f"search_name{place}_ms", named, NAME_LIMIT, PLACES[place])
    yield Figure(
        f"import_200k{place}_s", seconds, "s", IMPORT_LIMIT, seconds / IMPORT_LIMIT, note="staged, compared, taken over"
    )


def _figure(name: str, rounds: Sequence[Sequence[float]], limit: float, where: str) -> Figure:
    """The median of the rounds' medians, and beside it how slow the slowest search of all is."""
    by_round = [median(each) for each in zip(*rounds, strict=True)]
    slowest = max(median(each) for each in rounds)
    return of_rounds(
        name, by_round, "ms", limit=limit, ratio=slowest / limit, note=f"{where}; slowest search {slowest:.0f} ms"
    )


def _bring_in(file: Path) -> float:
    at, began = clock.now(), time.monotonic()
    with file.open("rb") as data:
        job = staged(data, OWN, at)
    with transaction():
        taking.take_over(job, by=SYSTEM, at=at)
    seconds = time.monotonic() - began
    cleared(job)
    return seconds


def _numbers() -> list[str]:
    niks = db.session.scalars(sa.select(Resident.nik).where(Resident.id % 20_011 == 7))
    kks = db.session.scalars(sa.select(Family.kk).where(Family.id % 20_011 == 7))
    return [number for number in (*niks, *kks) if number] + ["9999019999999999"]


def _officer(app: Flask) -> str:
    at = clock.now()
    officer = an_officer(Role.VERIFIER, at=at, login="bench")
    with transaction():
        key = staff.sign_in(officer.id, True, at=at)
    return cookie_of(app, key)


def cookie_of(app: Flask, key: str) -> str:
    """The cookie of a browser in which an officer has signed in with this session key."""
    with app.test_request_context():
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        signed = signer.dumps({KEY: key, "csrf_token": hashlib.sha1(b"bench").hexdigest()})  # noqa: S324 - a form key of the bench
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"


def _searches(port: int, cookie: str) -> "_Searches":
    found = TOKEN.search(clients.ask(port, clients.get("/petugas/penduduk", cookie)).body)
    if found is None:
        raise NotFoundAgain("no form")
    return _Searches(cookie, found[1].decode())


class _Searches:
    """Ready-made searches of one officer."""

    def __init__(self, cookie: str, token: str) -> None:
        self.cookie, self.token = cookie, token

    def __call__(self, text: str, day: tuple[int, int, int] = (0, 0, 0)) -> bytes:
        born = {f"lahir_{part}": str(number or "") for part, number in zip(("tgl", "bln", "thn"), day, strict=True)}
        return clients.post(
            "/petugas/penduduk", {"csrf_token": self.token, "q": text, "alasan": "data"} | born, self.cookie
        )


def _times(port: int, requests: list[bytes]) -> list[list[float]]:
    """Milliseconds of each search in each round; the first round warms up."""
    taken = clients.turns([(port, request) for request in requests], ROUNDS + 1)
    return [[1000 * each for each in times[1:]] for times in taken]


@contextlib.contextmanager
def prepared_on(place: str, name: str = "bench") -> Iterator[tuple[Settings, dict[str, str]]]:
    """A migrated, empty Lamin on an engine (a key of PLACES), its database of a name, and the environment of its servers."""
    with running.scratch() as folder, _database(place, name) as database:
        given = {
            "LAMIN_DATA": str(folder / "data"),
            "LAMIN_PORT": str(running.free_port()),
            "LAMIN_DEMO": "no",
            **database,
        }
        settings = read_settings(given)
        env = running.surroundings(settings, **database)
        subprocess.run([sys.executable, "-m", "serve", "prepare"], cwd=ROOT, env=env, check=True)
        yield settings, env


@contextlib.contextmanager
def _database(place: str, name: str) -> Iterator[dict[str, str]]:
    if not place:
        yield {}
        return
    server = engines.postgresql()
    server.create(name)
    try:
        yield {"LAMIN_DATABASE": server.url(name)}
    finally:
        server.drop(name)
