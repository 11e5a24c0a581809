"""The papers of an application as slots to fill."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame import paper_words
from frame.language import day, kilobytes, language
from frame.once import new_once
from office.applications import RETURNED, Application, papers_of
from office.errors import NotFound
from office.papers import BROUGHT, EMPTY, FIX, GOOD, POOR, Paper

STATES = {EMPTY: "todo", GOOD: "good", POOR: "bad", BROUGHT: "brought"}


def slots(application: Application, *, errors: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """Every paper that the answers call for, as the `slot` macro takes it; `errors` by paper code."""
    return [slot(application, paper, error=(errors or {}).get(paper.code, "")) for paper in papers_of(application)]


def failing(application: Application, *, errors: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The papers that an officer sent back."""
    return [one for one in slots(application, errors=errors) if one["state"] != "locked"]


def slot(application: Application, paper: Paper, *, error: str = "") -> dict[str, Any]:
    """One paper as the `slot` macro takes it.

    Raises:
        NotFound: the service has no such paper.
    """
    definition = application.service.paper(paper.code)
    if definition is None:
        raise NotFound()
    lang, state = language(), _state(paper)
    shown: dict[str, Any] = {
        "code": paper.code, "label": definition.label.in_language(lang), "hint": definition.hint.in_language(lang),
        "state": state, "error": error, "thumb": _thumb(application, paper), "pages": paper.pages or 0,
        "once": new_once(), "upload_url": _url("upload", application, paper), "text": _text(paper, state),
        "remove_url": _url("take_away", application, paper),
        "bring_url": _url("bring", application, paper) if definition.bring else "",
    }  # fmt: skip
    return shown | _doubts(application, paper, state)


def _state(paper: Paper) -> str:
    if not paper.open:
        return "locked"
    if paper.verdict == FIX:
        return "bad"
    return "good" if paper.shown and paper.state == POOR else STATES[paper.state]


def _doubts(application: Application, paper: Paper, state: str) -> dict[str, Any]:
    """What is wrong with it: in the officer's words while they are unanswered, else in those of the photo's check."""
    returned = application.state == RETURNED and bool(paper.reason) and paper.open
    if returned and (paper.verdict == FIX or state == "todo"):
        return {"reason": paper.reason, "officer": True, "example": paper.state != BROUGHT}
    if state == "bad":
        return {"reason": paper_words.reasons(paper.flaws), "cure": paper_words.cure(paper.flaws),
                "insist_url": _url("insist", application, paper)}  # fmt: skip
    return {}


def _text(paper: Paper, state: str) -> str:
    if state == "brought":
        return _("Bawa surat aslinya ke kantor setelah permohonan dikirim. Petugas memeriksanya di loket.")
    if state == "good" and paper.state == POOR:
        return _("Foto ini dipakai. Petugas melihat catatan: %(note)s.", note=paper_words.noted(paper.flaws))
    if state in ("good", "locked") and paper.size:
        return taken(paper)
    return ""


def taken(paper: Paper) -> str:
    """What was received, and how large it is, or that it was received before."""
    if paper.first_at:
        return _("Dari permohonan sebelumnya, dikirim %(day)s.", day=day(paper.first_at))
    if paper.media_type == "application/pdf":
        return _("PDF diterima, %(size)s.", size=kilobytes(paper.size))
    return _("Foto diterima, %(size)s.", size=kilobytes(paper.size))


def in_words(paper: Paper) -> str:
    """The state of a paper as an answer to check."""
    words = {EMPTY: _("Belum ada"), GOOD: _("Terbaca"), BROUGHT: _("Asli dibawa ke kantor"),
             POOR: _("Dipakai walau sulit dibaca") if paper.insisted else _("Foto ulang")}  # fmt: skip
    return words[paper.state]


def _thumb(application: Application, paper: Paper) -> str:
    if not paper.thumb_key or not paper.open:
        return ""
    # A new photo has a new address: the browser would show the old one again within the page.
    version = int(paper.changed_at.timestamp() * 1000) if paper.changed_at else 0
    return url_for("web.thumbnail", token=application.token, code=paper.code, v=version)


def _url(endpoint: str, application: Application, paper: Paper) -> str:
    return url_for(f"web.{endpoint}", token=application.token, code=paper.code)
