"""A running page server with an enrolled display, at ten of a Wednesday, and what happens in its hall meanwhile."""

import dataclasses
import http.client
import time
import wave
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from config import Settings
from office.db import db, transaction
from office.devices import Kind
from office.queue import calling
from office.queue.counters import ServiceCounter
from office.staff import Officer
from outside.voice import NAMES
from tests.faults.pages import Pages
from tests.hall import a_device, a_ticket
from tools.ten_o_clock import seconds_ahead

PATIENCE = 60.0
Desk = tuple[ServiceCounter, Officer]


class Served(Pages):
    """The page server with so many threads in each process."""

    def __init__(self, settings: Settings, log: Path, threads: int) -> None:
        self._threads = str(threads)
        super().__init__(settings, log)

    def start(self) -> float:
        self._env["LAMIN_THREADS"] = self._threads
        return super().start()


class Hall:
    """A hall that is open: changes are made here, in another process than those that serve the pages."""

    def __init__(self, app: Flask, settings: Settings, log: Path, *, processes: int = 1, threads: int = 16) -> None:
        self.ahead = timedelta(seconds=seconds_ahead(datetime.now(UTC)))
        told = dataclasses.replace(settings, clock_ahead=int(self.ahead.total_seconds()), processes=processes)
        _device, self.key = a_device(Kind.DISPLAY, at=self.now())
        self.settings = settings
        short_clips(settings.voice)
        db.session.remove()
        self.pages = Served(told, log, threads)
        self.url = f"http://127.0.0.1:{self.pages.port}"

    def now(self) -> datetime:
        """The instant on the clock of the pages."""
        return datetime.now(UTC) + self.ahead

    def take(self, letter: str = "B") -> str:
        """Somebody takes a number; its label."""
        label = str(a_ticket(letter, at=self.now()).label)
        db.session.remove()
        return label

    def call(self, desk: Desk) -> None:
        """The officer at this counter finishes whoever is there and calls the next."""
        counter, officer = (db.session.merge(one) for one in desk)
        with transaction():
            if counter.ticket_id:
                calling.finish(counter, officer, at=self.now())
            calling.call_next(counter, officer, at=self.now())

    def call_again(self, desk: Desk) -> None:
        """The officer calls the same number again."""
        counter, officer = (db.session.merge(one) for one in desk)
        with transaction():
            calling.call_again(counter, officer, at=self.now())


class Stream:
    """A screen's stream; `status` is what the server answered."""

    def __init__(self, hall: Hall) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", hall.pages.port, timeout=PATIENCE)
        self._line.request("GET", "/layar/alir", headers={"Cookie": f"lamin_display_key={hall.key}"})
        self._answer = self._line.getresponse()
        self.status = self._answer.status

    def versions(self) -> Iterator[str]:
        """The versions that are told, as they come."""
        told = False
        while line := self._answer.readline().decode():
            if told and line.startswith("data: "):
                yield line.removeprefix("data: ").strip()
            told = line.startswith("event: versi")

    def close(self) -> None:
        """Go away without a word, as a screen does that is switched off."""
        self._answer.close()
        self._line.close()


def soon(true: Callable[[], bool]) -> bool:
    """Whether this becomes true within our patience."""
    until = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def short_clips(folder: Path) -> None:
    """Clips of a fiftieth of a second, so that a test need not listen to whole sentences."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        with wave.open(str(folder / f"{name}.wav"), "wb") as clip:
            clip.setnchannels(1)
            clip.setsampwidth(2)
            clip.setframerate(22050)
            clip.writeframes(bytes(2 * 441))
