"""Invented officers and residents for the first run: never in production."""

import hashlib
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext

from commands import demo_hall, demo_stock
from commands.demo_answers import APPLICATIONS
from office import clock, codes, vault
from office.applications import Application, drafts, papers_of, review, steps_of
from office.catalogue import find
from office.db import db, transaction
from office.papers import FIX, OK, Attached
from office.staff import MUST_PROVE, Officer, Role, add_officer
from outside.intake import take_in
from workbench import sample_papers

OFFICERS = (
    ("sari", "Sari Wulandari", Role.FRONT_DESK),
    ("rahmawati", "Rahmawati", Role.VERIFIER),
    ("yohanes", "Yohanes Lerik", Role.REGISTRAR),
    ("kabid", "Lusiana Tandi", Role.SECTION_HEAD),
    ("kepala", "Andi Baso Makkulau", Role.HEAD),
    ("admin", "Hendra Saputra", Role.ADMINISTRATOR),
)
WORDS = [
    "sungai",
    "perahu",
    "jeruk",
    "bakau",
    "kelapa",
    "ombak",
    "lamin",
    "rotan",
    "padi",
    "teluk",
    "camar",
    "ulin",
    "pasir",
    "hujan",
    "bulan",
    "daun",
]


class DemoInProduction(Exception):
    """Demo log-ins are in the database of a production system."""


@click.command("demo-people")
@with_appcontext
def demo_people() -> None:
    """Add the invented officers and residents."""
    load(current_app._get_current_object())  # type: ignore[attr-defined]


def logins_file(data: Path) -> Path:
    """Where the demo log-ins are written down, readable by the owner alone."""
    return data / "demo-logins.txt"


def offered(app: Flask) -> bool:
    """Whether this is a first run, in development, with nobody in the office yet."""
    settings = app.extensions["lamin"].settings
    return settings.demo and db.session.scalar(sa.select(sa.func.count()).select_from(Officer)) == 0


def refuse_in_production() -> None:
    """Stop a production system that still knows the demo officers.

    Raises:
        DemoInProduction: one of them is active.
    """
    if db.session.scalar(sa.select(Officer.id).where(Officer.demo, Officer.active)):
        raise DemoInProduction("demo log-ins are refused in production: start with an empty data folder")


def load(app: Flask) -> list[tuple[str, str, str]]:
    """Add the invented officers, with fresh passwords, and applications in several states; the log-ins."""
    at = clock.now()
    passwords = {login: new_password() for login, _, _ in OFFICERS}
    with transaction():
        officers = {login: add_officer(login, name, role, passwords[login], at=at) for login, name, role in OFFICERS}
        for officer in officers.values():
            officer.demo = True
            # Whose role asks for a second factor has one from the start; /kode-contoh shows its codes to whoever tries.
            officer.authenticator = codes.new_token() if officer.role in MUST_PROVE else None
    logins = [(login, passwords[login], str(role)) for login, _, role in OFFICERS]
    write_down(logins_file(app.extensions["lamin"].settings.data), logins)
    demo_hall.load(at=at)
    demo_stock.load(officers["admin"], at=at)
    photos = {code: take_in(sample_papers.photo(code)).data for code in sample_papers.NAMES}
    for number, (service, answers, fate) in enumerate(APPLICATIONS):
        _play(
            app,
            service,
            answers,
            fate,
            officers["rahmawati"],
            photos,
            at - timedelta(hours=3) + timedelta(minutes=17 * number),
        )
    return logins


def _play(
    app: Flask, service: str, answers: dict[str, dict[str, str]], fate: str, officer: Officer,
    photos: dict[str, bytes], at: datetime,
) -> None:  # fmt: skip
    with transaction():
        application = drafts.start(find(service), language="id", at=at)
        for step, typed in answers.items():
            drafts.save(application, step, typed, at=at)
    for paper in papers_of(application):
        attached = attach(app, photos[paper.code])
        with transaction():
            drafts.attach(application, paper.code, attached, at=at)
    with transaction():
        drafts.submit(application, at=at)
    if fate != "sent":
        judge(application, officer, fate, at + timedelta(minutes=9))


def judge(application: Application, officer: Officer, fate: str, at: datetime) -> None:
    """Check a sent application: pass it on (`checked`), or return its first paper (`returned`)."""
    with transaction():
        review.take(application, officer, at=at)
        for kind, parts in (("answers", steps_of(application)), ("paper", papers_of(application))):
            for part in parts:
                review.judge(application, kind, part.code, OK, "", officer, at=at)
        if fate == "checked":
            review.pass_on(application, officer, at=at)
            return
        reason = "Tanggal tertutup jari. Foto lagi tanpa jari di atas tulisan."
        review.judge(application, "paper", papers_of(application)[0].code, FIX, reason, officer, at=at)
        review.send_back(application, officer, at=at)


def attach(app: Flask, data: bytes) -> Attached:
    """Put a photo into the store, as an upload would."""
    key = vault.new_key("papers")
    app.extensions["lamin"].store.put(key, data)
    return Attached(key, hashlib.sha256(data).hexdigest(), len(data), "image/jpeg", 1)


def new_password() -> str:
    """A fresh password that can be typed from a screen."""
    return "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"


def write_down(path: Path, logins: list[tuple[str, str, str]]) -> None:
    """Keep the log-ins in a file that its owner alone can read."""
    with open(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{login} {password} {role}\n" for login, password, role in logins)
