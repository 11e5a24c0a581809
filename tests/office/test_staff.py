"""Officers sign in, are held back when guessing, and are shut out at once."""

from datetime import timedelta

import pytest

from office import staff
from office.db import transaction
from tests.factories import NOON, PASSWORD, an_officer

pytestmark = pytest.mark.both_engines


def sign_in(login, password, at=NOON):
    known, fits = staff.check_password(login, password)
    with transaction():
        return staff.sign_in(known, fits, at=at)


def test_the_right_password_opens_a_session_and_signing_out_ends_it(app):
    officer = an_officer()
    key = sign_in(officer.login, PASSWORD)
    assert staff.signed_in(key, at=NOON).id == officer.id
    with transaction():
        staff.sign_out(key, at=NOON)
    assert staff.signed_in(key, at=NOON) is None


def test_an_idle_session_ends_after_fifteen_minutes(app):
    key = sign_in(an_officer().login, PASSWORD)
    assert staff.signed_in(key, at=NOON + timedelta(minutes=14)) is not None
    assert staff.signed_in(key, at=NOON + timedelta(minutes=16)) is None


def test_a_disabled_officer_is_out_in_every_browser_at_once(app):
    officer = an_officer()
    keys = [sign_in(officer.login, PASSWORD) for _ in range(2)]
    with transaction():
        staff.disable(officer, by=officer.actor, at=NOON)
    assert [staff.signed_in(key, at=NOON) for key in keys] == [None, None]


def test_five_wrong_passwords_make_even_the_right_one_wait(app):
    officer = an_officer()
    for _ in range(5):
        assert sign_in(officer.login, "salah sekali semua") is None
    with pytest.raises(staff.SignInPaused):
        sign_in(officer.login, PASSWORD)
    assert sign_in(officer.login, PASSWORD, at=NOON + timedelta(minutes=2)) is not None


def test_a_clock_set_back_does_not_keep_an_officer_locked(app):
    officer = an_officer()
    for _ in range(5):
        sign_in(officer.login, "salah sekali semua", at=NOON)
    assert sign_in(officer.login, PASSWORD, at=NOON - timedelta(days=700)) is not None


def test_an_unknown_name_is_answered_like_a_wrong_password(app):
    assert sign_in("tidak-ada", PASSWORD) is None


def test_a_short_password_is_refused(app):
    with pytest.raises(staff.WeakPassword), transaction():
        staff.add_officer("baru", "Baru", staff.Role.VERIFIER, "pendek", at=NOON)
