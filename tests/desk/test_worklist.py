"""The work list and the search: what is seen, what can be taken, and by whom."""

import re
from datetime import timedelta

import pytest

from desk.promises import promise, span
from office import clock, places
from office.applications import review, states
from office.db import transaction
from office.events import SYSTEM
from office.staff import Role
from tests.desk.conftest import file_url
from tests.factories import NOON, all_right, an_application, an_approved, an_officer
from tests.hall import a_place

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


def test_a_list_can_be_narrowed_to_one_of_the_services_that_have_files_in_it(desk):
    an_application()
    an_application("ktp-hilang-rusak")
    page = desk(Role.VERIFIER).get("/petugas/", layanan="ktp-hilang-rusak").text
    assert "Maria Goretti Dalung" in page and SEKAR not in page
    offered = re.findall(r'<option value="([a-z-]+)"', page)
    assert offered == ["akta-kelahiran", "ktp-hilang-rusak"] and "Akta kelahiran (1)" in page
    assert len(re.findall(r'<option value="[a-z-]+"', desk(Role.VERIFIER).get("/petugas/", daftar="selesai").text)) > 40


def test_late_means_past_its_step_in_the_figure_of_the_dashboard_and_in_the_list_behind_it(desk):
    late, soon = an_application(), an_application("ktp-hilang-rusak", at=clock.now())
    with transaction():
        late.promised_at, late.step_due = clock.now() + timedelta(minutes=1), clock.now() - timedelta(hours=1)
        soon.promised_at, soon.step_due = clock.now() + timedelta(minutes=1), clock.now() + timedelta(minutes=1)
    an_approved()
    browser = desk(Role.SECTION_HEAD)
    figures = dict(re.findall(r"<dt>([^<]+)</dt><dd><b>(\d+)</b>", browser.get("/petugas/angka").text))
    shown = {name: browser.get("/petugas/", daftar=name).text for name in ("terlambat", "hari-ini")}
    assert 'href="/petugas/?daftar=terlambat"' in browser.get("/petugas/angka").text
    counted = {name: len(re.findall(r'<th scope="row"', page)) for name, page in shown.items()}
    assert (figures["Terlambat"], figures["Berisiko terlambat"]) == ("2", "1") and counted == {"terlambat": 2, "hari-ini": 1}


def test_an_unknown_list_a_wild_page_and_an_unknown_service_do_no_harm(desk):
    an_application()
    browser = desk(Role.VERIFIER)
    page = browser.get("/petugas/", daftar="'; drop", layanan="zzz", pegang="y", petugas="999", lewat="x").text
    assert SEKAR in page and page.count("tidak dikenal, jadi tidak dipakai untuk menyaring.") == 5
    assert "Layanan “zzz”" in page and "tidak dikenal" not in browser.get("/petugas/", daftar="periksa", lewat="1").text
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


def found(browser, words):
    """The page that a search leads to."""
    sent = browser.post("/petugas/cari", q=words)
    assert sent.status_code == 303 and words.split()[-1] not in sent.location
    return browser.get(sent.location)


def test_a_name_is_searched_for_by_post_and_found_again_under_a_key_that_says_nothing(desk, monkeypatch):
    an_application()
    browser = desk(Role.VERIFIER)
    assert SEKAR in found(browser, "putu SEKAR").text
    first = browser.post("/petugas/cari", q="putu SEKAR").location
    assert "Maria" not in browser.get(first).text and SEKAR in browser.get(first).text
    assert SEKAR not in browser.get("/petugas/cari", q="Sekar").text + desk(Role.VERIFIER).get(first).text
    assert 'action="/petugas/cari" method="post"' in browser.get("/petugas/").text
    monkeypatch.setattr("desk.searched.LASTS", timedelta(0))
    assert "Pencarian ini sudah lewat" in found(browser, "putu SEKAR").text


def test_a_reference_is_found_as_people_write_it(desk):
    application = an_application()
    written = f" {application.reference[:4].lower()}-{application.reference[4:].lower()} "
    assert SEKAR in found(desk(Role.FRONT_DESK), written).text


@pytest.mark.parametrize("wanted", ["%", "_", "' OR 1=1 --", "عبد", "<script>", "x" * 500])
def test_a_search_for_anything_finds_nothing_it_should_not(desk, wanted):
    an_application()
    browser = desk(Role.VERIFIER)
    answer = browser.get(browser.post("/petugas/cari", q=wanted).location)
    assert answer.status_code == 200 and SEKAR not in answer.text and "<script>" not in answer.text


def test_a_draft_is_not_on_any_list(desk):
    from tests.factories import a_full_draft

    a_full_draft()
    browser = desk(Role.VERIFIER)
    assert SEKAR not in browser.get("/petugas/").text + found(browser, "Sekar").text


def test_a_withdrawn_file_stands_among_the_closed_ones(desk):
    from office.applications import drafts

    application = an_application()
    with transaction():
        drafts.withdraw(application, at=clock.now())
    assert application.state == states.WITHDRAWN
    assert "Ditarik warga" in desk(Role.VERIFIER).get("/petugas/", daftar="ditutup").text


def test_who_steers_narrows_the_lists_to_a_place_and_an_officer_of_a_place_has_no_choice(desk):
    head, seated = desk(Role.HEAD), desk(Role.VERIFIER)
    assert "tempat=" not in head.get("/petugas/").text
    here, mall = an_application(), a_place()
    with transaction():
        places.seat(seated.officer.id, mall, by=SYSTEM, at=NOON)
    page = head.get(f"/petugas/?tempat={mall.id}").text
    assert "Mal Pelayanan Publik" in page and SEKAR not in page and SEKAR in head.get("/petugas/").text
    assert SEKAR not in seated.get("/petugas/").text and "tempat=" not in seated.get("/petugas/").text
    assert seated.get(file_url(here)).status_code == 200
