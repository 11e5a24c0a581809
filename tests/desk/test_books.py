"""The register books: each number in its place, voided ones and gaps in sight, on screen and as PDF."""

import io
from datetime import date, timedelta

import pypdf
import pytest

from office import documents, events, numbers
from office.applications import Application
from office.db import db, transaction
from office.documents import Document, books
from office.documents.kinds import KINDS
from office.documents.states import OFFICIAL
from office.events import Event
from office.staff import Role
from tests.documents.facts import FACTS
from tests.factories import NOON, an_application

DAY = date(2020, 6, 4)


@pytest.fixture
def application(app) -> Application:
    return an_application()


def a_document(application, letters="LU", kind="kutipan-akta-kelahiran", *, day=DAY, **facts) -> Document:
    """A numbered document."""
    with transaction():
        document = documents.begin(
            application.id, kind, number_type=letters, facts=FACTS[kind] | facts, official=False, at=NOON
        )
        documents.give_number(document, region="6474", day=day, at=NOON)
    return document


def in_state(document, state, **facts):
    with transaction():
        document.state = state
        for name, value in facts.items():
            setattr(document, name, value)


def told(letters="LU", year=2020):
    return [(entry.number, entry.document_id is not None) for entry in books.entries(books.find(letters, year))]


def test_there_is_a_book_for_each_letters_and_year_and_one_agenda(application):
    a_document(application)
    a_document(application, "LT")
    a_document(application, day=date(2021, 1, 4))
    a_document(application, "SKPWNI", "skpwni")
    a_document(application, "BIO", "biodata-wni")
    found = [(book.letters, book.year, book.kinds) for book in books.books()]
    birth = ("kutipan-akta-kelahiran",)
    assert found == [("LU", 2021, birth), ("LT", 2020, birth), ("LU", 2020, birth),
                     ("agenda", 2020, ("biodata-wni", "skpwni"))]  # fmt: skip


@pytest.mark.both_engines
def test_numbers_stand_in_the_order_of_their_days_and_a_book_holds_its_year_alone(application):
    for day in (DAY + timedelta(days=1), DAY, date(2019, 12, 31), date(2020, 12, 31), DAY):
        a_document(application, day=day)
    assert [number for number, _there in told()] == [
        "6474-LU-04062020-0001", "6474-LU-04062020-0002", "6474-LU-05062020-0001", "6474-LU-31122020-0001",
    ]  # fmt: skip


@pytest.mark.both_engines
def test_a_number_that_was_given_and_has_no_document_is_a_gap(application):
    a_document(application)
    with transaction():
        numbers.next_in("6474-LU-04062020")
        numbers.next_in("SKPWNI/6474/04062020")
    a_document(application)
    a_document(application, "SKPWNI", "skpwni")
    assert told() == [(f"6474-LU-04062020-000{n}", n != 2) for n in (1, 2, 3)]
    assert told("agenda") == [("SKPWNI/6474/04062020/0001", False), ("SKPWNI/6474/04062020/0002", True)]


def test_a_number_of_the_national_system_leaves_no_gap_before_it(application):
    document = a_document(application, day=DAY + timedelta(days=9))
    with transaction():
        document.number, document.issued_on, document.origin = "6474-LU-04062020-0057", DAY, OFFICIAL
    assert told()[0] == ("6474-LU-04062020-0057", True)


def test_voided_numbers_stay_with_the_reason(application, desk):
    gone, replaced, good = (a_document(application) for _ in range(3))
    in_state(gone, documents.REVOKED, ended_at=NOON, end_reason="Nama ibu keliru")
    in_state(replaced, documents.SUPERSEDED, ended_at=NOON)
    in_state(good, documents.ACTIVE)
    page = desk(Role.REGISTRAR).get("/petugas/buku/LU/2020").text
    assert page.count("<s>") == 2 and "<small>Nama ibu keliru</small>" in page and "Diganti" in page and "Berlaku" in page
    assert FACTS["kutipan-akta-kelahiran"]["mother_name"].replace("'", "&#39;") in page


def test_a_book_is_shown_fifty_numbers_a_page(application, desk):
    for _ in range(51):
        a_document(application)
    browser = desk(Role.REGISTRAR)
    first, second = browser.get("/petugas/buku/LU/2020").text, browser.get("/petugas/buku/LU/2020?halaman=2").text
    assert "-0050" in first and "-0051" not in first and "Halaman 1 dari 2" in first
    assert "-0051" in second and "-0050" not in second
    for wild in ("0", "-4", "99999999999999999999", "x", "²"):
        assert browser.get(f"/petugas/buku/LU/2020?halaman={wild}").status_code == 200


@pytest.mark.parametrize("place", ["LU/2019", "ZZ/2020", "agenda/2020", "LU/0", "LU/99999", "%25/2020", "LU/2019/pdf"])
def test_a_book_that_is_not_there_is_not_found(application, desk, place):
    a_document(application)
    assert desk(Role.REGISTRAR).get(f"/petugas/buku/{place}").status_code == 404


def test_an_administrator_reads_a_book_without_a_way_into_the_files(application, desk):
    a_document(application)
    assert f"/petugas/berkas/{application.reference}" in desk(Role.REGISTRAR).get("/petugas/buku/LU/2020").text
    assert "/petugas/berkas/" not in desk(Role.ADMINISTRATOR).get("/petugas/buku/LU/2020").text
    assert desk(Role.VERIFIER).get("/petugas/buku/LU/2020").status_code == 403


def test_the_pdf_holds_every_number_with_the_heads_on_each_page(application, desk, monkeypatch):
    made = [a_document(application) for _ in range(60)]
    with transaction():
        numbers.next_in("6474-LU-04062020")
    answer = desk(Role.ADMINISTRATOR).get("/petugas/buku/LU/2020/pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages]
    assert len(pages) > 2 and all("Nomor akta" in page and "Buku register LU" in page for page in pages)
    assert f"Halaman 2 dari {len(pages)}" in pages[1]
    whole = " ".join(pages)
    assert all(document.number in whole for document in made) and "Nomor tidak terpakai" in whole
    box = pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_who_looked_at_a_book_and_who_took_it_is_noted(application, desk):
    a_document(application)
    browser = desk(Role.REGISTRAR)
    browser.get("/petugas/buku/LU/2020")
    browser.get("/petugas/buku/LU/2020/pdf")
    rows = db.session.query(Event).filter(Event.subject == "book").order_by(Event.seq).all()
    assert [(row.kind, row.subject_id, row.facts) for row in rows] == [
        ("book.viewed", 2020, {"letters": "LU"}), ("book.printed", 2020, {"letters": "LU"}),
    ]  # fmt: skip
    assert {row.actor_id for row in rows} == {browser.officer.id} and events.verify() is None


def test_an_empty_office_has_no_book_yet(app, desk):
    assert "Belum ada buku" in desk(Role.REGISTRAR).get("/petugas/buku").text


@pytest.mark.both_engines
def test_every_kind_with_a_number_has_its_line(application, desk):
    for kind, known in KINDS.items():
        if known.shape in ("akta", "letter"):
            a_document(application, known.letters, kind)
    browser = desk(Role.REGISTRAR)
    for book in books.books():
        assert browser.get(f"/petugas/buku/{book.letters}/{book.year}").status_code == 200
