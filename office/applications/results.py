"""What an approved application comes to: its documents and cards, what each says, and what it changes in the register."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from office import opening, settings, signatories
from office.catalogue import Service, resolve
from office.catalogue.definition import Answers, Result
from office.documents.kinds import CARD, KINDS, KK, LETTER, Kind
from office.wordings import versions

# What stands on every document, as the office has it on the day of approval: a later signatory changes no earlier paper.
OFFICE = {"issued_place": "office_city", "office_name": "office_name"}


@dataclass(frozen=True)
class Verdict:
    """What the approving officer decided of the results, by their codes.

    `official` wait for the PDF of the national system, `refused` are not issued for the reason given, `numbers` are what
    that system gave meanwhile: `nik` of a newborn, `new_kk` of a new family. `compared`: what may be a duplicate was looked at
    and is none.
    """

    official: frozenset[str] = frozenset()
    refused: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    compared: bool = False


ALL_HERE = Verdict()


def of(service: Service, answers: Answers) -> list[Result]:
    """The documents and cards that these answers call for, in order."""
    return service.results_for(answers)


def letters(result: Result, answers: Answers, reported: date) -> str:
    """The type letters of the number; '' lets the kind of document decide. `reported` is the local day of the report."""
    day = resolve(result.late_from, answers) if result.late_from else None
    if day and reported - date.fromisoformat(str(day)) > timedelta(days=result.late_days):
        return result.late_letters
    return result.letters


def facts(result: Result, answers: Answers, at: datetime) -> dict[str, Any]:
    """What a document says, frozen: its answers by the names of its kind, and the office with its signatory of that day."""
    said = {name: resolve(path, answers) for name, path in result.facts.items()}
    given = {name: value for name, value in said.items() if value is not None}
    return given | office_facts(KINDS[result.kind], at)


def office_facts(kind: Kind, at: datetime) -> dict[str, Any]:
    """What the office adds to a document of this kind: itself, its signatory of that instant (UTC), and its own wordings then.

    Raises:
        NobodySigns: nobody is in office that day.
    """
    role = signatories.HEAD if kind.shape in (KK, LETTER) else signatories.AKTA
    own = versions.numbers_for(kind.code, at) if kind.shape != CARD else []
    office = {name: settings.get(key, at) for name, key in OFFICE.items()}
    return office | signatories.facts(role, at) | ({"wordings": own} if own else {})


def effect(service: Service, answers: Answers, numbers: Mapping[str, str]) -> tuple[str, dict[str, Any]] | None:
    """The change of the register that approval makes, with its values; None when the service makes none."""
    if service.effect is None:
        return None
    values = {name: resolve(path, answers) for name, path in service.effect.values.items()}
    given = {name: value for name, value in numbers.items() if value}
    return service.effect.kind, {name: value for name, value in values.items() if value is not None} | given


def reported_on(submitted_at: datetime | None, at: datetime) -> date:
    """The local day on which lateness is counted: that of the resident's report, not of the office's work on it."""
    return opening.local_day(submitted_at or at)
