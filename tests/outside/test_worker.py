"""The worker on a real database, real files and a real signature; mail goes to the local mailbox."""

import hashlib
import json
from datetime import timedelta
from email import message_from_bytes, policy
from email.utils import parseaddr

import pytest

from commands.checking import violations
from commands.workers import build
from office import cards, codes, documents, events, jobs, notices, settings
from office.applications import FINISHED, drafts, processing, review
from office.db import db, transaction
from office.jobs import Job
from office.papers import FIX
from tests.factories import NOON, an_application, an_approved, an_attached, an_officer

pytestmark = pytest.mark.both_engines


@pytest.fixture
def worker(app):
    return build(app)


def store(app):
    return app.extensions["lamin"].store


def mails(app):
    box = app.extensions["lamin"].settings.mailbox
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(box.glob("*.eml"))]


def texts(app):
    box = app.extensions["lamin"].settings.phone_box
    return [json.loads(path.read_text("utf-8")) for path in sorted(box.glob("*.json"))]


def test_an_approved_birth_becomes_a_signed_document_that_is_told_by_mail_and_phone(app, worker):
    application = an_approved(store=store(app))
    worker.drain(at=NOON)
    document = documents.of(application.id)[0]
    db.session.refresh(application)
    assert (document.state, document.number, application.state) == ("active", "6474-LU-04062020-0001", FINISHED)
    assert worker.signer.verify(store(app).get(document.file_key)).intact
    with_pdf = [mail for mail in mails(app) if list(mail.iter_attachments())]
    assert [part.get_content_type() for part in with_pdf[0].iter_attachments()] == ["application/pdf"]
    assert codes.pin(document.token, 1) in texts(app)[0]["text"]
    assert parseaddr(with_pdf[0]["From"]) == ("Lamin Disdukcapil Bontang", "lamin@example.go.id")
    assert list(violations(store(app), at=NOON)) == []


def test_a_subject_line_and_a_text_message_name_nobody(app, worker):
    an_approved(store=store(app))
    worker.drain(at=NOON)
    told = " ".join([*(mail["Subject"] for mail in mails(app)), *(text["text"] for text in texts(app))])
    assert "Sekar" not in told and "Rai" not in told and "9999" not in told


def test_late_births_are_numbered_lt(app, worker):
    application = an_approved(at=NOON + timedelta(days=90), store=store(app))
    worker.drain(at=NOON + timedelta(days=90))
    assert documents.of(application.id)[0].number.startswith("6474-LT-")


def test_doing_the_same_job_again_makes_no_second_document_or_number(app, worker):
    application = an_approved(store=store(app))
    worker.drain(at=NOON)
    before = documents.of(application.id)[0].digest
    with transaction():
        db.session.execute(db.update(Job).values(done_at=None, due_at=NOON, leased_until=None))
    worker.drain(at=NOON)
    assert [document.digest for document in documents.of(application.id)] == [before]
    assert len(notices.of(application.id)) == 3


def test_a_protected_copy_opens_only_with_the_pin(app, worker):
    import io

    import pikepdf

    with transaction():
        settings.put("pdf_delivery", "protected", by=events.SYSTEM, at=NOON)
    application = an_approved(store=store(app))
    worker.drain(at=NOON)
    document = documents.of(application.id)[0]
    attached = next(part for mail in mails(app) for part in mail.iter_attachments()).get_payload(decode=True)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(attached))
    assert worker.signer.verify(attached, password=codes.pin(document.token, 1)).intact
    assert documents.by_digest(hashlib.sha256(attached).hexdigest()).id == document.id
    assert list(violations(store(app), at=NOON)) == []


def test_bytes_that_changed_in_the_store_are_never_activated(app, worker):
    application = an_approved(store=store(app))
    document = documents.of(application.id)[0]
    with transaction():
        job = jobs.claim(worker.name, at=NOON, kinds=["document"])
    from outside.worker import making

    making._number(worker, document, job, NOON)
    making._render(worker, document, job, NOON)
    making._sign(worker, document, job, NOON)
    with transaction():
        document.digest = "0" * 64
    with pytest.raises(making.NotProven):
        making._activate(worker, document, job, NOON)
    assert document.state == documents.SIGNED


def test_a_job_whose_worker_died_is_done_after_its_lease_and_a_second_worker_waits(app, worker):
    application = an_application(store=store(app))
    with transaction():
        assert jobs.claim("dead", at=NOON) is not None
    assert worker.step(at=NOON) is False
    assert worker.step(at=NOON + jobs.LEASE + timedelta(seconds=1)) is True
    assert notices.of(application.id)[0].state == notices.SENT


def test_a_job_is_given_up_after_72_hours_and_stands_on_the_desks_list(app, worker, monkeypatch):
    application = an_application(store=store(app))
    app.config["LAMIN_MAILBOX"] = None
    app.extensions["mail"].server, app.extensions["mail"].port = "127.0.0.1", 1
    worker.step(at=NOON)
    assert notices.of(application.id)[0].state == notices.QUEUED
    worker.step(at=NOON + timedelta(hours=73))
    assert notices.of(application.id)[0].state == notices.FAILED
    assert [job.kind for job in jobs.failed()] == ["notice"]


def test_a_message_that_became_untrue_while_it_waited_is_not_sent(app, worker):
    application, officer = an_application(store=store(app)), an_officer()
    worker.drain(at=NOON)
    with transaction():
        review.take(application, officer, at=NOON)
        review.judge(application, "paper", "surat-lahir", FIX, "Kabur.", officer, at=NOON)
        review.send_back(application, officer, at=NOON)
    with transaction():
        drafts.attach(application, "surat-lahir", an_attached(), at=NOON)
        drafts.submit(application, at=NOON)
    worker.drain(at=NOON)
    assert [mail["Subject"].split()[0] for mail in mails(app)].count("Permohonan") == 1 and texts(app) == []
    assert [notice.template for notice in notices.of(application.id)] == ["received", "mended"]


def test_an_official_pdf_is_told_as_a_link_when_the_office_protects_its_copies(app, worker):
    application = an_approved(store=store(app))
    worker.drain(at=NOON)
    with transaction():
        settings.put("pdf_delivery", "protected", by=events.SYSTEM, at=NOON)
        told = next(one for one in notices.of(application.id) if (one.template, one.channel) == ("document", "email"))
        told.state = notices.QUEUED
        jobs.ask_again("notice", told.id, at=NOON)
    worker.drain(at=NOON)
    letter = next(mail for mail in mails(app) if "sudah jadi" in mail["Subject"])
    assert not list(letter.iter_attachments()) and "terlampir" not in letter.get_body(("plain",)).get_content()


def test_a_card_is_printed_told_and_handed_over(app, worker):
    application, officer = an_approved("ktp-hilang-rusak", store=store(app)), an_officer()
    card = cards.of(application.id)[0]
    with transaction():
        cards.spoil(card, by=officer.actor, at=NOON)
    with transaction():
        cards.move(card, cards.PRINTED, by=officer.actor, at=NOON)
        processing.card_ready(card, application, officer, at=NOON)
    worker.drain(at=NOON)
    with transaction():
        who = {"name": "Maria Goretti Dalung", "relation": "sendiri", "check": "kk"}
        processing.hand_over(card, application, officer, at=NOON, **who)
    assert (application.state, card.failed_prints, card.state) == (FINISHED, 1, cards.HANDED_OVER)
    assert "siap diambil" in texts(app)[0]["text"]
