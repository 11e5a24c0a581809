"""`flask worker` makes documents and sends notices; `flask printing` prints what the hall wants at once."""

import signal
import threading

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Make documents and send notices until told to stop."""
    _run("for_paperwork")


@click.command("printing")
@with_appcontext
def printing() -> None:
    """Print queue slips and sheets until told to stop."""
    _run("for_paper")


def _run(which: str) -> None:
    # Loaded only here: what draws and signs documents takes 50 MB, which a page process doesn't need.
    from commands import workers

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    getattr(workers, which)(app).run(app, stop)
