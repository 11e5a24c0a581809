"""A mail server that works, dawdles, refuses, breaks off, or is down: no document is lost, and none is made twice."""

from datetime import timedelta

import pytest

from office import jobs, notices
from office.db import db
from office.notices import EMAIL, FAILED, QUEUED, SENT
from tests.factories import NOON, an_application
from tests.faults.desks import approved, document_of
from tests.faults.postbox import CUT, DROP, LATER, NEVER, RUDE, SLOW, TAKE, TOO_MUCH
from tests.faults.truth import store, unfinished, untrue

FIVE = timedelta(minutes=6)


def letters_of(application):
    db.session.rollback()
    return [notice for notice in notices.of(application.id) if notice.channel == EMAIL]


def work_for(worker, span, *, begin=NOON):
    """Let the worker come by every minute."""
    at = begin
    while at <= begin + span:
        worker.drain(at=at)
        at += timedelta(minutes=1)
    return at


@pytest.mark.both_engines
def test_a_server_that_works_or_dawdles_gets_each_mail_once(app, worker, postbox):
    approved(app)
    postbox.behave(SLOW, TAKE)
    worker.drain(at=NOON)
    assert set(postbox.copies().values()) == {1}
    assert unfinished(app, postbox) == []


def test_a_server_that_refuses_one_of_three_for_now_gets_all_of_them_in_the_end(app, worker, postbox):
    approved(app, many=3)
    postbox.behave(*[TAKE, LATER, TAKE] * 12)
    work_for(worker, timedelta(minutes=40))
    assert len(postbox.letters) == 6 and postbox.asked > 6
    assert unfinished(app, postbox) == []


def test_an_address_that_does_not_exist_is_told_to_the_desk_at_once_and_the_document_stands(app, worker, postbox):
    (application,) = approved(app)
    postbox.behave(NEVER)
    worker.drain(at=NOON)
    assert [(notice.state, notice.answer) for notice in letters_of(application)] == [(FAILED, "Refusal smtp 550")] * 2
    assert {job.subject_id for job in jobs.failed()} == {notice.id for notice in letters_of(application)}
    assert document_of(application).state == "active"
    assert untrue(app, at=NOON) == []
    worker.drain(at=NOON + timedelta(hours=1))
    assert postbox.asked == 2


def test_a_message_that_the_server_will_never_take_is_told_to_the_desk_at_once(app, worker, postbox):
    application = an_application(store=store(app))
    postbox.behave(TOO_MUCH)
    worker.drain(at=NOON)
    assert [(notice.state, notice.answer) for notice in letters_of(application)] == [(FAILED, "Refusal smtp 554")]


@pytest.mark.parametrize("manner", [DROP, CUT])
def test_a_line_that_breaks_after_the_message_brings_the_same_mail_again(app, worker, postbox, manner):
    approved(app)
    postbox.behave(manner, manner, TAKE)
    worker.drain(at=NOON)
    assert untrue(app, at=NOON) == []
    worker.drain(at=NOON + FIVE)
    assert set(postbox.copies().values()) == {2 if manner == DROP else 1}
    assert unfinished(app, postbox) == []


def test_a_line_that_breaks_at_the_good_bye_brings_nothing_again(app, worker, postbox):
    approved(app)
    postbox.behave(RUDE)
    work_for(worker, timedelta(minutes=20))
    assert set(postbox.copies().values()) == {1}
    assert unfinished(app, postbox) == []


def test_a_server_that_is_down_for_an_hour_holds_nothing_up_and_gets_all_within_six_minutes_of_its_return(
    app, worker, postbox
):
    (application,) = approved(app)
    postbox.close()
    back = work_for(worker, timedelta(hours=1))
    assert document_of(application).state == "active"
    assert {notice.state for notice in letters_of(application)} == {QUEUED}
    tries = db.session.scalars(db.select(jobs.Job.attempts).where(jobs.Job.done_at.is_(None))).all()
    assert all(10 <= attempts <= 16 for attempts in tries) and len(tries) == 2
    assert untrue(app, at=back) == []
    postbox.open()
    work_for(worker, FIVE, begin=back)
    assert unfinished(app, postbox) == []


def test_a_server_that_is_down_over_a_weekend_still_gets_the_mail_and_one_that_stays_away_72_hours_does_not(
    app, worker, postbox
):
    application = an_application(store=store(app))
    postbox.close()
    at = NOON
    while at < NOON + timedelta(hours=71):
        worker.drain(at=at)
        at += timedelta(minutes=30)
    assert [notice.state for notice in letters_of(application)] == [QUEUED]
    work_for(worker, timedelta(hours=2, minutes=30), begin=at)
    assert [notice.state for notice in letters_of(application)] == [FAILED]
    assert [job.kind for job in jobs.failed()] == ["notice"]
    assert untrue(app, at=at) == []


@pytest.mark.parametrize("answer", [535, 550], ids=["wrong password", "sender not allowed"])
def test_a_refusal_of_ourselves_is_tried_again_since_an_operator_can_mend_it(app, worker, postbox, answer):
    application = an_application(store=store(app))
    if answer == 535:
        app.extensions["mail"].username, app.extensions["mail"].password = "lamin", "yang lama"
    else:
        postbox.sender_refused = True
    worker.drain(at=NOON)
    assert [notice.state for notice in letters_of(application)] == [QUEUED]
    app.extensions["mail"].username, postbox.sender_refused = None, False
    worker.drain(at=NOON + FIVE)
    assert [notice.state for notice in letters_of(application)] == [SENT]
