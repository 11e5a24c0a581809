"""Somebody else types for the owner: who, how long, and what the owner and the approving officer know of it."""

from datetime import timedelta

import pytest

from commands.workers import build
from office import assistance, events, notices, papers
from office.applications import CHECKED, COUNTER, HELPER, HOME, drafts, helping, review, states, worklist
from office.catalogue import find
from office.db import db, transaction
from office.staff import Role
from tests.factories import BIRTH, NOON, a_draft, all_right, an_attached, an_officer


def told(application):
    return sorted((one.template, one.channel) for one in notices.of(application.id))


def filled(application, by=None, but=()):
    with transaction():
        for step, typed in BIRTH.items():
            if step not in but:
                assert not drafts.save(application, step, typed, at=NOON, by=by).errors
        for paper in states.papers_of(application):
            drafts.attach(application, paper.code, an_attached(), at=NOON, by=by)


def at_the_counter(officer):
    with transaction():
        application = drafts.start(find("akta-kelahiran"), language="id", at=NOON, channel=COUNTER, by=officer.actor)
        by = assistance.begin(application.id, officer, at=NOON)
    return application, by


def invited(may_send=False):
    application = a_draft()
    assert application.channel == HOME
    with transaction():
        drafts.save(application, "pemohon", BIRTH["pemohon"], at=NOON)
        by = helping.invite(application, "Sulastri", days=3, may_send=may_send, at=NOON)
    return application, by


@pytest.mark.both_engines
def test_who_typed_at_the_counter_is_kept_the_owner_hears_of_it_and_this_officer_never_approves(app):
    registrar, other = an_officer(Role.REGISTRAR), an_officer(Role.REGISTRAR)
    application, by = at_the_counter(registrar)
    filled(application, by)
    assert {row.typed_by for row in states.steps_of(application)} == {by.id} == {
        paper.typed_by for paper in papers.of(application.id) if paper.file_key
    }  # fmt: skip
    with transaction():
        drafts.submit(application, at=NOON, by=by)
    assert application.channel == COUNTER
    assert {("assisted", "phone"), ("assisted_sent", "email"), ("assisted_sent", "phone")} <= set(told(application))
    sent = events.of("application", application.id, kinds=("application.submitted",))[0]
    assert (sent.actor_kind, sent.actor_id) == ("officer", registrar.id)
    all_right(application, an_officer())
    assert application.state == CHECKED
    assert worklist.counts(registrar)["to_approve"] == 0 and worklist.counts(other)["to_approve"] == 1
    with pytest.raises(review.TypedIt), transaction():
        review.take(application, registrar, at=NOON)
        review.approve(application, registrar, at=NOON)


def test_a_helper_fills_in_but_sends_only_when_allowed_and_never_changes_where_the_owner_is_told(app):
    application, by = invited()
    with pytest.raises(drafts.NotOpen), transaction():
        drafts.save(application, "pemohon", {**BIRTH["pemohon"], "telepon": "081200000999"}, at=NOON, by=by)
    filled(application, by, but=("pemohon",))
    assert application.channel == HELPER and application.phone == "+6281200000189"
    assert told(application) == [("assisted", "email"), ("assisted", "phone")]
    with pytest.raises(helping.NeedsOwner), transaction():
        drafts.submit(application, at=NOON, by=by)
    with transaction():
        drafts.submit(application, at=NOON)
    assert application.channel == HELPER
    allowed, helper = invited(may_send=True)
    filled(allowed, helper, but=("pemohon",))
    with transaction():
        drafts.submit(allowed, at=NOON, by=helper)
    assert ("assisted_sent", "email") in told(allowed)


def test_the_owner_who_types_anew_takes_the_step_back(app):
    application, by = invited()
    with transaction():
        drafts.save(application, "anak", BIRTH["anak"], at=NOON, by=by)
        drafts.save(application, "anak", BIRTH["anak"], at=NOON)
    assert [row.typed_by for row in states.all_steps(application) if row.code == "anak"] == [None]


def test_an_invitation_ends_by_its_day_by_the_owner_and_at_three(app):
    application, by = invited()
    assert by.until_at == NOON + timedelta(days=3)
    with pytest.raises(assistance.HelpEnded):
        assistance.by_link(by.link, at=NOON + timedelta(days=3))
    with transaction():
        longest = helping.invite(application, "Yohanes Lerik", days=99, may_send=False, at=NOON)
        helping.invite(application, "Maria Goretti", days=0, may_send=False, at=NOON)
    assert longest.until_at == NOON + timedelta(days=7)
    with pytest.raises(assistance.TooManyHelpers), transaction():
        helping.invite(application, "Sulastri", days=1, may_send=False, at=NOON)
    with transaction():
        assistance.revoke(application.id, by.id, at=NOON)
    db.session.expire_all()
    with pytest.raises(assistance.HelpEnded):
        assistance.by_link(by.link, at=NOON)


def test_the_messages_name_nobody_and_say_how_to_stop_it(app):
    application, by = invited(may_send=True)
    filled(application, by, but=("pemohon",))
    with transaction():
        drafts.submit(application, at=NOON, by=by)
    build(app).drain(at=NOON)
    files = app.extensions["lamin"].settings
    texts = [path.read_text("utf-8") for path in files.phone_box.glob("*.json")]
    assert len(texts) == 2 and any(
        "mengisi permohonan" in text and f"/permohonan/{application.token}" in text for text in texts
    )
    assert not any("Sulastri" in text or "Rai" in text for text in texts)
    assert len([one for one in notices.of(application.id) if one.state == notices.SENT]) == 5


def test_a_deleted_draft_leaves_no_name_of_a_helper_behind(app):
    application, by = invited()
    with transaction():
        drafts.save(application, "anak", BIRTH["anak"], at=NOON, by=by)
        drafts.delete_draft(application, at=NOON)
    assert assistance.of(application.id) == {}


def test_nobody_is_invited_before_the_owner_can_be_told(app):
    application = a_draft()
    with pytest.raises(helping.ContactFirst), transaction():
        helping.invite(application, "Sulastri", days=3, may_send=False, at=NOON)


@pytest.mark.both_engines
def test_one_number_gets_texts_about_three_helpers_a_day_and_then_only_mail(app):
    last = None
    for _ in range(4):
        last, by = invited()
        with transaction():
            drafts.save(last, "anak", BIRTH["anak"], at=NOON, by=by)
    assert told(last) == [("assisted", "email")]
