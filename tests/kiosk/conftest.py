"""A kiosk at ten of a Thursday."""

import pytest
from flask import Flask

from office import clock
from tests.factories import NOON
from tests.hall import Screen, a_device


@pytest.fixture
def kiosk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return Screen(app, *a_device(slip="file:slip", sheet="file:surat"))
