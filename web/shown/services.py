"""A service as its page shows it: the six parts of the service standard."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame.language import language
from office import opening, settings
from office.applications import drafts
from office.catalogue import Paper, Service
from web.shown import hours


def door(service: Service) -> dict[str, str]:
    """The service as a door of the front page: its name, and how it ends."""
    ends = {"pdf": _("PDF lewat e-mail"), "card": _("Kartu diambil di kantor")}[service.delivery]
    url = url_for("web.service", code=service.code)
    return {"url": url, "title": service.name.in_language(language()), "ends": ends, "icon": service.icon}


def standard(service: Service, *, at: datetime) -> dict[str, Any]:
    """Everything the service page says."""
    lang = language()
    return {
        "code": service.code,
        "closed": drafts.is_closed(service, at=at),
        "name": service.name.in_language(lang),
        "lead": service.lead.in_language(lang),
        "papers": [(each.label.in_language(lang), each.hint.in_language(lang)) for each in service.papers if not each.when],
        "other_papers": [(each.label.in_language(lang), _occasion(service, each, lang)) for each in service.papers if each.when],
        "notes": [note.in_language(lang) for note in service.notes],
        "steps": len(service.steps),
        "minutes": service.minutes,
        "time": hours.in_days(service.promise_hours),
        "sent_now": opening.promise(at, service.promise_hours),
        "result": service.result.in_language(lang),
        "complaints": settings.get("complaint_contact", at),
        "icon": service.icon,
    }  # fmt: skip


def _occasion(service: Service, paper: Paper, lang: str) -> str:
    """When a paper is needed, in the words of the answers that call for it."""
    answers = []
    for path, allowed in paper.when.items():
        step, _sign, code = path.partition(".")
        question = next(q for s in service.steps if s.code == step for q in s.questions if q.code == code)
        answers += [
            question.options[choice].in_language(lang) if choice in question.options else choice for choice in allowed
        ]
    return _("bila jawaban Anda: %(answers)s", answers=" / ".join(answers))
