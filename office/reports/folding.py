"""One application's events folded into what reports count of it: no names, no answers but the kelurahan."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SENT, MENDED, RETURNED = "application.submitted", "application.resubmitted", "application.returned"
READY, FINISHED, JUDGED = "application.ready", "application.finished", "application.judged"
CLOSED = ("application.rejected", "application.withdrawn")
PRINTED, HANDED_OVER, ISSUED = "card.printed", "card.handed_over", "document.active"
CHANGES = (
    "application.checked",
    "application.handed_back",
    "application.approved",
    "application.reopened",
    "application.expired",
)
FOLDED = (SENT, MENDED, RETURNED, READY, FINISHED, JUDGED, *CLOSED, PRINTED, HANDED_OVER, ISSUED, *CHANGES)
# What a fact may be: a defect found at a return, a card printed or handed over, a document in force.
DEFECT, CARD, HANDED, DOCUMENT = "defect", "printed", "handed", "issued"
THINGS: Mapping[str, tuple[str, str]] = {
    PRINTED: (CARD, "card"),
    HANDED_OVER: (HANDED, "card"),
    ISSUED: (DOCUMENT, "document"),
}

Clock = Callable[[datetime, datetime], timedelta]


@dataclass(frozen=True)
class Happened:
    """One event of an application, as the journal has it."""

    seq: int
    kind: str
    at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Fact:
    """One countable thing within an event: `code` is the failing part or the id of card or document, `detail` the reason."""

    seq: int
    place: int
    what: str
    at: datetime
    code: str
    detail: str = ""


@dataclass(frozen=True)
class Course:
    """How it went: when it was sent and when its result was ready, the office's minutes between, how often it was returned."""

    sent_at: datetime | None = None
    done_at: datetime | None = None
    minutes: int | None = None
    returns: int = 0


def course(events: Iterable[Happened], working: Clock) -> Course:
    """Fold the events, oldest first; `working` says the office's working time between two instants.

    The clock stands while the file is with the resident, and stops when the result is ready for the first time: a card that
    waits to be collected is the resident's time, a later correction another errand.
    """
    sent = done = running = None
    spent, returns = timedelta(), 0
    for event in events:
        if event.kind in (SENT, MENDED):
            sent, running = sent or event.at, event.at
        elif event.kind == RETURNED:
            returns += 1
        if event.kind in (RETURNED, READY, FINISHED, *CLOSED) and running and done is None:
            spent, running = spent + working(running, event.at), None
        if event.kind in (READY, FINISHED):
            done = done or event.at
    minutes = round(spent.total_seconds() / 60) if done else None
    return Course(sent, done, minutes, returns)


def facts(events: Iterable[Happened]) -> Iterator[Fact]:
    """What is to be counted within the events, oldest first."""
    failing: dict[str, str] = {}
    for event in events:
        if event.kind == JUDGED:
            _judge(failing, event.facts)
        elif event.kind == RETURNED:
            for place, (part, reason) in enumerate(sorted(failing.items())):
                yield Fact(event.seq, place, DEFECT, event.at, part, reason)
        elif event.kind == MENDED:
            failing.clear()
        elif event.kind in THINGS:
            what, named = THINGS[event.kind]
            yield Fact(event.seq, 0, what, event.at, str(event.facts.get(named, "")))


def _judge(failing: dict[str, str], said: Mapping[str, Any]) -> None:
    part = str(said.get("part", ""))
    failing.pop(part, None)
    if said.get("verdict") == "fix":
        failing[part] = str(said.get("reason", "other"))
