"""Run a pure function in a child process, so that a hostile file costs a child and never the server.

Plain `subprocess` and not a multiprocessing pool: a pool's children import the parent's main module (here the whole
Flask app), start all at once, stay for ever, and time their work by the wall clock.
"""

import atexit
import contextlib
import logging
import math
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar, cast

T = TypeVar("T")

MAX_CHILDREN = 2
MAX_JOBS = 50  # a child is replaced after so many, so that leaks in the C libraries cannot add up
IDLE_SECONDS = 120.0
MEMORY_BYTES = 1536 * 1024 * 1024
FILE_BYTES = 64 * 1024 * 1024

_ROOT = str(Path(__file__).resolve().parents[1])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from outside.bounded import serve; serve(int(sys.argv[2]))"
_KEPT_SETTINGS = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "TZ")  # the secrets in LAMIN_* stay behind
# Few arenas and a fixed threshold: big pictures go back to the system as soon as they are freed.
_THRIFT = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "4194304", "MALLOC_TRIM_THRESHOLD_": "4194304"}


class Overran(Exception):
    """The work took too long or too much memory, or its process died."""


def run_bounded(function: Callable[..., T], *args: Any, seconds: float = 30) -> T:
    """Call `function(*args)` in a child process and return what it returns, within `seconds` of wall and of CPU time.

    The function must stand at the top of an importable module; arguments and result are pickled. The child has 1.5 GiB
    of address space, no core dump, none of the LAMIN_* settings. Waiting for a free child takes `seconds` at most too.

    Raises:
        Overran: it took too long or too much memory, its process died, or no child came free.
        Exception: whatever the function itself raised.
    """
    payload = pickle.dumps((function, args, seconds))
    return cast(T, _pool.run(payload, seconds))


class _Child:
    """One child process and the line to it, as its parent sees them."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-I", "-B", "-W", "ignore", "-c", _START, _ROOT, str(theirs.fileno())]
            settings = {name: os.environ[name] for name in _KEPT_SETTINGS if name in os.environ}
            self.process = subprocess.Popen(
                command,
                env=settings | _THRIFT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self.line: Connection = Connection(ours.detach())
        self.jobs = 0
        self.rested_at = time.monotonic()
        self.doomed = False

    def work(self, payload: bytes, seconds: float) -> Any:
        """Have one job done; a timer kills the child when it is late, which ends the waiting below."""
        watch = threading.Timer(seconds, self.kill)
        watch.daemon = True
        watch.start()
        try:
            self.line.send_bytes(payload)
            answer = self.line.recv_bytes()
        except (EOFError, OSError) as gone:
            raise Overran("the work was late, or its process died") from gone
        finally:
            watch.cancel()
            watch.join()
            self.jobs += 1
            self.rested_at = time.monotonic()
        done, value = pickle.loads(answer)  # from our own code, under our own user
        if not done:
            raise value
        return value

    def usable(self) -> bool:
        """Say whether another job can be given: alive, not worn out, and not about to leave by itself."""
        rested = time.monotonic() - self.rested_at
        return not self.doomed and self.jobs < MAX_JOBS and rested < IDLE_SECONDS - 5 and self.process.poll() is None

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        self.doomed = True
        self.process.kill()

    def dismiss(self) -> None:
        """End the process and free what belongs to it."""
        self.kill()
        self.line.close()
        self.process.wait()


class _Pool:
    """At most `MAX_CHILDREN` children: started when needed, the last used first, so that the others can leave."""

    def __init__(self) -> None:
        self._slots = threading.BoundedSemaphore(MAX_CHILDREN)
        self._guard = threading.Lock()
        self._resting: list[_Child] = []

    def run(self, payload: bytes, seconds: float) -> Any:
        if not self._slots.acquire(timeout=seconds):
            raise Overran("no child came free")
        try:
            child = self._take()
            try:
                return child.work(payload, seconds)
            except BaseException as error:
                if isinstance(error, Overran) or not isinstance(error, Exception):
                    child.kill()
                raise
            finally:
                self._give_back(child)
        finally:
            self._slots.release()

    def _take(self) -> _Child:
        while True:
            with self._guard:
                child = self._resting.pop() if self._resting else None
            if child is None:
                return _Child()
            if child.usable():
                return child
            child.dismiss()

    def _give_back(self, child: _Child) -> None:
        if not child.usable():
            child.dismiss()
            return
        with self._guard:
            self._resting.append(child)

    def close(self) -> None:
        with self._guard:
            resting, self._resting = self._resting, []
        for child in resting:
            child.dismiss()


_pool = _Pool()


def close() -> None:
    """End the children that rest; the next call starts new ones."""
    _pool.close()


def _forget() -> None:
    """Leave the children to the process that started them: two processes on one line would mix up answers."""
    global _pool
    _pool = _Pool()


atexit.register(close)
os.register_at_fork(after_in_child=_forget)


def serve(handle: int) -> None:
    """Be the child: do the jobs that come in by socket `handle`, until the parent is gone or nothing came for long."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches the whole group; the parent decides
    logging.disable(logging.CRITICAL)  # what the decoders say of a stranger's file may quote it, and helps nobody
    _limit_process()
    line = Connection(handle)
    with contextlib.suppress(EOFError, OSError):
        while line.poll(IDLE_SECONDS):
            line.send_bytes(_answer(line.recv_bytes()))


def _answer(payload: bytes) -> bytes:
    """Do one job and pickle (True, result) or (False, exception)."""
    try:
        function, args, seconds = pickle.loads(payload)
        _limit_cpu(seconds)
        return pickle.dumps((True, function(*args)))
    except MemoryError:
        return pickle.dumps((False, Overran("out of memory")))
    except Exception as error:  # handed to the parent, which raises it there: this is the edge of the process
        error.add_note("In the child:\n" + "".join(traceback.format_tb(error.__traceback__)))
        return _pickled(error)


def _pickled(error: Exception) -> bytes:
    """Pickle an exception so that it can be opened again; some cannot, and those go as a RuntimeError of their name."""
    try:
        pickled = pickle.dumps((False, error))
        pickle.loads(pickled)
    except (pickle.PickleError, TypeError, AttributeError, LookupError, ValueError):
        return pickle.dumps((False, RuntimeError(f"{type(error).__module__}.{type(error).__qualname__}")))
    return pickled


def _limit_process() -> None:
    wanted = {resource.RLIMIT_AS: MEMORY_BYTES, resource.RLIMIT_FSIZE: FILE_BYTES, resource.RLIMIT_CORE: 0}
    for kind, most in wanted.items():
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _limit_cpu(seconds: float) -> None:
    """Allow `seconds` of CPU time from now on: the kernel's limit counts from the start of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds), hard))
