"""The finished PDF, behind its PIN."""

from flask import Response, request

from frame.doors import doors
from frame.limits import GUESSING, limiter
from frame.pages import download, page
from office import clock, documents
from office.db import transaction
from office.documents import Document
from office.errors import NotFound, Refused
from web import room
from web.shown.verdict import pin_page


class NoLongerGiven(Refused):
    """The document was replaced or revoked, so it isn't given out any more."""

    status = 410
    message = "Surat ini sudah tidak berlaku, jadi tidak bisa diunduh lagi."
    next_step = "Lihat sebabnya di halaman status, atau hubungi kantor."


@room.get("/dokumen/<token>")
def pdf(token: str) -> Response:
    """Ask for the PIN.

    Aborts: 404 NotFound, 410 NoLongerGiven.
    """
    return page("web/document.html", **pin_page(_given_out(token)))


@room.post("/dokumen/<token>")
@limiter.limit(GUESSING)
def fetch(token: str) -> Response:
    """Give the signed PDF to whoever knows its PIN.

    Aborts: 404, 410; 422 wrong PIN, 423 DocumentLocked after five, 429.
    """
    document, at, given = _given_out(token), clock.now(), request.form.get("pin", "")
    if not documents.may_be_pin(given):
        return _wrong(document)
    with transaction():
        documents.reserve_try(document, at=at)
    right = documents.fits(document, given)
    with transaction():
        documents.settle_try(document, right, at=at)
    return _file(document) if right else _wrong(document)


def _given_out(token: str) -> Document:
    document = documents.by_access_token(token)
    if document is None:
        raise NotFound()
    if document.state != documents.ACTIVE:
        raise NoLongerGiven()
    return document


def _file(document: Document) -> Response:
    """The signed bytes; the copy that the PIN opens is only for mail."""
    data = doors().store.get(document.file_key or "")
    return download(data, "application/pdf", f"{document.kind}.pdf")


def _wrong(document: Document) -> Response:
    facts = pin_page(document, wrong=True)
    return page("web/document.html", status=423 if facts["locked"] else 422, **facts)


@room.errorhandler(documents.DocumentLocked)
def locked(refusal: documents.DocumentLocked) -> Response:
    """Say that it is shut, and who opens it again."""
    document = _given_out((request.view_args or {})["token"])
    return page("web/document.html", status=refusal.status, **pin_page(document))
