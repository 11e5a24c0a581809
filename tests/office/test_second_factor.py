"""The second factor: a code works once, guessing is slowed down, and a lost phone has a way back."""

from datetime import timedelta

import pytest

from office import codes, events, staff
from office.db import db, transaction
from office.staff import Role, invitations, passkeys, second_factor, sessions
from tests.factories import NOON, PASSWORD, an_officer

pytestmark = pytest.mark.both_engines
HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def officer(app):
    found = an_officer(Role.REGISTRAR)
    with transaction():
        found.authenticator = codes.new_token()
    return found


def prove(officer, typed, at=NOON):
    with transaction():
        return second_factor.prove(officer, typed, at=at)


def test_a_code_is_taken_once_though_the_phone_still_shows_it(officer):
    code = second_factor.next_code(officer, at=NOON)
    assert prove(officer, f" {code[:3]} {code[3:]} ") == "code"
    assert prove(officer, code) is None
    following = second_factor.next_code(officer, at=NOON)
    assert following != code and prove(officer, following) == "code"
    assert second_factor.next_code(officer, at=NOON) == ""
    assert prove(officer, second_factor.next_code(officer, at=NOON + 2 * HALF_MINUTE), NOON + 2 * HALF_MINUTE) == "code"


def test_a_code_of_a_phone_that_is_half_a_minute_off_is_taken_and_an_older_one_is_not(officer):
    assert prove(officer, second_factor.next_code(officer, at=NOON - 2 * HALF_MINUTE)) is None
    assert prove(officer, second_factor.next_code(officer, at=NOON - HALF_MINUTE)) == "code"


def test_a_clock_set_back_does_not_lock_an_officer_out(officer):
    later = NOON + timedelta(days=700)
    assert prove(officer, second_factor.next_code(officer, at=later), later) == "code"
    assert prove(officer, second_factor.next_code(officer, at=NOON)) == "code"


def test_five_wrong_codes_make_even_the_right_one_wait(officer):
    assert [
        prove(officer, wrong)
        for wrong in (
            "",
            "12345",
            "000000",
            "ABCDE-FGHJK",
            "\x00",
        )
    ] == [None] * 5
    with pytest.raises(second_factor.CodePaused):
        prove(officer, second_factor.next_code(officer, at=NOON))
    later = NOON + timedelta(minutes=2)
    assert prove(officer, second_factor.next_code(officer, at=later), later) == "code"
    assert officer.code_failures == 0


def test_each_recovery_code_works_once_and_only_for_its_officer(officer):
    other = an_officer(Role.ADMINISTRATOR)
    with transaction():
        fresh = second_factor.renew_recovery_codes(officer, at=NOON)
    assert len(set(fresh)) == 10
    assert prove(other, fresh[0]) is None
    assert prove(officer, fresh[0].lower()) == "recovery"
    assert prove(officer, fresh[0]) is None and second_factor.recovery_left(officer) == 9
    with transaction():
        second_factor.renew_recovery_codes(officer, at=NOON)
    assert prove(officer, fresh[1]) is None and second_factor.recovery_left(officer) == 10


def test_the_database_alone_gives_neither_the_secret_nor_a_recovery_code(officer):
    with transaction():
        fresh = second_factor.renew_recovery_codes(officer, at=NOON)
    kept = db.session.scalars(db.select(second_factor.RecoveryCode.code_hash)).all()
    codes.use_key(b"another office's key, 32 letters long")
    others = {codes.recovery(officer.id, codes.tidy(code)) for code in fresh}
    other = second_factor.next_code(officer, at=NOON)
    codes.use_key(b"a secret only for tests, 32 long")
    assert not others & set(kept) and other != second_factor.next_code(officer, at=NOON)


def test_a_session_lacks_what_its_officer_has_not_proven(app, officer):
    with transaction():
        key = staff.sign_in(officer.id, True, at=NOON)
        bare = staff.sign_in(an_unproven().id, True, at=NOON)
    assert staff.signed_in(key, at=NOON) is None and staff.signed_in(bare, at=NOON) is None
    session = sessions.session_of(key, at=NOON)
    assert session.lacks == sessions.PROOF and sessions.session_of(bare, at=NOON).lacks == sessions.FACTOR
    with transaction():
        sessions.complete(session)
    assert staff.signed_in(key, at=NOON).id == officer.id


def test_an_invitation_is_used_once_within_three_days_and_sets_everything_anew(officer):
    with transaction():
        second_factor.renew_recovery_codes(officer, at=NOON)
        key = staff.sign_in(officer.id, True, at=NOON, proven=True)
        first = invitations.invite(officer, by=events.SYSTEM, at=NOON)
        second = invitations.invite(officer, by=events.SYSTEM, at=NOON)
    assert staff.signed_in(key, at=NOON) is None and not second_factor.has_one(officer)
    assert staff.check_password(officer.login, PASSWORD) == (officer.id, False)
    assert staff.check_password(officer.login, "") == (officer.id, False)
    for spoiled, at in ((first, NOON), ("x" * 43, NOON), (second, NOON + timedelta(days=3))):
        with pytest.raises(invitations.InvitationOver):
            invitations.invited(spoiled, at=at)
    with transaction():
        invitations.accept(second, staff.passwords.hashed("kalimat baru yang panjang"), at=NOON)
    assert staff.check_password(officer.login, "kalimat baru yang panjang")[1] is True
    with pytest.raises(invitations.InvitationOver), transaction():
        invitations.accept(second, "hash", at=NOON)


def test_another_role_signs_in_anew_since_it_may_ask_for_more(app):
    officer = an_officer(Role.VERIFIER)
    with transaction():
        key = staff.sign_in(officer.id, True, at=NOON)
    with transaction():
        staff.give_role(officer, Role.REGISTRAR, by=events.SYSTEM, at=NOON)
    assert staff.signed_in(key, at=NOON) is None
    with transaction():
        again = staff.sign_in(officer.id, True, at=NOON)
    assert sessions.session_of(again, at=NOON).lacks == sessions.FACTOR


def an_unproven():
    from office.staff import Officer

    found = Officer(login="belum", name="Belum", role=Role.ADMINISTRATOR, password_hash="-", made_at=NOON)
    db.session.add(found)
    db.session.flush()
    return found


def test_what_is_no_answer_of_a_passkey_is_refused_and_uses_its_challenge_up(officer):
    with transaction():
        session = sessions.session_of(staff.sign_in(officer.id, True, at=NOON), at=NOON)
    for answer in ("", "{", "[]", '{"id": 7}', '{"id": "\\u0000"}', '{"id": "AAAA", "rawId": "AAAA"}', "[" * 5000):
        with transaction():
            sessions.new_challenge(session)
            for ask in (passkeys.prove, register):
                with pytest.raises(passkeys.BadPasskey):
                    ask(officer, session, answer, base_url="https://lamin.invalid", at=NOON)
        assert sessions.spend_challenge(session) is None


def register(officer, session, answer, **given):
    return passkeys.register(officer, session, answer, "Kunci", **given)


def test_passkeys_are_offered_where_browsers_take_them_only():
    addresses = (
        "https://lamin.invalid",
        "http://localhost:8000",
        "http://lamin.invalid",
        "https://10.0.0.5",
        "http://127.0.0.1:8000",
    )
    assert [passkeys.possible(address) for address in addresses] == [True, True, False, False, False]
