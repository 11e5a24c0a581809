"""Signing by the batch: what waits for the registrar, the order after a second factor, and how far a batch came."""

from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from desk import room
from desk.failures import trouble_words
from desk.finding import place_of
from desk.proving import first_time, passkey_asked, prove
from desk.roles import DECISIONS
from desk.sign_in import sentence
from desk.strays import strays
from frame.access import officer, open_to
from frame.doors import doors
from frame.language import day_hour, hour, language
from frame.pages import download, page
from office import clock, codes, once
from office.applications import Application, review
from office.db import db, transaction
from office.documents import Document, signing
from office.documents.kinds import KINDS
from office.documents.signing import Progress, SigningBatch
from office.errors import NotFound, Refused
from office.staff import Officer


@room.get("/tanda-tangan")
@open_to(*DECISIONS)
def show_unsigned() -> Response:
    """Show the drawn documents that wait for an order, oldest first, and the newest batches."""
    return _list_page(request.args.get("jenis", ""), all_chosen=request.args.get("pilih") == "semua")


@room.post("/tanda-tangan/pilih")
@open_to(*DECISIONS)
def choose_unsigned() -> Response:
    """Turn what was chosen into the address of the page that asks for the second factor.

    Aborts: 409 others ordered all of it, 422 nothing was chosen, or more than 500.
    """
    ids = _ids(request.form.getlist("surat"))
    try:
        chosen = signing.chosen(ids)
    except signing.NothingChosen as refusal:
        return _list_page(request.form.get("jenis", ""), refusal)
    if not chosen:
        return _list_page("", signing.AllTaken())
    return redirect(url_for("desk.show_chosen", surat=".".join(str(each.id) for each in chosen)), 303)


@room.get("/tanda-tangan/pilih")
@open_to(*DECISIONS)
def show_chosen() -> Response:
    """Show what was chosen, and ask for the second factor; nothing changes yet.

    Aborts: 409 others ordered all of it, 422 nothing is named, or more than 500.
    """
    try:
        return _confirm_page(signing.chosen(_ids(request.args.get("surat", "").split("."))))
    except signing.NothingChosen as refusal:
        return _list_page("", refusal)


@room.post("/tanda-tangan")
@open_to(*DECISIONS)
def order_signing() -> Response:
    """Order the chosen documents signed, after a code or a passkey within this form.

    Aborts: 409 others ordered all of them, 422 a wrong code, 429 too many of them.
    """
    at, ids = clock.now(), _ids(request.form.get("surat", "").split(","))
    with transaction():
        first_time()
        factor, refusal = prove(at)
        batch = _ordered(ids, factor, at) if factor else None
    if batch is None:
        return _confirm_page(signing.chosen(ids), refusal)
    missed = len(set(ids)) - batch.size
    if missed:
        flash(
            ngettext("%(num)d surat sudah diminta petugas lain.", "%(num)d surat sudah diminta petugas lain.", missed),
            "warn",
        )
    return redirect(url_for("desk.show_batch", number=batch.id), 303)


@room.get("/tanda-tangan/<int(max=2147483647):number>")
@open_to(*DECISIONS)
def show_batch(number: int) -> Response:
    """Show how far a batch came; its middle alone for the page that follows it.

    Aborts: 404 no such batch.
    """
    return page("desk/batch.html", "desk/_batch.html", **_batch(signing.find(number), clock.now()))


@room.post("/tanda-tangan/<int(max=2147483647):number>/ulang")
@open_to(*DECISIONS)
def retry_batch(number: int) -> Response:
    """Send the documents of a batch that were given up on their way again.

    Aborts: 404 no such batch.
    """
    at, place = clock.now(), url_for("desk.show_batch", number=number)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        again = signing.retry(signing.find(number), by=officer().actor, at=at)
    flash(ngettext("%(num)d surat dicoba lagi.", "%(num)d surat dicoba lagi.", again))
    return redirect(place, 303)


@room.get("/tanda-tangan/surat/<int(max=2147483647):number>")
@open_to(*DECISIONS)
def show_unsigned_sheet(number: int) -> Response:
    """Show a drawn document as it would be signed; that it was seen is noted first.

    Aborts: 404 it isn't there, or is signed by now.
    """
    document = db.session.get(Document, number)
    if document is None or document.draft_key is None:
        raise NotFound()
    key, name = document.draft_key, f"{document.kind}-{document.id}.pdf"
    with transaction():
        application = db.session.get_one(Application, document.application_id)
        review.look(application, officer(), at=clock.now(), what=f"document:{number}")
    return download(doors().store.get(key), "application/pdf", name, inline=True)


def _ordered(ids: list[int], factor: str, at: datetime) -> SigningBatch:
    once.spend(request.form.get("once", ""), place=url_for("desk.show_unsigned"), at=at)
    return signing.order(ids, officer(), factor=factor, at=at)


def _ids(typed: list[str]) -> list[int]:
    """The documents that a form names; what is no number is passed over."""
    return [int(each) for each in typed[: signing.MOST + 1] if each.isascii() and each.isdigit() and len(each) < 10]


def _list_page(kind: str, refusal: Refused | None = None, *, all_chosen: bool = False) -> Response:
    at, counts, total = clock.now(), signing.counts(), sum(signing.counts().values())
    unknown = strays(("jenis", _("Jenis surat"), kind in KINDS))
    kind = kind if kind in KINDS else ""
    here = url_for("desk.show_unsigned")
    filters = [(here, f"{_('Semua')} ({total})", not kind, "")]
    for each in sorted(counts):
        filters.append((url_for("desk.show_unsigned", jenis=each), f"{_kind(each)} ({counts[each]})", kind == each, ""))
    return page(
        "desk/unsigned.html", status=refusal.status if refusal else 200, error=sentence(refusal) if refusal else "",
        rows=_rows(signing.waiting(kind)), filters=filters, total=counts.get(kind, 0 if kind else total), most=signing.MOST,
        kind=kind, unknown=unknown, all_total=total, here=here,
        all_chosen=all_chosen, all_url=url_for("desk.show_unsigned", jenis=kind or None, pilih="semua"),
        none_url=url_for("desk.show_unsigned", jenis=kind or None), by_batch=signing.by_batch(at), batches=_recent(),
    )  # fmt: skip


def _confirm_page(chosen: list[Document], refusal: Refused | None = None) -> Response:
    if not chosen:
        return _list_page("", refusal or signing.AllTaken())
    with transaction():
        asked = passkey_asked()
    kinds = Counter(_kind(document.kind) for document in chosen)
    return page(
        "desk/sign_batch.html", status=refusal.status if refusal else 200, error=sentence(refusal) if refusal else "",
        count=len(chosen), ids=",".join(str(document.id) for document in chosen), kinds=sorted(kinds.items()), asked=asked,
        has_app=officer().authenticator is not None,
    )  # fmt: skip


def _batch(batch: SigningBatch, at: datetime) -> dict[str, Any]:
    found = signing.progress(batch, at=at)
    counts = Counter(each.state for each in found)
    files = _files([each.document for each in found])
    return {
        "number": batch.id, "size": batch.size, "signed": counts[signing.SIGNED], "failed": counts[signing.FAILED],
        "later": counts[signing.LATER], "open": counts[signing.WORKING] + counts[signing.LATER] > 0,
        "who": db.session.get_one(Officer, batch.officer_id).name, "when": day_hour(batch.made_at),
        "rows": [_row(each.document, files) | _state(each) for each in found],
        "url": url_for("desk.show_batch", number=batch.id), "retry_url": url_for("desk.retry_batch", number=batch.id),
    }  # fmt: skip


def _state(each: Progress) -> dict[str, Any]:
    states: dict[str, tuple[str, str, str | None]] = {
        signing.SIGNED: ("good", _("Ditandatangani"), None), signing.WORKING: ("info", _("Sedang diproses"), "hourglass"),
        signing.LATER: ("warn", _("Dicoba lagi %(hour)s", hour=hour(each.due_at)), "clock"),
        signing.FAILED: ("bad", _("Gagal"), None),
    }  # fmt: skip
    return {"state": states[each.state], "trouble": trouble_words(each.trouble) if each.trouble else ""}


def _rows(documents: list[Document]) -> list[dict[str, Any]]:
    files = _files(documents)
    return [_row(document, files) for document in documents]


def _row(document: Document, files: dict[int, Application]) -> dict[str, Any]:
    application = files[document.application_id]
    return {
        "id": document.id, "number": document.public_label or "-", "kind": _kind(document.kind),
        "reference": codes.fours(application.reference), "file_url": place_of(application),
        "since": day_hour(document.state_since),
        "sheet_url": url_for("desk.show_unsigned_sheet", number=document.id) if document.draft_key else "",
    }  # fmt: skip


def _files(documents: list[Document]) -> dict[int, Application]:
    ids = {document.application_id for document in documents}
    return {each.id: each for each in db.session.scalars(sa.select(Application).where(Application.id.in_(ids)))}


def _recent() -> list[dict[str, Any]]:
    return [
        {
            "url": url_for("desk.show_batch", number=batch.id),
            "when": day_hour(batch.made_at),
            "size": batch.size,
            "left": left,
        }
        for batch, left in signing.recent()
    ]


def _kind(code: str) -> str:
    return KINDS[code].name.in_language(language())
