"""The clock of a promise, late files that climb once, absences, and files that change hands. Local hours are WITA, UTC+8."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from office import absences, events, settings, staff
from office.applications import Application, drafts, due, review, states, tracking, worklist
from office.applications.worklist import FREE, MINE, Narrowed
from office.db import db, transaction
from office.errors import NotAllowed
from office.hours import bontang_calendar
from office.jobs import Job
from office.promises import (
    HANDED,
    LONG_BROKEN,
    PROMISE,
    STEP,
    Alarm,
    AlarmReader,
    alarms,
    climbing,
    handing,
    read_all,
    shown,
    unread,
)
from office.promises.load import load
from office.staff import Role
from tests.factories import NOON, a_full_draft, all_right, an_application, an_attached, an_officer

HOUR = timedelta(hours=1)
TODAY = date(2020, 6, 4)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of June 2020 as the office's clock shows it; the 4th, NOON's day, is a Thursday."""
    return datetime(2020, 6, day, hour, minute, tzinfo=UTC) - 8 * HOUR


def returned(application, officer, *, at):
    with transaction():
        review.take(application, officer, at=at)
        review.judge(application, "paper", "surat-lahir", "fix", "Kabur.", officer, at=at)
        review.send_back(application, officer, at=at)


def mended(application, *, at):
    with transaction():
        drafts.attach(application, "surat-lahir", an_attached(), at=at)
        drafts.submit(application, at=at)


def climb(at):
    with transaction():
        return climbing.climb(at=at)


def levels(officer):
    return [each.alarm.level for each in shown(officer)]


@pytest.mark.both_engines
def test_the_promise_stands_still_while_the_resident_mends_and_goes_on_afterwards(app):
    application, officer = an_application(at=local(4, 10)), an_officer()
    assert (application.promised_at, application.step_due) == (local(5, 10), local(4, 13, 30))
    returned(application, officer, at=local(4, 14))  # four of seven hours are used up
    assert (application.promised_at, application.step_due, application.promise_left) == (None, None, 3 * 3600)
    mended(application, at=local(12, 10))  # a Friday: an hour and a half until the break, the rest after it
    assert (application.promised_at, application.promise_left) == (local(12, 15), None)
    assert application.step_due == local(12, 15), "the step never ends later than the promise"


@pytest.mark.parametrize(("start", "end"), [
    (local(5, 10), local(6, 12)),  # over the Friday break and the half Saturday: 1.5 + 1.5 + 4 hours
    (local(6, 11), local(8, 14)),  # Saturday's last hour, then Monday
    (datetime(2020, 5, 20, 2, tzinfo=UTC), datetime(2020, 5, 22, 2, tzinfo=UTC)),  # over Ascension Day
])  # fmt: skip
def test_breaks_week_ends_and_holidays_do_not_count_forwards_or_backwards(start, end):
    calendar = bontang_calendar((2019, 2020, 2021))
    assert (due.after(7 * 3600, calendar, start), due.after(-7 * 3600, calendar, end)) == (end, start)
    assert due.seconds_left(end, calendar, start) == -due.seconds_left(start, calendar, end) == 7 * 3600


def test_a_promise_already_broken_stays_as_late_as_it_was_when_the_file_comes_back(app):
    application, officer = an_application(at=local(4, 10)), an_officer()
    returned(application, officer, at=local(5, 14))  # three hours late: 10.00 to 11.30, and 13.30 to 14.00
    assert application.promise_left == -2 * 3600
    mended(application, at=local(8, 12))
    assert application.promised_at == local(8, 10)


def test_a_new_time_is_named_only_while_the_step_has_time_of_its_own(app):
    application = an_application(at=local(4, 10))
    all_right(application, an_officer(), at=local(5, 14))
    assert due.expected(application, at=local(5, 14, 30)) == local(6, 10, 30), (
        "14.00 and 3.5 hours: to approve and to make"
    )
    assert due.expected(application, at=local(6, 9)) is None, "the step's own hour and three quarters are gone"


@pytest.mark.both_engines
def test_a_late_file_climbs_from_the_officer_to_the_section_head_and_the_head_once_each(app):
    officer, section, head = an_officer(), an_officer(Role.SECTION_HEAD), an_officer(Role.HEAD)
    with transaction():
        section.email = "kabid@example.go.id"
        settings.put("head_told_after", 7, by=events.SYSTEM, at=local(1, 8))
    application = an_application(at=local(4, 10))
    assert climb(local(4, 13)) == 0
    assert climb(local(4, 13, 31)) == 1 and (levels(officer), levels(section), levels(head)) == ([STEP], [], [])
    assert climb(local(5, 10, 1)) == 1 and (levels(section), levels(head)) == ([PROMISE], [])
    assert climb(local(6, 12)) == 0 and climb(local(8, 8, 1)) == 1
    assert (levels(officer), levels(section), levels(head)) == ([STEP], [PROMISE], [LONG_BROKEN])
    assert climb(local(9, 14)) == 0, "each breach is told once"
    told = events.of("application", application.id, kinds=("application.late",))
    assert [event.facts["level"] for event in told] == [STEP, PROMISE, LONG_BROKEN]
    assert [job.kind for job in db.session.scalars(sa.select(Job).where(Job.kind == "alarm"))] == ["alarm"]
    all_right(application, officer, at=local(9, 14))
    assert climb(local(9, 14, 1)) == 1, "its new step is late at once, for the whole promise is"
    assert (levels(officer), levels(section)) == ([], [STEP, PROMISE][::-1]), "no registrar is there, so it climbs"


@pytest.mark.both_engines
def test_two_workers_tell_of_a_late_file_once(app):
    an_officer()
    for _ in range(3):
        an_application(at=local(4, 10))
    db.session.rollback()
    told = []

    def work():
        with app.app_context():
            told.append(climb(local(4, 14)))
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(told) == 3 and db.session.scalar(sa.select(sa.func.count()).select_from(AlarmReader)) == 3


def test_a_read_alarm_is_counted_no_more_and_one_whose_file_moved_on_is_gone(app):
    officer = an_officer()
    first, _second = an_application(at=local(4, 10)), an_application(at=local(4, 10))
    climb(local(4, 14))
    assert unread(officer) == 2
    all_right(first, officer, at=local(4, 14, 30))
    climb(local(4, 14, 31))
    assert unread(officer) == 1
    with transaction():
        read_all(officer, until=local(4, 14), at=local(4, 15))
    assert unread(officer) == 0 and [each.read for each in shown(officer)] == [True]


def test_the_work_list_is_ordered_by_the_time_that_is_left_and_can_be_narrowed(app):
    officer, other = an_officer(), an_officer()
    later, late = an_application(at=local(5, 14)), an_application(at=local(4, 10))
    card = an_application("ktp-hilang-rusak", at=local(4, 12))
    returned(later, officer, at=local(5, 14, 10))
    mended(later, at=local(8, 8))
    with transaction():
        review.take(card, officer, at=local(4, 12))

    def found(**part):
        return [row[0].id for row in worklist.listing("to_check", officer, part=Narrowed(**part)).rows]

    assert found() == [late.id, card.id, later.id]
    assert found(held=MINE) == [card.id] and found(held=FREE) == [late.id, later.id]
    assert found(service="akta-kelahiran") == [late.id, later.id] and found(holder=other.id) == []
    assert found(late_at=local(4, 14)) == [late.id]
    assert worklist.next_free("to_check", officer).id == late.id
    assert (tracking.files_ahead(later), tracking.files_ahead(late), tracking.files_ahead(card)) == (1, 0, 0)


def test_the_lists_are_read_along_an_index(app):
    officer = an_officer()
    for name, index in (("to_check", "ix_application_state_step_due"), ("done", "ix_application_state_since")):
        statements = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda *given, seen=statements: seen.append(given[2:4]))
        worklist.listing(name, officer)
        sql, values = statements[-1]
        plan = str(db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all())
        assert index in plan and "TEMP B-TREE" not in plan, plan


def test_files_and_notices_of_an_officer_who_is_away_go_to_the_deputy(app):
    officer, deputy, registrar = an_officer(), an_officer(), an_officer(Role.REGISTRAR)
    held, checked = an_application(at=local(4, 10)), an_application(at=local(4, 10))
    with transaction():
        review.take(held, officer, at=local(4, 10))
        absences.note(officer, deputy, date(2020, 6, 5), date(2020, 6, 8), by=officer, at=local(4, 11))
    with transaction():
        assert handing.leave_nothing_behind(at=local(4, 14)) == 0, "today the officer is there"
    with transaction():
        assert handing.leave_nothing_behind(at=local(5, 8)) == 1
    assert held.holder_id == deputy.id and levels(deputy) == [HANDED]
    all_right(checked, deputy, at=local(5, 8))
    with transaction():
        review.take(checked, registrar, at=local(5, 8))
        staff.disable(registrar, by=events.SYSTEM, at=local(5, 9))
        handing.leave_nothing_behind(at=local(5, 9))
    assert (checked.holder_id, checked.state) == (None, states.CHECKED), "nobody else may approve, so it lies free"
    climb(local(5, 9))
    assert [each.alarm.level for each in shown(deputy)] == [STEP, HANDED] and levels(officer) == []


def test_a_file_of_an_absent_or_disabled_officer_can_be_taken_over_at_once(app):
    officer, deputy, third = an_officer(), an_officer(), an_officer()
    application = an_application(at=local(4, 10))
    with transaction():
        review.take(application, officer, at=local(4, 10))
    with pytest.raises(review.HeldByOther), transaction():
        review.take(application, third, at=local(4, 11))
    with transaction():
        absences.note(officer, deputy, TODAY, TODAY, by=officer, at=local(4, 11))
        review.take(application, third, at=local(4, 11))
    assert application.holder_id == third.id


def test_an_absence_needs_a_deputy_of_the_role_who_is_there_and_makes_no_circle(app):
    ani, budi, citra, registrar = (
        an_officer(name="Ani"),
        an_officer(name="Budi"),
        an_officer(),
        an_officer(Role.REGISTRAR),
    )
    week = (TODAY, TODAY + timedelta(days=6))

    def note(officer, deputy, first=week[0], last=week[1], by=None):
        with transaction():
            return absences.note(officer, deputy, first, last, by=by or officer, at=NOON)

    for wrong, officer, deputy, days in (
        (absences.WrongDeputy, registrar, ani, week), (absences.WrongDeputy, ani, ani, week),
        (absences.WrongDeputy, ani, an_officer(Role.FRONT_DESK), week),
        (absences.DaysUnclear, ani, budi, (TODAY - timedelta(days=1), TODAY)), (absences.DaysUnclear, ani, budi, week[::-1]),
        (absences.DaysUnclear, ani, budi, (TODAY, TODAY + timedelta(days=400))),
    ):  # fmt: skip
        with pytest.raises(wrong):
            note(officer, deputy, *days)
    with pytest.raises(NotAllowed):
        note(ani, budi, by=citra)
    kept = note(ani, budi, by=an_officer(Role.SECTION_HEAD))
    with pytest.raises(absences.Circle):
        note(budi, ani)
    with pytest.raises(absences.DeputyAway):
        note(citra, ani)
    with pytest.raises(absences.AlreadyAway):
        note(ani, citra)
    note(budi, citra)
    deputies = absences.away(NOON)
    assert absences.stand_in(ani.id, deputies, [ani.id, budi.id, citra.id]) == citra.id, "a deputy falls ill: a chain"
    assert absences.stand_in(ani.id, {ani.id: budi.id, budi.id: ani.id}, [ani.id, budi.id]) is None
    with transaction():
        absences.call_off(kept.id, by=ani, at=NOON)
    assert ani.id not in absences.away(NOON)


def test_a_moved_file_keeps_maker_and_checker_apart_and_tells_the_new_holder(app):
    section, maker, registrar = an_officer(Role.SECTION_HEAD), an_officer(Role.REGISTRAR), an_officer(Role.REGISTRAR)
    verifier, application, other = an_officer(), an_application(), an_application()
    all_right(application, maker)

    def move(to, why="load", by=section):
        with transaction():
            handing.move_file(application, to, why, by=by, at=NOON)

    for wrong, given in (
        (review.SameOfficer, (maker,)), (handing.NotTheirWork, (verifier,)), (handing.WhyMissing, (registrar, "because")),
        (NotAllowed, (registrar, "load", verifier)),
    ):  # fmt: skip
        with pytest.raises(wrong):
            move(*given)
    move(registrar)
    assert application.holder_id == registrar.id and unread(registrar) == 1
    assert application in handing.held_by([registrar.id]) and maker not in handing.takers(application, at=NOON)
    with transaction():
        review.take(other, registrar, at=NOON)
        assert handing.move_all(registrar, maker, "absent", by=section, at=NOON) == (1, 1)
    assert (other.holder_id, application.holder_id) == (maker.id, registrar.id)
    found = {each.officer.id: each.held for each in load(at=NOON).hands}
    assert (found[maker.id], found[registrar.id], found[verifier.id]) == (1, 1, 0)
    moved = events.of("application", application.id, kinds=("application.moved",))[0]
    assert moved.facts == {"why": "load", "from_officer": None, "to_officer": registrar.id}


def test_a_migrated_file_without_a_step_limit_is_not_forgotten(app):
    section = an_officer(Role.SECTION_HEAD)
    application = an_application(at=local(4, 10))
    with transaction():
        db.session.execute(sa.update(Application).where(Application.id == application.id).values(step_due=None))
    climb(local(5, 11))
    assert levels(section) == [PROMISE] and db.session.scalar(sa.select(Alarm.ended_at)) is None


def test_a_draft_has_no_clock(app):
    draft = a_full_draft()
    assert (draft.promised_at, draft.step_due) == (None, None) and alarms.unread(an_officer()) == 0
