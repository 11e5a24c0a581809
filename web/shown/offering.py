"""What a signed-in resident is offered while filling in: answers that the office holds, and papers sent before."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame.language import day, language
from office import accounts, clock
from office.applications import Application, StepAnswers, papers_of
from office.papers import EMPTY
from web.account_seat import account
from web.assistance import helper


def held(application: Application, code: str) -> Mapping[str, tuple[Any, str]]:
    """By question, what the office holds and from where; nothing for whoever isn't signed in, or fills in for another."""
    who = account() if helper() is None else None
    return accounts.held.of(who, application, code) if who else {}


def filled(application: Application, row: StepAnswers) -> Mapping[str, Any]:
    """The answers that a step's form is filled with: those given, or, the first time, those the office holds."""
    if row.saved_at is not None:
        return row.values
    return {name: value for name, (value, _source) in held(application, row.code).items()}


def labels(application: Application, row: StepAnswers) -> list[str]:
    """The questions of a step that are filled with what the office holds, as they are called."""
    step = application.service.step(row.code)
    if row.saved_at is not None or step is None:
        return []
    offered = held(application, row.code)
    return [question.label.in_language(language()) for question in step.questions if question.code in offered]


def papers(application: Application) -> list[dict[str, Any]]:
    """The empty slots for which an earlier paper of the same kind may be used again."""
    who = account() if helper() is None else None
    earlier = {paper.code: paper for _before, paper in accounts.own.papers(who, at=clock.now())} if who else {}
    return [
        {"label": _label(application, slot.code), "number": earlier[slot.code].id,
         "when": _("Dikirim %(day)s", day=day(earlier[slot.code].first_at or earlier[slot.code].changed_at)),
         "url": url_for("web.use_again", token=application.token, code=slot.code)}
        for slot in papers_of(application) if slot.open and slot.state == EMPTY and slot.code in earlier
    ]  # fmt: skip


def _label(application: Application, code: str) -> str:
    paper = application.service.paper(code)
    return paper.label.in_language(language()) if paper else code
