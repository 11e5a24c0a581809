"""The parts of a running Lamin: preparation, the pages, the worker, the printing."""

import gc
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from config import ROOT, BadSetting, Settings, read_settings
from serve.words import complain

if TYPE_CHECKING:
    from flask import Flask

Work = Callable[[Settings], int]


def prepare(settings: Settings) -> int:
    """Bring database, regions and signing key up to date; on a first run load the demo people if they are wanted."""
    from flask_migrate import upgrade

    from app import create_app
    from commands import demo
    from office import regions
    from office.db import transaction
    from outside.seal import Seal
    from outside.signer import make_key

    application = create_app(settings)
    with application.app_context():
        upgrade()
        with transaction():
            regions.load_regions(ROOT / "data" / "regions")
        make_key(settings.data / "keys")
        Seal.from_folder(settings.data / "keys")
        _make_voice(settings)
        if settings.production:
            demo.refuse_in_production()
        elif demo.offered(application) and not declined(settings).exists():
            _offer_demo(application, settings)
    return 0


def _make_voice(settings: Settings) -> None:
    from outside.voice import NoVoice, make_clips

    try:
        make_clips(settings.voice)
    except NoVoice as trouble:
        complain(f"the display will show numbers without saying them: {trouble}")


def _offer_demo(application: "Flask", settings: Settings) -> None:
    from commands import demo

    if _wants_demo():
        demo.load(application)
    else:
        declined(settings).touch()


def declined(settings: Settings) -> Path:
    """The mark that says the demo people were offered and not wanted, so that nobody is asked twice."""
    return settings.data / "demo-declined"


@cache
def made(settings: Settings) -> "Flask":
    """The application, made once in a process and for all that are copied from it."""
    from app import create_app

    return create_app(settings)


@cache
def warm(settings: Settings) -> None:
    """Answer one request here, for what all of them read and make; the connection is closed, since no copy may share it."""
    from werkzeug.test import Client

    from office.db import db

    application = made(settings)
    Client(application).get("/")
    with application.app_context():
        db.engine.dispose()
    # The collector writes into everything it looks at, and each process would soon hold a copy of its own.
    gc.freeze()
    gc.enable()


def pages(settings: Settings) -> int:
    """Answer HTTP until a signal stops it."""
    warm(settings)
    serve_pages(settings, "serve.parts:page_app")
    return 0


def serve_pages(settings: Settings, factory: str) -> None:
    """Run the page server for the application that `factory`, an import path, makes in each of its processes."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        factory, factory=True, interface=Interfaces.WSGI, address=settings.host, port=settings.port,
        workers=settings.processes, blocking_threads=settings.threads, http=HTTPModes.http1, websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=10_000), log_level=LogLevels.error,
        respawn_failed_workers=True, workers_kill_timeout=3,
    ).serve()  # fmt: skip


def page_app() -> object:
    """The application inside one of the page server's processes."""
    from serve.keeping import die_with_parent

    die_with_parent()
    application = made(read_settings())
    # Modules and tables stay as long as the process; without this the collector walks them all again and again.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(0.0005)
    return application


def worker(settings: Settings) -> int:
    """Walk the outbox until a signal stops it."""
    return _flask("worker", settings)


def printing(settings: Settings) -> int:
    """Print what the hall wants until a signal stops it."""
    return _flask("printing", settings)


def _flask(command: str, settings: Settings) -> int:
    from flask.cli import ScriptInfo

    application = made(settings)
    application.cli.main([command], "flask", obj=ScriptInfo(create_app=lambda: application), standalone_mode=False)
    return 0


PARTS: Mapping[str, Work] = {"prepare": prepare, "pages": pages, "worker": worker, "printing": printing}


def _wants_demo() -> bool:
    if not sys.stdin.isatty():
        return True
    answer = input("First run: load invented residents and officers to try it with? [Y/n] ")
    return answer.strip().lower() in ("", "y", "yes", "ya")


def guarded(work: Work, settings: Settings) -> int:
    """Run a part; what an operator can mend becomes one line in place of a traceback."""
    from sqlalchemy.exc import OperationalError

    from commands.demo import DemoInProduction
    from office.catalogue import BadDefinition
    from office.regions import BrokenRegionFile
    from outside.signer import KeyUnusable

    try:
        return work(settings)
    except OperationalError as trouble:
        reason = str(trouble.orig).strip().partition("\n")[0]
        return complain(f"LAMIN_DATABASE: the database does not answer: {reason}", 1)
    except (BadSetting, BadDefinition, BrokenRegionFile, DemoInProduction, KeyUnusable) as trouble:
        return complain(str(trouble), 1)
