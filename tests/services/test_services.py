"""Every service file, filled in by its own definition: each condition is met, and all that comes of it has what it says."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from office.catalogue import Service, Text, holds, outcomes, resolve, services
from office.catalogue.reading import Reading, check, read_step
from office.documents.says import prepare
from tests.services.filling import TODAY, answers_for, elsewhere, variants

EVERY = [*services()]
LAW = re.compile(r"\b(pasal|ayat|art\.|article|UU \d|Undang-Undang|Perpres|Permendagri|Law \d)", re.IGNORECASE)
ARTICLE = re.compile(r"\b(pasal|ayat|art\.)", re.IGNORECASE)
ICONS = set(re.findall(r'^  "([a-z-]+)":', Path("templates/ui/icons.html").read_text("utf-8"), re.MULTILINE))


@pytest.fixture
def regions(app):
    elsewhere()


def filled(service: Service, typed: dict[str, dict[str, str]]) -> dict[str, dict[str, Any]]:
    """The answers that are kept, each step read as the form reads it."""
    answers: dict[str, dict[str, Any]] = {}
    for step in service.steps_for(answers_in(service, typed)):
        reading: Reading = read_step(service, step, typed[step.code], answers, today=TODAY)
        assert not reading.errors, (step.code, {code: wrong.code for code, wrong in reading.errors.items()})
        answers[step.code] = reading.values
    assert [finding for finding in check(service, answers, today=TODAY) if finding.hard] == []
    return answers


def answers_in(service: Service, typed: dict[str, dict[str, str]]) -> dict[str, dict[str, Any]]:
    return typed  # conditions look at choices alone, and those are typed as they are kept


@pytest.mark.parametrize("code", EVERY)
def test_a_service_can_be_filled_in_and_what_comes_of_it_has_all_it_must_say(regions, code):
    service, reached = services()[code], set[int]()
    for variant in variants(service):
        for sparse in (False, True):
            answers = filled(service, answers_for(service, variant, sparse=sparse))
            reached |= {id(thing) for thing in conditional(service) if holds(thing.when, answers)}
            for result in service.results_for(answers):
                assert missing(result.facts, outcomes.KINDS[result.kind], answers, result.kind) == [], (
                    variant,
                    result.code,
                )
                if result.kind not in outcomes.FROM_THE_REGISTER:
                    prepare(result.kind, {name: resolve(path, answers) for name, path in result.facts.items()})
            if service.effect:
                wanted = outcomes.EFFECTS[service.effect.kind]
                assert missing(service.effect.values, wanted, answers, "") == [], variant
            assert all(service.role(name, answers) for name in ("subject", "applicant", "phone"))
    assert [thing.code for thing in conditional(service) if id(thing) not in reached] == []


@pytest.mark.parametrize("code", EVERY)
def test_a_service_names_no_law_and_has_both_languages_and_a_picture_that_exists(code):
    service = services()[code]
    for text in texts(service):
        assert text.id.strip() and text.en.strip()
        assert not LAW.search(f"{text.id} {text.en}"), text
        if len(text.id.split()) > 3:
            assert text.id != text.en, text
    assert service.source.confidence == "confirmed" or not ARTICLE.search(service.source.text)
    assert service.icon in ICONS and service.who
    assert all(len(step.questions) <= 8 for step in service.steps), "a page is short"


def test_the_whole_catalogue_is_on_the_shelf():
    codes = [code.strip() for service in services().values() for code in service.catalogue.split(",")]
    counted = {"BIO": 3, "KTP": 7, "KK": 6, "KIA": 3, "PDH": 5, "OA": 1, "LHR": 2, "BTL": 2, "KUT": 2}
    ones = "MTI KWN CRI PKN AKU SAH AGK NMA KWG PPL LGL NIK RNT IKD"
    wanted = {f"{name}-{n}" for name, count in counted.items() for n in range(1, count + 1)} - {"KUT-1"}
    assert sorted(codes) == sorted(wanted | {f"{name}-1" for name in ones.split()})


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("akta-kelahiran", ["kutipan-akta-kelahiran", "kk", "kia"]),
        ("akta-kematian", ["kutipan-akta-kematian", "kk", "ktp"]),
        ("akta-perkawinan", ["kutipan-akta-perkawinan", "kk", "ktp", "ktp"]),
        ("pindah-antar-kota", ["skpwni", "kk"]),
    ],
)
def test_one_event_brings_all_its_documents_in_one_application(code, kinds):
    assert [result.kind for result in services()[code].results] == kinds


def missing(given: Any, wanted: outcomes.Names, answers: Any, kind: str) -> list[str]:
    """The required names that these answers leave without a value."""
    if kind in outcomes.FROM_THE_REGISTER:
        return []
    return [name for name, required in wanted.items() if required and resolve(given[name], answers) in (None, "")]


def conditional(service: Service) -> list[Any]:
    things = [*service.steps, *service.papers, *service.results, *(q for s in service.steps for q in s.questions)]
    return [thing for thing in things if thing.when]


def texts(thing: Any) -> Iterator[Text]:
    """Every text in both languages, wherever it stands."""
    if isinstance(thing, Text):
        yield thing
    elif dataclasses.is_dataclass(thing):
        for each in dataclasses.fields(thing):
            if each.name != "raw":
                yield from texts(getattr(thing, each.name))
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from texts(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from texts(value)
