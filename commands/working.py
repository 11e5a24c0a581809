"""`flask worker` makes documents and sends notices; `flask printing` prints what the hall wants at once."""

import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from outside.phone import Phone
from outside.signer import LocalPAdES, make_key
from outside.worker import Worker
from outside.worker.loop import PAPER
from outside.worker.printing import Rounds

PAPER_LEASE = timedelta(seconds=10)
PAPER_PAUSE = 0.15


def build(app: Flask) -> Worker:
    """The worker of an application, with the signing key of its data folder (made when it is missing)."""
    doors = app.extensions["lamin"]
    settings = doors.settings
    make_key(settings.data / "keys")
    return Worker(
        store=doors.store, signer=LocalPAdES.from_folder(settings.data / "keys"), printed=settings.printed,
        phone=Phone(settings.phone, settings.phone_box), base_url=settings.base_url,
    )  # fmt: skip


def for_paperwork(app: Flask) -> Worker:
    """The worker that makes documents, sends notices and tidies."""
    return replace(build(app), but=PAPER)


def for_paper(app: Flask) -> Worker:
    """The worker that prints slips and sheets within moments and asks the printers how they are."""
    return replace(build(app), kinds=PAPER, lease=PAPER_LEASE, pause=PAPER_PAUSE, rounds=Rounds())


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Make documents and send notices until told to stop."""
    _run(for_paperwork)


@click.command("printing")
@with_appcontext
def printing() -> None:
    """Print queue slips and sheets until told to stop."""
    _run(for_paper)


def _run(which: Callable[[Flask], Worker]) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    which(app).run(app, stop)
