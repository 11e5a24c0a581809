"""Two people at one application, and what an old window, a stopped process or a slow desk must not change."""

import threading
from datetime import timedelta

import pytest

from office import codes, documents, events, jobs, notices, papers, settings, staff
from office.applications import Application, drafts, processing, review, states, worklist
from office.applications.results import Verdict
from office.db import db, transaction
from office.documents.access import pin_hash
from office.errors import Conflict
from office.papers import FIX
from tests.factories import BIRTH, NOON, a_full_draft, all_right, an_application, an_approved, an_attached, an_officer


@pytest.mark.both_engines
def test_an_answer_saved_while_the_application_is_being_sent_does_not_change_what_was_sent(app):
    number, sent, refused = a_full_draft().id, threading.Event(), []
    db.session.rollback()

    def save_meanwhile():
        with app.app_context():
            application = db.session.get_one(Application, number)
            sent.wait()
            try:
                with transaction():
                    drafts.save(application, "anak", {**BIRTH["anak"], "nama": "Nama Lain"}, at=NOON)
            except drafts.NotOpen as too_late:
                refused.append(too_late)

    other = threading.Thread(target=save_meanwhile)
    other.start()
    with transaction():
        drafts.submit(db.session.get_one(Application, number), at=NOON)
        sent.set()
        other.join(0.5)
    other.join()
    application = db.session.get_one(Application, number)
    assert refused and states.answers_of(application)["anak"]["nama"] == "Ni Luh Putu Sekar"


def test_an_old_window_can_not_send_a_checked_application_again(app):
    application = an_application()
    all_right(application, an_officer())
    promised = application.promised_at
    with pytest.raises(Conflict), transaction():
        drafts.submit(application, at=NOON + timedelta(days=1))
    assert (application.state, application.promised_at) == (states.CHECKED, promised)


def test_a_file_that_is_withdrawn_leaves_the_hands_of_who_held_it(app):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
    with transaction():
        drafts.withdraw(application, at=NOON)
    assert application.holder_id is None and application.held_since is None
    with pytest.raises(review.NotHeld), transaction():
        review.release(application, officer, at=NOON)


def test_a_photo_that_an_officer_sent_back_can_not_be_kept_by_insisting(app):
    application, officer = a_full_draft(), an_officer()
    with transaction():
        drafts.attach(application, "surat-lahir", an_attached(flaws=("blurred",)), at=NOON)
        drafts.insist(application, "surat-lahir", at=NOON)
        drafts.submit(application, at=NOON)
        review.take(application, officer, at=NOON)
        review.judge(application, "paper", "surat-lahir", FIX, "Kabur.", officer, at=NOON)
        review.send_back(application, officer, at=NOON)
    with pytest.raises(drafts.NotOpen), transaction():
        drafts.insist(application, "surat-lahir", at=NOON)
    assert papers.slot(application.id, "surat-lahir").verdict == FIX


def test_a_birth_reported_in_time_stays_in_time_however_long_the_office_takes(app):
    last_day = BIRTH["anak"] | {"tanggal_lahir_tgl": "5", "tanggal_lahir_bln": "4"}
    application = an_application(answers={"anak": last_day})
    later = NOON + timedelta(days=9)
    officer = an_officer()
    with transaction():
        processing.begin(application, officer, Verdict(official=frozenset({"akta"})), at=later)
    assert documents.of(application.id)[0].number_type == "LU"
    assert "birth_late" not in [found.code for found in review.findings(application, at=later)]


@pytest.mark.both_engines
def test_a_process_killed_within_the_last_try_leaves_a_lock_that_an_officer_can_open(app):
    document = documents.of(an_approved().id)[0]
    with transaction():
        document.pin_hash = pin_hash(document)
    for _ in range(5):
        with transaction():
            documents.reserve_try(document, at=NOON)
    with pytest.raises(documents.DocumentLocked), transaction():
        documents.reserve_try(document, at=NOON)
    with transaction():
        documents.unlock(document, document.pin_hash, by=events.SYSTEM, at=NOON)
    assert documents.tries_left(document) == 5


def test_the_right_pin_at_the_last_try_leaves_no_lock(app):
    document = documents.of(an_approved().id)[0]
    with transaction():
        document.pin_hash, document.wrong_tries = pin_hash(document), 4
    with transaction():
        documents.reserve_try(document, at=NOON)
    with transaction():
        documents.settle_try(document, True, at=NOON)
    assert (documents.tries_left(document), document.locked_at) == (5, None)


def test_a_message_whose_gateway_never_answered_is_known_as_ours(app):
    notice = notices.of(an_application().id)[0]
    assert notices.by_code(notice.code) is None
    with transaction():
        jobs.claim("a worker", at=NOON)
    assert notices.by_code(notice.code) == notice


def test_two_messages_never_bear_the_same_code(app):
    application = an_application()
    first = notices.of(application.id)[-1]
    with transaction():
        # Six letters: of some ten thousand messages two come upon the same ones.
        first.code = codes.message_code(f"notice:{first.id + 1}")
    with transaction():
        notices.tell(application.id, "mended", email="rai@contoh.id", phone="", at=NOON)
    newest = notices.of(application.id)[-1]
    assert newest.id == first.id + 1 and newest.code not in ("", None, first.code)
    assert notices.by_code(first.code) != newest


@pytest.mark.both_engines
def test_two_officers_send_a_given_up_job_on_its_way_once(app):
    job = jobs.of("document", documents.of(an_approved().id)[0].id)
    with transaction():
        jobs.put_off(job, trouble="RenderFailed", at=NOON, final=True)
    with transaction():
        jobs.retry(job, by=events.SYSTEM, at=NOON)
    with pytest.raises(Conflict), transaction():
        jobs.retry(job, by=events.SYSTEM, at=NOON)
    assert [event.kind for event in events.of("job", job.id)] == ["job.failed", "job.retried"]


@pytest.mark.both_engines
def test_a_name_is_found_in_small_letters_whatever_its_accents(app):
    application = an_application(answers={"anak": {"nama": "Élise Putri"}})
    found = worklist.listing("to_check", an_officer(), search="élise PUTRI")
    assert [row.id for row, _holder in found.rows] == [application.id]


def test_what_can_not_be_seen_is_left_out_of_what_an_officer_types(app):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
        review.judge(application, "paper", "surat-lahir", FIX, "Kabur,\x00\nfoto\u202e lagi.", officer, at=NOON)
    assert papers.slot(application.id, "surat-lahir").reason == "Kabur, foto lagi."
    assert staff.check_password("sa\x00ri", "x") == (None, False)


def test_an_e_mail_carries_the_pdf_only_as_the_office_wanted_it_at_that_time(app):
    document = documents.of(an_approved().id)[0]
    with transaction():
        document.file_key = "documents/" + "0" * 32
        settings.put("pdf_delivery", "protected", by=events.SYSTEM, at=NOON)
    assert documents.mailed(document, NOON - timedelta(days=1)) == document.file_key
    assert documents.mailed(document, NOON) is None, "no copy that the PIN opens was made of this one"
