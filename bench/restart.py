"""How soon Lamin answers again after everything of it was killed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench import running
from bench.figures import Figure, of_rounds
from config import ROOT, Settings

ROUNDS = 5
LIMIT = 3.0
NAMES = ("restart_s",)


def measure() -> list[Figure]:
    """Kill pages, worker and their keeper at once, start them again, and wait for the front page."""
    with running.prepared() as settings:
        process = _start(settings)
        try:
            running.wait_for(settings.port, "/", process)
            taken = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                _kill(process)
                process = _start(settings)
                running.wait_for(settings.port, "/", process)
                taken.append(time.perf_counter() - began)
        finally:
            _kill(process)
    note = "kill -9 of all its processes to the first 200 of /"
    return [of_rounds("restart_s", taken, "s", limit=LIMIT, ratio=median(taken) / LIMIT, note=note)]


def _start(settings: Settings) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "serve"]
    return subprocess.Popen(command, cwd=ROOT, env=running.surroundings(settings), stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL)  # fmt: skip


def _kill(process: subprocess.Popen[bytes]) -> None:
    for pid in _family(process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _family(pid: int) -> list[int]:
    """A process and everything it started, itself first, so that nobody is there to start the others again."""
    with contextlib.suppress(FileNotFoundError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        return [pid] + [each for child in children for each in _family(int(child))]
    return []
