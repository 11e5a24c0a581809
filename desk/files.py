"""One file at the desk: looked at, taken, judged part by part, and put back. Every look is an event."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from desk import room, verdicts
from desk.finding import absent, find_file, must_take, place_of
from desk.roles import FILES, RELEASES
from desk.screen import decision, parts, screen
from desk.unfinished import unfinished
from frame.access import officer, open_to
from frame.doors import doors
from frame.language import say
from frame.pages import download, page, wants_fragment
from office import clock, once, papers
from office.applications import review
from office.db import transaction
from office.errors import Conflict, NotFound

NAMES = {"application/pdf": "pdf", "image/jpeg": "jpg"}


@room.get("/berkas/<reference>")
@open_to(*FILES)
def show_file(reference: str) -> Response:
    """Show a file: answers beside the chosen paper."""
    at = clock.now()
    with transaction():
        review.look(find_file(reference), officer(), at=at)
    shown = screen(find_file(reference), officer(), at=at, paper=request.args.get("surat", ""))
    return page("desk/file.html", **shown)


@room.post("/berkas/<reference>/ambil")
@open_to(*FILES)
def take(reference: str) -> Response:
    """Take a file into one's hands."""
    at, place = clock.now(), place_of(find_file(reference))
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        application = find_file(reference)
        must_take(application, officer())
        review.take(application, officer(), at=at)
    return redirect(place, 303)


@room.post("/berkas/<reference>/lepas")
@open_to(*RELEASES)
def release(reference: str) -> Response:
    """Put a file back, with the verdicts given so far."""
    at, place = clock.now(), url_for("desk.work_list")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        application = find_file(reference)
        verdicts.keep(application, request.form, officer(), at=at)
        review.release(application, officer(), at=at)
    return redirect(place, 303)


@room.post("/berkas/<reference>/nilai")
@open_to(*FILES)
def save_verdicts(reference: str) -> Response:
    """Keep the verdicts on the screen: each as it is chosen, or all with one button where there is no script."""
    try:
        with transaction():
            application = find_file(reference)
            verdicts.keep(application, request.form, officer(), at=clock.now())
    except Conflict as too_late:
        if not wants_fragment():
            raise
        return _bar(reference, too_late)
    return _bar(reference) if wants_fragment() else _saved(reference)


@room.post("/berkas/<reference>/tampilkan/<step>")
@open_to(*FILES)
def reveal(reference: str, step: str) -> Response:
    """Show the NIK and KK of one step of answers; that they were shown is noted first."""
    at = clock.now()
    with transaction():
        application = find_file(reference)
        known = application.service.step(step) or absent()
        review.look(application, officer(), at=at, what=f"nik:{known.code}")
    if not wants_fragment():
        paper = verdicts.paper_on_screen(request.form)
        shown = screen(application, officer(), at=at, paper=paper, form=request.form, revealed=(step,))
        return page("desk/file.html", **shown)
    judged = verdicts.read(application, request.form)
    found = next((part for part in parts(application, judged, at=at, revealed=(step,)) if part["code"] == step), None)
    return page("desk/file.html", "file/_answers.html", part=found or absent(), editing=False)


@room.get("/berkas/<reference>/surat/<code>")
@open_to(*FILES)
def paper_bytes(reference: str, code: str) -> Response:
    """Show a paper as it was sent, to be seen within the page; that it was seen is noted first."""
    paper = papers.slot(find_file(reference).id, code)
    if paper is None or paper.file_key is None or paper.media_type is None:
        raise NotFound()
    key, media_type = paper.file_key, paper.media_type
    with transaction():
        review.look(find_file(reference), officer(), at=clock.now(), what=f"paper:{code}")
    return download(doors().store.get(key), media_type, f"{code}.{NAMES[media_type]}", inline=True)


def _bar(reference: str, refusal: Conflict | None = None) -> Response:
    """The bar at the foot alone, counted anew, or saying that the file is in other hands by now."""
    application = find_file(reference)
    said = f"{say(refusal.message, refusal.params)} {say(refusal.next_step, refusal.params)}" if refusal else ""
    shown = decision(application, officer(), verdicts.read(application, request.form), refusal=said)
    return page("desk/file.html", "file/_decision.html", decision=shown, status=refusal.status if refusal else 200)


def _saved(reference: str) -> Response:
    application = find_file(reference)
    if any(verdict.unreasoned for verdict in verdicts.read(application, request.form)):
        return unfinished(reference, review.ReasonMissing())
    return redirect(place_of(application), 303)
