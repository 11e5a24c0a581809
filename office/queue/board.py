"""The hall at an instant: what kiosk, display, desk and phones all show, read once for each change."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from office import numbers, opening, settings
from office.db import db, run
from office.health import PROTOCOL_KEYS, Protocol, protocol_of
from office.hours import Status
from office.places import MAIN, Place
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
    """One look at a place's hall; `version` names it, and another version means that something may have changed."""

    place: int
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


_NEWEST = sa.select(sa.func.max(Setting.id)).scalar_subquery().label("newest")
_OF_DAY = RoomDay.day == sa.bindparam("of_day")
# Every question of every phone and screen asks this first: one statement, made once.
_VERSION = sa.select(
    sa.select(RoomDay.version).where(_OF_DAY, RoomDay.place_id == sa.bindparam("of_place")).scalar_subquery().label("changes"),
    _NEWEST,
)
_VERSIONS = sa.select(Place.id, RoomDay.version.label("changes"), _NEWEST).outerjoin(
    RoomDay, sa.and_(RoomDay.place_id == Place.id, _OF_DAY)
)


def version(at: datetime, place: int = MAIN) -> str:
    """The version of a place's hall at an instant: another with every ticket, call, count, setting and minute."""
    found = run(_VERSION, of_day=opening.local_day(at), of_place=place).one()
    return _named(at, found.changes, found.newest)


def versions(at: datetime) -> dict[int, str]:
    """The versions of the halls of all places (ids) at an instant, read at once."""
    rows = run(_VERSIONS, of_day=opening.local_day(at))
    return {row.id: _named(at, row.changes, row.newest) for row in rows}


def _named(at: datetime, changes: int | None, newest: int | None) -> str:
    local = opening.local(at)
    return f"{local:%y%m%d}-{changes or 0}-{newest or 0}-{local:%H%M}"


def hall(at: datetime, place: int = MAIN) -> Hall:
    """Look at the whole hall of one place (its id), by its groups, hours and closures."""
    day, named, values = opening.local_day(at), version(at, place), settings.several(KEYS, at, place)
    among = tuple(group for group in groups.groups_of(values["queue_groups"]) if group.on)
    calendar = opening.calendar_of(values, at)
    notices = tuple(text.strip() for text in str(values["display_notices"]).splitlines() if text.strip())
    return Hall(
        place=place, day=day, version=named, groups=among,
        standings={group.letter: groups.standing(group, calendar, at) for group in among}, office=calendar.status(at),
        places=room.places(day, place, values), line=line(day, among, values["priority_after"], place),
        last=tuple(calls.last(day, place_id=place)),
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


def parked(day: date, place: int = MAIN) -> list[Ticket]:
    """Tickets of a place and day that are held, or away after an absence or a skip, longest first."""
    here = sa.select(Ticket).where(Ticket.day == day, Ticket.place_id == place, Ticket.state.in_((HELD, AWAY)))
    return list(db.session.scalars(here.order_by(Ticket.called_at, Ticket.id)))


def stayed_home(letter: str, *, at: datetime, place: int = MAIN) -> int:
    """Count one visit saved: somebody at a place's kiosk chose to do it from home; how many of the group there today."""
    return numbers.next_in(f"saved:{opening.local_day(at)}:{place}:{letter}")


def saved_visits(day: date) -> int:
    """How many visits were saved on a local day, in all places."""
    counted = sa.select(sa.func.sum(numbers.Counter.value)).where(numbers.Counter.series.like(f"saved:{day}:%"))
    return db.session.scalar(counted) or 0
