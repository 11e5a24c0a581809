"""A draft as its pages show it: the task list, one step, the papers, and the answers to check."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame import fields
from frame.doors import doors
from frame.language import language, say
from office import clock, papers
from office.applications import RETURNED, Application, StepAnswers, answers_of, drafts, papers_of, review, steps_of
from office.catalogue.reading import Typed
from office.identity import BadInput
from office.papers import Paper
from office.rules import Finding
from web import places
from web.assistance import shut
from web.shown import offering, slots

NUMBERS = frozenset({"nik", "kk", "phone", "number", "time"})


def tasks_page(application: Application, *, at: datetime) -> dict[str, Any]:
    """The task list: each step and its state, the papers, and the secret link to come back by."""
    steps, open_slots = drafts.missing(application)
    wrong = {finding.step for finding in hard(application, at)}
    mine, slots_all = shut(application), papers_of(application)
    rows = [row for row in steps_of(application) if row.code not in mine]
    unfinished, link = {row.code for row in steps} | wrong, doors().base_url + places.tasks_of(application)
    return {
        "application": application,
        "name": application.service.name.in_language(language()),
        "done": len([row for row in rows if row.code not in unfinished]) + (not open_slots),
        "of": len(rows) + 1,
        "tasks": [_task(application, row, row.code in unfinished, row.code in wrong) for row in rows]
        + [_papers_task(application, slots_all, open_slots)],
        "whole": not unfinished and not open_slots,
        "link": link,
        "qr": doors().qr_svg(link, _("QR tautan rahasia")),
    }


def _task(application: Application, row: StepAnswers, unfinished: bool, wrong: bool) -> dict[str, Any]:
    if not unfinished:
        kind, badge = "good", _("Selesai")
    elif wrong:
        kind, badge = "bad", _("Periksa lagi")
    elif row.saved_at is None:
        kind, badge = "quiet", _("Belum diisi")
    else:
        kind, badge = "warn", _("Perlu dilengkapi")
    return {
        "url": places.step_of(application, row.code),
        "title": title(application, row.code),
        "kind": kind,
        "badge": badge,
    }


def _papers_task(application: Application, all_slots: list[Paper], open_slots: list[Paper]) -> dict[str, Any]:
    there = len(all_slots) - len(open_slots)
    badge = _("%(there)d dari %(all)d", there=there, all=len(all_slots))
    return {"url": places.papers_of(application), "title": _("Foto surat"), "badge": badge,
            "kind": "quiet" if open_slots else "good"}  # fmt: skip


def title(application: Application, code: str) -> str:
    """What a step is called."""
    step = application.service.step(code)
    return step.title.in_language(language()) if step else code


def step_page(
    application: Application, row: StepAnswers, typed: Typed, errors: Mapping[str, BadInput]
) -> dict[str, Any]:  # fmt: skip
    """One step as a form, filled with what was typed, each error at its field."""
    step = places.definition(application, row.code)
    others = {code: values for code, values in answers_of(application).items() if code != row.code}
    codes = [each.code for each in steps_of(application)]
    here = codes.index(row.code) + 1 if row.code in codes else len(codes)
    asked = fields.fields(step, typed, others, errors)
    return {
        "application": application, "step": step, "title": title(application, row.code),
        "lead": step.lead.in_language(language()) if step.lead else "",
        "name": application.service.name.in_language(language()),
        "at": here, "of": len(codes) + 1,
        "returned": application.state == RETURNED,
        "fields": asked, "errors": [(each["name"], _about(each)) for each in asked if each["error"]],
        "steers": ", ".join(f"change target:[name={code}]" for code in sorted(fields.steers(step))),
        "reason": row.reason if application.state == RETURNED else "",
        "back_url": places.before(application, row.code), "held": offering.labels(application, row),
        "doubts": [] if errors else [_said_of(each, asked) for each in doubts(application, row.code, at=clock.now())],
    }  # fmt: skip


def doubts(application: Application, code: str, *, at: datetime) -> list[Finding]:
    """What is odd about the answers kept of a step, and which whoever typed it should look at again."""
    return [each for each in review.findings(application, at=at) if each.told and each.step == code]


def _said_of(doubt: Finding, asked: list[dict[str, Any]]) -> tuple[str, str, str]:
    """A doubt as the page tells it: the question's name and label, and what is odd."""
    label = next((each["label"] for each in asked if each["name"] == doubt.question), "")
    return doubt.question, label, say(doubt.sentence, doubt.params)


def _about(field: Mapping[str, Any]) -> str:
    label, error = field["label"], field["error"]
    return f"{label} {error}" if label.endswith("?") else f"{label}: {error}"


def papers_page(application: Application, *, errors: dict[str, str] | None = None) -> dict[str, Any]:
    """One slot for each paper of a draft."""
    steps = len(steps_of(application)) + 1
    return {
        "application": application, "name": application.service.name.in_language(language()), "at": steps, "of": steps,
        "slots": slots.slots(application, errors=errors), "mend": None, "again": offering.papers(application),
        "back_url": places.before(application), "next_url": url_for("web.papers_done", token=application.token),
    }  # fmt: skip


def answers_page(application: Application, *, at: datetime, error: str = "", refused: bool = False) -> dict[str, Any]:
    """Everything that was answered and sent, to check before it goes to the office."""
    mine, answers = shut(application), answers_of(application)
    shown = fields.answers_shown(application.service, answers)
    groups = [
        {"title": title(application, code), "url": places.step_of(application, code),
         "pairs": [_pair(answer) for answer in given if code in answers]}
        for code, given in shown.items() if code not in mine
    ]  # fmt: skip
    return {
        "application": application, "groups": groups, "error": error, "refused": refused,
        "papers": [(_paper_label(application, paper), slots.in_words(paper)) for paper in papers_of(application)],
        "papers_url": places.papers_of(application), "lacking": lacking(application, at=at),
        "back_url": places.papers_of(application),
    }  # fmt: skip


def lacking(application: Application, *, at: datetime) -> list[tuple[str, str]]:
    """What keeps an application from being sent: (address, sentence); no address for what is the owner's alone."""
    steps, open_slots = drafts.missing(application)
    found = [_lacking_step(application, row.code) for row in steps]
    known = {row.code for row in steps}
    for finding in hard(application, at):
        if finding.step not in known:
            words = f"{title(application, finding.step)}: {say(finding.sentence, finding.params)}"
            at_field = f"{places.step_of(application, finding.step)}#{finding.question}"
            found.append(("" if finding.step in shut(application) else at_field, words))
    where = places.papers_of(application)
    return found + [(f"{where}#surat-{paper.code}", _paper_label(application, paper)) for paper in open_slots]


def _lacking_step(application: Application, code: str) -> tuple[str, str]:
    if code in shut(application):
        return "", _("%(step)s: diisi pemilik permohonan sendiri", step=title(application, code))
    return places.step_of(application, code), title(application, code)


def hard(application: Application, at: datetime) -> list[Finding]:
    """What is certainly wrong among the answers taken together."""
    return [finding for finding in review.findings(application, at=at) if finding.hard]


def brought(application: Application) -> list[str]:
    """The papers whose originals the resident will show."""
    return [_paper_label(application, paper) for paper in papers_of(application) if paper.state == papers.BROUGHT]


def _paper_label(application: Application, paper: Paper) -> str:
    definition = application.service.paper(paper.code)
    return definition.label.in_language(language()) if definition else paper.code


def _pair(answer: tuple[str, str, str, str]) -> tuple[str, ...]:
    label, words, kind, _code = answer
    return (label, words, "num") if kind in NUMBERS else (label, words)
