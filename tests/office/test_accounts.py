"""Who may sign in as whom, and what the office then offers again."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from commands.workers import build
from office import accounts, codes, papers, vault
from office.accounts import held, own, sessions, signing_in
from office.accounts.signing_in import SignIn
from office.applications import drafts, states
from office.catalogue import find
from office.db import db, transaction
from office.errors import NotFound, TooMany
from office.jobs import Job
from office.notices import DROPPED, SENT, Notice
from office.papers import Paper
from office.staff import Role
from office.vault import StoredFile
from tests.factories import NOON, a_draft, an_application, an_officer
from tests.register.people import FATHER, KK, MOTHER, the_family
from tests.web.makers import a_finished

PHONE, OTHER = "0812 0000 0189", "081200000999"
LATER = NOON + timedelta(hours=2)


def store(app):
    return app.extensions["lamin"].store


def asked(nik=FATHER, phone=PHONE, at=LATER):
    with transaction():
        return accounts.ask(nik, phone, language="id", at=at)


def signed_in(nik=FATHER, phone=PHONE, at=LATER):
    row = asked(nik, phone, at)
    with transaction():
        key = accounts.enter(row.token, codes.sign_in_code(row.token), at=at)
    return accounts.session_of(key, at=at) if key else None


def recorded(nik=FATHER, phone=OTHER):
    officer = an_officer(Role.FRONT_DESK)
    with transaction():
        accounts.record_phone(nik, phone, officer, at=LATER)


@pytest.mark.both_engines
def test_asking_leaves_the_same_traces_whether_or_not_anybody_is_known_and_only_the_known_get_a_code(app):
    a_finished(store(app))
    worker = build(app)
    worker.drain(at=LATER)
    known, wrong_phone, stranger = asked(), asked(phone=OTHER), asked(nik=MOTHER, phone="081200000555")
    rows = {row.sign_in_id: row for row in db.session.scalars(sa.select(Notice).where(Notice.sign_in_id.is_not(None)))}
    assert len(rows) == 3 and {row.state for row in rows.values()} == {"queued"}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job).where(Job.done_at.is_(None))) == 3
    worker.drain(at=LATER)
    db.session.expire_all()
    assert [rows[row.id].state for row in (known, wrong_phone, stranger)] == [SENT, DROPPED, DROPPED]
    texts = [path.read_text("utf-8") for path in app.extensions["lamin"].settings.phone_box.glob("*.json")]
    assert sum(codes.sign_in_code(known.token) in text for text in texts) == 1
    assert not any(codes.sign_in_code(row.token) in text for row in (wrong_phone, stranger) for text in texts)


def test_the_right_code_of_a_phone_that_is_not_ones_own_opens_nothing(app):
    a_finished(store(app))
    assert signed_in() and signed_in(phone=OTHER) is None and signed_in(nik=MOTHER) is None
    assert signed_in(at=NOON + timedelta(days=367)) is None


def test_a_code_is_worth_five_tries_ten_minutes_and_one_session(app):
    a_finished(store(app))
    row = asked()
    wrong = f"{(int(codes.sign_in_code(row.token)) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with transaction():
            assert accounts.enter(row.token, wrong, at=LATER) is None
    with pytest.raises(accounts.CodeGone), transaction():
        accounts.enter(row.token, codes.sign_in_code(row.token), at=LATER)
    late, used = asked(), asked()
    with pytest.raises(accounts.CodeGone), transaction():
        accounts.enter(late.token, codes.sign_in_code(late.token), at=LATER + timedelta(minutes=10))
    with transaction():
        assert accounts.enter(used.token, codes.sign_in_code(used.token), at=LATER)
    with pytest.raises(accounts.CodeGone), transaction():
        accounts.enter(used.token, codes.sign_in_code(used.token), at=LATER)


@pytest.mark.both_engines
def test_codes_are_not_asked_for_without_end_and_old_askings_are_forgotten(app):
    for _ in range(3):
        asked()
    with pytest.raises(TooMany), transaction():
        accounts.ask(MOTHER, PHONE, language="id", at=LATER)
    asked(at=LATER + timedelta(hours=1))
    build(app).drain(at=LATER + timedelta(hours=2))
    with transaction():
        assert accounts.forget(at=LATER + timedelta(days=5)) == 4
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 0


@pytest.mark.both_engines
def test_the_number_recorded_at_the_counter_is_the_only_one_that_counts_and_signs_the_others_out(app):
    a_finished(store(app))
    before = signed_in()
    recorded()
    db.session.expire_all()
    assert before.ended_at == LATER and signed_in() is None
    account = signed_in(phone=OTHER)
    assert account.proof == accounts.COUNTER
    mine = own.applications(account)
    # What another phone asked for is named, but not opened.
    assert len(mine) == 1 and not own.opens(account, mine[0]) and own.issued(account, mine) == []


def test_a_session_ends_after_half_an_hour_of_rest_and_everywhere_at_once(app):
    a_finished(store(app))
    keys = []
    for _ in range(2):
        row = asked()
        with transaction():
            keys.append(accounts.enter(row.token, codes.sign_in_code(row.token), at=LATER))
    assert accounts.session_of(keys[0], at=LATER + timedelta(minutes=31)) is None
    with transaction():
        accounts.touch(keys[0], at=LATER + timedelta(minutes=25))
    found = accounts.session_of(keys[0], at=LATER + timedelta(minutes=50))
    with transaction():
        assert sessions.end_all(found.person_key, at=LATER) == 2
    assert not any(accounts.session_of(key, at=LATER) for key in keys)


def test_a_recorded_phone_is_offered_ones_own_data_and_the_spouse_from_the_register_and_nobody_elses(app):
    the_family()
    recorded()
    account, draft = signed_in(phone=OTHER), a_draft(at=LATER)
    offered = held.of(account, draft, "pemohon")
    assert offered["nama"] == ("I Gusti Ngurah Rai", held.REGISTER) and offered["nik"] == (FATHER, held.REGISTER)
    assert held.of(account, draft, "ibu") == {}  # whose mother, isn't said yet
    with transaction():
        typed = {
            "nama": "I Gusti Ngurah Rai",
            "nik": FATHER,
            "hubungan": "ayah",
            "telepon": OTHER,
            "email": "rai@contoh.id",
        }
        assert not drafts.save(draft, "pemohon", typed, at=LATER, held=offered).errors
    assert states.all_steps(draft)[0].sources == {"nama": "register", "nik": "register", "telepon": "earlier"}
    mother, home = held.of(account, draft, "ibu"), held.of(account, draft, "tambahan")
    assert (mother["nik"], mother["tanggal_lahir"]) == ((MOTHER, "register"), ("1988-05-08", "register"))
    assert home == {"kk": (KK, "register")} and held.of(account, draft, "saksi") == {}


def test_a_phone_known_from_an_application_is_offered_what_it_sent_itself_and_never_the_register(app):
    the_family()
    a_finished(store(app))
    account, draft = signed_in(), a_draft("pindah-antar-kota", at=LATER)
    offered = held.of(account, draft, "pemohon")
    assert {source for _value, source in offered.values()} == {held.BEFORE} and offered["email"][0] == "rai@contoh.id"
    with transaction():
        typed = {
            "nama": "I Gusti Ngurah Rai",
            "nik": FATHER,
            "hubungan": "sendiri",
            "telepon": PHONE,
            "email": "rai@contoh.id",
        }
        drafts.save(draft, "pemohon", typed, at=LATER)
    # The register knows the address; this phone never wrote it.
    assert held.of(account, draft, "asal") == {"kk": (KK, held.BEFORE)}


@pytest.mark.both_engines
def test_an_earlier_paper_is_named_again_without_a_copy_and_survives_either_slot(app):
    first, _document = a_finished(store(app))
    account, draft = signed_in(), a_draft(at=LATER)
    earlier = papers.slot(first.id, "kartu-keluarga")
    found = own.paper(account, earlier.id, "kartu-keluarga", at=LATER)
    with transaction():
        slot = drafts.use_again(draft, found, at=LATER)
    assert (slot.file_key, slot.first_at, slot.state) == (earlier.file_key, earlier.changed_at, papers.GOOD)
    with transaction():
        drafts.take_away(draft, "kartu-keluarga", at=LATER)
    assert db.session.get(StoredFile, earlier.file_key) and slot.file_key is None
    with transaction():
        drafts.use_again(draft, found, at=LATER)
    with transaction():
        papers.clear(db.session.get_one(Paper, earlier.id))
    assert vault.lock(slot.file_key)
    db.session.rollback()
    with transaction():
        key = slot.file_key
        drafts.delete_draft(draft, at=LATER)
    db.session.expire_all()
    assert db.session.get(StoredFile, key) is None


def test_a_paper_of_another_phone_another_code_or_an_older_year_is_not_used_again(app):
    a_finished(store(app))
    foreign = an_application(at=LATER, answers={"pemohon": {"telepon": OTHER}})
    account = signed_in()
    paper = papers.slot(foreign.id, "kartu-keluarga")
    own_paper = own.papers(account, at=LATER)[0][1]
    for number, code, at in ((paper.id, paper.code, LATER), (own_paper.id, "surat-kuasa", LATER),
                             (own_paper.id, own_paper.code, LATER + timedelta(days=366))):  # fmt: skip
        with pytest.raises(NotFound):
            own.paper(account, number, code, at=at)


def test_every_offer_of_every_service_is_read_as_its_step_reads_it(app):
    from office import catalogue

    kinds = {"home.kk": "kk", "me.nik": "nik", "spouse.nik": "nik", "me.birth_date": "date", "home.village": "village"}
    for service in catalogue.services().values():
        for step in service.steps:
            for relation in ("sendiri", "keluarga", "ayah", "ibu", "ortu"):
                asked_for = held.facts_asked(service, step.code, {"pemohon": {"hubungan": relation}})
                for question, fact in asked_for.items():
                    kind = step.question(question).kind if step.question(question) else None
                    assert kind in (None, kinds.get(fact, kind)), (service.code, step.code, question)


def test_the_code_is_nowhere_in_the_database(app):
    row = asked()
    code = codes.sign_in_code(row.token)
    kept = db.session.get_one(SignIn, row.id)
    assert all(code != str(getattr(kept, column.name)) for column in SignIn.__table__.columns)
    assert timedelta(minutes=10) == signing_in.LIVES and find("akta-kelahiran")
