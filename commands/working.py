"""`flask worker`: the process that makes documents and sends notices."""

import signal
import threading

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from outside.phone import Phone
from outside.signer import LocalPAdES, make_key
from outside.worker import Worker


def build(app: Flask) -> Worker:
    """The worker of an application, with the signing key of its data folder (made when it is missing)."""
    doors = app.extensions["lamin"]
    settings = doors.settings
    make_key(settings.data / "keys")
    return Worker(
        store=doors.store, signer=LocalPAdES.from_folder(settings.data / "keys"),
        phone=Phone(settings.phone, settings.phone_box), base_url=settings.base_url,
    )  # fmt: skip


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Make documents and send notices until told to stop."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    build(app).run(app, stop)
