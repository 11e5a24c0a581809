"""Corrections after issue: asked by one, approved by another, the register with it, and the old QR naming the new paper."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from commands.checking import violations
from commands.workers import build
from office import corrections, documents, events, jobs
from office.applications import APPROVED, FINISHED, Application, processing
from office.applications.results import Verdict
from office.db import db, transaction
from office.documents import Document
from office.errors import Conflict, NotAllowed
from office.identity import BadInput
from office.notices import Notice
from office.register import changes as history
from office.register import refusals, residents
from office.staff import Officer, Role
from tests.factories import NOON, an_approved, an_officer
from tests.faults.desks import in_parallel
from tests.register.people import MOTHER, the_family
from tests.services.filling import elsewhere
from tests.services.test_bundles import BIRTH, MOVE, NUMBERS, by_result, issued, text_of

NIK = NUMBERS["nik"]


@pytest.fixture
def worker(app):
    elsewhere()
    return build(app)


@pytest.fixture
def born(app, worker) -> Application:
    """A birth whose akta and family card are active, and whose child is in the register."""
    the_family()
    return issued(app, worker, "akta-kelahiran", BIRTH, Verdict(numbers=NUMBERS, refused={"kia": "Nanti."}))


def ask(document: Document, changes, officer=None, reason="Salah ketik.") -> corrections.Correction:
    asker = officer or an_officer()
    with transaction():
        return corrections.ask(document, changes, reason, asker, at=NOON)


def approve(correction, officer=None) -> Document | None:
    registrar = officer or an_officer(Role.REGISTRAR)
    with transaction():
        return corrections.approve(correction, registrar, at=NOON)


def corrected(worker, document: Document, changes) -> Document:
    """The document that takes the place of this one, made by the worker."""
    made = approve(ask(document, changes))
    worker.drain(at=NOON)
    db.session.expire_all()
    assert made is not None
    return made


def renamed(document: Document, name: str) -> dict[str, list[str]]:
    return {"child_name": [document.facts["child_name"], name]}


def test_a_corrected_akta_keeps_its_number_and_takes_the_place_of_the_old_one(app, born, worker):
    old = by_result(born)["akta"]
    number = old.label
    new = corrected(worker, old, renamed(old, "Made Rai Putra"))
    assert (old.state, new.state, old.replaced_by_id) == (documents.SUPERSEDED, documents.ACTIVE, new.id)
    assert (new.number, new.label, new.result, new.application_id) == (None, number, "akta", born.id)
    assert "Made Rai Putra" in text_of(app, new) and number in text_of(app, new)
    assert list(violations(app.extensions["lamin"].store, at=NOON)) == []


@pytest.mark.both_engines
def test_a_correction_of_a_correction_ends_the_one_before(app, born, worker):
    first = by_result(born)["akta"]
    second = corrected(worker, first, renamed(first, "Made Rai Putra"))
    third = corrected(worker, second, renamed(second, "Made Rai Putri"))
    assert [each.state for each in (first, second, third)] == ["superseded", "superseded", "active"]
    assert second.replaced_by_id == third.id and first.label == third.label
    assert list(violations(app.extensions["lamin"].store, at=NOON)) == []


def test_a_corrected_letter_draws_a_new_number_and_ends_the_old_one(app, worker):
    the_family()
    application = issued(app, worker, "pindah-antar-kota", MOVE)
    old = by_result(application)["skpwni"]
    new = corrected(worker, old, {"target_address": [old.facts["target_address"], "Jalan Baru 7"]})
    again = corrected(worker, new, {"target_address": ["Jalan Baru 7", "Jalan Baru 9"]})
    numbers = [each.number for each in (old, new, again)]
    assert all(number.startswith("SKPWNI/6474/") for number in numbers) and len(set(numbers)) == 3
    assert [each.state for each in (old, new, again)] == ["superseded", "superseded", "active"]
    assert "Jalan Baru 9" in text_of(app, again)
    assert list(violations(app.extensions["lamin"].store, at=NOON)) == []


def test_a_later_kutipan_of_a_corrected_akta_ends_the_corrected_one(born, worker):
    first = by_result(born)["akta"]
    second = corrected(worker, first, renamed(first, "Made Rai Putra"))
    with transaction():
        third = documents.begin(born.id, first.kind, number_type="LU", facts=second.facts, official=False, at=NOON)
        documents.give_number(third, region="6474", day=NOON.date(), at=NOON)
        documents.rendered(third, "drafts/" + "0" * 32, digest="1" * 64, size=1, at=NOON)
        documents.signed(third, "documents/" + "0" * 32, digest="2" * 64, size=1, signature={}, specimen=True, at=NOON)
        documents.activate(third, pin_hash="x", at=NOON)
    assert (first.replaced_by_id, second.replaced_by_id, third.state) == (second.id, third.id, documents.ACTIVE)
    assert documents.replacement(first).id == third.id


def test_an_official_document_is_corrected_by_another_official_pdf_with_its_number(app, worker):
    the_family()
    verdict = Verdict(official=frozenset({"akta"}), refused={"kia": "Nanti.", "kk": "Nanti."}, numbers=NUMBERS)
    application = issued(app, worker, "akta-kelahiran", BIRTH, verdict)
    old = by_result(application)["akta"]
    number, day = "6474-LU-03062020-0018", NOON.date()

    def issue(document: Document, digest: str) -> None:
        with transaction():
            documents.official(document, number, f"documents/{digest}", digest=digest * 2, size=1, signature={}, day=day,
                               by=events.SYSTEM, at=NOON)  # fmt: skip
            processing.document_active(document, application, pin_hash="x", at=NOON)

    issue(old, "1" * 32)
    new = approve(ask(old, renamed(old, "Made Rai Putra")))
    assert (new.origin, new.state, jobs.of("document", new.id)) == ("official", documents.WAITING, None)
    issue(new, "2" * 32)
    assert (old.state, new.state, new.label, new.number) == ("superseded", "active", number, None)


def test_the_register_is_corrected_in_the_same_transaction_and_keeps_the_old_value(born):
    akta = by_result(born)["akta"]
    new = approve(ask(akta, renamed(akta, "Made Rai Putra")))
    child = residents.by_nik(NIK)
    assert child.name == "Made Rai Putra"
    row = history.of_resident(child)[0]
    assert (row.what, row.element, row.old, row.new) == ("correct", "name", "Made Rai", "Made Rai Putra")
    assert (row.application_id, row.document_id) == (born.id, new.id)


def test_a_child_without_a_nik_is_found_through_the_application_that_added_it(app, worker):
    the_family()
    application = issued(app, worker, "akta-kelahiran", BIRTH)
    akta = by_result(application)["akta"]
    approve(ask(akta, renamed(akta, "Made Rai Putra")))
    names = {each.name for each in db.session.query(residents.Resident)}
    assert "Made Rai Putra" in names and "Made Rai" not in names


def test_what_the_register_can_not_hold_is_refused_and_nothing_is_changed(born):
    akta = by_result(born)["akta"]
    asked = ask(akta, {"birth_date": [akta.facts["birth_date"], "1970-01-01"]})
    with pytest.raises(refusals.NotPossible):
        approve(asked)
    db.session.expire_all()
    assert asked.state == corrections.ASKED and len(documents.of(born.id)) == 2


def test_a_family_card_is_corrected_row_by_row_and_the_register_with_it(app, born, worker):
    old = by_result(born)["kk"]
    index = next(place for place, row in enumerate(old.facts["members"]) if row["nik"] == NIK)
    path = f"members-{index}-birth_place"
    typed = {fact.path: fact.value for fact in corrections.facts_of(old)} | {path: "Samarinda"}
    changes, wrong = corrections.read(old, typed, today=NOON.date())
    assert not wrong and [*changes] == [path]
    new = corrected(worker, old, changes)
    assert (old.state, new.state) == ("superseded", "active") and "SAMARINDA" in text_of(app, new).upper()
    assert residents.by_nik(NIK).birth_place == "Samarinda"


def test_an_address_and_a_marital_state_on_the_card_reach_the_register(born):
    kk = by_result(born)["kk"]
    index = next(place for place, row in enumerate(kk.facts["members"]) if row["nik"] == MOTHER)
    approve(ask(kk, {"address": [kk.facts["address"], "Jl. Baru 7"], "village": ["64.74.01.1006", "64.74.01.1002"],
                     f"members-{index}-marital": ["2", "3"]}))  # fmt: skip
    mother = residents.by_nik(MOTHER)
    assert (mother.family.address, mother.family.village_code) == ("Jl. Baru 7", "64.74.01.1002")
    assert (mother.marital, mother.has_marriage_record) == ("2", False)


def test_a_person_whom_the_register_does_not_hold_is_noted_and_the_document_corrected_all_the_same(app, worker):
    application = an_approved()
    worker.drain(at=NOON)
    db.session.expire_all()
    akta = documents.of(application.id)[0]
    new = corrected(worker, akta, {**renamed(akta, "Sekar"), "nik": ["", NIK]})
    assert new.state == documents.ACTIVE
    noted = events.of("application", application.id, kinds=("register.incomplete",))
    assert noted[-1].facts == {"missing": ["child_name", "nik"]}


def test_a_finished_file_is_open_until_the_new_document_is_active(born, worker):
    akta = by_result(born)["akta"]
    assert born.state == FINISHED
    approve(ask(akta, renamed(akta, "Made Rai Putra")))
    assert (born.state, akta.state) == (APPROVED, documents.ACTIVE)
    worker.drain(at=NOON)
    db.session.expire_all()
    assert born.state == FINISHED
    kinds = [event.kind for event in events.of("application", born.id)]
    assert {"correction.asked", "correction.approved", "application.reopened"} <= set(kinds)


def test_who_asked_may_not_approve_and_only_a_registrar_approves(born):
    akta, registrar = by_result(born)["akta"], an_officer(Role.REGISTRAR)
    asked = ask(akta, renamed(akta, "Made Rai Putra"), registrar)
    for officer, refusal in ((registrar, corrections.OwnRequest), (an_officer(), NotAllowed),
                             (an_officer(Role.ADMINISTRATOR), NotAllowed)):  # fmt: skip
        with pytest.raises(refusal):
            approve(asked, officer)
    assert asked.state == corrections.ASKED


def test_a_revocation_is_asked_by_one_and_done_by_another(born):
    akta, registrar = by_result(born)["akta"], an_officer(Role.REGISTRAR)
    with transaction():
        asked = corrections.ask_revocation(akta, "Terbit ganda.", registrar, at=NOON)
    assert akta.state == documents.ACTIVE
    with pytest.raises(corrections.OwnRequest):
        approve(asked, registrar)
    assert approve(asked, an_officer(Role.ADMINISTRATOR)) is None
    assert (akta.state, akta.end_reason) == (documents.REVOKED, "Terbit ganda.")


def test_a_refused_request_keeps_its_reason_and_another_may_be_asked(born):
    akta = by_result(born)["akta"]
    asked, registrar = ask(akta, renamed(akta, "Made Rai Putra")), an_officer(Role.REGISTRAR)
    with transaction():
        corrections.refuse(asked, "Sudah sesuai surat lahir.", registrar, at=NOON)
    assert (asked.state, asked.refusal) == (corrections.REFUSED, "Sudah sesuai surat lahir.")
    assert not told_of(born)
    with pytest.raises(Conflict):
        approve(asked)
    assert ask(akta, renamed(akta, "Made Putra")).state == corrections.ASKED


def told_of(application: Application) -> list[tuple[str, str]]:
    """The messages about a refused objection: channel and state."""
    query = sa.select(Notice.channel, Notice.state).where(Notice.template == "objection_refused")
    return [tuple(row) for row in db.session.execute(query.where(Notice.application_id == application.id))]


def test_a_resident_whose_objection_is_refused_is_told_on_each_channel(born, worker):
    akta, registrar = by_result(born)["akta"], an_officer(Role.REGISTRAR)
    with transaction():
        objection = corrections.object_to(akta, "Nama salah.", at=NOON)
    with transaction():
        corrections.refuse(objection, "Sudah sesuai surat lahir.", registrar, at=NOON)
    assert told_of(born) == [("email", "queued"), ("phone", "queued")]
    worker.drain(at=NOON)
    assert told_of(born) == [("email", "sent"), ("phone", "sent")]


def test_one_request_a_document_is_open_until_its_new_document_is_active(born, worker):
    akta = by_result(born)["akta"]
    asked = ask(akta, renamed(akta, "Made Rai Putra"))
    with pytest.raises(corrections.AlreadyAsked):
        ask(akta, renamed(akta, "Made"))
    new = approve(asked)
    with pytest.raises(corrections.AlreadyAsked):
        ask(akta, renamed(akta, "Made"))
    worker.drain(at=NOON)
    db.session.expire_all()
    assert ask(new, renamed(new, "Made")).state == corrections.ASKED


def test_an_objection_lives_for_fourteen_local_days(born):
    akta = by_result(born)["akta"]
    # Issued at 10.00 in Bontang; the fourteenth day ends at its midnight, 16.00 UTC.
    last = NOON + timedelta(days=14, hours=13, minutes=59)
    assert corrections.may_object(akta, at=last)
    with pytest.raises(corrections.TooLate), transaction():
        corrections.object_to(akta, "Nama salah.", at=last + timedelta(minutes=1))
    with pytest.raises(BadInput), transaction():
        corrections.object_to(akta, " ", at=NOON)
    with transaction():
        corrections.object_to(akta, "Nama salah.", at=last)
    with pytest.raises(corrections.AlreadyAsked), transaction():
        corrections.object_to(akta, "Nama salah.", at=NOON)


def test_an_objection_becomes_the_officers_request(born):
    akta, officer = by_result(born)["akta"], an_officer()
    with transaction():
        objection = corrections.object_to(akta, "Nama salah.", at=NOON)
    asked = ask(akta, renamed(akta, "Made Rai Putra"), officer)
    assert asked.id == objection.id
    assert (asked.state, asked.words, asked.asked_by) == (corrections.ASKED, "Nama salah.", officer.id)


def test_values_are_read_as_their_kind_and_refused_at_their_field(born):
    akta = by_result(born)["akta"]
    typed = {fact.path: fact.value for fact in corrections.facts_of(akta)}
    assert corrections.read(akta, typed, today=NOON.date()) == ({}, {})
    bad = {
        "child_name": "",
        "sex": "9",
        "birth_date": "01-06-2031",
        "child_order": "nol",
        "nik": "123",
        "mother_name": "N4ma",
    }
    _changes, wrong = corrections.read(akta, typed | bad, today=NOON.date())
    assert {*wrong} == {"child_name", "sex", "birth_date", "child_order", "nik", "mother_name"}


@pytest.mark.both_engines
def test_an_officer_and_a_resident_at_once_leave_one_request_open(app, born):
    akta, officer = by_result(born)["akta"], an_officer()
    number, who, change = akta.id, officer.id, renamed(akta, "Made Rai Putra")
    db.session.remove()

    def tap(place: int) -> str:
        with transaction():
            document = db.session.get_one(Document, number)
            if place:
                corrections.object_to(document, "Nama salah.", at=NOON)
            else:
                corrections.ask(document, change, "Salah ketik.", db.session.get_one(Officer, who), at=NOON)
        return "done"

    answers = in_parallel(app, 2, tap)
    # The objection alone is refused when it comes second; the officer's request takes up one that came first.
    assert {type(answer) for answer in answers if answer != "done"} <= {corrections.AlreadyAsked}
    assert answers[0] == "done" and db.session.query(corrections.Correction).count() == 1


@pytest.mark.both_engines
def test_two_who_approve_at_once_begin_one_document(app, born):
    akta = by_result(born)["akta"]
    asked, officers = ask(akta, renamed(akta, "Made Rai Putra")), [an_officer(Role.REGISTRAR) for _ in range(2)]
    number, ids, file = asked.id, [each.id for each in officers], born.id
    db.session.remove()

    def tap(place: int) -> str:
        with transaction():
            corrections.approve(corrections.find(number), db.session.get_one(Officer, ids[place]), at=NOON)
        return "done"

    answers = in_parallel(app, 2, tap)
    assert [answer for answer in answers if answer == "done"] == ["done"]
    assert [type(answer) for answer in answers if answer != "done"] == [Conflict]
    assert len(documents.of(file)) == 3
