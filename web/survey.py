"""How it was, told from a phone once an errand is over: an application, or a visit to the hall."""

from collections.abc import Mapping

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from frame import survey as form
from frame.limits import STARTING, limiter
from frame.pages import page
from office import clock, events, once, survey
from office.db import transaction
from office.identity import BadInput
from office.queue import tickets
from office.survey import Errand
from office.survey.answers import PHONE, read
from web import places, room


@room.get("/permohonan/<token>/nilai")
def rate_application(token: str) -> Response:
    """Ask how an application went.

    Aborts: 404 NotFound, 409 NotFinished or AnsweredAlready, 410 DraftExpired.
    """
    return _ask(survey.of_application(places.sent(token)))


@room.post("/permohonan/<token>/nilai")
@limiter.limit(STARTING)
def keep_application_rating(token: str) -> Answer:
    """Keep how an application went.

    Aborts: 404, 409 NotFinished or AnsweredAlready, 410; 422 with what lacks.
    """
    application = places.sent(token)
    return _keep(survey.of_application(application), places.status_of(application))


@room.get("/antrean/<token>/nilai")
def rate_visit(token: str) -> Response:
    """Ask how a visit went.

    Aborts: 404 NotFound, 409 NotFinished or AnsweredAlready.
    """
    return _ask(survey.of_ticket(tickets.by_token(token)))


@room.post("/antrean/<token>/nilai")
@limiter.limit(STARTING)
def keep_visit_rating(token: str) -> Answer:
    """Keep how a visit went.

    Aborts: 404, 409 NotFinished or AnsweredAlready; 422 with what lacks.
    """
    return _keep(survey.of_ticket(tickets.by_token(token)), url_for("web.follow_ticket", token=token))


def _ask(errand: Errand) -> Response:
    if not errand.finished:
        raise survey.NotFinished()
    if survey.answered(errand):
        raise survey.AnsweredAlready()
    return _page({}, {})


def _keep(errand: Errand, place: str) -> Answer:
    at, typed = clock.now(), form.answered(request.form)
    scores, errors = read(typed)
    if errors:
        return _page(typed, errors, status=422)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            survey.give(errand, scores, typed, typed["komentar"], channel=PHONE, by=events.RESIDENT, at=at)
    except BadInput as wrong:
        return _page(typed, {"komentar": wrong}, status=422)
    return redirect(place, 303)


def _page(typed: Mapping[str, str], errors: Mapping[str, BadInput], *, status: int = 200) -> Response:
    back = request.path.removesuffix("/nilai")
    return page("web/survey.html", status=status, questions=form.questions(typed, errors), about=form.about(typed),
                url=request.path, comment=typed.get("komentar", ""), errors=form.mistakes(errors), back_url=back,
                comment_error=dict(form.mistakes(errors)).get("komentar", ""))  # fmt: skip
