"""What `make run` starts: prepares the data folder, then keeps the pages and the worker running until it is told to stop.

`python -m serve` does it all; `python -m serve prepare|pages|worker` does one part, for systemd.
"""

import atexit
import ctypes
import errno
import http.client
import os
import signal
import socket
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from config import ROOT, BadSetting, Settings, read_settings

STOPS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
STOP_SECONDS = 4.0
PORT_SECONDS = 3.0
READY_SECONDS = 20.0
DEATHS, WITHIN_SECONDS = 5, 60.0

Work = Callable[[Settings], int]


class CannotStart(Exception):
    """Something outside the program keeps it from starting; the message is one sentence for whoever started it."""


def main(arguments: list[str]) -> int:
    """Do what the arguments name, or all of it; returns the exit status: 2 when a setting or the command is wrong."""
    os.umask(0o077)
    try:
        settings = read_settings()
    except BadSetting as wrong:
        return _complain(f"a setting is wrong: {wrong}", 2)
    if settings.production and os.geteuid() == 0:
        _complain("running as root in production; an ordinary user is enough and safer")
    if not arguments:
        return _all(settings)
    if len(arguments) > 1 or arguments[0] not in PARTS:
        return _complain(f"usage: python -m serve [{'|'.join(PARTS)}]", 2)
    return _guarded(PARTS[arguments[0]], settings)


def prepare(settings: Settings) -> int:
    """Bring database, regions and signing key up to date, and load the demo people on the first run if they are wanted."""
    from flask_migrate import upgrade

    from app import create_app
    from office import regions
    from office.db import transaction
    from outside.signer import make_key

    application = create_app(settings)
    with application.app_context():
        upgrade()
        with transaction():
            regions.load_regions(ROOT / "data" / "regions")
        make_key(settings.data / "keys")
        if settings.production:
            demo.refuse_in_production()
        elif demo.offered(application) and not declined(settings).exists():
            _offer_demo(application, settings)
    return 0


def _offer_demo(application: "Flask", settings: Settings) -> None:
    if _wants_demo():
        demo.load(application)
    else:
        declined(settings).touch()


def declined(settings: Settings) -> Path:
    """The mark that says the demo people were offered and not wanted, so that nobody is asked twice."""
    return settings.data / "demo-declined"


def pages(settings: Settings) -> int:
    """Answer HTTP until a signal stops it."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "serve:page_app", factory=True, interface=Interfaces.WSGI, address=settings.host, port=settings.port,
        workers=settings.processes, blocking_threads=settings.threads, http=HTTPModes.http1, websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=10_000), log_level=LogLevels.error,
        respawn_failed_workers=True, workers_kill_timeout=3,
    ).serve()  # fmt: skip
    return 0


def page_app() -> object:
    """The application inside one of the page server's processes."""
    from app import create_app

    _die_with_parent()
    return create_app()


def worker(settings: Settings) -> int:
    """Walk the outbox until a signal stops it."""
    from flask.cli import ScriptInfo

    from app import create_app

    application = create_app(settings)
    application.cli.main(["worker"], "flask", obj=ScriptInfo(create_app=lambda: application), standalone_mode=False)
    return 0


PARTS: Mapping[str, Work] = {"prepare": prepare, "pages": pages, "worker": worker}


def _all(settings: Settings) -> int:
    try:
        check_port(settings)
        # Imported once, here: each child is a copy of this process and starts in a few milliseconds.
        import app  # noqa: F401
    except CannotStart as trouble:
        return _complain(str(trouble), 2)
    first = Child("prepare", prepare, settings)
    first.start(own_group=False)
    try:
        status = os.waitstatus_to_exitcode(os.waitpid(first.pid, 0)[1])
    except KeyboardInterrupt:
        return 130
    return status or Keeper(settings).run()


def check_port(settings: Settings) -> None:
    """See that the address is free; a server that was just killed gets a few seconds to let go of it.

    Raises:
        CannotStart: it is taken, or is no address of this machine; names the setting.
    """
    until = time.monotonic() + PORT_SECONDS
    while True:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                return probe.bind(address)
        except OSError as trouble:
            if trouble.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise CannotStart(_port_sentence(trouble, settings)) from trouble
        time.sleep(0.1)


def _port_sentence(trouble: OSError, settings: Settings) -> str:
    if trouble.errno == errno.EADDRINUSE:
        other = settings.port + 1 if settings.port < 65535 else settings.port - 1
        return f"LAMIN_PORT={settings.port} is taken by another program; stop that one, or choose another: LAMIN_PORT={other}"
    if trouble.errno == errno.EACCES:
        return f"LAMIN_PORT={settings.port} may be opened by root alone; choose one of 1024 or more"
    return f"LAMIN_HOST={settings.host} is not an address of this machine"


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
        _die_with_parent()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS | {signal.SIGCHLD})
        status = _guarded(child.work, child.settings) if os.getppid() == parent else 1
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        status = 130
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            # What a process does when it ends by itself; `os._exit`, needed to leave a copy of our stack, would skip it.
            atexit._run_exitfuncs()
            sys.stdout.flush()
        finally:
            os._exit(status)


@dataclass
class Keeper:
    """Starts pages and worker, starts a dead one again after a second, stops both when told to."""

    settings: Settings
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS))

    def __post_init__(self) -> None:
        self.children = [Child("pages", pages, self.settings), Child("worker", worker, self.settings)]

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
                    return _complain(f"{child.name} died {DEATHS} times within a minute; giving up", 1)
                _complain(f"{child.name} died; starting it again")
                if self._told_to_stop(1.0):
                    return 0
                child.start()
            if not announced and answers(self.settings):
                announced = True
                _announce(self.settings)
            if not announced and time.monotonic() > until:
                return _complain(f"the pages did not answer within {READY_SECONDS:.0f} seconds", 1)
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


def answers(settings: Settings) -> bool:
    """Whether the pages answer on their address."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    line = http.client.HTTPConnection(host, settings.port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def _announce(settings: Settings) -> None:
    address = settings.base_url
    lines = {"all": ["/", "/petugas"], "web": ["/"], "desk": ["/petugas"]}[settings.mode]
    names = {"/": "Residents", "/petugas": "Officers"}
    print(f"\nLamin is running on {settings.host}:{settings.port}; Ctrl-C stops it.")
    for path in lines:
        print(f"  {names[path]:<10}{address}{path}")
    if not settings.production:
        for name, path in WORKBENCH.items():
            print(f"  {name:<10}{address}{path}")
    if settings.demo and (settings.data / "demo").read_text(encoding="ascii").strip() == "yes":
        from commands import demo

        print("Demo log-ins (invented people, this machine only):")
        for login, password, role in demo.LOGINS:
            print(f"  {login:<14}{password:<28}{role}")
    sys.stdout.flush()


WORKBENCH = {"Mail": "/kotak-surat", "Phone": "/kotak-pesan", "Parts": "/komponen"}


def _wants_demo() -> bool:
    if not sys.stdin.isatty():
        return True
    answer = input("First run: load invented residents and officers to try it with? [Y/n] ")
    return answer.strip().lower() in ("", "y", "yes", "ya")


def _guarded(work: Work, settings: Settings) -> int:
    """Run a part; what an operator can mend becomes one line in place of a traceback."""
    from sqlalchemy.exc import OperationalError

    from office.catalogue import BadDefinition
    from office.regions import BrokenRegionFile
    from outside.signer import KeyUnusable

    try:
        return work(settings)
    except OperationalError as trouble:
        reason = str(trouble.orig).strip().partition("\n")[0]
        return _complain(f"LAMIN_DATABASE: the database does not answer: {reason}", 1)
    except (BadSetting, BadDefinition, BrokenRegionFile, KeyUnusable) as trouble:
        return _complain(str(trouble), 1)


def _complain(sentence: str, status: int = 0) -> int:
    print(f"lamin: {sentence}", file=sys.stderr, flush=True)
    return status


def _die_with_parent() -> None:
    """Ask the kernel to stop this process when its parent is gone, however that died."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
