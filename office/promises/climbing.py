"""Late files climb: to who holds the file or whose list it is on, then to the section heads, then to the head of the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from office import absences, events, opening, places, settings
from office.applications import APPROVED, CHECKED, READY, SUBMITTED, Application, due
from office.db import db
from office.promises import alarms
from office.promises.alarms import IN_STEP, IN_WORK, LONG_BROKEN, PROMISE, STEP, Alarm
from office.staff import Officer, Role

PORTION = 100
# Whose list a file stands on, by its state; the next roles when nobody of the first is there.
LISTS: Mapping[str, tuple[Role, ...]] = {
    SUBMITTED: (Role.VERIFIER, Role.REGISTRAR, Role.SECTION_HEAD, Role.HEAD, Role.ADMINISTRATOR),
    CHECKED: (Role.REGISTRAR, Role.SECTION_HEAD, Role.HEAD, Role.ADMINISTRATOR),
    APPROVED: (Role.REGISTRAR, Role.SECTION_HEAD, Role.HEAD, Role.ADMINISTRATOR),
    READY: (Role.FRONT_DESK, Role.VERIFIER, Role.REGISTRAR, Role.SECTION_HEAD, Role.HEAD, Role.ADMINISTRATOR),
}
ABOVE: Mapping[int, tuple[Role, ...]] = {
    PROMISE: (Role.SECTION_HEAD, Role.HEAD, Role.ADMINISTRATOR),
    LONG_BROKEN: (Role.HEAD, Role.SECTION_HEAD, Role.ADMINISTRATOR),
}


@dataclass(frozen=True)
class Staff:
    """The active officers by id, who is away with whom standing in, and who belongs to which place, at one instant."""

    officers: Mapping[int, Officer]
    deputies: Mapping[int, int]
    places: Mapping[int, int]

    def doing_the_work_of(self, *numbers: int | None) -> list[Officer]:
        """These officers, each that is away replaced by who stands in; who is disabled or has nobody is left out."""
        found = [absences.stand_in(number, self.deputies, self.officers) for number in numbers if number is not None]
        return [self.officers[number] for number in dict.fromkeys(found) if number is not None]

    def first_of(self, roles: Sequence[Role], *, but: int | None = None, place: int | None = None) -> list[Officer]:
        """Everybody of the first of these roles in which anybody is there, deputies included.

        With a place (its id): of its own officers and those of the whole office.
        """
        here = [each for each in self.officers.values() if place is None or self.places.get(each.id, place) == place]
        for role in roles:
            named = [each.id for each in here if each.role == role and each.id != but]
            if found := [each for each in self.doing_the_work_of(*named) if each.id != but]:
                return found
        return []


def climb(*, at: datetime) -> int:
    """Tell of each file that broke a limit by `at`, once a breach and level, a portion at once; how many were told."""
    alarms.settle(at=at)
    staff = staff_at(at)
    return sum(_tell(level, staff, at) for level in (STEP, PROMISE, LONG_BROKEN))


def staff_at(at: datetime) -> Staff:
    """Who works in the office at an instant, and who stands in for whom."""
    officers = db.session.scalars(sa.select(Officer).where(Officer.active).order_by(Officer.id))
    return Staff({officer.id: officer for officer in officers}, absences.away(at), places.officers())


def _tell(level: int, staff: Staff, at: datetime) -> int:
    told = 0
    for application in _late(level, at):
        since = application.state_since if level == STEP else application.submitted_at
        if since is not None and alarms.give(application.id, level, since, _readers(level, application, staff), at=at):
            events.record("application.late", "application", application.id, by=events.WORKER, at=at, level=level)
            told += 1
    return told


def _late(level: int, at: datetime) -> list[Application]:
    """The files that broke this level's limit and have no alarm for it, longest ago first."""
    limit, states, since = Application.promised_at, IN_WORK, Application.submitted_at
    if level == STEP:
        limit, states, since = Application.step_due, IN_STEP, Application.state_since  # type: ignore[assignment]
    broken = _long_broken(at) if level == LONG_BROKEN else limit < at
    told = sa.select(Alarm.id).where(Alarm.application_id == Application.id, Alarm.level == level, Alarm.since == since)
    query = sa.select(Application).where(Application.state.in_(states), broken, ~told.exists())
    return list(db.session.scalars(query.order_by(limit, Application.id).limit(PORTION)))


def _long_broken(at: datetime) -> sa.ColumnElement[bool]:
    """Whether a promise was broken so many working hours ago, by the calendar of the file's place."""
    hours = settings.get("head_told_after", at)
    since = {each.id: due.after(-3600 * hours, opening.calendar(at, each.id), at) for each in places.every(active_only=False)}
    return sa.or_(
        *(sa.and_(Application.place_id == place, Application.promised_at < before) for place, before in since.items())
    )


def _readers(level: int, application: Application, staff: Staff) -> list[Officer]:
    if level != STEP:
        return staff.first_of(ABOVE[level])
    # Who approved it sees to its documents; who checked it can't approve it.
    whose = application.approver_id if application.state == APPROVED else application.holder_id
    maker = application.maker_id if application.state == CHECKED else None
    holders = [each for each in staff.doing_the_work_of(whose) if each.id != maker]
    roles = LISTS[application.state]
    own = [role for role in roles if role not in absences.STEER]
    # Where a place has nobody for it, those of the other places are told before those who steer.
    return holders or staff.first_of(own, but=maker, place=application.place_id) or staff.first_of(roles, but=maker)
