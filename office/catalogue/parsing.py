"""Reading a service file strictly: a mistake is refused by file, key and allowed values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, replace
from typing import Any

from office import enumerations, rules
from office.catalogue import outcomes
from office.catalogue.definition import (
    CONFIDENCES,
    FAMILIES,
    FIXED,
    KINDS,
    OR,
    SHARES,
    WORK_STEPS,
    BadDefinition,
    Effect,
    Paper,
    Question,
    Result,
    Service,
    Source,
    Step,
    Text,
    When,
)

# Fields that the shelf fills, not the file.
KEPT = ("digest", "raw")
ROLES = ("subject", "applicant", "phone", "email")
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LETTERS = re.compile(r"[A-Z]{0,10}")
LONGEST_STEP = 1000

Known = Mapping[str, Question]


def parse(raw: Mapping[str, Any], where: str, digest: str) -> Service:
    """Read one service file's content, its blocks written out.

    Raises:
        BadDefinition: a key is missing, unknown or has a value that isn't allowed.
    """
    service = replace(_build(Service, raw, where), digest=digest, raw=raw)
    _check_codes(service, where)
    _check_hours(service, f"{where}: step_hours")
    known = {f"{s.code}.{q.code}": q for s in service.steps for q in s.questions}
    _check_roles(service, known, where)
    _check_conditions(service, known, where)
    for text in service.checks:
        _check_check(text, known, f"{where}: checks")
    for result in service.results:
        _check_result(result, known, f"{where}: results.{result.code}")
    if service.effect:
        allowed = outcomes.EFFECTS[service.effect.kind]
        _check_paths(service.effect.values, allowed, known, f"{where}: effect.values", outcomes.FREE_IN_EFFECTS)
    return service


def _check_codes(service: Service, where: str) -> None:
    """Codes name rows, fields and addresses: short, plain, and each once in its place."""
    lists = [("steps", service.steps), ("papers", service.papers), ("results", service.results)]
    lists += [(f"steps.{step.code}.questions", step.questions) for step in service.steps]
    for name, things in lists:
        codes = [thing.code for thing in things]  # type: ignore[attr-defined]
        for code in codes:
            if not isinstance(code, str) or not CODE.fullmatch(code):
                raise BadDefinition(f"{where}: {name}: code '{code}' must be small letters, digits, - and _")
            if codes.count(code) > 1:
                raise BadDefinition(f"{where}: {name}: '{code}' is there twice")


def _check_hours(service: Service, where: str) -> None:
    """The steps until the promise can't be given more time than the promise itself."""
    together = sum(service.hours_of(step) for step in SHARES)
    if together > service.promise_hours:
        raise BadDefinition(
            f"{where}: {', '.join(SHARES)} come to {together:g} hours, more than promise_hours = {service.promise_hours}"
        )


def _check_roles(service: Service, known: Known, where: str) -> None:
    for name, path in service.roles.items():
        _among(name, ROLES, f"{where}: roles")
        _among(path, known, f"{where}: roles.{name}")
    _among_all(ROLES, service.roles, f"{where}: roles")


def _check_conditions(service: Service, known: Known, where: str) -> None:
    things: list[Step | Paper | Question | Result] = [
        *service.steps, *service.papers, *service.results, *known.values()
    ]  # fmt: skip
    for thing in things:
        for path, allowed in thing.when.items():
            _check_condition(path, allowed, known, f"{where}: {thing.code}.when")


def _check_condition(path: str, allowed: tuple[str, ...], known: Known, where: str) -> None:
    _among(path, known, where)
    if not allowed:
        raise BadDefinition(f"{where}.{path}: must name at least one answer")
    if known[path].options:
        _among_all(allowed, known[path].options, f"{where}.{path}")


def _check_check(text: str, known: Known, where: str) -> None:
    called = rules.read_call(text)
    check = rules.CHECKS[_among(called.name, rules.CHECKS, where)]
    for path, allowed in called.when.items():
        _check_condition(path, allowed, known, f"{where}: {text}: if")
    kinds = check.kinds_for(len(called.arguments))
    if kinds is None:
        raise BadDefinition(f"{where}: {text}: wants {check.wanted}")
    for argument, kind in zip(called.arguments, kinds, strict=True):
        if kind == rules.NUMBER:
            if not argument.isdigit():
                raise BadDefinition(f"{where}: {text}: '{argument}' must be a number")
        elif kind != rules.WORD:
            _among(argument, [path for path, q in known.items() if kind in (rules.ANY, q.kind)], f"{where}: {text}")


def _check_result(result: Result, known: Known, where: str) -> None:
    if result.kind in outcomes.FROM_THE_REGISTER:
        _check_paths(result.facts, outcomes.WHOSE, known, f"{where}: facts")
    else:
        _check_paths(result.facts, outcomes.KINDS[result.kind], known, f"{where}: facts")
    for letters in (result.letters, result.late_letters):
        if not LETTERS.fullmatch(letters):
            raise BadDefinition(f"{where}: letters: '{letters}' must be capital letters")
    late = (bool(result.late_letters), bool(result.late_from), bool(result.late_days))
    if any(late) and not all(late):
        raise BadDefinition(f"{where}: late_letters, late_from and late_days go together")
    if result.late_from:
        _among(result.late_from, [path for path, q in known.items() if q.kind == "date"], f"{where}: late_from")


def _check_paths(
    given: Mapping[str, str], allowed: outcomes.Names, known: Known, where: str, free: frozenset[str] = frozenset()
) -> None:
    """Each name must be one of the kind's, each path a question of a fitting kind, and no required name missing."""
    for name, path in given.items():
        _among(name, allowed, where)
        kind = "" if name in free else outcomes.ANSWERED_BY.get(name, "")
        if path.startswith(FIXED) and kind != "people":
            continue
        for each in path.split(OR):
            _among(each, known, f"{where}.{name}")
            if kind and known[each].kind != kind:
                raise BadDefinition(f"{where}.{name}: '{each}' is a {known[each].kind}, and must be a {kind}")
            if not kind and known[each].kind == "people":
                raise BadDefinition(f"{where}.{name}: '{each}' is a list of people")
    for name, required in allowed.items():
        if required and name not in given:
            raise BadDefinition(f"{where}: '{name}' is missing")


def _build(kind: type[Any], raw: Any, where: str) -> Any:
    """A dataclass from a table of the file; every key must be known and every needed key there."""
    if not isinstance(raw, Mapping):
        raise BadDefinition(f"{where}: must be a table")
    known = {f.name: f for f in fields(kind) if f.name not in KEPT}
    for key in raw:
        _among(key, known, where)
    for name, spec in known.items():
        if spec.default is MISSING and spec.default_factory is MISSING and name not in raw:
            raise BadDefinition(f"{where}: '{name}' is missing")
    return kind(**{key: _value(kind, key, value, f"{where}: {key}") for key, value in raw.items()})


def _value(kind: type[Any], key: str, value: Any, where: str) -> Any:
    reader = READERS.get((kind.__name__, key)) or READERS.get(("", key))
    if reader:
        return reader(value, where)
    wanted = next(f.type for f in fields(kind) if f.name == key)
    if wanted in (str, int, bool) and type(value) is not wanted:
        raise BadDefinition(f"{where}: must be {NAMES_OF_TYPES[wanted]}")
    return value


def _among(value: Any, allowed: Any, where: str) -> Any:
    if not isinstance(value, str) or value not in allowed:
        raise BadDefinition(f"{where}: '{value}' is not one of {', '.join(sorted(map(str, allowed)))}")
    return value


def _among_all(values: Any, allowed: Any, where: str) -> None:
    for value in values:
        _among(value, allowed, where)


def _text(value: Any, where: str) -> Text:
    return _build(Text, value, where)


def _sentence(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadDefinition(f"{where}: must be a sentence")
    return value


def _when(value: Any, where: str) -> When:
    if not isinstance(value, Mapping) or not all(isinstance(v, list) for v in value.values()):
        raise BadDefinition(f'{where}: must be a table of lists, such as {{ "anak.kelamin" = ["1"] }}')
    return {path: tuple(map(str, allowed)) for path, allowed in value.items()}


def _options(value: Any, where: str) -> Mapping[str, Text]:
    if isinstance(value, str):
        labels = enumerations.ALL[_among(value, enumerations.ALL, where)]
        return {str(code): Text(label["id"], label["en"]) for code, label in labels.items()}
    if not isinstance(value, Mapping):
        raise BadDefinition(f"{where}: must be the name of a list, or a table of answers")
    return {code: _text(label, f"{where}.{code}") for code, label in value.items()}


def _words(value: Any, where: str) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()):
        raise BadDefinition(f'{where}: must be a table such as {{ name = "anak.nama" }}')
    return dict(value)


def _hours(value: Any, where: str) -> Mapping[str, float]:
    if not isinstance(value, Mapping):
        raise BadDefinition(f"{where}: must be a table such as {{ check = 3, approve = 2, make = 2 }}")
    for step, hours in value.items():
        _among(step, WORK_STEPS, where)
        if type(hours) not in (int, float) or not 0 < hours <= LONGEST_STEP:
            raise BadDefinition(f"{where}.{step}: must be working hours above 0, at most {LONGEST_STEP}")
    return {step: float(hours) for step, hours in value.items()}


def _strings(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadDefinition(f"{where}: must be a list of texts")
    return tuple(value)


def _listed(kind: type[Any]) -> Callable[[Any, str], tuple[Any, ...]]:
    def read(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise BadDefinition(f"{where}: must be a list")
        return tuple(_build(kind, item, f"{where}[{place}]") for place, item in enumerate(value))

    return read


def _one_of(allowed: Any) -> Callable[[Any, str], Any]:
    return lambda value, where: _among(value, allowed, where)


NAMES_OF_TYPES = {str: "a text", int: "a whole number", bool: "true or false"}
READERS: Mapping[tuple[str, str], Callable[[Any, str], Any]] = {
    ("", "name"): _text,
    ("", "lead"): _text,
    ("", "result"): _text,
    ("", "label"): _text,
    ("", "hint"): _text,
    ("", "title"): _text,
    ("", "short"): _text,
    ("", "who"): _text,
    ("Text", "id"): _sentence,
    ("Text", "en"): _sentence,
    ("", "when"): _when,
    ("", "options"): _options,
    ("Question", "kind"): _one_of(KINDS),
    ("Step", "questions"): _listed(Question),
    ("Result", "kind"): _one_of(outcomes.KINDS),
    ("Result", "facts"): _words,
    ("Effect", "kind"): _one_of(outcomes.EFFECTS),
    ("Effect", "values"): _words,
    ("Service", "steps"): _listed(Step),
    ("Service", "papers"): _listed(Paper),
    ("Service", "notes"): _listed(Text),
    ("Service", "results"): _listed(Result),
    ("Service", "effect"): lambda value, where: _build(Effect, value, where),
    ("Service", "family"): _one_of(FAMILIES),
    ("Service", "roles"): _words,
    ("Service", "checks"): _strings,
    ("Service", "step_hours"): _hours,
    ("Service", "source"): lambda value, where: _build(Source, value, where),
    ("Source", "confidence"): _one_of(CONFIDENCES),
}
