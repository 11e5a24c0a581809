"""Signing in from a phone: the same answer for everybody, one's own things alone, and papers and answers used again."""

from datetime import timedelta

import pytest

from office import accounts, clock, codes, papers
from office.accounts.signing_in import SignIn
from office.applications import states
from office.db import db, transaction
from office.staff import Role
from tests.factories import NOON, a_draft, an_officer
from tests.register.people import FATHER, KK, MOTHER, the_family
from tests.web.makers import a_finished
from tests.web.phone import Phone

PHONE = "081200000189"


@pytest.fixture(autouse=True)
def later(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=2))


def ask(phone, nik=FATHER, number=PHONE):
    return phone.open("/akun").send("/akun", {"nik": nik, "telepon": number})


def code():
    newest = db.session.query(SignIn).order_by(SignIn.id.desc()).first()
    return codes.sign_in_code(newest.token)


def sign_in(phone, number=PHONE):
    return ask(phone, number=number).send("/akun/kode", {"kode": code()})


def same_page(phone):
    import re

    return re.sub(r'value="[^"]*"', "", phone.page)


def test_a_known_resident_and_a_stranger_read_the_same(app, phone):
    a_finished(app.extensions["lamin"].store)
    pages = set()
    for nik, number in ((FATHER, PHONE), (FATHER, "081200000999"), (MOTHER, "081200000777")):
        ask(phone, nik, number)
        assert (phone.status, phone.place) == (200, "/akun/kode")
        pages.add(same_page(phone))
        right = code()
        phone.send("/akun/kode", {"kode": f"{(int(right) + 1) % 1_000_000:06d}"})
        assert phone.status == 422
        pages.add(same_page(phone))
    assert len(pages) == 2
    # Even the right code, which nobody was sent, opens nothing.
    phone.send("/akun/kode", {"kode": code()})
    assert phone.status == 422 and "Kode tidak cocok" in phone.words


def test_what_can_not_be_a_nik_or_a_number_is_said_at_its_box(phone):
    ask(phone, "123", "08")
    assert phone.status == 422 and phone.page.count('class="why"') == 2


def test_the_account_shows_ones_own_and_is_left_without_a_trace(app, phone):
    application, document = a_finished(app.extensions["lamin"].store)
    sign_in(phone)
    assert phone.place == "/akun" and f"/permohonan/{application.token}/status" in phone.page
    assert f"/dokumen/{document.access_token}" in phone.page and "Kartu Keluarga, dikirim" in phone.words
    assert phone.response.headers["Cache-Control"] == "no-store"
    for secret in (FATHER, PHONE, "+62812"):
        assert secret not in phone.page
    phone.open(f"/dokumen/{document.access_token}")
    assert "PIN" in phone.words
    phone.open("/akun").send("/akun/keluar", follow=False)
    assert '"cookies"' in phone.response.headers["Clear-Site-Data"]
    assert "Kirim kode" in phone.open("/akun").words


def test_leaving_everywhere_ends_the_other_phone_too(app, phone):
    a_finished(app.extensions["lamin"].store)
    other = Phone(app)
    sign_in(other)
    sign_in(phone)
    phone.send("/akun/keluar-semua")
    assert "Kirim kode" in other.open("/akun").words


def test_papers_are_chosen_slot_by_slot_and_only_ones_own(app, phone):
    first, _document = a_finished(app.extensions["lamin"].store)
    draft, old = a_draft(), papers.slot(first.id, "kartu-keluarga")
    place = f"/permohonan/{draft.token}/surat/kartu-keluarga/lagi"
    papers_page = f"/permohonan/{draft.token}/surat"
    assert "Pakai foto" not in phone.open(papers_page).words
    sign_in(phone)
    phone.open(papers_page).send(place)
    assert "Dari permohonan sebelumnya, dikirim" in phone.words
    assert papers.slot(draft.id, "kartu-keluarga").file_key == old.file_key
    stranger = Phone(app)
    stranger.post(place, {**stranger.open(papers_page).form("/kosongkan").fields, "dari": str(old.id)})
    assert stranger.place == "/akun"
    phone.post(place, {**phone.open(papers_page).form("/kosongkan").fields, "dari": "99999"})
    assert phone.status == 404


def test_a_step_is_filled_from_the_register_for_its_owner_and_for_nobody_else(app, phone):
    the_family()
    officer = an_officer(Role.FRONT_DESK)
    with transaction():
        accounts.record_phone(FATHER, PHONE, officer, at=NOON)
    draft = a_draft()
    steps = f"/permohonan/{draft.token}/langkah"
    stranger = Phone(app)
    typed = {"nama": "Seseorang", "nik": FATHER, "hubungan": "ayah", "telepon": PHONE, "email": "a@contoh.id"}
    stranger.open(f"{steps}/pemohon").send(f"{steps}/pemohon", typed)
    assert MOTHER not in stranger.open(f"{steps}/ibu").page and KK not in stranger.open(f"{steps}/tambahan").page
    sign_in(phone)
    phone.open(f"{steps}/ibu")
    assert "Sudah ada di kantor: Nama lengkap ibu, NIK ibu" in phone.words and MOTHER in phone.page
    phone.send(f"{steps}/ibu", {"nikah": "ada", "tempat_lahir": "Sangatta"})
    row = next(row for row in states.all_steps(draft) if row.code == "ibu")
    assert row.values["nik"] == MOTHER and row.sources == dict.fromkeys(("nama", "nik", "tanggal_lahir"), "register")
    assert "Sudah ada di kantor" not in phone.open(f"{steps}/ibu").words
