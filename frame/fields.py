"""The catalogue's questions as form fields, and kept answers as words."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from flask import url_for

from frame.language import day, language, minute, say
from office import masks, regions
from office.catalogue import Question, Service, Step
from office.catalogue.reading import SHDK, Typed, asked, people_fields
from office.identity import BadInput

SECRET_KINDS = frozenset({"nik", "kk"})


def typed_from(step: Step, values: Mapping[str, Any]) -> dict[str, str]:
    """Kept answers as a person would type them, to fill the form again."""
    typed: dict[str, str] = {}
    for question in step.questions:
        value = values.get(question.code)
        if value is None:
            continue
        if question.kind == "date":
            born = date.fromisoformat(value)
            parts = {"tgl": born.day, "bln": born.month, "thn": born.year}
            typed |= {f"{question.code}_{part}": str(number) for part, number in parts.items()}
        elif question.kind == "phone":
            typed[question.code] = local_phone(str(value))
        elif question.kind == "people":
            for names, person in zip(people_fields(question), value, strict=False):
                typed |= dict(zip(names, (person["nik"], person["name"], person["shdk"]), strict=True))
        else:
            typed[question.code] = value.replace(":", ".") if question.kind == "time" else str(value)
    return typed


def local_phone(number: str) -> str:
    """A number as people here write it: `+62812...` gives `0812...`."""
    return f"0{number[3:]}" if number.startswith("+62") else number


def fields(
    step: Step, typed: Typed, others: Mapping[str, Mapping[str, Any]], errors: Mapping[str, BadInput]
) -> list[dict[str, Any]]:
    """The step's questions that are asked now, each as the `field` macro takes it."""
    return [_field(question, typed, errors.get(question.code)) for question in asked(step, others, typed)]


def steers(step: Step) -> set[str]:
    """The questions of a step that decide whether another one of it is asked."""
    own = {f"{step.code}.{q.code}": q.code for q in step.questions}
    return {own[path] for question in step.questions for path in question.when if path in own}


def summary(errors: Mapping[str, BadInput]) -> list[tuple[str, str]]:
    """The errors as the summary at the top of the form takes them."""
    return [(code, say(error.sentence, error.params)) for code, error in errors.items()]


def shown(question: Question, value: Any, *, masked: bool = False) -> str:
    """An answer as words; with `masked` a NIK or KK keeps its first and last four digits."""
    if value is None or value == "":
        return "-"
    if question.kind == "choice":
        option = question.options.get(str(value))
        return option.in_language(language()) if option else str(value)
    if question.kind == "date":
        return day(date.fromisoformat(value))
    if question.kind == "time":
        return f"{minute(time.fromisoformat(value))} WITA"
    if question.kind == "village":
        return regions.path_of(value) or value
    if question.kind == "people":
        return "; ".join(_person_shown(person, masked) for person in value)
    if question.kind == "phone":
        return " ".join(re.findall(".{1,4}", local_phone(str(value))))
    if question.kind in SECRET_KINDS:
        return _nik_shown(value, masked)
    return str(value)


def _nik_shown(digits: str, masked: bool) -> str:
    return masks.mask_nik(digits) if masked else " ".join(digits[i : i + 4] for i in range(0, 16, 4))


def _person_shown(person: Mapping[str, str], masked: bool) -> str:
    relation = SHDK[person["shdk"]][language()] if person["shdk"] in SHDK else person["shdk"]
    return f"{person['name']}, {_nik_shown(person['nik'], masked)}, {relation}"


def answers_shown(service: Service, answers: Mapping[str, Mapping[str, Any]], *, masked: bool = False) -> dict[
    str, list[tuple[str, str, str, str]]
]:  # fmt: skip
    """By step: (label, words, kind, code) of each answer that is asked for."""
    return {
        step.code: [
            (
                q.label.in_language(language()),
                shown(q, answers.get(step.code, {}).get(q.code), masked=masked),
                q.kind,
                q.code,
            )
            for q in asked(step, answers, answers.get(step.code, {}))
        ]
        for step in service.steps_for(answers)
    }


def _field(question: Question, typed: Typed, error: BadInput | None) -> dict[str, Any]:
    lang = language()
    parts = {"d": "tgl", "m": "bln", "y": "thn"}
    value: Any = typed.get(question.code, "")
    if question.kind == "date":
        value = {name: typed.get(f"{question.code}_{part}", "") for name, part in parts.items()}
    more = {"village": _village_more, "people": _people_more}.get(question.kind)
    return {
        "name": question.code, "kind": question.kind, "label": question.label.in_language(lang),
        "hint": question.hint.in_language(lang) if question.hint else "", "value": value,
        "error": say(error.sentence, error.params) if error else None, "required": question.required,
        "options": [(code, text.in_language(lang)) for code, text in question.options.items()],
        "autocomplete": question.autocomplete, **(more(question, typed) if more else {}),
    }  # fmt: skip


def villages_found(sought: str, chosen: str = "") -> list[tuple[str, str]]:
    """The villages that what was typed finds, with all that stands above each; the chosen one alone when nothing is sought."""
    if not sought.strip():
        path = regions.path_of(chosen) if chosen else None
        return [(chosen, path)] if path else []
    codes = [village.code for village in regions.search_villages(sought)]
    paths = regions.paths_of(codes)
    return [(code, paths[code]) for code in codes]


def _village_more(question: Question, typed: Typed) -> dict[str, Any]:
    sought = typed.get(f"{question.code}_cari", "")[:60]
    found = villages_found(sought, typed.get(question.code, ""))
    return {"sought": sought, "options": found, "search_url": url_for("regions", medan=question.code)}


def _people_more(question: Question, typed: Typed) -> dict[str, Any]:
    """The rows that hold something, and an empty one after them while there may be more."""
    rows = [[(name, typed.get(name, "")) for name in names] for names in people_fields(question)]
    filled = max((number for number, row in enumerate(rows, 1) if any(value for _name, value in row)), default=0)
    relations = [(code, label[language()]) for code, label in SHDK.items()]
    return {"rows": rows[: max(filled + 1, question.low)], "relations": relations, "full": filled >= len(rows)}
