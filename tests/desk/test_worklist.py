"""The work list and the search: what is seen, what can be taken, and by whom."""

import re
from datetime import timedelta

import pytest

from desk.promises import promise, span
from office import clock
from office.applications import review, states
from office.db import transaction
from office.staff import Role
from tests.desk.conftest import file_url
from tests.factories import NOON, all_right, an_application, an_approved, an_officer

SEKAR = "Ni Luh Putu Sekar"


def test_a_late_file_says_how_late_it_is(app):
    application = an_application()
    with app.test_request_context():
        assert promise(application, at=application.promised_at + timedelta(minutes=40)) == ("bad", "Lewat 40 mnt", None)


def test_a_promise_of_today_and_one_of_another_day_look_different(app):
    application = an_application()
    all_right(application, an_officer(), at=application.promised_at - timedelta(minutes=30))
    with app.test_request_context():
        assert promise(application, at=application.promised_at - timedelta(minutes=1)) == (
            "warn",
            "Hari ini 10.00",
            "clock",
        )
        assert promise(application, at=NOON) == ("info", "Jumat 10.00", "calendar")
        assert promise(application, at=NOON - timedelta(days=20)) == ("info", "5 Jun 10.00", "calendar")


def test_a_file_with_the_resident_has_no_promise_to_keep(app):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
        review.judge(application, "paper", "surat-lahir", "fix", "Kabur.", officer, at=NOON)
        review.send_back(application, officer, at=NOON)
    with app.test_request_context():
        assert promise(application, at=NOON)[:2] == ("quiet", "Tunggu warga")


@pytest.mark.parametrize(("time", "words"), [(timedelta(seconds=5), "1 mnt"), (timedelta(minutes=59), "59 mnt"),
                                             (timedelta(hours=3), "3 jam"), (timedelta(hours=47), "47 jam"),
                                             (timedelta(days=2), "2 hari")])  # fmt: skip
def test_a_span_is_told_in_the_largest_unit_that_says_enough(app, time, words):
    with app.test_request_context():
        assert span(time) == words


def test_each_list_is_counted_and_shown(desk):
    an_application()
    an_approved("ktp-hilang-rusak")
    page = desk(Role.VERIFIER).get("/petugas/").text
    assert SEKAR in page and re.search(r"Perlu diperiksa</span><span class=\"num\">1<", page)
    assert "Maria Goretti Dalung" not in page


def test_a_list_can_be_narrowed_to_one_service(desk):
    an_application()
    an_application("ktp-hilang-rusak")
    page = desk(Role.VERIFIER).get("/petugas/", layanan="ktp-hilang-rusak").text
    assert "Maria Goretti Dalung" in page and SEKAR not in page


def test_an_unknown_list_a_wild_page_and_an_unknown_service_do_no_harm(desk):
    an_application()
    browser = desk(Role.VERIFIER)
    assert SEKAR in browser.get("/petugas/", daftar="'; drop", layanan="x").text
    assert (
        browser.get("/petugas/", halaman="-5").status_code
        == browser.get("/petugas/", halaman="9" * 30).status_code
        == 200
    )


def test_a_long_list_goes_on_on_another_page(app, desk, monkeypatch):
    monkeypatch.setattr("office.applications.worklist.PAGE", 1)
    first, second = an_application(), an_application(at=NOON + timedelta(hours=1))
    browser = desk(Role.VERIFIER)
    page = browser.get("/petugas/", daftar="periksa")
    assert file_url(first, "/ambil") in page.text and file_url(second, "/ambil") not in page.text
    assert "halaman=2" in page.text
    assert file_url(second, "/ambil") in browser.get("/petugas/", daftar="periksa", halaman="2").text


def test_taking_a_file_opens_it_and_the_second_officer_is_told_who_holds_it(desk):
    application, rahmawati = an_application(), an_officer(name="Rahmawati")
    taken = desk(rahmawati).post(file_url(application, "/ambil"))
    assert (taken.status_code, taken.location) == (303, file_url(application))
    late = desk(Role.VERIFIER).post(file_url(application, "/ambil"))
    assert late.status_code == 409 and "Berkas ini sedang dipegang Rahmawati." in late.text
    assert application.holder_id == rahmawati.id


def test_the_next_file_is_the_most_urgent_one_that_nobody_holds(desk):
    urgent, other = an_application(), an_application(at=NOON + timedelta(hours=1))
    first = desk(Role.VERIFIER)
    assert first.post("/petugas/ambil-berikutnya", daftar="periksa").location == file_url(urgent)
    assert desk(Role.VERIFIER).post("/petugas/ambil-berikutnya", daftar="periksa").location == file_url(other)
    none = first.post("/petugas/ambil-berikutnya", daftar="periksa")
    assert none.location == "/petugas/?daftar=periksa"
    assert "Tidak ada berkas yang bebas di daftar ini." in first.get(none.location).text


def test_a_verifier_takes_no_file_that_waits_for_approval(desk):
    application = an_application()
    all_right(application, an_officer())
    browser = desk(Role.VERIFIER)
    assert browser.post("/petugas/ambil-berikutnya", daftar="setujui").location == "/petugas/?daftar=setujui"
    assert browser.post(file_url(application, "/ambil")).status_code == 403
    assert application.holder_id is None


def test_who_checked_a_file_can_not_take_it_to_approve_it(desk):
    application, registrar = an_application(), an_officer(Role.REGISTRAR)
    all_right(application, registrar)
    browser = desk(registrar)
    assert SEKAR not in browser.get("/petugas/", daftar="setujui").text
    assert "petugas lain yang harus menyetujui" in browser.post(file_url(application, "/ambil")).text


def test_an_administrator_frees_a_file_that_was_left_behind_but_opens_none(desk):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
    browser = desk(Role.ADMINISTRATOR)
    page = browser.get("/petugas/", daftar="periksa").text
    assert file_url(application, "/lepas") in page and f'href="{file_url(application)}"' not in page
    assert browser.post(file_url(application, "/lepas")).status_code == 303
    assert application.holder_id is None


def test_the_front_desk_sees_the_list_but_no_way_into_a_file(desk):
    application = an_application()
    page = desk(Role.FRONT_DESK).get("/petugas/", daftar="periksa").text
    assert SEKAR in page and file_url(application) not in page


def test_a_name_is_searched_for_by_post_and_never_stands_in_an_address(desk):
    an_application()
    browser = desk(Role.VERIFIER)
    assert SEKAR in browser.post("/petugas/cari", q="putu SEKAR").text
    assert SEKAR not in browser.get("/petugas/cari", q="Sekar").text
    assert 'action="/petugas/cari" method="post"' in browser.get("/petugas/").text


def test_a_reference_is_found_as_people_write_it(desk):
    application = an_application()
    written = f" {application.reference[:4].lower()}-{application.reference[4:].lower()} "
    assert SEKAR in desk(Role.FRONT_DESK).post("/petugas/cari", q=written).text


@pytest.mark.parametrize("wanted", ["%", "_", "' OR 1=1 --", "عبد", "<script>", "x" * 500])
def test_a_search_for_anything_finds_nothing_it_should_not(desk, wanted):
    an_application()
    answer = desk(Role.VERIFIER).post("/petugas/cari", q=wanted)
    assert answer.status_code == 200 and SEKAR not in answer.text and "<script>" not in answer.text


def test_a_draft_is_not_on_any_list(desk):
    from tests.factories import a_full_draft

    a_full_draft()
    browser = desk(Role.VERIFIER)
    assert SEKAR not in browser.get("/petugas/").text + browser.post("/petugas/cari", q="Sekar").text


def test_a_withdrawn_file_stands_among_the_closed_ones(desk):
    from office.applications import drafts

    application = an_application()
    with transaction():
        drafts.withdraw(application, at=clock.now())
    assert application.state == states.WITHDRAWN
    assert "Ditarik warga" in desk(Role.VERIFIER).get("/petugas/", daftar="ditutup").text
