"""The survey at the desk: answers given on paper, and the index as the office publishes it."""

from collections.abc import Mapping

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import report_words, room
from desk.places import here
from desk.report_survey import decimals, grades
from desk.reports import chosen_scope
from desk.roles import CARDS, STEERS
from frame import survey as form
from frame.access import officer, open_to
from frame.language import language, say
from frame.pages import page
from office import clock, once, opening, settings, survey
from office.db import transaction
from office.errors import NotFound, Refused
from office.identity import BadInput, read_day
from office.reports.scope import BadPeriod
from office.survey import ABOUT, ELEMENTS, AnsweredAlready, Errand, NotFinished, Report
from office.survey.answers import PAPER, read


@room.get("/skm/kertas")
@open_to(*CARDS)
def survey_paper() -> Response:
    """The form for an answer given on paper."""
    return _paper({}, {})


@room.post("/skm/kertas")
@open_to(*CARDS)
def keep_survey_paper() -> Response:
    """Keep an answer given on paper, about the errand that stands on it.

    Aborts: 409 NotFinished or AnsweredAlready, 422 with what can't be read.
    """
    at, typed, place = clock.now(), form.answered(request.form), url_for("desk.survey_paper")
    (errand, missing), (scores, errors) = _errand(), read(typed)
    if errand is None or errors:
        return _paper(typed, missing | errors, status=422)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            survey.give(errand, scores, typed, typed["komentar"], channel=PAPER, by=officer().actor, at=at)
    except (BadInput, NotFinished, AnsweredAlready) as wrong:
        return _refused(typed, wrong)
    flash(_("Penilaian dari kertas sudah disimpan."))
    return redirect(place, 303)


@room.get("/skm/lembar")
@open_to(*STEERS)
def survey_sheet() -> Response:
    """The index of a period on one sheet, as it is put up in the hall.

    Aborts: 422 BadPeriod.
    """
    at = clock.now()
    try:
        scope = chosen_scope(at)
    except BadPeriod as refusal:
        return page("desk/survey_sheet.html", status=422, error=say(refusal.message, refusal.params), whole=None)
    found, lang = survey.report(scope.first, scope.last, scope.service), language()
    period = report_words.period(scope, opening.local_day(at))
    rows = [(code.upper(), each.name.in_language(lang), code) for code, each in ELEMENTS.items()]
    about = report_words.service(scope.service) if scope.service else _("Semua layanan")
    return page("desk/survey_sheet.html", whole=found.whole, rows=rows, grades=grades(), decimals=decimals, found=found,
                office=settings.get("office_name", at), period=period, service=about, about=_told(found), error="")  # fmt: skip


def _told(found: Report) -> list[tuple[str, str]]:
    """What respondents told of themselves, each in one line; what nobody told is left out."""
    lang, lines = language(), []
    for name, title in form.about_words().items():
        counts = found.about[name]
        parts = [f"{text.in_language(lang)} {counts[code]}" for code, text in ABOUT[name].items() if counts.get(code)]
        lines += [(title, ", ".join(parts))] if parts else []
    return lines


def _errand() -> tuple[Errand | None, dict[str, BadInput]]:
    """What the paper is about, or what is wrong with the number that stands on it."""
    number = request.form.get("nomor", "")[:20].strip()
    day = request.form.get("hari", "").strip()
    if not number:
        return None, {"nomor": BadInput("missing", "Tulis nomor permohonan, atau nomor antrean dengan harinya.")}
    try:
        return (survey.by_ticket(number, read_day(day), here()) if day else survey.by_reference(number)), {}
    except BadInput as wrong:
        return None, {"hari": wrong}
    except NotFound:
        return None, {"nomor": BadInput("unknown", "Tidak ada permohonan atau nomor antrean ini pada hari itu.")}


def _refused(typed: Mapping[str, str], wrong: BadInput | Refused) -> Response:
    if isinstance(wrong, BadInput):
        return _paper(typed, {"komentar": wrong}, status=422)
    return _paper(typed, {"nomor": BadInput("refused", wrong.message)}, status=409)


def _paper(typed: Mapping[str, str], errors: Mapping[str, BadInput], *, status: int = 200) -> Response:
    given = {name: request.form.get(name, "")[:20] for name in ("nomor", "hari")}
    said = dict(form.mistakes(errors))
    return page("desk/survey_paper.html", status=status, questions=form.questions(typed, errors), about=form.about(typed),
                comment=typed.get("komentar", ""), errors=form.mistakes(errors), given=given, said=said)
