"""The registrar's page: what waits, the order after a fresh second factor, and how far a batch came."""

import re

import pytest

from commands.workers import build
from office import clock, codes, documents, events, jobs, settings
from office.db import db, transaction
from office.documents import signing
from office.staff import Role, second_factor
from tests.factories import NOON, an_approved, an_officer

LIST = "/petugas/tanda-tangan"


@pytest.fixture
def registrar(app):
    officer = an_officer(Role.REGISTRAR)
    with transaction():
        officer.authenticator = codes.new_token()
        settings.put("signing", "batch", by=events.SYSTEM, at=NOON)
    return officer


def waiting(app, count=2):
    """Documents that were drawn, and their worker."""
    worker = build(app)
    made = [an_approved(store=worker.store) for _ in range(count)]
    worker.drain(at=NOON)
    return [documents.of(application.id)[0] for application in made], worker


def code(officer):
    db.session.refresh(officer)
    return second_factor.next_code(officer, at=clock.now())


def test_what_was_drawn_is_chosen_read_ordered_with_a_fresh_code_and_followed(app, desk, registrar):
    (first, second), worker = waiting(app)
    browser = desk(registrar)
    page = browser.get(LIST).text
    assert first.number in page and second.number in page and "Sekar" not in page and " checked" not in page
    assert browser.get(LIST, pilih="semua").text.count(" checked") == 2
    assert browser.get(f"{LIST}/surat/{first.id}").data.startswith(b"%PDF")
    assert events.of("application", first.application_id)[-1].facts == {"what": f"document:{first.id}"}

    place = browser.post(f"{LIST}/pilih", surat=[str(first.id)]).location
    chosen = browser.get(place).text
    assert place == f"{LIST}/pilih?surat={first.id}"
    assert "<h1>Tanda tangani 1 surat</h1>" in chosen and f'value="{first.id}"' in chosen
    wrong = browser.post(LIST, surat=str(first.id), kode="000000")
    assert wrong.status_code == 422 and "Kode ini tidak cocok" in wrong.text and f'value="{first.id}"' in wrong.text
    key = f"one form of a test {clock.now().timestamp()}"
    done = browser.post(LIST, once=key, surat=str(first.id), kode=code(registrar))
    assert re.fullmatch(rf"{LIST}/\d+", done.location)
    assert browser.post(LIST, once=key, surat=str(first.id), kode="000000").location == LIST
    assert "0 dari 1 surat ditandatangani" in browser.get(done.location).text

    worker.drain(at=clock.now())
    part = browser.get(done.location, fragment=True).text
    assert "1 dari 1 surat ditandatangani" in part and "<html" not in part and "hx-trigger" not in part
    assert first.number not in browser.get(LIST).text.partition("Perintah terakhir")[0]


def test_a_failed_document_is_shown_with_its_reason_and_tried_again(app, desk, registrar):
    (bad, _good), worker = waiting(app)
    browser = desk(registrar)
    done = browser.post(LIST, surat=",".join(str(each.id) for each in signing.waiting()), kode=code(registrar))
    with transaction():
        jobs.put_off(jobs.of("document", bad.id), trouble="NotProven in _proven, line 1", at=clock.now(), final=True)
    page = browser.get(done.location).text
    assert "1 surat gagal ditandatangani." in page and "Berkas tersimpan tidak cocok dengan sidiknya" in page
    assert browser.post(f"{done.location}/ulang").status_code == 303
    worker.drain(at=clock.now())
    assert "2 dari 2 surat ditandatangani" in browser.get(done.location).text


def test_nothing_chosen_and_what_somebody_else_ordered_are_said_and_change_nothing(app, desk, registrar):
    (document, _other), _worker = waiting(app)
    browser = desk(registrar)
    assert "Pilih 1 sampai 500 surat." in browser.post(f"{LIST}/pilih").text + browser.get(f"{LIST}/pilih").text
    assert "Jenis surat “x” tidak dikenal" in browser.get(LIST, jenis="x").text
    assert "Tidak ada surat jenis ini" in browser.get(LIST, jenis="skpwni").text
    assert browser.post(f"{LIST}/pilih", surat=["x", "99999"]).status_code == 409
    assert browser.post(LIST, surat=",".join(["1"] * 499 + ["x"]), kode="").status_code == 422
    with transaction():
        signing.order([document.id], registrar, factor="code", at=NOON)
    late = browser.post(LIST, surat=str(document.id), kode=code(registrar))
    assert late.status_code == 409 and "sudah diminta untuk ditandatangani" in late.text


def test_where_each_is_signed_at_once_the_page_says_so(desk):
    page = desk(Role.REGISTRAR).get(LIST).text
    assert "Tidak ada surat yang menunggu" in page and "langsung setelah disetujui" in page
