"""What is decided about a file: back to the resident, on to another officer, approved, handed back, refused."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import outcomes, room, verdicts
from desk.finding import find_file
from desk.roles import DECISIONS, FILES
from desk.unfinished import unfinished
from frame.access import officer, open_to
from frame.language import say
from office import clock, codes, once
from office.applications import Application, review
from office.db import transaction

INCOMPLETE = (review.ReasonMissing, review.NotAllJudged, review.NothingToMend)


@room.post("/berkas/<reference>/kembalikan")
@open_to(*FILES)
def send_back(reference: str) -> Response:
    """Return a file to the resident: only what failed opens again."""
    at, place = clock.now(), url_for("desk.work_list")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            application = find_file(reference)
            verdicts.keep(application, request.form, officer(), at=at)
            _must_have_reasons(application)
            review.send_back(application, officer(), at=at)
    except INCOMPLETE as refusal:
        return unfinished(reference, refusal)
    return _done(place, _("Berkas %(number)s dikembalikan ke warga.", number=_number(reference)))


@room.post("/berkas/<reference>/teruskan")
@open_to(*FILES)
def pass_on(reference: str) -> Response:
    """Declare a file complete and correct, and hand it to another officer."""
    at, place = clock.now(), url_for("desk.work_list")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            application = find_file(reference)
            verdicts.keep(application, request.form, officer(), at=at)
            review.pass_on(application, officer(), at=at)
    except INCOMPLETE as refusal:
        return unfinished(reference, refusal)
    return _done(place, _("Berkas %(number)s diteruskan untuk disetujui.", number=_number(reference)))


@room.post("/berkas/<reference>/setujui")
@open_to(*DECISIONS)
def approve(reference: str) -> Response:
    """Approve a file that another officer checked; each result is made here, awaited from the national system, or refused."""
    at, place = clock.now(), url_for("desk.work_list")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            application = find_file(reference)
            review.approve(application, officer(), at=at, verdict=outcomes.read(application, request.form))
    except (outcomes.Unclear, *outcomes.NOT_SO) as refusal:
        return unfinished(reference, refusal, outcomes.errors(refusal))
    return _done(place, _("Berkas %(number)s disetujui.", number=_number(reference)))


@room.post("/berkas/<reference>/kembalikan-ke-pemeriksa")
@open_to(*DECISIONS)
def hand_back(reference: str) -> Response:
    """Put a checked file back, to be checked anew."""
    at, place = clock.now(), url_for("desk.work_list")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        review.hand_back(find_file(reference), officer(), at=at)
    return _done(place, _("Berkas %(number)s kembali ke pemeriksa.", number=_number(reference)))


@room.post("/berkas/<reference>/tolak")
@open_to(*DECISIONS)
def reject(reference: str) -> Response:
    """Refuse an application for good, with the reason that the resident reads."""
    at, place = clock.now(), url_for("desk.work_list")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            review.reject(find_file(reference), request.form.get("alasan", ""), officer(), at=at)
    except review.ReasonMissing as refusal:
        return unfinished(reference, refusal, {"alasan": say(refusal.message)})
    return _done(place, _("Berkas %(number)s ditolak.", number=_number(reference)))


def _must_have_reasons(application: Application) -> None:
    if any(verdict.unreasoned for verdict in verdicts.read(application, request.form)):
        raise review.ReasonMissing()


def _number(reference: str) -> str:
    return codes.fours(codes.tidy(reference))


def _done(place: str, sentence: str) -> Response:
    flash(sentence)
    return redirect(place, 303)
