"""The pages of the workbench."""

import json
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flask import Response

from frame.doors import doors
from frame.pages import download, page
from office.errors import NotFound
from workbench import room, sample_papers


@room.get("/komponen")
def components() -> Response:
    """Show every component in every state."""
    return page("workbench/components.html")


@room.get("/kotak-surat")
def mailbox() -> Response:
    """List the mail that was laid down instead of sent, newest first."""
    letters = [_letter(path) for path in _newest(doors().settings.mailbox, "*.eml")]
    return page("workbench/mailbox.html", letters=letters)


@room.get("/kotak-surat/<name>/<int:place>.pdf")
def attachment(name: str, place: int) -> Response:
    """Open one attachment of one letter."""
    path = next((path for path in _newest(doors().settings.mailbox, "*.eml") if path.stem == name), None)
    files = list(_parsed(path).iter_attachments()) if path else []
    if place >= len(files):
        raise NotFound()
    return download(files[place].get_payload(decode=True), "application/pdf", "lampiran.pdf", inline=True)


@room.get("/kotak-telepon")
def phone_box() -> Response:
    """List the text messages that were laid down instead of sent, newest first."""
    texts = [json.loads(path.read_text("utf-8")) for path in _newest(doors().settings.phone_box, "*.json")]
    return page("workbench/phone_box.html", texts=texts)


@room.get("/contoh-surat")
def papers() -> Response:
    """Offer invented papers as photos, to try the upload with."""
    return page("workbench/sample_papers.html", papers=sample_papers.NAMES)


@room.get("/contoh-surat/<code>.jpg")
def sample_paper(code: str) -> Response:
    """One invented paper."""
    name, blurred = code.removesuffix("-kabur"), code.endswith("-kabur")
    if name not in sample_papers.NAMES:
        raise NotFound()
    return download(sample_papers.photo(name, blurred=blurred), "image/jpeg", f"{code}.jpg")


def _newest(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)[:50]


def _parsed(path: Path) -> EmailMessage:
    found = message_from_bytes(path.read_bytes(), policy=policy.default)
    return found  # type: ignore[return-value]


def _letter(path: Path) -> dict[str, Any]:
    message = _parsed(path)
    body = message.get_body(("plain",))
    return {
        "name": path.stem, "to": message["To"], "subject": message["Subject"],
        "at": datetime.fromtimestamp(path.stat().st_mtime, UTC),
        "body": body.get_content() if body else "", "files": len(list(message.iter_attachments())),
    }  # fmt: skip
