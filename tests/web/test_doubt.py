"""A resident doubts who opened the file, from the status page, and reads the answer there."""

from datetime import timedelta

import pytest

from office import clock
from office.applications import review
from office.db import transaction
from office.staff import Role
from office.watching import doubts
from tests.factories import NOON, an_application, an_officer

LINE = "Petugas pemeriksa, Kamis, 4 Juni 2020: 10.00 WITA"


@pytest.fixture
def opened(app, monkeypatch):
    """An application that a verifier opened."""
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=1))
    application, officer = an_application(), an_officer()
    with transaction():
        review.look(application, officer, at=NOON)
        review.look(application, officer, at=NOON, what="paper:kk")
    return application


def place(application, rest="laporkan"):
    return f"/permohonan/{application.token}/{rest}"


def report(phone, application, **typed):
    phone.open(place(application)).send(place(application), {"siapa": "verifier:2020-06-04", "ragu": "Sudah selesai.", **typed})


def test_a_doubt_is_sent_once_and_its_answer_is_read_on_the_status_page(phone, opened):
    words = phone.open(place(opened, "status")).words
    assert words.count(LINE) == 1 and "Ini tidak benar, laporkan" in words
    report(phone, opened)
    assert phone.place.endswith("/status") and "sedang diperiksa atasan petugas" in phone.words
    assert "Ini tidak benar, laporkan" not in phone.words
    assert phone.open(place(opened)).status == 409
    head = an_officer(Role.HEAD)
    with transaction():
        doubts.answer(doubts.open_of(opened.id), "Petugas memeriksa aduan.", head, at=clock.now())
    words = phone.open(place(opened, "status")).words
    assert "tentang Petugas pemeriksa, Kamis, 4 Juni 2020, sudah dijawab. Petugas memeriksa aduan." in words
    assert "Ini tidak benar, laporkan" in words


def test_a_second_tap_keeps_one_doubt(phone, opened):
    form = phone.open(place(opened)).form(place(opened))
    for _ in range(2):
        answer = phone.client.post(place(opened), data={**form.fields, "siapa": "verifier:2020-06-04", "ragu": "Sudah selesai."})
        assert answer.status_code == 303
    assert len(doubts.of(opened.id)) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"siapa": "head:2020-06-04"}, "Pilih dulu siapa"), ({"ragu": " "}, "belum diisi"),
     ({"ragu": "a" * 6000}, "Yang diketik 6000 huruf"),
     ({"ragu": "a\x00b"}, "tidak terlihat")],
)  # fmt: skip
def test_a_doubt_that_cant_be_kept_is_asked_again_with_what_was_typed(phone, opened, typed, sentence):
    report(phone, opened, **typed)
    assert phone.status == 422 and sentence in phone.words and doubts.of(opened.id) == []
    assert ("a" * 6000 in phone.page) == (len(typed.get("ragu", "")) == 6000), "what is too long is not cut"


def test_a_file_that_nobody_opened_has_nothing_to_doubt(phone, app):
    application = an_application()
    assert "Ini tidak benar, laporkan" not in phone.open(place(application, "status")).words
    assert "Belum ada petugas yang membukanya." in phone.open(place(application)).words
