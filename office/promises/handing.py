"""Files that change hands: moved by who steers the office, or by themselves when their holder is away or disabled."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from office import absences, events
from office.applications import CHECKED, SUBMITTED, Application, review
from office.db import change_row, db
from office.errors import Conflict, NotAllowed, Refused
from office.identity.bad_input import N_
from office.promises import alarms
from office.promises.alarms import AT_DESK, HANDED
from office.promises.climbing import Staff, staff_at
from office.staff import Officer, Role

# Why a file is moved: codes, since a reason in somebody's own words might name people.
REASONS = ("load", "urgent", "absent", "knows")
WORKS_ON = {SUBMITTED: (Role.VERIFIER, Role.REGISTRAR), CHECKED: (Role.REGISTRAR,)}
PORTION = 200


class NotTheirWork(Refused):
    """The officer's role doesn't do this step."""

    message = N_("%(name)s tidak bisa menerima berkas ini: peran itu tidak mengerjakan langkahnya.")
    next_step = "Pilih petugas lain."


class NotThere(Refused):
    """The officer is away or disabled."""

    status = 409
    message = N_("%(name)s sedang tidak bertugas.")
    next_step = "Pilih petugas lain, atau penggantinya."


class WhyMissing(Refused):
    """Moving a file needs a reason."""

    message = "Pilih alasan pemindahan."
    next_step = "Pilih salah satu alasan, lalu simpan lagi."


def move_file(application: Application, to: Officer, why: str, *, by: Officer, at: datetime) -> None:
    """Put a file into another officer's hands, with a reason (one of REASONS).

    Raises:
        NotAllowed: `by` doesn't steer the office.
        WhyMissing: no reason.
        NotThere, NotTheirWork, SameOfficer: the officer can't work on it.
        Conflict: it isn't at the desk, or changed hands meanwhile.
    """
    if by.role not in absences.STEER:
        raise NotAllowed()
    if why not in REASONS:
        raise WhyMissing()
    _must_fit(application, to, staff_at(at))
    if application.holder_id != to.id:
        _give(application, to, by.actor, why, at)


def move_all(holder: Officer, to: Officer, why: str, *, by: Officer, at: datetime) -> tuple[int, int]:
    """Put all files of one officer into another's hands; how many moved, and how many had to stay.

    Those stay that the other may not work on: checked by the same officer, or another role's step.

    Raises:
        NotAllowed, WhyMissing, NotThere: see `move_file`.
    """
    if by.role not in absences.STEER:
        raise NotAllowed()
    if why not in REASONS:
        raise WhyMissing()
    staff = staff_at(at)
    _must_be_there(to, staff)
    moved = stayed = 0
    for application in held_by((holder.id,)):
        try:
            _must_fit(application, to, staff)
        except (review.SameOfficer, NotTheirWork):
            stayed += 1
            continue
        if holder.id != to.id:
            _give(application, to, by.actor, why, at)
            moved += 1
    return moved, stayed


def leave_nothing_behind(*, at: datetime) -> int:
    """Files in the hands of officers who are away go to who stands in, else, as those of disabled ones, back to their list.

    A portion at once; how many there were. The worker's round calls it, so no file lies for longer than that.
    """
    staff = staff_at(at)
    held = db.session.scalars(sa.select(Application.holder_id).where(_at_desk()).distinct())
    gone = [number for number in held if number not in staff.officers or number in staff.deputies]
    files = held_by(number for number in gone if number is not None)
    for application in files:
        deputy = next(iter(staff.doing_the_work_of(application.holder_id)), None)
        try:
            _give(application, _fitting(application, deputy, staff), events.WORKER, "absent", at)
        except Conflict:
            continue  # somebody took it meanwhile
    return len(files)


def held_by(holders: Iterable[int]) -> list[Application]:
    """The files at the desk in these officers' hands, due first ones first; a portion."""
    query = sa.select(Application).where(_at_desk(), Application.holder_id.in_(list(holders)))
    return list(db.session.scalars(query.order_by(Application.step_due, Application.id).limit(PORTION)))


def takers(application: Application, *, at: datetime) -> list[Officer]:
    """The officers to whom this file can be moved, by name."""
    staff, found = staff_at(at), []
    for officer in sorted(staff.officers.values(), key=lambda each: each.name):
        if officer.id != application.holder_id and _fitting(application, officer, staff):
            found.append(officer)
    return found


def checkers(*, at: datetime) -> list[Officer]:
    """The officers who work on files and are there, by name."""
    staff = staff_at(at)
    works = [
        each for each in staff.officers.values() if each.role in WORKS_ON[SUBMITTED] and each.id not in staff.deputies
    ]
    return sorted(works, key=lambda each: each.name)


def _at_desk() -> sa.ColumnElement[bool]:
    return sa.and_(Application.state.in_(AT_DESK), Application.holder_id.is_not(None))


def _fitting(application: Application, officer: Officer | None, staff: Staff) -> Officer | None:
    try:
        if officer is not None:
            _must_fit(application, officer, staff)
    except Refused:
        return None
    return officer


def _must_fit(application: Application, officer: Officer, staff: Staff) -> None:
    if application.state not in AT_DESK:
        raise Conflict()
    _must_be_there(officer, staff)
    if officer.role not in WORKS_ON[application.state]:
        raise NotTheirWork(name=officer.name)
    if application.state == CHECKED and application.maker_id == officer.id:
        raise review.SameOfficer()


def _must_be_there(officer: Officer, staff: Staff) -> None:
    if officer.id not in staff.officers or officer.id in staff.deputies:
        raise NotThere(name=officer.name)


def _give(application: Application, to: Officer | None, by: events.Actor, why: str, at: datetime) -> None:
    """Change the holder by one conditional UPDATE, record it, and tell the new one.

    Raises:
        Conflict: it moved on, or changed hands, since it was read.
    """
    was = application.holder_id
    held = {"holder_id": to.id if to else None, "held_since": at if to else None}
    as_read = Application.state == application.state, Application.holder_id.is_not_distinct_from(was)
    change_row(application, *as_read, reread=[*held], **held)
    events.record("application.moved", "application", application.id, by=by, at=at, why=why, from_officer=was,
                  to_officer=to.id if to else None)  # fmt: skip
    if to is not None:
        alarms.give(application.id, HANDED, at, [to], at=at)
