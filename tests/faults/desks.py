"""Officers at work, many at once: rows whose passwords nobody knows, since hashing one takes longer than most faults."""

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask

from office import documents
from office.applications import Application, review
from office.applications.results import Verdict
from office.db import db, transaction
from office.documents import Document
from office.staff import Officer, Role
from tests.factories import NOON, all_right, an_application
from tests.faults.truth import store

T = TypeVar("T")
_serial = itertools.count(1)


def colleagues() -> tuple[Officer, Officer]:
    """Two officers: one who checks, one who approves."""
    number = next(_serial)
    with transaction():
        both = [
            Officer(login=f"rekan{number}{role}", name=f"Rekan {number}", role=role, password_hash="-", made_at=NOON)
            for role in (Role.VERIFIER, Role.REGISTRAR)
        ]
        db.session.add_all(both)
    return both[0], both[1]


def approved(app: Flask, *, many: int = 1, at: datetime = NOON) -> list[Application]:
    """Applications that one officer checked and another approved, each with its document waiting to be made."""
    maker, registrar = colleagues()
    made = [an_application(store=store(app), at=at) for _ in range(many)]
    for application in made:
        all_right(application, maker, at=at)
        with transaction():
            review.take(application, registrar, at=at)
            review.approve(application, registrar, at=at, verdict=Verdict(compared=True))
    return made


def document_of(application: Application) -> Document:
    """The application's only document."""
    (document,) = documents.of(application.id)
    return document


def in_parallel(app: Flask, n: int, function: Callable[[int], T]) -> list[T | Exception]:
    """Call `function(0..n-1)` in as many threads that start together, each in a context and session of its own.

    What each returned, or the exception it raised, in order.
    """
    start = threading.Barrier(n)

    def one(number: int) -> T | Exception:
        with app.app_context():
            start.wait()
            try:
                return function(number)
            except Exception as trouble:
                return trouble

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(one, range(n)))


def kinds(outcomes: list[Any]) -> list[str]:
    """The outcomes by name, sorted: the class of what was raised, or 'done'."""
    return sorted(type(one).__name__ if isinstance(one, Exception) else "done" for one in outcomes)
