"""Live screens: a stream that carries only the hall's version; whoever hears another one reads its fragment again.

Across processes and machines the hint is the database's own: SQLite's `data_version`, PostgreSQL's NOTIFY. A hint that was
lost heals at the next one, and at the latest with the minute.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context
from sqlalchemy.exc import SQLAlchemyError

from office import clock
from office.db import db
from office.errors import Refused
from office.places import MAIN
from office.queue import board, room
from office.queue.board import Hall

log = logging.getLogger("lamin.live")

LOOK_EVERY = 0.02
HEARTBEAT = 2.0
STALE = 6.0
# Of the threads of a process at most this share may hang on streams, and never more than 24.
SHARE = 3 / 8
MOST = 24


class NoStreamFree(Refused):
    """Every stream of this process is taken; the screen polls instead."""

    status = 503
    message = "Aliran kabar penuh, layar ini bertanya berkala."
    next_step = "Tidak ada yang perlu dilakukan."


class Live:
    """The hints of one process: one watcher while there are streams, and as many streams as pages can spare."""

    def __init__(self, app: Flask, threads: int) -> None:
        """Be ready for an application whose process has so many threads."""
        self.app, self.cap = app, max(min(int(threads * SHARE), MOST), 1)
        self.heard_at, self.streams = 0.0, 0
        # By place (its id): each screen hears of its own hall.
        self.versions: dict[int, str] = {}
        self.changed = threading.Condition()
        self.looked: dict[int, Hall] = {}
        self._watching = False

    def look(self, place: int | None = None) -> Hall:
        """The hall of a place (its id; None: that of the asking screen) now; read anew only when its version is another."""
        at, place = clock.now(), asking() if place is None else place
        seen = self.looked.get(place)
        if seen is None or seen.version != board.version(at, place):
            seen = self.looked[place] = board.hall(at, place)
        return seen

    def stream(self, place: int = MAIN) -> Iterator[str]:
        """Server-sent events: `versi` with each new version of a place's hall, `denyut` every two seconds while it answers.

        Raises:
            NoStreamFree: the cap of this process is reached.
        """
        with self.changed:
            if self.streams >= self.cap:
                raise NoStreamFree()
            self.streams += 1
            self._start()
        return self._events(place)

    def _events(self, place: int) -> Iterator[str]:
        told, beat = "", 0.0
        try:
            yield "retry: 1000\n\n"
            while True:
                version, alive = self._another_than(told, place)
                if alive and version != told:
                    told = version
                    yield f"event: versi\ndata: {version}\n\n"
                elif alive:
                    yield "event: denyut\ndata: .\n\n"
                elif time.monotonic() - beat > HEARTBEAT:
                    beat = time.monotonic()
                    yield ": the database does not answer\n\n"
        finally:
            with self.changed:
                self.streams -= 1

    def _another_than(self, told: str, place: int) -> tuple[str, bool]:
        """Wait a heartbeat long for another version; the newest, and whether the database still answers."""
        with self.changed:
            self.changed.wait_for(lambda: self.versions.get(place, "") != told, timeout=HEARTBEAT)
            return self.versions.get(place, ""), time.monotonic() - self.heard_at < STALE

    def _start(self) -> None:
        if not self._watching:
            self._watching = True
            threading.Thread(target=self._watch, name="live", daemon=True).start()

    def _watch(self) -> None:
        """Follow the hints for as long as anybody listens."""
        while self._wanted():
            try:
                with self.app.app_context():
                    postgresql = db.engine.dialect.name == "postgresql"
                    for _hint in self._notified() if postgresql else self._data_versions():
                        self._read_version()
                        if not self.streams:
                            break
            except (sqlite3.Error, SQLAlchemyError, OSError) as trouble:  # waited out: the next hint heals it
                log.warning("no hints from the database: %s", type(trouble).__name__)
                time.sleep(1.0)

    def _wanted(self) -> bool:
        with self.changed:
            self._watching = self.streams > 0
            return self._watching

    def _read_version(self) -> None:
        try:
            versions = board.versions(clock.now())
        finally:
            db.session.remove()
        with self.changed:
            self.heard_at = time.monotonic()
            if versions != self.versions:
                self.versions = versions
                self.changed.notify_all()

    def _data_versions(self) -> Iterator[None]:
        """A hint for each commit of another connection, and one a second."""
        connection = sqlite3.connect(str(db.engine.url.database), timeout=1.0, isolation_level=None)
        try:
            seen, looked = -1, 0.0
            while True:
                found = connection.execute("PRAGMA data_version").fetchone()[0]
                if found != seen or time.monotonic() - looked > 1.0:
                    seen, looked = found, time.monotonic()
                    yield
                time.sleep(LOOK_EVERY)
        finally:
            connection.close()

    def _notified(self) -> Iterator[None]:
        """A hint for each NOTIFY, and one a second."""
        # Loaded only here: on SQLite the driver would be a part of each start.
        import psycopg

        url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"LISTEN {room.CHANNEL}")
                while True:
                    yield
                    for _notify in connection.notifies(timeout=1.0, stop_after=1):
                        pass
        except psycopg.Error as trouble:
            raise ConnectionError(type(trouble).__name__) from trouble


def install(app: Flask, *, threads: int) -> None:
    """Give the application its live hall."""
    app.extensions["live"] = Live(app, threads)


def live() -> Live:
    """The live hall of this process."""
    found: Live = current_app.extensions["live"]
    return found


def asking() -> int:
    """The place (its id) of the screen that asks; the head office where no screen does."""
    return g.device.place_id if has_request_context() and "device" in g else MAIN


def version_response(place: int | None = None) -> Response:
    """Answer with the version of a hall alone, for a screen without a stream; None: of the asking screen's place."""
    return Response(live().look(place).version, mimetype="text/plain")


def stream_response(place: int | None = None) -> Response:
    """Answer with the stream of a place's hall; None: of the asking screen's place.

    Raises:
        NoStreamFree: beyond the cap the screen polls.
    """
    headers: dict[str, Any] = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    events = live().stream(asking() if place is None else place)
    # A request's session would hold a connection for as long as the stream lives.
    db.session.remove()
    return Response(events, mimetype="text/event-stream", headers=headers)
