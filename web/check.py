"""The public check: anybody may ask whether a document is genuine, by its QR or by the PDF itself."""

import hashlib
import re

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from frame import paper_words
from frame.doors import doors
from frame.limits import GUESSING, limiter
from frame.pages import page
from office import clock, documents
from office.db import db
from web import room, uploads
from web.shown import verdict

# What is printed below a QR is an address that ends in the code, and on a narrow column it is broken in two.
PRINTED = re.compile(r"(?:^|/)([A-Za-z0-9_-]{24})$")


@room.get("/periksa")
def check() -> Response:
    """Ask for the PDF, and say where the QR leads."""
    return page("web/check.html", error="")


@room.get("/periksa/<token>")
@limiter.limit(GUESSING)
def checked(token: str) -> Response:
    """Say whether the document behind a QR is genuine and in force.

    Aborts: 404 with a red verdict for an unknown code, 429.
    """
    document, at = documents.by_token(token), clock.now()
    if document is None:
        return page("web/verdict.html", status=404, verdict=verdict.unknown(at=at))
    return page("web/verdict.html", verdict=verdict.of_document(document, at=at))


@room.post("/periksa/kode")
@limiter.limit(GUESSING)
def check_code_on_paper() -> Answer:
    """Lead from the address or code printed below a QR, typed by hand, to what it says.

    Aborts: 422 nothing that could be such a code, 429.
    """
    typed = request.form.get("kode", "")[:200]
    code = PRINTED.search("".join(typed.split()))
    if code is None:
        return page("web/check.html", status=422, error="", typed=typed, wrong=_unlike_a_code())
    return redirect(url_for("web.checked", token=code[1]), 303)


@room.post("/periksa")
@limiter.limit(GUESSING)
def check_file() -> Response:
    """Say whether a PDF is the one that was issued; it is read and not kept.

    Aborts: 413 too large, 422 no PDF, 429.
    """
    data = uploads.content(request.files.get("berkas"))
    status, error = _refusal(data)
    if error:
        return page("web/check.html", status=status, error=error)
    document, at = documents.by_digest(hashlib.sha256(data).hexdigest()), clock.now()
    found = verdict.of_document(document, at=at, same_file=True) if document else _by_signature(data)
    return page("web/verdict.html", verdict=found)


def too_large() -> Response:
    """The same for a body so large that it wasn't read at all."""
    return page("web/check.html", status=413, error=_too_large())


def _unlike_a_code() -> str:
    return _("Kodenya 24 huruf, angka atau tanda di akhir alamat. Besar kecilnya huruf harus sama.")


def _too_large() -> str:
    return _("Berkas ini lebih dari 10 MB. Surat dari kami selalu lebih kecil.")


def _refusal(data: bytes) -> tuple[int, str]:
    """Why a file can't be a PDF of ours: a status and a sentence, empty when it may be one."""
    if not data:
        return 422, _("Pilih dulu berkas PDF-nya.")
    if len(data) > paper_words.MOST_BYTES:
        return 413, _too_large()
    if not data.startswith(b"%PDF-"):
        return 422, _("Berkas ini bukan PDF. Pilih PDF yang Anda terima, bukan fotonya.")
    return 200, ""


def _by_signature(data: bytes) -> dict[str, object]:
    db.session.rollback()
    try:
        return verdict.of_signature(doors().read_signature(data), at=clock.now())
    except doors().overran:
        return verdict.unreadable(at=clock.now())
