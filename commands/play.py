"""`make demo`: a birth and a lost KTP from draft to hand-over, through the real domain, the worker and a real SMTP server."""

import hashlib
import json
import socket
import tempfile
import time
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from commands import demo, working
from commands.demo_answers import APPLICATIONS
from config import ROOT, Settings, read_settings
from office import cards, clock, documents, regions
from office.applications import Application, drafts, papers_of, processing, review
from office.catalogue import find
from office.db import transaction
from office.staff import Officer, add_officer
from outside.intake import take_in
from workbench import sample_papers


class Postbox:
    """What the SMTP server does with a message: it lays it into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the message as it came over the wire."""
        name = f"{len(list(self.folder.glob('*.eml'))) + 1:03d}.eml"
        (self.folder / name).write_bytes(envelope.content)
        return "250 OK"


def main() -> None:
    """Play both services to their end in a scratch folder and print where everything lies, as one JSON object."""
    from aiosmtpd.controller import Controller

    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="lamin-demo-"))
    post = Controller(Postbox(folder), hostname="127.0.0.1", port=_free_port())
    post.start()
    try:
        app = create_app(_settings(folder, f"smtp://127.0.0.1:{post.port}"))
        with app.app_context():
            outcome = _play(app, folder)
    finally:
        post.stop()
    print(json.dumps(outcome | {"seconds": round(time.monotonic() - began, 2)}))


def _play(app: Flask, mailbox: Path) -> dict[str, object]:
    upgrade()
    with transaction():
        regions.load_regions(ROOT / "data" / "regions")
    at = clock.now()
    maker, registrar = _officers(at)
    birth, card = (_sent(app, index, at) for index in (0, 1))
    for application in (birth, card):
        _approved(application, maker, registrar, at)
    worker = working.build(app)
    worker.drain(at=clock.now())
    _hand_over(card, registrar, at)
    worker.drain(at=clock.now())
    return _outcome(birth, card, mailbox)


def _settings(folder: Path, server: str) -> Settings:
    return read_settings({"LAMIN_DATA": str(folder / "data"), "LAMIN_MAIL_SERVER": server, "LAMIN_DEMO": "no"})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _officers(at: datetime) -> tuple[Officer, Officer]:
    with transaction():
        people = [
            add_officer(login, name, role, demo.new_password(), at=at) for login, name, role in demo.OFFICERS[1:3]
        ]
    return people[0], people[1]


def _sent(app: Flask, index: int, at: datetime) -> Application:
    service, answers, _ = APPLICATIONS[index]
    with transaction():
        application = drafts.start(find(service), language="id", at=at)
        for step, typed in answers.items():
            drafts.save(application, step, typed, at=at)
    for paper in papers_of(application):
        attached = demo.attach(app, take_in(sample_papers.photo(paper.code)).data)
        with transaction():
            drafts.attach(application, paper.code, attached, at=at)
    with transaction():
        drafts.submit(application, at=at)
    return application


def _approved(application: Application, maker: Officer, registrar: Officer, at: datetime) -> None:
    demo.judge(application, maker, "checked", at)
    with transaction():
        review.take(application, registrar, at=at)
        review.approve(application, registrar, at=at)


def _hand_over(application: Application, officer: Officer, at: datetime) -> None:
    card = cards.of(application.id)[0]
    with transaction():
        cards.move(card, cards.PRINTED, by=officer.actor, at=at)
    with transaction():
        processing.card_ready(card, application, officer, at=at)
    with transaction():
        who = {"name": application.applicant_name, "relation": "sendiri", "check": "kk"}
        processing.hand_over(card, application, officer, at=at, **who)


def _outcome(birth: Application, card: Application, mailbox: Path) -> dict[str, object]:
    document, printed = documents.of(birth.id)[0], cards.of(card.id)[0]
    mail = next(path for path in sorted(mailbox.glob("*.eml")) if _pdf_of(path))
    pdf = mail.with_suffix(".pdf")
    pdf.write_bytes(_pdf_of(mail) or b"")
    found = documents.by_digest(_digest(pdf))
    return {
        "pdf": str(pdf), "mail": str(mail), "number": document.number,
        "check": found.state if found else "unknown", "ktp": printed.state,
    }  # fmt: skip


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _pdf_of(path: Path) -> bytes | None:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    for part in message.iter_attachments():  # type: ignore[attr-defined]
        if part.get_content_type() == "application/pdf":
            return bytes(part.get_payload(decode=True))
    return None


if __name__ == "__main__":
    main()
