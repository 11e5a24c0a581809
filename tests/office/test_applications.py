"""An application from its first answer to its approval, on the domain alone."""

from datetime import timedelta

import pytest

from office import cards, codes, documents, events, notices, settings
from office.applications import drafts, review, states, tracking
from office.db import transaction
from office.errors import Conflict
from office.papers import FIX, OK
from office.staff import Role
from tests.factories import (
    BIRTH,
    NOON,
    a_draft,
    a_full_draft,
    all_right,
    an_application,
    an_approved,
    an_attached,
    an_officer,
)


@pytest.mark.both_engines
def test_a_draft_becomes_an_application_with_a_promise(app):
    application = an_application()
    assert application.state == states.SUBMITTED
    # Thursday 10.00 WITA and seven working hours: 15.00 ends the first day, the rest runs out on Friday.
    assert application.promised_at > NOON
    assert application.subject_name == "Ni Luh Putu Sekar" and application.email == "rai@contoh.id"


def test_a_closed_service_takes_no_new_application_but_a_begun_one_goes_on(app):
    begun = a_full_draft()
    with transaction():
        settings.put("closed_services", "lain, akta-kelahiran", by=events.SYSTEM, at=NOON)
    with pytest.raises(drafts.ServiceClosed):
        a_draft()
    with transaction():
        drafts.submit(begun, at=NOON)
    assert a_draft("ktp-hilang-rusak").state == states.DRAFT


def test_an_unfinished_draft_is_not_taken(app):
    application = a_draft()
    with pytest.raises(drafts.NotComplete), transaction():
        drafts.submit(application, at=NOON)
    assert application.state == states.DRAFT


def test_the_father_is_only_asked_for_when_the_parents_are_married(app):
    application = a_full_draft(answers={"ibu": {"nikah": "tidak"}})
    assert "ayah" not in [row.code for row in states.steps_of(application)]
    assert "buku-nikah" not in [paper.code for paper in states.papers_of(application)]


def test_a_birth_in_the_future_is_refused_at_its_field(app):
    application = a_draft()
    with transaction():
        reading = drafts.save(application, "anak", {**BIRTH["anak"], "tanggal_lahir_thn": "2021"}, at=NOON)
    assert reading.errors["tanggal_lahir"].code == "birth_ahead"
    assert states.answers_of(application) == {}


@pytest.mark.both_engines
def test_only_the_failing_paper_opens_again(app):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
        review.judge(application, "paper", "surat-lahir", FIX, "Tanggal tertutup jari.", officer, at=NOON)
        review.send_back(application, officer, at=NOON)
    assert application.state == states.RETURNED
    assert [paper.code for paper in states.papers_of(application) if paper.open] == ["surat-lahir"]
    with pytest.raises(drafts.NotOpen), transaction():
        drafts.save(application, "anak", BIRTH["anak"], at=NOON)
    with pytest.raises(drafts.NotComplete), transaction():
        drafts.submit(application, at=NOON)
    with transaction():
        drafts.attach(application, "surat-lahir", an_attached(), at=NOON)
        drafts.submit(application, at=NOON + timedelta(hours=1))
    assert application.state == states.SUBMITTED


def test_a_mended_answer_that_calls_for_a_new_paper_opens_that_paper_too(app):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
        review.judge(application, "answers", "ibu", FIX, "Buku nikah tidak terbaca.", officer, at=NOON)
        review.send_back(application, officer, at=NOON)
    with transaction():
        drafts.save(application, "ibu", {**BIRTH["ibu"], "nikah": "belum"}, at=NOON)
    assert [paper.code for paper in states.papers_of(application) if paper.open] == ["sptjm-suami-istri"]
    with pytest.raises(drafts.NotComplete), transaction():
        drafts.submit(application, at=NOON)
    with transaction():
        drafts.attach(application, "sptjm-suami-istri", an_attached(), at=NOON)
        drafts.submit(application, at=NOON)
    assert application.state == states.SUBMITTED


def test_who_checked_a_file_can_not_approve_it(app):
    application, officer = an_application(), an_officer(Role.REGISTRAR)
    all_right(application, officer)
    with transaction():
        review.take(application, officer, at=NOON)
    with pytest.raises(review.SameOfficer), transaction():
        review.approve(application, officer, at=NOON)


@pytest.mark.both_engines
def test_the_second_officer_on_a_file_is_told_who_holds_it(app):
    application, first, second = an_application(), an_officer(name="Rahmawati"), an_officer()
    with transaction():
        review.take(application, first, at=NOON)
    with pytest.raises(review.HeldByOther) as refused, transaction():
        review.take(application, second, at=NOON)
    assert refused.value.params == {"holder": "Rahmawati"}


def test_an_approved_birth_has_a_document_and_a_job_and_a_card_joins_the_print_queue(app):
    birth, card = an_approved(), an_approved("ktp-hilang-rusak")
    assert [document.state for document in documents.of(birth.id)] == [documents.WAITING]
    assert cards.of(card.id)[0].state == cards.QUEUED and documents.of(card.id) == []


def test_a_withdrawn_application_can_not_be_approved(app):
    application, officer = an_application(), an_officer()
    with transaction():
        drafts.withdraw(application, at=NOON)
    with pytest.raises(Conflict), transaction():
        review.take(application, officer, at=NOON)


def test_a_draft_is_emptied_after_thirty_days_and_says_so(app):
    application = a_full_draft()
    with transaction():
        assert drafts.expire(at=NOON + timedelta(days=31)) == 1
    with pytest.raises(drafts.DraftExpired):
        drafts.by_token(application.token)
    assert application.email == "" and states.all_steps(application) == []


@pytest.mark.both_engines
def test_tracking_answers_alike_for_a_wrong_secret_and_an_unknown_reference(app):
    application = an_application()
    with transaction():
        assert tracking.find(application.reference, "9999", at=NOON) is None
        assert tracking.find("22222222", "0189", at=NOON) is None
        assert tracking.find(application.reference, "0189", at=NOON) == application.token


def test_ten_wrong_proofs_shut_the_four_digits_but_not_the_secret(app):
    application = an_application()
    for _ in range(10):
        with transaction():
            tracking.find(application.reference, "0000", at=NOON)
    with transaction():
        assert tracking.find(application.reference, "0189", at=NOON) is None
        assert tracking.find(application.reference, codes.tracking_secret(application.token), at=NOON) is not None


@pytest.mark.both_engines
def test_the_journal_fits_together_and_holds_no_name(app):
    an_approved()
    assert events.verify() is None
    told = " ".join(str(row.facts) for row in events.of("application", 1))
    assert "Sekar" not in told and "9999" not in told


def test_a_message_goes_to_the_phone_only_after_an_officers_act(app):
    application, officer = an_application(), an_officer()
    assert [notice.channel for notice in notices.of(application.id)] == ["email"]
    with transaction():
        review.take(application, officer, at=NOON)
        review.judge(application, "paper", "surat-lahir", FIX, "Kabur.", officer, at=NOON)
        review.judge(application, "answers", "anak", OK, "", officer, at=NOON)
        review.send_back(application, officer, at=NOON)
    assert [notice.channel for notice in notices.of(application.id)] == ["email", "email", "phone"]
