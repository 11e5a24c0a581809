"""The hall for tests: enrolled screens, a counter with its officer, and the office's clock at ten of a Thursday."""

import re
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from office import codes, devices, opening, places, settings
from office.db import db, transaction
from office.devices import Device, Kind
from office.events import SYSTEM
from office.places import MAIN, Place
from office.queue import counters, sitting, tickets
from office.queue.counters import ServiceCounter
from office.queue.tickets import Ticket, Wish
from office.staff import Officer, Role
from tests.factories import NOON, an_officer

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
WELL = {"mask": "ya", "hands": "ya", "symptoms": "tidak", "contact": "tidak", "suhu": "36,4"}


def a_place(code: str = "MPP", name: str = "Mal Pelayanan Publik", *, at: datetime = NOON) -> Place:
    """Another place than the head office."""
    with transaction():
        return places.add(code, name, places.Kind.MALL, "Jalan Contoh 1", by=SYSTEM, at=at)


def a_device(
    kind: Kind = Kind.KIOSK, *, slip: str = "", sheet: str = "", at: datetime = NOON, place: int = MAIN
) -> tuple[Device, str]:  # fmt: skip
    """An enrolled screen and its key."""
    with transaction():
        device = devices.add(kind, "Pintu utama", by=SYSTEM, at=at, place=place)
        devices.set_printers(device, slip=slip, sheet=sheet, by=SYSTEM, at=at)
        key = devices.enrol(kind, devices.offer_pairing(device, by=SYSTEM, at=at), at=at)
    return device, key


def a_counter(
    number: int = 1, served: str = "ABCDE", *, at: datetime = NOON, place: int = MAIN
) -> tuple[ServiceCounter, Officer]:  # fmt: skip
    """An open counter and the officer at it."""
    officer = an_officer(Role.FRONT_DESK)
    with transaction():
        counter = counters.add(number, list(served), by=SYSTEM, at=at, place=place)
        sitting.sit(counter, officer, at=at)
    return counter, officer


def a_ticket(letter: str = "B", *, at: datetime = NOON, **facts: Any) -> Ticket:
    """A ticket of a group."""
    with transaction():
        return tickets.take(Wish(letter, **facts), token=codes.new_token(), at=at)


def rule(key: str, value: Any, *, at: datetime = NOON, place: int | None = None) -> None:
    """Let a setting have this value, in the office or in a place."""
    with transaction():
        settings.put(key, value, by=SYSTEM, at=at, place=place)


def door_code(at: datetime = NOON) -> str:
    """What an officer types at a kiosk today."""
    return codes.door_code(opening.local_day(at))


class Screen:
    """The browser of an enrolled kiosk or display."""

    def __init__(self, app: Flask, device: Device, key: str) -> None:
        self.app, self.device, self.client = app, device, app.test_client()
        self.client.set_cookie(f"lamin_{device.kind}_key", key)
        self.token, self.keys = "", 0

    def get(self, url: str, *, fragment: bool = False) -> TestResponse:
        answer = self._ask(self.client, "get", url, headers={"HX-Request": "true"} if fragment else {})
        found = TOKEN.findall(answer.text) if answer.mimetype == "text/html" else []
        self.token = found[0] if found else self.token
        return answer

    def post(self, url: str, *, once: str = "", **form: Any) -> TestResponse:
        self.keys += 1
        data = {"csrf_token": self.token, "once": once or f"key {self.keys} of a test, long", **form}
        return self._ask(self.client, "post", url, data=data)

    def take(self, letter: str = "B", *, once: str = "", **form: Any) -> TestResponse:
        """Send the checklist of a healthy visitor, but for what is said otherwise."""
        self.get(f"/kiosk/kelompok/{letter}/kesehatan")
        return self.post("/kiosk/tiket", once=once, **WELL | {"kelompok": letter, "petugas": door_code()} | form)

    def _ask(self, client: FlaskClient, method: str, url: str, **given: Any) -> TestResponse:
        db.session.rollback()
        with self.app.app_context():
            answer: TestResponse = getattr(client, method)(url, **given)
        return answer
