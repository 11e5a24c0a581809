"""A service as its page shows it: the six parts of the service standard."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame.language import language
from office import catalogue, opening, settings
from office.applications import drafts
from office.catalogue import Paper, Service
from web.shown import hours, supply


def families() -> list[dict[str, Any]]:
    """Every service on offer, in the groups that the front page opens, each as a door."""
    titles = {
        "kelahiran": _("Kelahiran"), "kk": _("Kartu Keluarga"), "ktp": _("KTP-el"), "kia": _("Kartu anak (KIA)"),
        "pindah": _("Pindah dan datang"), "kematian": _("Kematian"), "perkawinan": _("Perkawinan dan perceraian"),
        "akta": _("Perubahan pada akta"), "lainnya": _("Layanan lain"),
    }  # fmt: skip
    found = catalogue.services().values()
    groups = [(code, title, [door(each) for each in found if each.family == code]) for code, title in titles.items()]
    return [{"code": code, "title": title, "doors": doors} for code, title, doors in groups if doors]


def sought(words: str) -> list[dict[str, str]]:
    """The services in whose name or purpose all these words stand, each as a door."""
    wanted = words.casefold().split()
    found = [each for each in catalogue.services().values() if wanted and all(word in _told(each) for word in wanted)]
    return [door(each) for each in sorted(found, key=lambda each: not all(word in _name(each) for word in wanted))]


def _name(service: Service) -> str:
    return f"{service.name.id} {service.name.en}".casefold()


def _told(service: Service) -> str:
    # Its code says it as the office does: kk, ktp, akta.
    words = service.code.replace("-", " "), service.family, service.lead.id, service.lead.en
    return f"{_name(service)} {' '.join(words)}".casefold()


def door(service: Service) -> dict[str, str]:
    """The service as a door of the front page: its name, and how it ends."""
    papers, made = (any(each.is_card == card for each in service.results) for card in (False, True))
    ends = {
        (True, False): _("PDF lewat e-mail"), (False, True): _("Kartu diambil di kantor"),
        (True, True): _("PDF lewat e-mail, kartu di kantor"), (False, False): _("Dibantu petugas"),
    }[papers, made]  # fmt: skip
    url = url_for("web.service", code=service.code)
    return {"url": url, "title": service.name.in_language(language()), "ends": ends, "icon": service.icon}


def standard(service: Service, *, at: datetime) -> dict[str, Any]:
    """Everything the service page says."""
    lang, promised = language(), opening.promise_hours(service.code, service.promise_hours, at)
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
        "time": hours.in_days(promised),
        "sent_now": opening.promise(at, promised), **_blanks(service, at),
        "result": service.result.in_language(lang),
        "who": service.who.in_language(lang) if service.who else "", "in_person": service.in_person,
        "complaints": settings.get("complaint_contact", at),
        "icon": service.icon,
    }  # fmt: skip


def _blanks(service: Service, at: datetime) -> dict[str, Any]:
    """The blanks of its cards, and when those that ran out are expected: no day is promised for such a card."""
    made = {result.kind for result in service.results if result.is_card}
    lack = supply.gone(made, at)
    return {"blanks": supply.of(made, at), "lack": supply.expected(lack) if lack else "",
            "papers_made": any(not result.is_card for result in service.results)}  # fmt: skip


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
