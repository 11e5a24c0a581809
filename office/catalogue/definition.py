"""What a service is: its steps and questions, its papers, what comes of it, and whom it is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Answers = Mapping[str, Mapping[str, Any]]
When = Mapping[str, tuple[str, ...]]

KINDS = (
    "name",
    "text",
    "long_text",
    "nik",
    "kk",
    "phone",
    "email",
    "number",
    "date",
    "time",
    "choice",
    "village",
    "people",
)
FAMILIES = ("kelahiran", "kematian", "perkawinan", "kk", "ktp", "kia", "pindah", "akta", "lainnya")
CARDS = ("ktp", "kia")
FIXED = "="
OR = "|"
CONFIDENCES = ("confirmed", "general", "unconfirmed")
# The steps of the office's work, and the part of the promise that each may take when the service file doesn't say.
SHARES: Mapping[str, float] = MappingProxyType({"check": 0.5, "approve": 0.25, "make": 0.25})
# A printed card lies outside the promise: it waits for the resident, a week of working hours before somebody looks after it.
HAND_OVER, HAND_OVER_HOURS = "hand_over", 35.0
WORK_STEPS = (*SHARES, HAND_OVER)


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
class Result:
    """One document or card that comes of an application; `facts` says where each of its facts is answered.

    The number bears `letters` (else those of the kind), or `late_letters` when the report came more than `late_days`
    calendar days after the date answered at `late_from`.
    """

    code: str
    kind: str
    when: When = field(default_factory=dict)
    letters: str = ""
    late_letters: str = ""
    late_from: str = ""
    late_days: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_card(self) -> bool:
        """Whether it is printed by the office and collected, and never a PDF."""
        return self.kind in CARDS


@dataclass(frozen=True)
class Effect:
    """What approval changes in the register; `values` says where each value is answered."""

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


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
    family: str
    promise_hours: int
    minutes: int
    roles: Mapping[str, str]
    steps: tuple[Step, ...]
    source: Source
    papers: tuple[Paper, ...] = ()
    checks: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    effect: Effect | None = None
    who: Text | None = None
    in_person: bool = False
    notes: tuple[Text, ...] = ()
    step_hours: Mapping[str, float] = field(default_factory=dict)
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

    def results_for(self, answers: Answers) -> list[Result]:
        """The documents and cards that these answers call for, in order."""
        return [result for result in self.results if holds(result.when, answers)]

    def hours_of(self, step: str) -> float:
        """The working hours that one of WORK_STEPS may take: the file's own, or its share of the promise."""
        shared = self.promise_hours * SHARES[step] if step in SHARES else HAND_OVER_HOURS
        return self.step_hours.get(step, shared)

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


def resolve(path: str, answers: Answers) -> Any:
    """The answer at `step.question`, the first one given of several apart by `|`, or the text after `=`; else None."""
    if path.startswith(FIXED):
        return path.removeprefix(FIXED)
    for each in path.split(OR):
        step, _, question = each.partition(".")
        value = answers.get(step, {}).get(question)
        if value not in (None, "", []):
            return value
    return None
