"""Officers at the desk: real requests with real form keys, each in a context of its own as on a server."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from frame.access import KEY
from office import clock, staff
from office.applications import Application
from office.db import db, transaction
from office.staff import Officer, Role
from tests.factories import an_officer

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Desk:
    """One browser; `officer` is who sits before it, if anybody."""

    def __init__(self, app: Flask, officer: Officer | None) -> None:
        self.app, self.client, self.officer = app, app.test_client(), officer
        if officer is not None:
            with transaction():
                key = staff.sign_in(officer.id, True, at=clock.now(), proven=True)
            with self.client.session_transaction() as session:
                session[KEY] = key
        place = "/petugas/" if officer is not None else "/petugas/masuk"
        self.token = TOKEN.findall(self.get(place).text)[0]

    def get(self, url: str, *, fragment: bool = False, **query: str) -> TestResponse:
        return self._ask("get", url, fragment, **({"query_string": query} if query else {}))

    def post(self, url: str, *, fragment: bool = False, once: str | None = None, **form: Any) -> TestResponse:
        once = once or f"a key of a test {clock.now().timestamp()}"
        return self._ask("post", url, fragment, data={"csrf_token": self.token, "once": once, **form})

    def _ask(self, method: str, url: str, fragment: bool, **given: Any) -> TestResponse:
        db.session.rollback()
        headers = {"HX-Request": "true"} if fragment else {}
        with self.app.app_context():
            answer: TestResponse = getattr(self.client, method)(url, headers=headers, **given)
        return answer


@pytest.fixture
def desk(app: Flask) -> Callable[..., Desk]:
    """Seat an officer: of a role, or this one, or nobody."""

    def seat(who: Role | Officer | None = Role.VERIFIER) -> Desk:
        return Desk(app, an_officer(who) if isinstance(who, Role) else who)

    return seat


def file_url(application: Application, rest: str = "") -> str:
    return f"/petugas/berkas/{application.reference}{rest}"


def all_right_form(application: Application) -> dict[str, str]:
    """The review form with every part found right, papers that are not on the screen included."""
    from office.applications import papers_of, steps_of

    parts = [("paper", part.code) for part in papers_of(application)] + [
        ("answers", part.code) for part in steps_of(application)
    ]
    return {f"{kind}-{code}": "ok" for kind, code in parts} | {f"{kind}-{code}_alasan": "" for kind, code in parts}
