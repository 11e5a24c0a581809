"""The web process as it is run for people, on a real port, that can be killed and started again."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config import Settings
from tests.faults.browser import Browser
from tests.faults.ports import free_port
from tests.house.tree import ROOT

STARTS_WITHIN = 60.0


class Pages:
    """`python -m serve pages` in a process group of its own."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.port = free_port()
        self._log = log
        plain = {name: value for name, value in os.environ.items() if not name.startswith("LAMIN_")}
        self._env = plain | {
            "LAMIN_DATA": str(settings.data), "LAMIN_DATABASE": settings.database, "LAMIN_PORT": str(self.port),
            "LAMIN_SECRET": settings.secret.decode(), "LAMIN_DEMO": "no", "LAMIN_CLOCK_AHEAD": str(settings.clock_ahead),
            "LAMIN_PROCESSES": str(settings.processes),
        }  # fmt: skip
        self.start()

    def start(self) -> float:
        """Start it; how many seconds pass until it answers."""
        began = time.monotonic()
        with self._log.open("ab") as log:
            command = [sys.executable, "-m", "serve", "pages"]
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._env, stdout=log, stderr=log, start_new_session=True
            )
        while not self._answers():
            assert self._process.poll() is None and time.monotonic() < began + STARTS_WITHIN, self._log.read_text()
            time.sleep(0.01)
        return time.monotonic() - began

    def kill(self) -> None:
        """End it and all its children at once, as the kernel or a power cut would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _answers(self) -> bool:
        try:
            return Browser(self.port).ask("GET", "/healthz").status == 200
        except (OSError, http.client.HTTPException):
            return False
