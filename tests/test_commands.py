"""What the office's own people do at the prompt."""

import pytest

from office import staff
from office.db import db, transaction
from office.staff import Officer
from tests.factories import NOON, an_application


def run(app, *words, typed=""):
    return app.test_cli_runner().invoke(args=words, input=typed)


def test_the_first_administrator_is_added_with_a_password_that_is_asked_for(app):
    password = "kalimat yang panjang\n" * 2
    done = run(app, "officer", "add", "kepala", "Andi Baso", "administrator", typed=password)
    assert done.exit_code == 0 and "kalimat" not in done.output
    assert staff.check_password("kepala", "kalimat yang panjang")[1] is True


def test_a_short_password_or_a_taken_login_adds_nobody(app):
    assert run(app, "officer", "add", "kepala", "Andi", "administrator", typed="pendek\npendek\n").exit_code == 1
    run(app, "officer", "add", "kepala", "Andi", "administrator", typed="kalimat yang panjang\n" * 2)
    again = run(app, "officer", "add", "kepala", "Lain", "verifier", typed="kalimat yang panjang\n" * 2)
    assert again.exit_code == 1 and db.session.query(Officer).count() == 1


def test_a_forgotten_password_is_set_anew_and_open_sessions_end(app):
    run(app, "officer", "add", "kepala", "Andi", "administrator", typed="kalimat yang panjang\n" * 2)
    with transaction():
        key = staff.sign_in(staff.check_password("kepala", "kalimat yang panjang")[0], True, at=NOON)
    assert run(app, "officer", "password", "kepala", typed="kalimat lain yang panjang\n" * 2).exit_code == 0
    assert staff.signed_in(key, at=NOON) is None
    assert staff.check_password("kepala", "kalimat lain yang panjang")[1] is True
    assert run(app, "officer", "password", "siapa", typed="kalimat lain yang panjang\n" * 2).exit_code == 1


def test_check_and_audit_say_when_all_is_well_and_name_what_is_not(app):
    application = an_application()
    assert "fits together" in run(app, "audit", "verify").output
    broken = run(app, "check")
    # The factory's papers have rows but no bytes.
    assert broken.exit_code == 1 and "I1 file papers/" in broken.output and application.reference not in broken.output


@pytest.mark.parametrize("verb", ["UPDATE event_head SET seq = 99", "UPDATE event_head SET hash = 'x'"])
def test_a_journal_cut_at_its_end_is_noticed(app, verb):
    an_application()
    with transaction():
        db.session.execute(db.text(verb))
    told = run(app, "audit", "verify")
    assert told.exit_code == 1 and "Keep the database file as it is" in told.output


def test_the_first_row_that_was_rewritten_is_named_without_anybody_s_name(app):
    application = an_application()
    with transaction():
        db.session.execute(db.text("DROP TRIGGER event_no_update"))
        db.session.execute(db.text("UPDATE event SET actor_id = 7 WHERE seq = 2"))
    told = run(app, "audit", "verify").output
    assert (
        "at row 2: application." in told
        and "rows 1 to 1 are what they were" in told
        and application.subject_name not in told
    )
