"""A resident signs in with the code from the phone, confirms what the office holds, uses a paper again and sends."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from app import create_app
from config import read_settings
from office import accounts, clock, codes, papers
from office.applications import FINISHED, Application, drafts, states
from office.db import db, transaction
from office.staff import Role
from tests.browsers import settled
from tests.factories import a_full_draft, an_officer
from tests.journeys import walks
from tests.journeys.conftest import House
from tests.register.people import a_family, a_person

NIK, KK, NUMBER = "9999016112900004", "9999010203150099", "081200000277"
NAME = "Maria Goretti Dalung"


@pytest.fixture
def earlier(house: House) -> Iterator[Application]:
    """She is in the register, an officer wrote her number down, and her first application is finished."""
    app = create_app(read_settings(house.given))
    with app.app_context():
        at = clock.now()
        a_family([a_person(nik=NIK, name=NAME, sex="2", shdk="1", birth_date=date(1990, 12, 21))], kk=KK)
        officer = an_officer(Role.FRONT_DESK)
        application = a_full_draft("ktp-hilang-rusak", at=at, store=app.extensions["lamin"].store)
        with transaction():
            accounts.record_phone(NIK, NUMBER, officer, at=at)
            drafts.submit(application, at=at)
            application.state = FINISHED
        yield application
        db.session.remove()
        db.engine.dispose()


def test_a_resident_signs_in_confirms_uses_a_paper_again_and_sends(
    house: House, phone: Page, earlier: Application
) -> None:
    phone.goto("/lacak")
    phone.get_by_role("link", name="Masuk dengan kode ke telepon Anda").click()
    phone.get_by_label("NIK Anda").fill(NIK)
    phone.get_by_label("Nomor telepon seluler").fill(NUMBER)
    walks.picture(phone, "akun-1-masuk")
    phone.get_by_role("button", name="Kirim kode").click()
    expect(phone.get_by_role("heading", level=1, name="Masukkan kode")).to_be_visible()
    walks.picture(phone, "akun-2-kode")
    phone.get_by_label("Kode 6 angka").fill(code_from(house, phone))
    phone.get_by_role("button", name="Masuk").click()
    expect(phone.get_by_text(codes.fours(earlier.reference), exact=True)).to_be_visible()
    walks.picture(phone, "akun-3-permohonan")

    walks.start(phone, "KTP-el hilang atau rusak")
    phone.get_by_role("link", name="Anda, yang memohon").click()
    expect(phone.get_by_text(re.compile("Sudah ada di kantor: Nama lengkap Anda"))).to_be_visible()
    walks.fill(phone, "KTP-el siapa?", "KTP-el saya sendiri")
    walks.picture(phone, "akun-4-langkah")
    phone.get_by_role("button", name="Simpan dan lanjut").click()
    expect(phone.get_by_label("NIK pemilik")).to_have_value(NIK)
    settled(phone)
    walks.fill(phone, "Kelurahan tempat tinggal", "Api-api")
    phone.get_by_role("button", name="Simpan dan lanjut").click()
    steps = walks.card_steps()
    for title in ("Data di kartu", "Hilang atau rusak"):
        expect(phone.get_by_role("heading", level=1, name=title)).to_be_visible()
        settled(phone)
        for label, value in steps[title].items():
            walks.fill(phone, label, value)
        phone.get_by_role("button", name="Simpan dan lanjut").click()
    walks.picture(phone, "akun-5-surat")
    for label in ("Surat kehilangan dari polisi", "Kartu Keluarga"):
        phone.get_by_role("button", name=f"Pakai lagi {label}").click()
        expect(phone.get_by_role("button", name=f"Pakai lagi {label}")).to_have_count(0)
    walks.picture(phone, "akun-6-dipakai")
    phone.get_by_role("link", name="Lanjut").click()
    reference, _secret = walks.send(phone)

    db.session.rollback()
    sent = db.session.query(Application).filter_by(reference=reference.replace("-", "")).one()
    assert {row.code: row.sources for row in states.steps_of(sent)}["pemilik"]["nik"] == "register"
    again = papers.slot(sent.id, "kartu-keluarga")
    assert again.file_key == papers.slot(earlier.id, "kartu-keluarga").file_key and again.first_at
    phone.goto("/akun")
    phone.get_by_role("button", name="Keluar", exact=True).click()
    expect(phone.get_by_role("button", name="Keluar", exact=True)).to_have_count(0)
    phone.goto("/akun")
    expect(phone.get_by_role("button", name="Kirim kode")).to_be_visible()


def code_from(house: House, phone: Page) -> str:
    for _ in range(300):
        found = [match for text in house.texts() if (match := re.search(r"kode masuk (\d{6})", text))]
        if found:
            return found[-1].group(1)
        phone.wait_for_timeout(100)
    raise AssertionError("no code came")
