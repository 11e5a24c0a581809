"""A Lamin of its own for the benchmark: a scratch data folder, migrated, and its parts as `python -m serve` starts them."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from flask import Flask

from app import create_app
from bench import clients
from config import ROOT, Settings, read_settings
from office.db import db

SCRATCH = ROOT / "bench" / "scratch"
START_SECONDS = 20.0


class DidNotStart(Exception):
    """A server did not answer in time, or ended at once."""


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the project's own disk, gone afterwards."""
    SCRATCH.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=SCRATCH))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def prepared(**wanted: str) -> Iterator[Settings]:
    """The settings of a migrated data folder without demo people, and a free port; `wanted` are further LAMIN_* values."""
    with scratch() as folder:
        given = {"LAMIN_DATA": str(folder / "data"), "LAMIN_PORT": str(free_port()), "LAMIN_DEMO": "no"} | wanted
        settings = read_settings(given)
        subprocess.run([sys.executable, "-m", "serve", "prepare"], cwd=ROOT, env=surroundings(settings), check=True)
        yield settings


@contextlib.contextmanager
def inside(settings: Settings) -> Iterator[Flask]:
    """The application of these settings in this process, within its context."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[int]:
    """The page server alone, as `python -m serve pages` starts it; yields its port."""
    with started([sys.executable, "-m", "serve", "pages"], settings.port, surroundings(settings)):
        yield settings.port


@contextlib.contextmanager
def started(command: list[str], port: int, env: Mapping[str, str], path: str = "/healthz") -> Iterator[None]:
    """A server that answers `path`, stopped afterwards with all it started.

    Raises:
        DidNotStart: it doesn't answer in time.
    """
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_for(port, path, process)
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    """Ask every few milliseconds until the answer is 200.

    Raises:
        DidNotStart: it takes too long, or the process has ended.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, clients.WrongAnswer):
            if clients.ask(port, clients.get(path)).status == 200:
                return
        time.sleep(0.005)
    raise DidNotStart(f"no answer at {path}")


def surroundings(settings: Settings, **given: str) -> dict[str, str]:
    """The environment of a child: this one's, its LAMIN_* replaced by these settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LAMIN_")}
    ours = {"LAMIN_DATA": str(settings.data), "LAMIN_PORT": str(settings.port), "LAMIN_DEMO": "no",
            "LAMIN_PROCESSES": str(settings.processes), "LAMIN_CLOCK_AHEAD": str(settings.clock_ahead)}  # fmt: skip
    return plain | ours | given


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
