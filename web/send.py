"""Checking one's answers, sending them to the office, and the receipt."""

from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from frame.language import say
from frame.pages import page
from office import clock, once
from office.applications import RETURNED, Application, drafts
from office.db import transaction
from office.errors import Refused
from web import places, room
from web.assistance import helper
from web.shown.filling import answers_page
from web.shown.receipt import receipt_page
from web.shown.status import status_page


class NotConfirmed(Refused):
    """The tick that the answers are right is missing."""

    message = "Beri tanda bahwa jawaban Anda benar dan lengkap."
    next_step = "Periksa jawaban Anda, beri tanda, lalu kirim."


@room.get("/permohonan/<token>/surat/selesai")
def papers_done(token: str) -> Answer:
    """Lead from the papers to what is still to do."""
    return redirect(places.onward(places.begun(token)), 303)


@room.get("/permohonan/<token>/periksa")
def answers(token: str) -> Response:
    """Show everything once more before it is sent.

    Aborts: 404 NotFound, 409 NotOpen once it was sent, 410 DraftExpired.
    """
    return page("web/answers.html", **answers_page(places.begun(token), at=clock.now()))


@room.get("/permohonan/<token>/kirim")
def sending(token: str) -> Answer:
    """Lead to where sending stands: looking sends nothing."""
    return redirect(url_for("web.answers", token=token))


@room.post("/permohonan/<token>/kirim")
def send(token: str) -> Answer:
    """Hand the application to the office, for the first time or mended.

    Aborts: 404, 409 Conflict, 410; 422 NotComplete or NotConfirmed, with what is missing.
    """
    application, at = drafts.by_token(token), clock.now()
    place = places.sent_from(application, helper())
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        _confirmed()
        drafts.submit(application, at=at, by=helper())
    return redirect(place, 303)


@room.get("/permohonan/<token>/tanda-terima")
def receipt(token: str) -> Response:
    """Show the receipt.

    Aborts: 404 NotFound, 410 DraftExpired.
    """
    return page("web/receipt.html", **receipt_page(places.sent(token), at=clock.now()))


@room.errorhandler(drafts.NotComplete)
@room.errorhandler(NotConfirmed)
def not_yet(refusal: Refused) -> Any:
    """Show the page it was sent from, with what is still missing."""
    application = drafts.by_token((request.view_args or {})["token"])
    return _returned(application) if application.state == RETURNED else _draft(application, refusal)


def _confirmed() -> None:
    if request.form.get("setuju") != "1":
        raise NotConfirmed()


def _draft(application: Application, refusal: Refused) -> Response:
    error = say(refusal.message) if isinstance(refusal, NotConfirmed) else ""
    facts = answers_page(application, at=clock.now(), error=error, refused=True)
    return page("web/answers.html", status=refusal.status, **facts)


def _returned(application: Application) -> Response:
    return page("web/status.html", status=422, **status_page(application, at=clock.now()))
