"""What a check is, how a service file calls one, and what it finds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Answers = Mapping[str, Mapping[str, Any]]
# Kinds of argument beside those of questions: a question of any kind, a number, a code.
ANY, NUMBER, WORD = "any", "a number", "a code"
REST = "..."

_CALL = re.compile(r"(?P<name>\w+)(:(?P<arguments>[^ ]+))?( if (?P<path>[\w.-]+)=(?P<allowed>[\w|-]+))?")


@dataclass(frozen=True)
class Finding:
    """What a check found: `hard` ones send the person back to the field, the others warn the officer.

    What is `told` is also shown once to whoever typed it, who may leave it so.
    """

    step: str
    question: str
    code: str
    sentence: str
    hard: bool = False
    params: Mapping[str, object] = field(default_factory=dict)
    told: bool = False


Run = Callable[..., list[Finding]]


@dataclass(frozen=True)
class Check:
    """One check: what it does with the answers and the local day, and of what kinds its arguments are."""

    run: Run
    kinds: tuple[str, ...]

    @property
    def wanted(self) -> str:
        """Its arguments in words, for who wrote too few."""
        return ", ".join(self.kinds) or "no arguments"

    def kinds_for(self, count: int) -> tuple[str, ...] | None:
        """The kind of each of `count` arguments; None when it doesn't take as many."""
        if self.kinds[-1:] != (REST,):
            return self.kinds if len(self.kinds) == count else None
        fixed = self.kinds[:-1]
        return fixed + fixed[-1:] * (count - len(fixed)) if count >= len(fixed) else None


@dataclass(frozen=True)
class Call:
    """A check as a service file names it: with which arguments, and for which answers."""

    name: str
    arguments: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


CHECKS: dict[str, Check] = {}


def check(*kinds: str) -> Callable[[Run], Run]:
    """Make a function a check that service files may name, with arguments of these kinds; `...` repeats the last one."""

    def add(run: Run) -> Run:
        CHECKS[run.__name__] = Check(run, kinds)
        return run

    return add


def read_call(text: str) -> Call:
    """What a service file says of one check; a name that nothing bears when it can't be read."""
    found = _CALL.fullmatch(text)
    if found is None:
        return Call(text)
    arguments = tuple((found["arguments"] or "").split(",")) if found["arguments"] else ()
    when = {found["path"]: tuple(found["allowed"].split("|"))} if found["path"] else {}
    return Call(found["name"], arguments, when)


def carry_out(text: str, answers: Answers, today: date) -> list[Finding]:
    """What the check named by a service file finds on the office's local day; nothing where its condition doesn't hold."""
    called = read_call(text)
    if any(word(answers, path) not in allowed for path, allowed in called.when.items()):
        return []
    return CHECKS[called.name].run(answers, today, *called.arguments)


def found(
    path: str, code: str, sentence: str, *, hard: bool = False, told: bool = False, **params: object
) -> list[Finding]:
    """One finding at the question of a path."""
    step, _, question = path.partition(".")
    return [Finding(step, question, code, sentence, hard, params, told)]


def value(answers: Answers, path: str) -> Any:
    """The answer at `step.question`, or None."""
    step, _, question = path.partition(".")
    return answers.get(step, {}).get(question)


def word(answers: Answers, path: str) -> str:
    """The answer at `step.question` as text; '' when there is none."""
    return str(value(answers, path) or "")


def day(answers: Answers, path: str) -> date | None:
    """The answer at `step.question` as a date, or None."""
    given = value(answers, path)
    return date.fromisoformat(given) if given else None


def said(given: date) -> str:
    """A day in figures, as in 12-03-1990."""
    return f"{given:%d-%m-%Y}"


def age(born: date, today: date) -> int:
    """Whole years lived on a day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
