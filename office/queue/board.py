"""The hall at an instant: what kiosk, display, desk and phones all show, read once for each change."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from office import numbers, opening, settings
from office.db import db, run
from office.health import PROTOCOL_KEYS, Protocol, protocol_of
from office.hours import Status
from office.places import MAIN
from office.queue import calls, groups, room
from office.queue.calls import Call
from office.queue.groups import Group, Standing
from office.queue.line import Line, line
from office.queue.room import OUTSIDE, Places, RoomDay
from office.queue.tickets import AWAY, HELD, WAITING, Ticket
from office.settings import Setting

KEYS = (*room.ROOM_KEYS, *PROTOCOL_KEYS, *opening.KEYS, "queue_groups", "priority_after", "display_mode",
        "display_notices", "puskesmas", "kiosk_idle", "absent_return_after", "calls_before_absent", "almost_ahead")  # fmt: skip


@dataclass(frozen=True)
class Hall:
    """One look at the hall; `version` names it, and another version means that something may have changed."""

    day: date
    version: str
    groups: tuple[Group, ...]
    standings: dict[str, Standing]
    office: Status
    places: Places
    line: Line
    last: tuple[Call, ...]
    protocol: Protocol
    display_mode: str
    notices: tuple[str, ...]
    puskesmas: str
    idle: int
    priority_after: int
    return_after: int
    calls_wanted: int
    almost_ahead: int

    @property
    def full(self) -> bool:
        """Whether the next visitor has to wait outside."""
        return self.places.free == 0 or self.places.outside > 0

    def group(self, letter: str) -> Group | None:
        """The group of a letter."""
        return next((group for group in self.groups if group.letter == letter), None)


# Every question of every phone and screen asks this first: one statement, made once.
_VERSION = sa.select(
    sa.select(RoomDay.version).where(RoomDay.day == sa.bindparam("of_day")).scalar_subquery().label("changes"),
    sa.select(sa.func.max(Setting.id)).scalar_subquery().label("newest"),
)


def version(at: datetime) -> str:
    """The version of the hall at an instant: it changes with every ticket, call, count and setting, and with the minute."""
    day = opening.local_day(at)
    found = run(_VERSION, of_day=day).mappings().one()
    return f"{day:%y%m%d}-{found['changes'] or 0}-{found['newest'] or 0}-{opening.local(at):%H%M}"


def hall(at: datetime, place: int = MAIN) -> Hall:
    """Look at the whole hall, by the groups, the hours and the closures of one place (its id)."""
    day, named, values = opening.local_day(at), version(at), settings.several(KEYS, at, place)
    among = tuple(group for group in groups.groups_of(values["queue_groups"]) if group.on)
    calendar = opening.calendar_of(values, at)
    notices = tuple(text.strip() for text in str(values["display_notices"]).splitlines() if text.strip())
    return Hall(
        day=day, version=named, groups=among,
        standings={group.letter: groups.standing(group, calendar, at) for group in among}, office=calendar.status(at),
        places=room.places(day, values), line=line(day, among, values["priority_after"]), last=tuple(calls.last(day)),
        protocol=protocol_of(values), display_mode=values["display_mode"], notices=notices, puskesmas=values["puskesmas"],
        idle=values["kiosk_idle"], priority_after=values["priority_after"], return_after=values["absent_return_after"],
        calls_wanted=values["calls_before_absent"], almost_ahead=values["almost_ahead"],
    )  # fmt: skip


@dataclass(frozen=True)
class Whereabouts:
    """Where one ticket stands: people ahead and a range of minutes while it waits, the counter while it is called.

    `staffed`: a counter that is open serves its group; else the minutes say nothing. `near`: so few are ahead that no
    message comes any more.
    """

    state: str
    place: str
    ahead: int
    low: int
    high: int
    counter: int | None
    staffed: bool
    near: bool

    @property
    def timed(self) -> bool:
        """Whether the minutes say something: not while nobody serves the group, nor `at once` to somebody outside."""
        return self.staffed and not (self.place == OUTSIDE and self.low == 0)


def whereabouts(ticket: Ticket, seen: Hall, counter: int | None = None) -> Whereabouts:
    """Where a ticket stands in a hall that was looked at."""
    ahead = seen.line.ahead.get(ticket.id, 0)
    low, high = seen.line.estimate(ticket.group, ahead)
    near = ticket.state == WAITING and ahead <= seen.almost_ahead
    staffed = seen.line.staffed(ticket.group)
    return Whereabouts(ticket.state, ticket.place, ahead, low, high, counter, staffed, near)


def parked(day: date) -> list[Ticket]:
    """Tickets of a day that are held, or away after an absence or a skip, longest first."""
    query = (
        sa.select(Ticket).where(Ticket.day == day, Ticket.state.in_((HELD, AWAY))).order_by(Ticket.called_at, Ticket.id)
    )
    return list(db.session.scalars(query))


def stayed_home(letter: str, *, at: datetime) -> int:
    """Count one visit saved: somebody at the kiosk chose to do it from home; how many of the group today."""
    return numbers.next_in(f"saved:{opening.local_day(at)}:{letter}")


def saved_visits(day: date) -> int:
    """How many visits were saved on a local day."""
    counted = sa.select(sa.func.sum(numbers.Counter.value)).where(numbers.Counter.series.like(f"saved:{day}:%"))
    return db.session.scalar(counted) or 0
