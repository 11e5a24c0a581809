"""Late files climb: to who holds the file or whose list it is on, then to the section heads, then to the head of the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from office import absences, events, opening, settings
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
    """The active officers by id, and who is away with whom standing in, as they are at one instant."""

    officers: Mapping[int, Officer]
    deputies: Mapping[int, int]

    def doing_the_work_of(self, *numbers: int | None) -> list[Officer]:
        """These officers, each that is away replaced by who stands in; who is disabled or has nobody is left out."""
        found = [absences.stand_in(number, self.deputies, self.officers) for number in numbers if number is not None]
        return [self.officers[number] for number in dict.fromkeys(found) if number is not None]

    def first_of(self, roles: Sequence[Role], *, but: int | None = None) -> list[Officer]:
        """Everybody of the first of these roles in which anybody is there, deputies included."""
        for role in roles:
            named = [each.id for each in self.officers.values() if each.role == role and each.id != but]
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
    return Staff({officer.id: officer for officer in officers}, absences.away(at))


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
    before = at
    if level == STEP:
        limit, states, since = Application.step_due, IN_STEP, Application.state_since  # type: ignore[assignment]
    if level == LONG_BROKEN:
        hours = settings.get("head_told_after", at)
        before = due.after(-3600 * hours, opening.calendar(at), at)
    told = sa.select(Alarm.id).where(Alarm.application_id == Application.id, Alarm.level == level, Alarm.since == since)
    query = sa.select(Application).where(Application.state.in_(states), limit < before, ~told.exists())
    return list(db.session.scalars(query.order_by(limit, Application.id).limit(PORTION)))


def _readers(level: int, application: Application, staff: Staff) -> list[Officer]:
    if level != STEP:
        return staff.first_of(ABOVE[level])
    # Who approved it sees to its documents; who checked it can't approve it.
    whose = application.approver_id if application.state == APPROVED else application.holder_id
    maker = application.maker_id if application.state == CHECKED else None
    holders = [each for each in staff.doing_the_work_of(whose) if each.id != maker]
    return holders or staff.first_of(LISTS[application.state], but=maker)
