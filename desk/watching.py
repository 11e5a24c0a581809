"""Pengawasan: what residents doubt, looks without a case, and who searched the journal for a person."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import event_facts, history, journal_search, register_reasons, room
from desk.roles import STEERS, WATCHES, words
from frame.access import officer, open_to
from frame.language import day, day_hour, say
from frame.pages import page
from office import clock, codes, once
from office.applications import Application
from office.db import db, transaction
from office.events import Event
from office.identity import BadInput
from office.watching import doubts, lookups, sampling
from office.watching.doubts import Doubt
from office.watching.sampling import WatchedLook


@room.get("/pengawasan")
@open_to(*STEERS)
def show_watching() -> Response:
    """Show what waits for a supervisor's word, and what was said last."""
    return _watching_page()


@room.post("/pengawasan/laporan/<int(max=2147483647):number>")
@open_to(*WATCHES)
def answer_doubt(number: int) -> Response:
    """Answer what a resident doubts; the resident is told.

    Aborts: 403 OwnMatter, 404, 409 answered meanwhile, 422 with what can't be read.
    """
    at, place, typed = clock.now(), url_for("desk.show_watching"), request.form.get("jawaban", "")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            doubts.answer(doubts.find(number), typed, officer(), at=at)
    except BadInput as wrong:
        return _watching_page({f"jawaban-{number}": (say(wrong.sentence, wrong.params), typed)})
    flash(_("Jawaban disimpan, warga dikabari."))
    return redirect(place, 303)


@room.post("/pengawasan/lihatan/<int(max=2147483647):number>")
@open_to(*WATCHES)
def judge_look(number: int) -> Response:
    """Call a look without a case fair, or ask for an explanation.

    Aborts: 403 OwnMatter, 404, 409 judged meanwhile, 422 VerdictWanted or NoteWanted.
    """
    at, place, note = clock.now(), url_for("desk.show_watching"), request.form.get("catatan", "")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            sampling.judge(sampling.find(number), request.form.get("nilai", ""), note, officer(), at=at)
    except (sampling.NoteWanted, sampling.VerdictWanted) as refusal:
        return _watching_page({f"catatan-{number}": (f"{say(refusal.message)} {say(refusal.next_step)}", note)})
    flash(_("Penilaian disimpan."))
    return redirect(place, 303)


def _watching_page(wrong: Mapping[str, tuple[str, str]] | None = None) -> Response:
    found, looks = wrong or {}, sampling.unjudged()
    counts, files = sampling.counts(), _files(looks)
    return page(
        "desk/watching.html", status=422 if found else 200, errors=[(box, each[0]) for box, each in found.items()], wrong=found,
        doubts=[_doubt(*each) for each in doubts.waiting()], answered=[_doubt(*each) for each in doubts.answered()],
        looks=[_look(*each, files) for each in looks], counts=counts, month=_month(counts),
        searches=[_search(*each) for each in lookups.newest()], judges=officer().role in WATCHES,
    )  # fmt: skip


def _doubt(doubt: Doubt, application: Application) -> dict[str, Any]:
    deeds = doubts.deeds(doubt)
    return {
        "id": doubt.id, "reference": codes.fours(application.reference), "role": words().get(doubt.role, _("petugas")),
        "day": day(doubt.day), "words": doubt.words, "when": day_hour(doubt.made_at), "names": ", ".join(_doers(deeds)),
        "deeds": history.lines(deeds), "own": officer().id in doubt.officers,
        "answer": doubt.answer, "answered": day_hour(doubt.answered_at),
    }  # fmt: skip


def _doers(deeds: Sequence[Event]) -> list[str]:
    names = history.names_of(deeds)
    return [names[number] for number in dict.fromkeys(each.actor_id for each in deeds) if number in names]


def _look(look: WatchedLook, event: Event, name: str, files: Mapping[int, str]) -> dict[str, Any]:
    subjects, reasons = journal_search.subjects(), dict(register_reasons.words())
    reference = files.get(event.subject_id, "") if event.subject == "application" else ""
    why = [reasons.get(str(event.facts.get("reason", "")), ""), str(event.facts.get("case", ""))]
    return {
        "id": look.id, "name": name, "when": day_hour(event.at),
        "about": subjects.get(event.subject, event.subject), "reference": reference, "seq": look.seq, "times": look.times,
        "why": " ".join(filter(None, why)), "own": look.officer_id == officer().id, "note": look.note,
        "explain": look.verdict == sampling.EXPLAIN,
    }  # fmt: skip


def _files(looks: Sequence[tuple[WatchedLook, Event, str]]) -> dict[int, str]:
    ids = {event.subject_id for _look, event, _name in looks if event.subject == "application"}
    rows = db.session.execute(db.select(Application.id, Application.reference).where(Application.id.in_(ids)))
    return {number: codes.fours(reference) for number, reference in rows}


def _month(counts: Sequence[tuple[str, sampling.WatchedCount]]) -> str:
    return format_date(counts[0][1].month, "MMMM y") if counts else ""


def _search(row: lookups.Lookup, name: str) -> dict[str, Any]:
    why = event_facts.purposes().get(row.purpose, row.purpose)
    return {"when": day_hour(row.at), "name": name, "why": why, "words": row.words, "found": row.found}
