"""The two kinds of worker of an application: paperwork, and paper that somebody waits for."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask

from outside.phone import Phone
from outside.seal import Seal
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
        seal=Seal.from_folder(settings.data / "keys"),
    )  # fmt: skip


def for_paperwork(app: Flask) -> Worker:
    """The worker that makes documents, sends notices and tidies."""
    return replace(build(app), but=PAPER)


def for_paper(app: Flask) -> Worker:
    """The worker that prints slips and sheets within moments and asks the printers how they are."""
    return replace(build(app), kinds=PAPER, lease=PAPER_LEASE, pause=PAPER_PAUSE, rounds=Rounds())
