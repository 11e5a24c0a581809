"""How it was, asked once when an errand is over: from the status page, from the ticket, at the kiosk, from paper."""

import pytest

from office import clock, events, survey
from office.db import db, transaction
from office.queue import calling, tickets
from office.staff import Role
from office.survey import ELEMENTS
from office.survey.answers import SurveyAnswer
from tests.desk.conftest import Desk
from tests.factories import NOON, an_application, an_officer
from tests.hall import Screen, a_counter, a_device, a_ticket

ALL = dict.fromkeys(ELEMENTS, "4")


@pytest.fixture
def served(app, monkeypatch):
    """A ticket that was called, served and finished a moment ago."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    counter, officer = a_counter()
    ticket = a_ticket("B")
    with transaction():
        calling.call_next(counter, officer, at=NOON)
        calling.serve(counter, officer, at=NOON)
        calling.finish(counter, officer, at=NOON)
    return db.session.get_one(tickets.Ticket, ticket.id)


@pytest.fixture
def finished(app):
    application = an_application()
    with transaction():
        application.state = "finished"
    return application


def answers() -> list[SurveyAnswer]:
    db.session.expire_all()
    return list(db.session.query(SurveyAnswer).order_by(SurveyAnswer.id))


def test_a_finished_application_is_rated_once_from_its_status_page(finished, phone):
    url = f"/permohonan/{finished.token}"
    assert f"{url}/nilai" in phone.open(url).page
    phone.open(f"{url}/nilai")
    assert all(each.question.id in phone.page for each in ELEMENTS.values())
    phone.send("/nilai", dict(ALL, u9="", komentar="Petugasnya ramah."))
    assert phone.status == 422 and "Petugasnya ramah." in phone.page and 'href="#u9"' in phone.page
    phone.send("/nilai", dict(ALL, sex="2", komentar="Petugasnya ramah."))
    assert phone.place.startswith(url) and "sudah kami terima" in phone.page
    assert phone.open(f"{url}/nilai").status == 409
    assert [(each.channel, each.sex, each.comment) for each in answers()] == [("phone", "2", "Petugasnya ramah.")]


def test_what_is_not_finished_is_not_rated(app, phone):
    application = an_application()
    assert "/nilai" not in phone.open(f"/permohonan/{application.token}").page
    assert phone.open(f"/permohonan/{application.token}/nilai").status == 409


def test_a_visit_is_rated_from_its_ticket_page(served, phone):
    url = f"/antrean/{served.token}"
    assert f"{url}/nilai" in phone.open(url).page
    phone.open(f"{url}/nilai").send("/nilai", ALL)
    assert phone.place == url and "sudah kami terima" in phone.page


def test_a_visitor_rates_at_the_kiosk_three_questions_at_a_time(served, app):
    kiosk = Screen(app, *a_device())
    assert kiosk.get("/kiosk/nilai").status_code == 200
    assert kiosk.post("/kiosk/nilai", nomor="B999").status_code == 404
    assert "u1" in kiosk.post("/kiosk/nilai", nomor=served.label.replace("-", "")).text
    lacking = kiosk.post("/kiosk/nilai/isi", bagian="1", nomor=served.label, u1="4", u2="3")
    assert lacking.status_code == 422 and 'name="u3"' in lacking.text
    first = kiosk.post("/kiosk/nilai/isi", bagian="1", nomor=served.label, u1="4", u2="3", u3="4")
    assert 'name="u4"' in first.text and '<input type="hidden" name="u2" value="3">' in first.text
    last = kiosk.post(
        "/kiosk/nilai/isi", bagian="3", nomor=served.label, **dict(ALL, u2="3"), once="a key of one visit, long"
    )
    again = kiosk.post(
        "/kiosk/nilai/isi", bagian="3", nomor=served.label, **dict(ALL, u2="3"), once="a key of one visit, long"
    )
    assert last.location == again.location == "/kiosk/nilai/terima-kasih"
    assert [(each.channel, each.u2) for each in answers()] == [("kiosk", 3)]


def test_a_paper_is_typed_in_by_its_number_and_the_report_says_index_and_grade(served, finished, app):
    clerk = Desk(app, an_officer(Role.FRONT_DESK))
    day = {"hari": "4-6-2020"}
    assert clerk.post("/petugas/skm/kertas", nomor=served.label, **day, **dict(ALL, u1="1")).status_code == 303
    assert (
        clerk.post(
            "/petugas/skm/kertas", nomor=served.label, **day, **ALL, once="another key of a test, long"
        ).status_code
        == 409
    )
    assert (
        clerk.post(
            "/petugas/skm/kertas", nomor="TIDAKADA", hari="31-2-2020", **ALL
        ).status_code
        == 422
    )
    assert (
        clerk.post(
            "/petugas/skm/kertas", nomor=finished.reference, **ALL, once="a third key of a test, long"
        ).status_code
        == 303
    )
    head = Desk(app, an_officer(Role.HEAD))
    sheet = head.get("/petugas/skm/lembar", dari="2020-06-01", sampai="2020-06-04").text
    assert "95,83" in sheet and "Mutu pelayanan A" in sheet
    report = head.get("/petugas/laporan/skm", dari="2020-06-01", sampai="2020-06-04").text
    assert "95,83" in report and "A (Sangat baik)" in report
    assert events.verify() is None and survey.report(served.day, served.day).whole.respondents == 2
