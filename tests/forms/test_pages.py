"""The forms over HTTP: the list, the empty ones, and those that an application or a file fills."""

import io

import pypdf
import pytest

from office import events
from office.staff import Role
from tests.desk.conftest import Desk, file_url
from tests.factories import a_draft, an_application, an_officer
from tests.web.phone import Phone


def read(answer) -> str:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)


def test_the_list_names_every_form_and_leads_to_it_and_to_its_services(app):
    phone = Phone(app)
    phone.open("/formulir")
    assert phone.status == 200 and "F-1.01" in phone.words and "F-2.04" in phone.words
    assert "susunan menurut praktik" not in phone.words
    page = app.test_client().get("/formulir").text
    assert 'href="/formulir/F-2.01.pdf"' in page and 'href="/layanan/akta-kelahiran"' in page


def test_an_empty_form_is_given_to_anybody(app):
    assert "SURAT KUASA" in read(app.test_client().get("/formulir/F-1.07.pdf"))


@pytest.mark.parametrize("code", ["F-9.99", "F-2.02", "..%2f", "x"])
def test_a_form_that_is_none_is_not_found(app, code):
    assert app.test_client().get(f"/formulir/{code}.pdf").status_code == 404


def test_the_holder_of_the_link_gets_the_forms_filled_in(app):
    application = an_application("ktp-hilang-rusak")
    answer = app.test_client().get(f"/permohonan/{application.token}/formulir.pdf")
    assert "Maria Goretti Dalung" in read(answer) and "no-store" in answer.headers["Cache-Control"]
    assert "Maria" not in answer.headers["Content-Disposition"]
    assert app.test_client().get(f"/permohonan/{application.reference}/formulir.pdf").status_code == 404


def test_a_draft_with_nothing_in_it_gives_its_form_too(app):
    assert "F-2.01" in read(app.test_client().get(f"/permohonan/{a_draft().token}/formulir.pdf"))


def test_a_service_without_a_form_has_none_to_give(app):
    token = a_draft("aktivasi-ikd").token
    assert app.test_client().get(f"/permohonan/{token}/formulir.pdf").status_code == 404


def test_an_officer_sees_the_forms_of_a_file_and_that_is_noted(app):
    application = an_application()
    desk = Desk(app, an_officer(Role.VERIFIER))
    assert "Ni Luh Putu Sekar" in read(desk.get(file_url(application, "/formulir.pdf")))
    seen = events.of("application", application.id, kinds=["application.viewed"])
    assert [event.facts["what"] for event in seen] == ["forms"]


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.ADMINISTRATOR])
def test_who_may_not_read_a_file_may_not_read_its_forms(app, role):
    application = an_application()
    assert Desk(app, an_officer(role)).get(file_url(application, "/formulir.pdf")).status_code == 403
