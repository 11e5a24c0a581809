"""Late files on the desk: the notice and its count, files moved by a section head, absences."""

from datetime import timedelta

import pytest

from office import absences, clock, opening
from office.applications import review
from office.db import transaction
from office.promises import climbing, unread
from office.staff import Role
from tests.desk.conftest import file_url
from tests.factories import NOON, all_right, an_application, an_officer

DAY = timedelta(days=1)


@pytest.fixture
def late(app):
    """A birth whose promise was broken years ago, in an office with a verifier and a head."""
    an_officer(), an_officer(Role.HEAD)
    return an_application()


def climb():
    with transaction():
        climbing.climb(at=clock.now())


def test_a_section_head_reads_of_a_broken_promise_and_moves_the_file_to_somebody(desk, late):
    section, verifier = an_officer(Role.SECTION_HEAD), an_officer(name="Rahmawati")
    browser = desk(section)
    assert "Tidak ada yang perlu perhatian" in browser.get("/petugas/perhatian").text
    climb()
    page = browser.get("/petugas/perhatian").text
    assert "Perhatian (1)" in page and "Janji terlewat" in page and "1 belum dibaca" in page
    assert file_url(late, "/pindahkan") in page and f'href="{file_url(late)}"' not in page
    until = str(int(clock.now().timestamp()))
    assert browser.post("/petugas/perhatian/dibaca", sampai=until).status_code == 303 and unread(section) == 0
    assert "Semua sudah dibaca" in browser.get("/petugas/perhatian").text
    refused = browser.post(file_url(late, "/pindahkan"), kepada=str(verifier.id))
    assert refused.status_code == 422 and "Pilih alasan pemindahan." in refused.text and "Rahmawati" in refused.text
    moved = browser.post(
        file_url(late, "/pindahkan"), kepada=str(verifier.id), alasan="urgent", once="another key of a test"
    )
    assert moved.status_code == 303 and late.holder_id == verifier.id
    assert "Dipindahkan kepada Anda" in desk(verifier).get("/petugas/perhatian").text


def test_a_mark_from_an_old_page_reads_nothing_that_came_since(desk, late):
    section = an_officer(Role.SECTION_HEAD)
    climb()
    assert desk(section).post("/petugas/perhatian/dibaca", sampai="1").status_code == 303
    assert desk(section).post("/petugas/perhatian/dibaca", sampai="9" * 40).status_code == 303
    assert unread(section) == 1


def test_an_officer_names_an_address_and_a_wrong_one_is_said_and_stays(desk):
    section = an_officer(Role.SECTION_HEAD)
    browser = desk(section)
    wrong = browser.post("/petugas/perhatian/e-mail", email="kabid contoh")
    assert wrong.status_code == 422 and 'value="kabid contoh"' in wrong.text and not section.email
    for email in ("kabid@example.go.id", ""):
        assert browser.post("/petugas/perhatian/e-mail", email=email).status_code == 303
        assert (section.email or "") == email


def test_all_files_of_an_officer_are_moved_but_those_that_the_other_checked(desk):
    holder, maker = an_officer(Role.REGISTRAR, name="Yohanes"), an_officer(Role.REGISTRAR)
    free, checked = an_application(), an_application()
    all_right(checked, maker)
    with transaction():
        review.take(free, holder, at=NOON)
        review.take(checked, holder, at=NOON)
    browser, place = desk(Role.HEAD), f"/petugas/beban/{holder.id}/pindahkan"
    assert place in browser.get("/petugas/beban").text and "memegang 2 berkas" in browser.get(place).text
    assert browser.post(place, alasan="load").status_code == 422
    done = browser.post(place, kepada=str(maker.id), alasan="load", once="another key of a test")
    page = browser.get(done.location).text
    assert "1 berkas dipindahkan." in page and "1 berkas tetap" in page
    assert (free.holder_id, checked.holder_id) == (maker.id, holder.id)
    assert "Yohanes" in browser.get("/petugas/", daftar="setujui", petugas=str(holder.id)).text


def test_the_list_shows_who_is_away_and_lets_another_officer_take_over(desk, late):
    away, deputy = an_officer(), an_officer()
    at = clock.now()
    with transaction():
        review.take(late, away, at=at)
        absences.note(away, deputy, opening.local_day(at), opening.local_day(at), by=away, at=at)
    browser = desk(deputy)
    page = browser.get("/petugas/", daftar="periksa", pegang="bebas").text
    assert "Tidak ada berkas seperti itu" in page
    page = browser.get("/petugas/", daftar="periksa", lewat="1").text
    assert "tidak bertugas" in page and "Ambil alih" in page and "Lewat" in page
    assert browser.post(file_url(late, "/ambil")).status_code == 303 and late.holder_id == deputy.id


def test_an_absence_is_noted_with_what_is_wrong_said_and_nothing_lost(desk):
    ani, budi = an_officer(name="Ani"), an_officer(name="Budi")
    browser, at = desk(ani), clock.now()
    first, last = opening.local_day(at).isoformat(), (opening.local_day(at) + DAY).isoformat()
    for wrong in (
        {"mulai": "besok"},
        {"mulai": last, "selesai": first},
        {"pengganti": "x"},
        {"pengganti": str(ani.id)},
    ):
        form = {"mulai": first, "selesai": last, "pengganti": str(budi.id)} | wrong
        answer = browser.post("/petugas/cuti", **form, once=f"a key of a test {wrong}")
        assert answer.status_code == 422 and f'value="{form["selesai"]}"' in answer.text
    for_another = {"petugas": str(budi.id), "mulai": first, "selesai": last, "pengganti": str(ani.id)}
    assert browser.post("/petugas/cuti", **for_another).status_code == 403
    done = browser.post(
        "/petugas/cuti", mulai=first, selesai=last, pengganti=str(budi.id), once="the last key of a test"
    )
    assert done.status_code == 303 and absences.away(at) == {ani.id: budi.id}
    circle = desk(budi).post("/petugas/cuti", mulai=first, selesai=last, pengganti=str(ani.id))
    assert circle.status_code == 409 and "melingkar" in circle.text
    number = absences.coming(at)[0].id
    assert desk(budi).post(f"/petugas/cuti/{number}/batal").status_code == 403
    assert browser.post(f"/petugas/cuti/{number}/batal", once="a key to call it off").status_code == 303
    assert absences.away(at) == {}
