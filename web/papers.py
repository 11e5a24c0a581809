"""The papers of an application: photos sent, kept, taken away, or brought to the office."""

from datetime import datetime
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from frame import paper_words, refusals
from frame.doors import doors
from frame.limits import UPLOADING, limiter
from frame.pages import download, page, wants_fragment
from office import accounts, clock, once
from office.applications import RETURNED, Application, drafts
from office.db import transaction
from office.errors import NotFound, Refused
from web import places, room, uploads
from web.account_seat import must_be_signed_in
from web.assistance import helper
from web.shown.filling import papers_page
from web.shown.status import status_page


@room.get("/permohonan/<token>/surat")
def papers(token: str) -> Response:
    """Show one slot for each paper.

    Aborts: 404 NotFound, 409 NotOpen once it was sent, 410 DraftExpired.
    """
    return page("web/papers.html", **papers_page(places.begun(token)))


@room.get("/permohonan/<token>/surat/<code>")
def paper(token: str, code: str) -> Answer:
    """Show one slot, alone or on its page.

    Aborts: 404 NotFound, 409 NotOpen, 410 DraftExpired.
    """
    application = drafts.by_token(token)
    drafts.open_slot(application, code)
    return _answered(application, code)


@room.post("/permohonan/<token>/surat/<code>")
@limiter.limit(UPLOADING)
def upload(token: str, code: str) -> Answer:
    """Take a photo or PDF into its slot.

    Aborts: 404, 409 NotOpen, 410, 413 and 422 PaperRefused, 429, 507 NoRoomLeft.
    """
    application, at = drafts.by_token(token), clock.now()
    drafts.open_slot(application, code)
    attached = uploads.put_away(request.files.get("file"))
    with transaction():
        _spend(token, code, at)
        drafts.attach(application, code, attached, at=at, by=helper())
    return _answered(application, code)


@room.post("/permohonan/<token>/surat/<code>/asli")
def bring(token: str, code: str) -> Answer:
    """Note that the original will be shown at the office.

    Aborts: 404, 409 NotOpen, 410.
    """
    application, at = drafts.by_token(token), clock.now()
    with transaction():
        _spend(token, code, at)
        drafts.bring(application, code, at=at, by=helper())
    return _answered(application, code)


@room.post("/permohonan/<token>/surat/<code>/lagi")
def use_again(token: str, code: str) -> Answer:
    """Use the paper of an earlier application of one's own again.

    Aborts: 303 to the sign-in, 404 it isn't one's own, 409 NotOpen, 410.
    """
    application, at, number = drafts.by_token(token), clock.now(), request.form.get("dari", 0, type=int)
    earlier = accounts.own.paper(must_be_signed_in(), number, code, at=at)
    with transaction():
        _spend(token, code, at)
        drafts.use_again(application, earlier, at=at)
    return _answered(application, code)


@room.post("/permohonan/<token>/surat/<code>/pakai")
def insist(token: str, code: str) -> Answer:
    """Keep a photo that looks hard to read.

    Aborts: 404, 409 NotOpen, 410.
    """
    application, at = drafts.by_token(token), clock.now()
    with transaction():
        _spend(token, code, at)
        drafts.insist(application, code, at=at)
    return _answered(application, code)


@room.post("/permohonan/<token>/surat/<code>/kosongkan")
def take_away(token: str, code: str) -> Answer:
    """Empty a slot, or undo that the original will be brought.

    Aborts: 404, 409 NotOpen, 410.
    """
    application, at = drafts.by_token(token), clock.now()
    with transaction():
        _spend(token, code, at)
        drafts.take_away(application, code, at=at)
    return _answered(application, code)


@room.get("/permohonan/<token>/surat/<code>/kecil")
def thumbnail(token: str, code: str) -> Response:
    """Show the small picture of a photo that may still be changed.

    Aborts: 404 NotFound, 409 NotOpen, 410.
    """
    shown = drafts.open_slot(drafts.by_token(token), code)
    if shown.thumb_key is None:
        raise NotFound()
    return download(doors().store.get(shown.thumb_key), "image/jpeg", "surat.jpg", inline=True)


@room.errorhandler(uploads.PaperRefused)
def not_taken(refusal: uploads.PaperRefused) -> Any:
    """Say within the slot why a file wasn't taken; everything else stays as it was."""
    given = request.view_args or {}
    try:
        application = drafts.by_token(given["token"])
        drafts.open_slot(application, given["code"])
        return _with_error(application, given["code"], refusal)
    except Refused as other:
        return refusals.refused(other)


def _spend(token: str, code: str, at: datetime) -> None:
    once.spend(request.form.get("once", ""), place=url_for("web.paper", token=token, code=code), at=at)


def _answered(application: Application, code: str) -> Answer:
    if wants_fragment():
        return _slot(application, code)
    return redirect(f"{places.papers_of(application)}#surat-{code}", 303)


def _with_error(application: Application, code: str, refusal: uploads.PaperRefused) -> Response:
    return _slot(application, code, status=refusal.status, errors={code: paper_words.refusal(refusal.code)})


def _slot(application: Application, code: str, *, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    """The slot alone for htmx, else the page it stands on."""
    if application.state == RETURNED:
        facts = status_page(application, at=clock.now(), errors=errors)
        shown, template = facts["mend"]["slots"], "web/status.html"
    else:
        facts = papers_page(application, errors=errors)
        shown, template = facts["slots"], "web/papers.html"
    paper = next((one for one in shown if one["code"] == code), None)
    if paper is None:
        raise NotFound()
    return page(template, "paper/_changed.html", status=status, **facts, paper=paper)
