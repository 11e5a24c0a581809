"""The one place where a refusal or a fault becomes a page: a sentence, a next step, nothing lost."""

import logging
import traceback
import uuid
from typing import Any

from flask import Flask, redirect, request
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from frame.language import say
from frame.pages import page
from office.db import db
from office.errors import Busy, NotFound, Refused, TooMany
from office.once import Repeated

ROOMS = {"/petugas": "errors/desk.html", "/kiosk": "errors/kiosk.html", "/layar": "errors/display.html"}
log = logging.getLogger("lamin")

SENTENCES = {
    400: ("Permintaan ini tidak bisa dibaca.", "Kembali, muat ulang halaman, lalu coba lagi."),
    404: (NotFound.message, NotFound.next_step),
    405: ("Halaman ini tidak menerima permintaan itu.", "Kembali ke halaman depan."),
    413: ("Berkas terlalu besar: paling besar 10 MB.", "Foto lagi dengan ukuran lebih kecil, atau pilih berkas lain."),
}


def install(app: Flask) -> None:
    """Answer every refusal and fault with a page of its status."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Repeated, repeated)
    app.register_error_handler(CSRFError, form_too_old)
    app.register_error_handler(RateLimitExceeded, lambda _trouble: refused(TooMany()))
    app.register_error_handler(OperationalError, store_away)
    app.register_error_handler(HTTPException, http_trouble)
    app.register_error_handler(Exception, fault)


def refused(refusal: Refused) -> Any:
    """The office said no."""
    response = _answer(refusal.status, say(refusal.message, refusal.params), say(refusal.next_step, refusal.params))
    if isinstance(refusal, Busy):
        response.headers["Retry-After"] = "5"
    return response


def repeated(again: Repeated) -> Response:
    """The form came before: show what it did then."""
    return redirect(again.place, 303)


def form_too_old(_error: CSRFError) -> Any:
    """The page was open so long that its form no longer counts: residents send it again with one tap, nothing typed anew."""
    if request.path.startswith(tuple(ROOMS)):
        return _answer(400, _("Halaman ini terlalu lama terbuka."), _("Muat ulang halaman, lalu ulangi."))
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return page("errors/send_again.html", status=400, typed=typed, address=request.path, had_file=bool(request.files))


def store_away(_trouble: OperationalError) -> Any:
    """The database can't be reached, or is held by another."""
    db.session.rollback()
    log.error("the database did not answer: %s", type(_trouble.orig).__name__)
    return refused(Busy())


def http_trouble(trouble: HTTPException) -> Any:
    """What Flask itself refuses."""
    if trouble.code is None or trouble.code < 400:
        return trouble
    sentence, step = SENTENCES.get(trouble.code, SENTENCES[400])
    return _answer(trouble.code, say(sentence), say(step))


def fault(trouble: Exception) -> Any:
    """Our own mistake: noted under a number that the person can tell us, without a word of what was typed."""
    number = uuid.uuid4().hex[:8]
    db.session.rollback()
    # Not its message: a database's quotes the row, a reader's what it could not read.
    where = "".join(traceback.format_tb(trouble.__traceback__))
    log.error("fault %s at %s: %s\n%s", number, request.endpoint, type(trouble).__name__, where)
    return _answer(500, _("Maaf, ada yang salah di pihak kami."), _("Coba lagi. Bila terulang, sebut nomor %(number)s.",
                                                                   number=number))  # fmt: skip


def _answer(status: int, sentence: str, next_step: str) -> Any:
    template = next((page for place, page in ROOMS.items() if request.path.startswith(place)), "errors/page.html")
    return page(template, "errors/_note.html", status=status, sentence=sentence, next_step=next_step)
