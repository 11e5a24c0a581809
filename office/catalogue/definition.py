"""What a service file may say. A mistake is refused by file, key and allowed values."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any

from office import enumerations, rules

Answers = Mapping[str, Mapping[str, Any]]
When = Mapping[str, tuple[str, ...]]

KINDS = ("name", "text", "long_text", "nik", "kk", "phone", "email", "number", "date", "time", "choice", "village", "people")
DELIVERIES = ("pdf", "card")
# Fields that the shelf fills, not the file.
KEPT = ("digest", "raw")
CONFIDENCES = ("confirmed", "general", "unconfirmed")


class BadDefinition(Exception):
    """A service file can't be used; says which key of which file, and what it may be."""


@dataclass(frozen=True)
class Text:
    """A sentence in both languages of the house."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in `id` or `en`."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True)
class Question:
    """One question: what is asked, of what kind, and when.

    `low` and `high` bound a number or the length of a text. For a nik, `born` names the question of the same step that
    holds the person's birth date, and `sex` is "1", "2" or the name of such a question: a difference warns the officer.
    """

    code: str
    kind: str
    label: Text
    hint: Text | None = None
    required: bool = True
    when: When = field(default_factory=dict)
    options: Mapping[str, Text] = field(default_factory=dict)
    low: int = 0
    high: int = 0
    autocomplete: str = "off"
    born: str = ""
    sex: str = ""


@dataclass(frozen=True)
class Step:
    """One short page of the form: one topic."""

    code: str
    title: Text
    questions: tuple[Question, ...]
    lead: Text | None = None
    short: Text | None = None
    when: When = field(default_factory=dict)

    @property
    def name(self) -> Text:
        """What officers and messages call it, where the title speaks to the person who fills it in."""
        return self.short or self.title

    def question(self, code: str) -> Question | None:
        """The question of this code, if the step asks it."""
        return next((q for q in self.questions if q.code == code), None)


@dataclass(frozen=True)
class Paper:
    """One paper that must be shown, in a slot of its own."""

    code: str
    label: Text
    hint: Text
    when: When = field(default_factory=dict)
    bring: bool = True


@dataclass(frozen=True)
class Source:
    """Where a rule comes from, and how sure that is."""

    text: str
    confidence: str


@dataclass(frozen=True)
class Service:
    """A whole service, as one of its versions defines it."""

    code: str
    catalogue: str
    icon: str
    form: str
    name: Text
    lead: Text
    result: Text
    delivery: str
    document: str
    promise_hours: int
    minutes: int
    roles: Mapping[str, str]
    steps: tuple[Step, ...]
    papers: tuple[Paper, ...]
    checks: tuple[str, ...]
    source: Source
    notes: tuple[Text, ...] = ()
    digest: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def step(self, code: str) -> Step | None:
        """The step of this code."""
        return next((s for s in self.steps if s.code == code), None)

    def paper(self, code: str) -> Paper | None:
        """The paper of this code."""
        return next((p for p in self.papers if p.code == code), None)

    def steps_for(self, answers: Answers) -> list[Step]:
        """The steps that these answers call for, in order."""
        return [step for step in self.steps if holds(step.when, answers)]

    def papers_for(self, answers: Answers) -> list[Paper]:
        """The papers that these answers call for, in order."""
        return [paper for paper in self.papers if holds(paper.when, answers)]

    def role(self, name: str, answers: Answers) -> str:
        """The answer that plays a part in the office's work (subject, applicant, phone, email); '' if not given."""
        step, _, question = self.roles[name].partition(".")
        return str(answers.get(step, {}).get(question) or "")


def holds(when: When, answers: Answers) -> bool:
    """Whether every condition `step.question = one of these` is met by the answers."""
    for path, allowed in when.items():
        step, _, question = path.partition(".")
        if str(answers.get(step, {}).get(question, "")) not in allowed:
            return False
    return True


def parse(raw: Mapping[str, Any], where: str, digest: str) -> Service:
    """Read one service file's content.

    Raises:
        BadDefinition: a key is missing, unknown or has a value that isn't allowed.
    """
    service = replace(_build(Service, raw, where), digest=digest, raw=raw)
    _check_references(service, where)
    return service


def _check_references(service: Service, where: str) -> None:
    known = {f"{s.code}.{q.code}": q for s in service.steps for q in s.questions}
    for name, path in service.roles.items():
        _among(path, known, f"{where}: roles.{name}")
    _among_all(("subject", "applicant", "phone", "email"), service.roles, f"{where}: roles")
    conditional: list[Step | Paper | Question] = [*service.steps, *service.papers, *known.values()]
    for thing in conditional:
        for path, allowed in thing.when.items():
            _among(path, known, f"{where}: {thing.code}.when")
            if known[path].options:
                _among_all(allowed, known[path].options, f"{where}: {thing.code}.when.{path}")
    for name in service.checks:
        _among(name, rules.CHECKS, f"{where}: checks")


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
    if isinstance(value, list | dict):
        raise BadDefinition(f"{where}: must be a single value")
    return value


def _among(value: Any, allowed: Any, where: str) -> Any:
    if value not in allowed:
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
    return {code: _text(label, f"{where}.{code}") for code, label in value.items()}


def _listed(kind: type[Any]) -> Callable[[Any, str], tuple[Any, ...]]:
    def read(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise BadDefinition(f"{where}: must be a list")
        return tuple(_build(kind, item, f"{where}[{place}]") for place, item in enumerate(value))

    return read


def _one_of(allowed: Any) -> Callable[[Any, str], Any]:
    return lambda value, where: _among(value, allowed, where)


READERS: Mapping[tuple[str, str], Callable[[Any, str], Any]] = {
    ("", "name"): _text,
    ("", "lead"): _text,
    ("", "result"): _text,
    ("", "label"): _text,
    ("", "hint"): _text,
    ("", "title"): _text,
    ("", "short"): _text,
    ("Text", "id"): _sentence,
    ("Text", "en"): _sentence,
    ("", "when"): _when,
    ("", "options"): _options,
    ("Question", "kind"): _one_of(KINDS),
    ("Step", "questions"): _listed(Question),
    ("Service", "steps"): _listed(Step),
    ("Service", "papers"): _listed(Paper),
    ("Service", "notes"): _listed(Text),
    ("Service", "delivery"): _one_of(DELIVERIES),
    ("Service", "roles"): lambda value, where: dict(value),
    ("Service", "checks"): lambda value, where: tuple(value),
    ("Service", "source"): lambda value, where: _build(Source, value, where),
    ("Source", "confidence"): _one_of(CONFIDENCES),
}
