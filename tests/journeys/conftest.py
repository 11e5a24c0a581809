"""The whole house running for real: page server, worker, SMTP server, browser."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as hour_of_day
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from app import create_app
from config import read_settings
from office import clock, codes, opening
from office.db import db, transaction
from office.staff import MUST_PROVE, Role, add_officer
from tests.factories import PASSWORD
from tests.faults.pages import STARTS_WITHIN
from tests.faults.ports import free_port

ROOT = Path(__file__).parents[2]
# A code of the app opens the desk once: with a registrar of its own, no walk waits for the next half minute.
OFFICERS = {
    "rahmawati": Role.VERIFIER,
    **{f"yohanes{number}": Role.REGISTRAR for number in ("", 1, 2, 3, 4, 5)},
    "sari": Role.FRONT_DESK,
    "kepala": Role.HEAD,
    "admin": Role.ADMINISTRATOR,
}
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
Window = Callable[..., Page]


@dataclass
class Post:
    """An SMTP server that keeps what it receives."""

    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@dataclass
class House:
    """A running Lamin: its address, its data folder, the mail it sent."""

    url: str
    data: Path
    post: Post
    database: str
    given: dict[str, str]

    def texts(self) -> list[str]:
        return [path.read_text("utf-8") for path in sorted((self.data / "phone").glob("*.json"))]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[House]:
    data = tmp_path_factory.mktemp("house")
    shutil.copy(migrated / "lamin.sqlite", data)
    post = Post()
    smtp = Controller(post, hostname="127.0.0.1", port=free_port())
    smtp.start()
    port = free_port()
    given = {
        "LAMIN_DATA": str(data), "LAMIN_PORT": str(port), "LAMIN_MAIL_SERVER": f"smtp://127.0.0.1:{smtp.port}",
        "LAMIN_DEMO": "no", "LAMIN_SECRET": "a secret only for the journeys of tests", "LAMIN_PROCESSES": "1",
    }  # fmt: skip
    _people(given)
    parts = [_start(part, given) for part in ("pages", "worker")]
    try:
        _wait(f"http://127.0.0.1:{port}/readyz")
        yield House(f"http://127.0.0.1:{port}", data, post, f"sqlite:///{data / 'lamin.sqlite'}", given)
    finally:
        _end(parts)
        smtp.stop()


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Page]:
    """A phone-sized window on the public pages."""
    yield from _window(browser, house, PHONE, phone=True)


@pytest.fixture
def desk(browser: Browser, house: House) -> Iterator[Page]:
    """An officer's screen."""
    yield from _window(browser, house, DESK)


def _window(browser: Browser, house: House, size: dict[str, int], *, phone: bool = False) -> Iterator[Page]:
    context = browser.new_context(
        viewport=size, base_url=house.url, has_touch=phone, locale="id-ID", accept_downloads=True
    )
    page = context.new_page()
    foreign: list[str] = []
    troubles: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith((house.url, "blob:")) else foreign.append(request.url)
    )
    page.on(
        "console", lambda message: troubles.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    context.close()
    assert foreign == [], "a page asked another host"
    assert troubles == [], "a page broke its policy or its script"


def _people(given: dict[str, str]) -> None:
    app = create_app(read_settings(given))
    with app.app_context():
        with transaction():
            for login, role in OFFICERS.items():
                officer = add_officer(login, login.rstrip("12345").capitalize(), role, PASSWORD, at=clock.now())
                officer.demo, officer.authenticator = True, codes.new_token() if role in MUST_PROVE else None
        db.session.remove()
        db.engine.dispose()


def _start(part: str, given: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "serve", part], cwd=ROOT, env=os.environ | given)


def _end(parts: list[subprocess.Popen[bytes]]) -> None:
    for part in parts:
        part.terminate()
    for part in parts:
        try:
            part.wait(10)
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()


def _wait(url: str) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        if time.monotonic() > until:
            raise TimeoutError(url)
        time.sleep(0.1)


def it_is(day: date) -> datetime:
    """Let it be ten in the morning of a local day on the office's clock."""
    at = opening.instant(day, hour_of_day(10))
    clock.set_ahead(int((at - datetime.now(UTC)).total_seconds()))
    return at


@pytest.fixture
def window(app: Flask, browser: Browser) -> Iterator[Window]:
    """Open a window on the served pages; with a key, a kiosk's."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    url, contexts, troubles = f"http://127.0.0.1:{server.server_port}", [], []

    def opened(size: dict[str, int], key: str = "") -> Page:
        context = browser.new_context(base_url=url, viewport=size, locale="id-ID", service_workers="block")  # type: ignore[arg-type]
        if key:
            context.add_cookies([{"name": "lamin_kiosk_key", "value": key, "url": url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    server.shutdown()
    clock.set_ahead(0)
    assert troubles == []
