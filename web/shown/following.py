"""What the phone page of a ticket says; the same facts are the same page, so that their digest tells whether it changed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from frame.language import chosen, language
from office import opening, survey
from office.db import db
from office.queue import board, tickets
from office.queue.board import Hall, Whereabouts
from office.queue.counters import ServiceCounter
from office.queue.groups import Group
from office.queue.room import OUTSIDE
from office.queue.tickets import ACTIVE, CALLED, SERVING, WAITING, Ticket
from web.shown import sites

NOW_CALLED = 3


@dataclass(frozen=True)
class Followed:
    """One ticket in the hall as its phone sees it; `state` is EXPIRED for one that yesterday left open, `rated` None
    while it isn't finished.
    """

    id: int
    label: str
    group: Group | None
    letter: str
    state: str
    where: Whereabouts
    going: bool
    told: bool
    now_called: tuple[tuple[int | None, str], ...]
    after: int
    few: int
    rated: bool | None
    place_id: int

    @property
    def near(self) -> bool:
        """Whether so few are ahead that no message comes any more."""
        return self.state == WAITING and self.where.near


def followed(ticket: Ticket, seen: Hall, *, at: datetime) -> Followed:
    """Look for a ticket in a hall that was looked at; one more query only while it stands at a counter."""
    today = ticket.day == opening.local_day(at)
    state = ticket.state if today or ticket.state not in ACTIVE else tickets.EXPIRED
    counter = db.session.get(ServiceCounter, ticket.counter_id) if state in (CALLED, SERVING) else None
    return Followed(
        ticket.id, ticket.label, seen.group(ticket.group), ticket.group, state,
        board.whereabouts(ticket, seen, counter.number if counter else None), state in ACTIVE, bool(ticket.phone),
        tuple((call.counter, call.label) for call in seen.last[:NOW_CALLED]), seen.return_after,
        seen.almost_ahead, survey.answered(survey.of_ticket(ticket)) if state == tickets.FINISHED else None,
        ticket.place_id,
    )  # fmt: skip


def tag(facts: Followed, *, fragment: bool, at: datetime) -> str:
    """The ETag of the page, or of its fragment, in the reader's language.

    A page without script is asked for whole, and says when it was made: it is made anew each minute.
    """
    part = "fragment" if fragment else f"{opening.local(at):%H%M}"
    return hashlib.sha256(repr((facts, part, chosen())).encode()).hexdigest()[:24]


def second(at: datetime) -> str:
    """`10.24.36`, in English `10:24:36`, in the office's local time."""
    local = opening.local(at)
    return f"{local:%H:%M:%S}" if chosen() == "en" else f"{local:%H.%M.%S}"


def words(facts: Followed, *, at: datetime) -> dict[str, Any]:
    """What the page and its fragment need."""
    name = facts.group.in_language(language()) if facts.group else facts.letter
    return {"seen": facts, "name": name, "outside": facts.where.place == OUTSIDE, "updated": second(at),
            "title": _title(facts), "few": facts.few, "site": sites.where(facts.place_id)}  # fmt: skip


def _title(facts: Followed) -> str:
    """What the tab says, so that a phone in a pocket can be glanced at."""
    if facts.state == CALLED:
        return _("%(label)s: ke loket %(counter)s", label=facts.label, counter=facts.where.counter)
    if facts.state == WAITING:
        return _("%(label)s: %(ahead)s di depan", label=facts.label, ahead=facts.where.ahead)
    return facts.label
