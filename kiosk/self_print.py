"""The self-print corner: a finished document on paper, once, for whoever knows its PIN."""

from datetime import datetime

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from frame.devices import device
from frame.language import say
from frame.limits import limiter
from frame.pages import page
from kiosk import room
from office import clock, documents, once, self_print
from office.db import transaction
from office.errors import NotFound, Refused

LONGEST = 200


@room.get("/cetak")
def ask_document() -> Response:
    """Ask for the document's code and its PIN."""
    return _asked("")


@room.post("/cetak")
@limiter.limit("60 per 10 minutes", key_func=lambda: f"kiosk-{device().id}")
def print_document() -> Response:
    """Print the document if the PIN is right; five wrong ones lock it.

    Aborts: 409 PrintedBefore and others, 422 wrong, 423 DocumentLocked, 429.
    """
    at, given = clock.now(), request.form.get("pin", "").strip()
    document = self_print.find(request.form.get("kode", "")[:LONGEST]) if given else None
    if document is None or not documents.may_be_pin(given):
        return _asked(_no_match(given), 422)
    place = url_for("kiosk.sheet", number=document.id)
    try:
        if not _pin_fits(document, given, at):
            return _asked(_wrong(document), 422)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            self_print.ask(document, device().id, device().sheet_printer, at=at)
    except Refused as refusal:
        return _asked(f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}", refusal.status)
    return redirect(place, 303)


@room.get("/cetak/<int(max=2147483647):number>")
def sheet(number: int) -> Response:
    """Say whether the sheet is coming out.

    Aborts: 404 NotFound.
    """
    found = self_print.of(number, device().id)
    if found is None:
        raise NotFound()
    return page("kiosk/sheet.html", "hall/_sheet.html", sheet_print=found)


def _pin_fits(document: documents.Document, given: str, at: datetime) -> bool:
    """Whether the PIN is right; the try is counted before it is judged, as at the download."""
    with transaction():
        documents.reserve_try(document, at=at)
    right = documents.fits(document, given)
    with transaction():
        documents.settle_try(document, right, at=at)
    return right


def _no_match(given: str) -> str:
    if not given:
        return _("PIN belum diisi. Ketik enam angka dari pesan kami.")
    return _("Kode atau PIN tidak cocok. Periksa lagi keduanya.")


def _wrong(document: documents.Document) -> str:
    left = documents.tries_left(document)
    if not left:
        return f"{say(documents.DocumentLocked.message)} {say(documents.DocumentLocked.next_step)}"
    return _("PIN tidak cocok. Masih %(left)s kali.", left=left)


def _asked(error: str, status: int = 200) -> Response:
    return page("kiosk/self_print.html", status=status, error=error, code=request.form.get("kode", "")[:LONGEST])
