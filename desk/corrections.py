"""Corrections after issue: asked for by one officer, seen old against new and decided by another."""

from collections.abc import Mapping

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import correction_shown, outcomes, room
from desk.documents import find_document
from desk.finding import find_file, place_of
from desk.roles import FILES, REVOKES, TROUBLES
from frame.access import officer, open_to
from frame.language import say
from frame.pages import page
from office import clock, corrections, documents, once, opening
from office.applications import Application, review
from office.corrections import Correction
from office.db import db, transaction
from office.documents import Document
from office.errors import Conflict, NotAllowed, Refused
from office.identity import BadInput
from office.staff import Role

MOST = 200


@room.get("/pembetulan")
@open_to(*TROUBLES)
def show_corrections() -> Response:
    """List the objections and requests that wait for somebody, the oldest first."""
    rows = [correction_shown.list_line(*found) for found in corrections.waiting(officer().role, MOST)]
    return page("desk/corrections.html", rows=rows, count=corrections.waiting_count(officer().role), most=MOST)


@room.get("/berkas/<reference>/dokumen/<int(max=2147483647):number>/betulkan")
@open_to(*FILES)
def correct_form(reference: str, number: int) -> Response:
    """Show each fact of a document to be corrected; that they were seen is noted first.

    Aborts: 404 no such document, 409 it isn't valid any more.
    """
    document = _valid(reference, number)
    with transaction():
        review.look(find_file(reference), officer(), at=clock.now(), what=f"document:{document.id}")
    return _form(reference, number)


@room.post("/berkas/<reference>/dokumen/<int(max=2147483647):number>/betulkan")
@open_to(*FILES)
def ask_correction(reference: str, number: int) -> Response:
    """Ask for a correction, which another officer decides on.

    Aborts: 404, 409 asked already or not valid any more, 422 something is wrong; all that was typed stays.
    """
    at, place = clock.now(), place_of(find_file(reference))
    changes, wrong = corrections.read(_valid(reference, number), request.form, today=opening.local_day(at))
    if wrong:
        return _form(reference, number, wrong=wrong)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            corrections.ask(_valid(reference, number), changes, request.form.get("alasan", ""), officer(), at=at)
    except (corrections.NothingChanged, review.ReasonMissing) as refusal:
        return _form(reference, number, refusal=refusal)
    return _done(place, _("Pembetulan diminta. Petugas lain yang menyetujuinya."))


@room.get("/pembetulan/<int(max=2147483647):number>")
@open_to(*TROUBLES)
def show_correction(number: int) -> Response:
    """Show a request, old against new; that it was seen is noted first.

    Aborts: 403 an administrator sees revocations alone, 404 no such request.
    """
    correction = _seen_by_role(number)
    with transaction():
        review.look(_file_of(correction), officer(), at=clock.now(), what=f"document:{correction.document_id}")
    return page("desk/correction.html", asked=correction_shown.decision_page(corrections.find(number), officer()))


@room.post("/pembetulan/<int(max=2147483647):number>/setujui")
@open_to(*REVOKES)
def approve_correction(number: int) -> Response:
    """Approve: the register is corrected and a new document begun, or the old one revoked.

    Aborts: 403 one's own request, 404, 409 decided meanwhile, 422 it can't be done so.
    """
    at, place = clock.now(), url_for("desk.show_corrections")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            made = corrections.approve(_seen_by_role(number), officer(), at=at)
    except (*outcomes.NOT_SO, corrections.NewerUnderway, corrections.NoLongerValid) as refusal:
        trouble = f"{say(refusal.message, refusal.params)} {say(refusal.next_step, refusal.params)}"
        return _decision(number, refusal.status, trouble=trouble)
    return _done(
        place, _("Surat baru sedang dibuat.") if made else _("Surat dicabut. Halaman periksa sudah menyebut alasannya.")
    )


@room.post("/pembetulan/<int(max=2147483647):number>/tolak")
@open_to(*REVOKES)
def refuse_correction(number: int) -> Response:
    """Refuse an objection or a request, with the reason.

    Aborts: 404, 409 decided meanwhile, 422 no reason.
    """
    at, place, reason = clock.now(), url_for("desk.show_corrections"), request.form.get("alasan", "")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            corrections.refuse(_seen_by_role(number), reason, officer(), at=at)
    except review.ReasonMissing as refusal:
        return _decision(number, refusal.status, error=say(refusal.message), reason=reason)
    return _done(place, _("Permintaan ditolak. Suratnya tetap berlaku."))


def _valid(reference: str, number: int) -> Document:
    document = find_document(reference, number)
    if not correction_shown.correctable(document):
        raise Conflict()
    if documents.underway(document):
        raise corrections.NewerUnderway()
    return document


def _seen_by_role(number: int) -> Correction:
    found = corrections.find(number)
    if officer().role == Role.ADMINISTRATOR and found.kind != corrections.REVOKE:
        raise NotAllowed()
    return found


def _file_of(correction: Correction) -> Application:
    document = db.session.get_one(Document, correction.document_id)
    return db.session.get_one(Application, document.application_id)


def _form(
    reference: str, number: int, *, wrong: Mapping[str, BadInput] | None = None, refusal: Refused | None = None
) -> Response:
    """The form as it stands, or as it was sent and refused."""
    document = find_document(reference, number)
    typed = request.form if request.method == "POST" else None
    said = say(refusal.message) if refusal else ""
    shown = correction_shown.form_page(document, typed, wrong, said)
    urls = {
        "url": url_for("desk.ask_correction", reference=reference, number=number),
        "back": place_of(find_file(reference)),
    }
    return page("desk/correcting.html", status=422 if wrong or refusal else 200, **shown, **urls)


def _decision(number: int, status: int, **more: str) -> Response:
    shown = correction_shown.decision_page(corrections.find(number), officer(), **more)
    return page("desk/correction.html", status=status, asked=shown)


def _done(place: str, sentence: str) -> Response:
    flash(sentence)
    return redirect(place, 303)
