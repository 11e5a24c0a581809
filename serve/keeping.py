"""Keeping the children alive: each is a copy of this process, started again when it dies, stopped in order."""

import atexit
import ctypes
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from config import Settings
from serve.address import answers
from serve.parts import Work, guarded
from serve.words import complain

STOPS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
STOP_SECONDS = 4.0
READY_SECONDS = 20.0
PAUSE_SECONDS = 1.0
DEATHS, WITHIN_SECONDS = 5, 60.0


@dataclass
class Child:
    """One child process, copied from this one, in a process group of its own."""

    name: str
    work: Work
    settings: Settings
    pid: int = 0

    def start(self, *, own_group: bool = True) -> None:
        """Start it; returns in the parent only."""
        sys.stdout.flush()
        parent = os.getpid()
        self.pid = os.fork()
        if not self.pid:
            _live(self, parent, own_group)

    def end(self, number: signal.Signals, *, group: bool = False) -> None:
        """Send it a signal, or its whole group; one that is gone already does no harm."""
        try:
            (os.killpg if group else os.kill)(self.pid, number)
        except (ProcessLookupError, PermissionError):
            return


def _live(child: Child, parent: int, own_group: bool) -> NoReturn:
    status = 1
    try:
        if own_group:
            os.setpgid(0, 0)  # Ctrl-C reaches the parent alone, which then stops its children in order
        die_with_parent()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS | {signal.SIGCHLD})
        status = guarded(child.work, child.settings) if os.getppid() == parent else 1
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        status = 130
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            # What a process does when it ends by itself, and what `os._exit`, which this copy needs, would skip.
            atexit._run_exitfuncs()
            sys.stdout.flush()
        finally:
            os._exit(status)


@dataclass
class Keeper:
    """Starts pages and worker, starts a dead one again after a second, stops both when told to."""

    settings: Settings
    children: list[Child]
    announce: Callable[[Settings], None]
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS))

    def run(self) -> int:
        """Keep them until a signal comes: 0 then, 1 when they never answer or die again and again."""
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS | {signal.SIGCHLD})
        for child in self.children:
            child.start()
        try:
            return self._keep()
        finally:
            self._stop()

    def _keep(self) -> int:
        announced, until = False, time.monotonic() + READY_SECONDS
        while not self._told_to_stop(5.0 if announced else 0.03, or_a_death=True):
            for child in self._dead():
                if self._too_many_deaths():
                    return complain(f"{child.name} died {DEATHS} times within a minute; giving up", 1)
                complain(f"{child.name} died; starting it again")
                if self._told_to_stop(PAUSE_SECONDS):
                    return 0
                child.start()
            if not announced and answers(self.settings):
                announced = True
                self.announce(self.settings)
            if not announced and time.monotonic() > until:
                return complain(f"the pages did not answer within {READY_SECONDS:.0f} seconds", 1)
        return 0

    def _told_to_stop(self, seconds: float, *, or_a_death: bool = False) -> bool:
        """Wait; True as soon as a signal says stop, False when the time is up (or, if asked, a child has died)."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            got = signal.sigtimedwait(STOPS | {signal.SIGCHLD}, left)
            if got and got.si_signo in STOPS:
                return True
            if got and or_a_death:
                return False
        return False

    def _too_many_deaths(self) -> bool:
        self.deaths.append(time.monotonic())
        return len(self.deaths) == DEATHS and self.deaths[-1] - self.deaths[0] < WITHIN_SECONDS

    def _dead(self) -> list[Child]:
        """Those that ended, with what they left behind cleared away."""
        gone = [child for child in self.children if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]]
        for child in gone:
            child.end(signal.SIGKILL, group=True)
            child.pid = 0
        return gone

    def _stop(self) -> None:
        for child in self.children:
            if child.pid:
                child.end(signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        while any(child.pid for child in self.children) and time.monotonic() < until:
            self._dead()
            time.sleep(0.02)
        for child in self.children:
            if child.pid:
                child.end(signal.SIGKILL, group=True)
                os.waitpid(child.pid, 0)


def die_with_parent() -> None:
    """Ask the kernel to stop this process when its parent is gone, however that died."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
