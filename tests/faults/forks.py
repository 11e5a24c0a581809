"""Workers that can be killed or left hanging: real processes, copies of one small mother process, so that they start at once.

`python -m tests.faults.forks` is the mother: it loads the program, reads orders as JSON lines, copies itself for each, and
tells what becomes of the copy.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from flask import Flask

from tests.house.tree import ROOT

DIED, ENDED = 9, 0
# Once by the mother, and not by each copy.
LOADED = ("app", "commands.workers", "outside.signer", "outside.worker.printing", "outside.worker.verifying", "tests.conftest")


class Forked:
    """One worker process, as the test sees it."""

    def __init__(self, mother: subprocess.Popen[str]) -> None:
        self._mother = mother
        self.pid = int(self._told()["pid"])
        self.status: int | None = None

    def until_stopped(self) -> "Forked":
        """Wait until it stands still at its STOP_AT."""
        told = self._told()
        self.status = told.get("status")
        assert told == {"stopped": True}, told
        return self

    def go_on(self) -> "Forked":
        """Let a process that stands still go on."""
        os.kill(self.pid, signal.SIGCONT)
        return self

    def wait(self) -> int:
        """The status with which it ended: 9 when it died at its CRASH_AT."""
        while self.status is None:
            self.status = self._told().get("status")
        return self.status

    def kill(self) -> None:
        """End it if it still lives."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait()

    def _told(self) -> dict[str, Any]:
        assert self._mother.stdout
        told: dict[str, Any] = json.loads(self._mother.stdout.readline())
        return told


class Mother:
    """The mother process; each worker of a test is a copy of it."""

    def __init__(self) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith("LAMIN_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forks"], cwd=ROOT, env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._last: Forked | None = None

    def start(self, app: Flask, *, at: datetime, task: str = "drain", **env: str) -> Forked:
        """Begin a worker on an app's data: to do all jobs that are due at an instant, or to sweep."""
        settings = app.extensions["lamin"].settings
        facts = {"LAMIN_DATABASE": settings.database, "LAMIN_MAIL_SERVER": app.config.get("POSTBOX", "")}
        order = {"data": str(settings.data), "settings": facts, "at": at.isoformat(), "task": task, "env": env}
        assert self._process.stdin
        print(json.dumps(order), file=self._process.stdin, flush=True)
        self._last = Forked(self._process)
        return self._last

    def tidy(self) -> None:
        """End what a failed test left hanging."""
        if self._last:
            self._last.kill()

    def stop(self) -> None:
        """End the mother."""
        self.tidy()
        self._process.kill()
        self._process.communicate()


def main() -> None:
    """Be the mother."""
    for name in LOADED:
        importlib.import_module(name)
    from office import catalogue

    catalogue.services()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if not child:
            _live(order)
        _tell(pid=child)
        while True:
            _, status = os.waitpid(child, os.WUNTRACED)
            if not os.WIFSTOPPED(status):
                break
            _tell(stopped=True)
        _tell(status=os.waitstatus_to_exitcode(status))


def _tell(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


def _live(order: Mapping[str, Any]) -> NoReturn:
    status = 1
    try:
        os.environ.update(order["env"])
        _work(order)
        status = ENDED
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def _work(order: Mapping[str, Any]) -> None:
    from app import create_app
    from commands.workers import build
    from outside.bounded import close
    from outside.worker import sweeping, verifying
    from outside.worker.printing import Rounds
    from tests.conftest import settings_for

    at = datetime.fromisoformat(order["at"])
    app = create_app(settings_for(Path(order["data"]), **order["settings"]))
    with app.app_context():
        worker = build(app)
        if order["task"] == "sweep":
            sweeping.sweep(worker.store, at=at)
        elif order["task"] == "look":
            Rounds().look(at)
        elif order["task"] == "verify":
            while verifying.verify_some(worker.store, worker.signer, at=at, most=2):
                pass
        else:
            worker.drain(at=at)
    close()


if __name__ == "__main__":
    main()
