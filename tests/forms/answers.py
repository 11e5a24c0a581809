"""Answers as an application keeps them, for the invented people of these tests."""

from collections.abc import Mapping
from typing import Any

from office.catalogue import Question, Service, holds, services
from office.catalogue.reading import people_fields
from tests.documents.facts import API_API, ELSEWHERE
from tests.services.filling import answers_for

SIXTY = "Muhammad Al-Fatih Ramadhan Putra Kusumawardhana Dharmawangsa"
assert len(SIXTY) == 60


def answered(code: str, variant: Mapping[str, str] | None = None) -> tuple[Service, dict[str, dict[str, Any]]]:
    """A service and its form filled in by its own definition, as it is stored."""
    service = services()[code]
    typed = answers_for(service, variant or {})
    kept = {
        step.code: {q.code: _kept(q, typed[step.code]) for q in step.questions if holds(q.when, typed)}
        for step in service.steps
        if step.code in typed
    }
    return service, kept


def _kept(question: Question, typed: Mapping[str, str]) -> Any:
    """One answer, read without a database: villages are two that the tests know."""
    code = question.code
    if question.kind == "date":
        return f"{typed[f'{code}_thn']}-{int(typed[f'{code}_bln']):02}-{int(typed[f'{code}_tgl']):02}"
    if question.kind == "people":
        rows = [[typed.get(name, "") for name in names] for names in people_fields(question)]
        return [{"nik": nik, "name": name, "shdk": shdk} for nik, name, shdk in rows if name]
    if question.kind == "village":
        return API_API if typed[code] == "64.74.01.1006" else ELSEWHERE
    if question.kind == "time":
        return typed[code].replace(".", ":")
    if question.kind == "phone":
        return "+6281200000189"
    return typed[code]
