"""E-mails to officers about late files: one for all that waits, and again nothing."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa

from commands.workers import build
from office.db import db, transaction
from office.promises import AlarmReader
from office.promises.alarms import MAILED
from office.staff import Role
from outside.worker import sweeping
from tests.factories import NOON, an_application, an_officer

LATER = NOON + timedelta(days=2)


@pytest.mark.both_engines
def test_an_officer_with_an_address_gets_one_mail_about_everything_and_without_a_name(app):
    first, second, section = an_application(), an_application(), an_officer(Role.SECTION_HEAD)
    verifier, worker, box = an_officer(), build(app), app.extensions["lamin"].settings.mailbox
    with transaction():
        section.email = "kabid@example.go.id"
    for at in (LATER, LATER + timedelta(minutes=1)):
        sweeping.sweep(worker.store, at=at)
        worker.drain(at=at)
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in box.glob("*.eml")]
    (mail,) = [mail for mail in mails if mail["To"] == "kabid@example.go.id"]
    words = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == "2 berkas perlu perhatian Anda" and "/petugas/perhatian" in words
    assert all(f"{each.reference[:4]}-{each.reference[4:]}, Akta" in words for each in (first, second))
    assert "Sekar" not in words and words.count("janji terlewat") == 2
    told = db.session.execute(sa.select(AlarmReader.officer_id, AlarmReader.mail)).all()
    assert {row.mail for row in told if row.officer_id == section.id} == {MAILED}
    assert {row.mail for row in told if row.officer_id == verifier.id} == {""}
