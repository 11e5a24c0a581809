"""A kiosk that is enrolled, with the office's clock at ten of a Thursday."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from office import clock, devices
from office.db import transaction
from office.devices import Device, Kind
from office.events import SYSTEM
from tests.factories import NOON


def an_enrolled_kiosk(*, slip: str = "", at: datetime = NOON) -> tuple[Device, str]:
    """A kiosk and its key."""
    with transaction():
        device = devices.add(Kind.KIOSK, "Kios pintu", by=SYSTEM, at=at)
        devices.set_printers(device, slip=slip, sheet="", by=SYSTEM, at=at)
        key = devices.enrol(Kind.KIOSK, devices.offer_pairing(device, by=SYSTEM, at=at), at=at)
    return device, key


@pytest.fixture
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def kiosk(app: Flask, at_ten: None) -> FlaskClient:
    """The browser of kiosk K1."""
    _device, key = an_enrolled_kiosk()
    client = app.test_client()
    client.set_cookie("lamin_kiosk_key", key)
    return client


@pytest.fixture
def hand_in(kiosk: FlaskClient) -> Callable[..., Any]:
    """Hand a block in as the kiosk's script does; the answer."""

    def send(entries: Any, **headers: str) -> Any:
        return kiosk.post("/kiosk/serahkan", json={"entries": entries}, headers={"X-Lamin-Kiosk": "1"} | headers)

    return send


def an_entry(letter: str = "B", number: int = 1, *, at: datetime = NOON, **facts: Any) -> dict[str, Any]:
    """A number as the kiosk's script writes it down."""
    plain = {"key": f"2020-06-04-{letter}-{number}", "priority": False, "language": "id"}
    return plain | {"letter": letter, "number": number, "taken_at": int(at.timestamp() * 1000)} | facts
