"""A hall to measure: open office hours, an enrolled kiosk and display, officers at counters."""

import contextlib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bench import clients, running
from config import Settings
from frame.access import KEY
from frame.once import new_once
from office import clock, codes, devices, opening, staff
from office.db import transaction
from office.devices import Kind
from office.events import SYSTEM
from office.queue import counters, sitting
from office.staff import Role
from tests.factories import an_officer
from tools.ten_o_clock import seconds_ahead

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Hall:
    """What the clients need: cookies of a kiosk, a display and an officer at counter 1, and the day's code."""

    settings: Settings
    kiosk: str
    display: str
    officer: str
    door_code: str


@contextlib.contextmanager
def opened(**wanted: str) -> Iterator[Hall]:
    """An office on a Wednesday morning with one screen of each kind and four counters."""
    with running.prepared(LAMIN_CLOCK_AHEAD=str(seconds_ahead(datetime.now(UTC))), **wanted) as settings:
        with running.inside(settings) as app:
            at = clock.now()
            keys = {kind: _enrolled(kind, at) for kind in Kind}
            officer = _officers(at)
            with app.test_request_context():
                signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
                signed = signer.dumps({KEY: officer, "csrf_token": hashlib.sha1(b"bench").hexdigest()})  # noqa: S324 - a form key of the bench
            hall = Hall(
                settings, f"lamin_kiosk_key={keys[Kind.KIOSK]}", f"lamin_display_key={keys[Kind.DISPLAY]}",
                f"{app.config['SESSION_COOKIE_NAME']}={signed}", codes.door_code(opening.local_day(at)),
            )  # fmt: skip
        yield hall


def ticket_forms(hall: Hall, port: int) -> Iterator[bytes]:
    """The checklist of a healthy visitor, as one kiosk sends it, again and again with a fresh one-time key."""
    page = clients.ask(port, clients.get("/kiosk/kelompok/B/kesehatan", hall.kiosk))
    found = TOKEN.search(page.body)
    if found is None:
        raise clients.WrongAnswer(f"{page.status} without a form")
    cookies = f"{hall.kiosk}; {page.cookies}"
    typed = {"csrf_token": found[1].decode(), "mask": "ya", "hands": "ya", "symptoms": "tidak", "contact": "tidak",
             "suhu": "36,4", "petugas": hall.door_code, "prioritas": "0"}  # fmt: skip
    number = 0
    while True:
        number += 1
        yield clients.post("/kiosk/tiket", typed | {"kelompok": "ABCDE"[number % 5], "once": new_once()}, cookies)


def _enrolled(kind: Kind, at: datetime) -> str:
    with transaction():
        device = devices.add(kind, "Bench", by=SYSTEM, at=at)
        if kind == Kind.KIOSK:
            devices.set_printers(device, slip="file:slip", sheet="", by=SYSTEM, at=at)
        return devices.enrol(kind, devices.offer_pairing(device, by=SYSTEM, at=at), at=at)


def _officers(at: datetime) -> str:
    """Four counters with an officer each; the session key of the first."""
    keys = []
    for number in range(1, 5):
        officer = an_officer(Role.FRONT_DESK, at=at, login=f"loket{number}")
        with transaction():
            counter = counters.add(number, list("ABCDE"), by=SYSTEM, at=at)
            sitting.sit(counter, officer, at=at)
            keys.append(staff.sign_in(officer.id, True, at=at) or "")
    return keys[0]
