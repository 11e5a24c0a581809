"""Requests about issued documents, shaped for the desk: the fields of a correction, the list, old against new."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from desk.fact_names import fact_name
from frame.fields import villages_found
from frame.language import day, day_hour, language, say
from office import codes, corrections, documents, regions
from office.applications import Application
from office.corrections import Correction, Fact
from office.db import db
from office.documents import Document
from office.documents.kinds import KINDS
from office.identity import BadInput
from office.staff import Officer, Role

Shown = dict[str, Any]


def name_of(document: Document) -> str:
    """What a document is called."""
    return KINDS[document.kind].name.in_language(language())


def correctable(document: Document) -> bool:
    """Whether a correction of it can be asked for."""
    return document.state == documents.ACTIVE


def open_request(document: Document) -> Shown | None:
    """What is open about a document, in two sentences and with its address."""
    found = corrections.open_of(document.id)
    if found is None:
        return None
    return {"title": _state(found)[1], "words": found.words or found.reason, "objection": found.state == corrections.OBJECTED,
            "url": url_for("desk.show_correction", number=found.id)}  # fmt: skip


def list_line(correction: Correction, document: Document, application: Application) -> Shown:
    """One line of the list; nobody's values stand in it."""
    return {
        "reference": codes.fours(application.reference), "document": name_of(document), "number": document.public_label,
        "state": _state(correction), "since": day_hour(correction.state_since),
        "url": url_for("desk.show_correction", number=correction.id),
    }  # fmt: skip


def form_page(
    document: Document, typed: Mapping[str, str] | None = None, wrong: Mapping[str, BadInput] | None = None,
    reason_error: str = "",
) -> Shown:  # fmt: skip
    """The fields of a correction with their present values, or as typed and refused."""
    errors = {path: say(bad.sentence, bad.params) for path, bad in (wrong or {}).items()}
    objection = corrections.open_of(document.id)
    parts: dict[str, list[Shown]] = {}
    for fact in corrections.facts_of(document):
        parts.setdefault(_part(document, fact), []).append(_field(fact, typed, errors))
    said = [
        (one["name"], f"{one['label']}: {one['error']}") for fields in parts.values() for one in fields if one["error"]
    ]
    return {
        "name": name_of(document), "number": document.label, "parts": list(parts.items()),
        "objection": objection.words if objection else "", "reason": (typed or {}).get("alasan", ""),
        "reason_error": reason_error, "said": said + ([("alasan", reason_error)] if reason_error else []),
    }  # fmt: skip


def decision_page(
    correction: Correction, officer: Officer, *, error: str = "", reason: str = "", trouble: str = ""
) -> Shown:
    """A request with old against new, and what this officer may do with it."""
    document = db.session.get_one(Document, correction.document_id)
    application = db.session.get_one(Application, document.application_id)
    sees, decides = officer.role != Role.ADMINISTRATOR, officer.role in _deciders(correction)
    return {
        "name": name_of(document), "number": document.label, "reference": codes.fours(application.reference),
        "file_url": url_for("desk.show_file", reference=application.reference) if sees else "",
        "state": _state(correction), "since": day_hour(correction.state_since), "kind": correction.kind,
        "words": correction.words if sees else "", "reason": correction.reason, "refusal": correction.refusal,
        "asked_by": _officer(correction.asked_by), "decided_by": _officer(correction.decided_by),
        "rows": _rows(document, correction) if sees else [], "own": correction.asked_by == officer.id,
        "may_approve": decides and correction.state == corrections.ASKED and correction.asked_by != officer.id,
        "may_refuse": decides and correction.state in (corrections.ASKED, corrections.OBJECTED),
        "correct_url": _correct_url(correction, document, application) if sees else "",
        "approve_url": url_for("desk.approve_correction", number=correction.id),
        "refuse_url": url_for("desk.refuse_correction", number=correction.id),
        "error": error, "typed_reason": reason, "trouble": trouble,
    }  # fmt: skip


def _deciders(correction: Correction) -> tuple[Role, ...]:
    return corrections.APPROVERS[correction.kind]


def _correct_url(correction: Correction, document: Document, application: Application) -> str:
    if correction.state != corrections.OBJECTED:
        return ""
    return url_for("desk.correct_form", reference=application.reference, number=document.id)


def _officer(number: int | None) -> str:
    found = db.session.get(Officer, number) if number else None
    return found.name if found else ""


def _state(correction: Correction) -> tuple[str, str, str | None]:
    """Kind, words and icon of how far a request came."""
    waits = {corrections.CORRECT: _("Pembetulan menunggu persetujuan"),
             corrections.REVOKE: _("Pencabutan menunggu persetujuan")}  # fmt: skip
    return {
        corrections.OBJECTED: ("warn", _("Warga: ada yang salah"), None),
        corrections.ASKED: ("info", waits[correction.kind], "clock"),
        corrections.APPROVED: ("good", _("Disetujui"), None), corrections.REFUSED: ("quiet", _("Ditolak"), "x"),
    }[correction.state]  # fmt: skip


def _rows(document: Document, correction: Correction) -> list[Shown]:
    facts = {fact.path: fact for fact in corrections.facts_of(document)}
    return [
        {"label": _label(document, facts[path]), "old": _in_words(facts[path], old), "new": _in_words(facts[path], new)}
        for path, (old, new) in correction.changes.items()
    ]


def _part(document: Document, fact: Fact) -> str:
    """The heading under which a fact stands: the whole document, or one person of it."""
    if fact.row is None:
        return _("Isi surat")
    return _(
        "Orang ke-%(number)d: %(name)s", number=fact.row[1] + 1, name=corrections.shown_row(document, fact.row) or "-"
    )


def _label(document: Document, fact: Fact) -> str:
    label = fact_name(fact.name)
    return f"{corrections.shown_row(document, fact.row) or '-'}, {label}" if fact.row else label


def _in_words(fact: Fact, value: str) -> str:
    if not value:
        return "-"
    if fact.kind == "date":
        return day(date.fromisoformat(value))
    if fact.kind == "village":
        return regions.path_of(value) or value
    if fact.kind == "choice":
        return dict(corrections.choices(fact.options, value, language())).get(value, value)
    return value


def _field(fact: Fact, typed: Mapping[str, str] | None, errors: Mapping[str, str]) -> Shown:
    value = _typed_as(fact) if typed is None else typed.get(fact.path, "")
    shown: Shown = {
        "name": fact.path, "label": fact_name(fact.name), "value": value, "error": errors.get(fact.path, ""),
        "kind": fact.kind, "required": fact.required, "numeric": fact.kind in ("nik", "kk", "number"),
        "hint": "17-08-1990" if fact.kind == "date" else "",
        "options": corrections.choices(fact.options, fact.value, language()) if fact.kind == "choice" else [],
    }  # fmt: skip
    if fact.kind == "village":
        sought = (typed or {}).get(f"{fact.path}_cari", "")[:60]
        shown |= {"sought": sought, "options": villages_found(sought, value),
                  "search_url": url_for("regions", medan=fact.path)}  # fmt: skip
    return shown


def _typed_as(fact: Fact) -> str:
    return f"{date.fromisoformat(fact.value):%d-%m-%Y}" if fact.kind == "date" and fact.value else fact.value
