"""The office's own words, who signs, and how numbers look: dated, checked, and frozen into what was issued."""

import io
from datetime import date, timedelta

import pypdf
import pytest

from commands.workers import build
from frame.language import rupiah
from office import documents, events, fines, numbers, opening, settings, signatories
from office.applications import results
from office.db import db, transaction
from office.documents import Document, books, numbering, voiding
from office.documents.kinds import KINDS
from office.documents.says import prepare
from office.errors import Refused
from office.wordings import gaps, messages, sheets, versions
from outside import pdf
from outside.worker import making
from tests.documents.facts import FACTS, office, place_of
from tests.factories import NOON, an_application, an_approved

ADMIN = events.Actor("officer", 1)
LATER = NOON + timedelta(days=1)
DAY = opening.local_day(NOON)


def drawn(kind, own, **facts):
    said = prepare(kind, FACTS[kind] | facts | office(kind), place_of)
    known = KINDS[kind]
    page = pdf.render(known.template, said | {"wordings": own}, known.pages, known.orientation)
    return " ".join(pypdf.PdfReader(io.BytesIO(page)).pages[0].extract_text().split())


def test_a_line_falls_away_when_all_that_would_fill_it_is_empty():
    assert gaps.fill("Halo {nama}\nSelesai: {kapan}\n\nSalam", {"nama": "A", "kapan": ""}) == "Halo A\n\nSalam"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("{nick}", gaps.UnknownGap), ("{kode", gaps.LooseBrace), ("Halo", gaps.GapMissing), ("{}", gaps.UnknownGap)],
)
def test_a_text_that_cannot_be_filled_is_refused(text, refusal):
    with pytest.raises(refusal):
        gaps.check(text, ("kode",), ("kode",))


def test_a_text_is_never_a_template():
    text = "{{ config }} {% raw %}"
    with pytest.raises(Refused):
        gaps.check(text, ("kode",))
    assert gaps.fill("%(kode)s {kode}", {"kode": "{kode}"}) == "%(kode)s {kode}"


def test_a_letter_bears_the_words_of_the_version_it_is_given_and_the_default_without_one():
    own = {
        "suket": {"opening": "Untuk {nama} dari {kota}.", "closing": "Terima kasih."},
        "kop": {"lines": "PEMERINTAH KOTA\n{kantor}\nJl. Contoh 1", "foot": "Gratis."},
    }
    page = drawn("suket", own)
    assert "Untuk Bunga Rinjani dari Bontang. " in page and "Terima kasih." in page and "Gratis." in page
    assert "PEMERINTAH KOTA Dinas Kependudukan" in page and "Jl. Contoh 1" in page and "blangko" not in page
    assert "selama blangko KTP-el belum tersedia." in drawn("suket", {})


def test_words_beyond_the_sheet_overflow():
    with pytest.raises(pdf.Overflows):
        drawn("suket", {"kop": {"lines": "\n".join(["A" * 74] * 4), "foot": "B " * 900}})


def test_only_a_version_in_force_is_frozen_and_a_later_one_changes_no_earlier_document(app):
    with transaction():
        versions.put("suket", {"opening": "Satu.", "closing": ""}, by=ADMIN, at=NOON)
        versions.put("suket", {"opening": "Dua.", "closing": ""}, by=ADMIN, at=NOON, valid_from=LATER)
    first = results.office_facts(KINDS["suket"], NOON)["wordings"]
    then = results.office_facts(KINDS["suket"], LATER)["wordings"]
    assert [versions.texts_of(each)["suket"]["opening"] for each in (first, then)] == ["Satu.", "Dua."]
    assert "wordings" not in results.office_facts(KINDS["kk"], NOON)


@pytest.mark.parametrize("part", list(sheets.PARTS))
def test_every_part_of_a_document_says_what_it_may(part):
    for piece in sheets.PARTS[part]:
        gaps.check(piece.default, sheets.allowed(part))


def test_a_text_message_is_counted_as_gateways_do():
    assert messages.segments("a" * 160) == (160, 1) and messages.segments("a" * 161) == (161, 2)
    assert messages.segments("é" * 160)[1] == 1 and messages.segments("ẩ" * 71) == (71, 2)
    assert messages.segments("[" * 81) == (162, 2)


# Who signs


def a_term(first, last=None, role="akta", name="Siti Contoh", at=NOON, prefix=""):
    with transaction():
        return signatories.add(
            role, name=name, title="Pejabat", nip="197001011995031001", prefix=prefix, first=first, last=last, by=ADMIN, at=at
        )


def test_the_settings_sign_until_the_first_term_and_the_terms_from_then_on(app):
    a_term(DAY + timedelta(days=1), prefix="Plt.")
    assert signatories.facts("akta", NOON)["signatory_name"] == settings.get("signatory_name", NOON)
    now = signatories.facts("akta", LATER)
    assert (now["signatory_name"], now["signatory_title"]) == ("Siti Contoh", "Plt. Pejabat")
    assert signatories.facts("head", LATER)["signatory_name"] == settings.get("head_name", NOON)


def test_terms_may_not_overlap_and_a_gap_stops_approval_with_a_sentence(app):
    first = a_term(DAY, DAY + timedelta(days=4))
    with pytest.raises(signatories.TermsOverlap):
        a_term(DAY + timedelta(days=4))
    a_term(DAY + timedelta(days=8), name="Yohanes Contoh")
    assert [(gap.first, gap.last) for gap in signatories.gaps("akta", DAY)] == [
        (DAY + timedelta(days=5), DAY + timedelta(days=7))
    ]
    with pytest.raises(signatories.NobodySigns):
        results.office_facts(KINDS["kutipan-akta-kelahiran"], NOON + timedelta(days=6))
    with pytest.raises(signatories.TermsOverlap), transaction():
        signatories.end(first.id, None, by=ADMIN, at=NOON)
    with transaction():
        signatories.end(first.id, DAY + timedelta(days=7), by=ADMIN, at=NOON)
    assert signatories.gaps("akta", DAY) == [] and signatories.ending(NOON) == []


def test_a_term_is_called_off_before_it_begins_and_no_day_is_in_it(app):
    begun, coming = a_term(DAY, DAY + timedelta(days=4)), a_term(DAY + timedelta(days=5), name="Yohanes Contoh")
    with transaction():
        signatories.call_off(coming.id, by=ADMIN, at=NOON)
    for number in (begun.id, coming.id):
        with pytest.raises(signatories.TermBegun), transaction():
            signatories.call_off(number, by=ADMIN, at=NOON)
    assert [gap.first for gap in signatories.gaps("akta", DAY)] == [DAY + timedelta(days=5)]
    assert [term.called_off for term in signatories.ever("akta")] == [False, True]
    assert a_term(DAY + timedelta(days=4) + timedelta(days=1)).nip == "19700101 199503 1 001"


def test_a_term_that_ends_within_thirty_days_is_warned_of(app):
    a_term(DAY, DAY + timedelta(days=40))
    assert signatories.ending(NOON) == []
    assert len(signatories.ending(NOON + timedelta(days=12))) == 1


@pytest.mark.parametrize(("first", "last"), [(-1, None), (5, 4)])
def test_a_term_cannot_begin_in_the_past_or_run_backwards(app, first, last):
    with pytest.raises(Refused):
        a_term(DAY + timedelta(days=first), DAY + timedelta(days=last) if last else None)


# Numbers


def numbered(application, kind="kutipan-akta-kelahiran", letters="LU", at=NOON) -> Document:
    with transaction():
        document = documents.begin(application.id, kind, number_type=letters, facts=FACTS[kind], official=False, at=at)
        documents.give_number(document, region="6474", day=opening.local_day(at), at=at)
    return document


def put_forms(*rows, at=NOON):
    given = {(row[0], row[1]): row for row in rows}
    typed = []
    for kind, letters in numbering.types():
        _kind, _type, new, pattern = given.get(
            (kind, letters), (kind, letters, letters, numbering.default(kind, letters).pattern)
        )
        typed.append({"kind": kind, "type": letters, "letters": new, "pattern": pattern})
    with transaction():
        settings.put(numbering.KEY, numbering.read(typed, "6474", DAY), by=ADMIN, at=at)


@pytest.mark.both_engines
def test_a_changed_form_holds_for_numbers_to_come_and_the_book_reads_both(app):
    application = an_application()
    old = numbered(application, "suket", "SKET")
    put_forms(("suket", "SKET", "SKET", "{nomor}/{huruf}/{romawi}/{tahun}"))
    new = [numbered(application, "suket", "SKET").number for _ in range(2)]
    assert old.number == f"SKET/6474/{DAY:%d%m%Y}/0001"
    assert new == [f"000{n}/SKET/{numbering.ROMAN[DAY.month - 1]}/{DAY.year}" for n in (1, 2)]
    with transaction():
        numbers.next_in(numbering.series(*numbering.form("suket", "SKET", NOON).halves("6474", DAY)))
    book = books.find(books.AGENDA, DAY.year)
    told = [(entry.number[:4], entry.document_id is None) for entry in books.entries(book)]
    assert sorted(told) == [("0001", False), ("0002", False), ("0003", True), ("SKET", False)]


def test_a_form_that_gives_a_number_again_passes_those_over_that_are_there(app):
    application = an_application()
    first = numbered(application, "suket", "SKET")
    put_forms(("suket", "SKET", "SKET", "SKET/{wilayah}/{hari}/{nomor}{huruf}"))
    with pytest.raises(Refused):
        numbering.read([{"kind": "suket", "type": "SKET", "letters": "SKET", "pattern": "SKET/{nomor}"}], "6474", DAY)
    put_forms()
    assert numbered(application, "suket", "SKET").number == first.number[:-1] + "2"


@pytest.mark.parametrize(
    "pattern",
    ["{huruf}/{nomor}", "{hari}-{nomor}", "{huruf}-{hari}", "{huruf}/{bulan}/{nomor}", "{huruf} {hari} x%{nomor}",
     "{huruf}/{hari}/{nomor}/{nomor}", "{huruf}/{hari}/{nomor}/{kota}", "{huruf}/{hari}/{nomor}" + "A" * 30],
)  # fmt: skip
def test_a_form_that_could_give_a_number_twice_is_refused(app, pattern):
    with pytest.raises(Refused):
        put_forms(("suket", "SKET", "SKET", pattern))


def test_two_types_may_not_come_to_the_same_numbers(app):
    with pytest.raises(numbering.NumbersCollide):
        put_forms(("suket", "SKET", "BIO", numbering.PATTERNS["letter"]))


@pytest.mark.both_engines
def test_a_number_is_voided_with_a_reason_and_never_given_again(app):
    application = an_application()
    stuck, book = numbered(application), books.find("LU", DAY.year)
    number = stuck.number
    with pytest.raises(voiding.VoidReasonMissing), transaction():
        voiding.void(book, number, " ", by=ADMIN, at=NOON)
    with transaction():
        voiding.void(book, number, "Nama keliru", by=ADMIN, at=NOON)
    assert (stuck.state, stuck.number) == (documents.WAITING, None)
    with transaction():
        documents.give_number(stuck, region="6474", day=DAY, at=NOON)
        numbers.next_in(number.rpartition("-")[0])
    assert stuck.number.endswith("-0002")
    with transaction():
        voiding.void(book, stuck.number[:-1] + "3", "Salah hitung", by=ADMIN, at=NOON)
    told = [(entry.number[-4:], entry.void, entry.document_id is not None) for entry in books.entries(book)]
    assert told == [("0001", "Nama keliru", False), ("0002", "", True), ("0003", "Salah hitung", False)]
    with pytest.raises(voiding.NumberValid), transaction():
        voiding.void(book, number, "Lagi", by=ADMIN, at=NOON)


def test_an_issued_number_is_not_voided(app):
    document = numbered(an_application())
    with transaction():
        db.session.execute(Document.__table__.update().values(state=documents.ACTIVE))
    db.session.refresh(document)
    with pytest.raises(voiding.NumberValid):
        voiding.void(books.find("LU", DAY.year), document.number, "Tidak jadi", by=ADMIN, at=NOON)
    assert books.find("LU", date(2019, 1, 1).year) is None


# What lateness costs


def test_a_fine_is_nothing_until_set_and_then_told_of_a_late_report_alone(app):
    late = an_application("akta-kelahiran")
    with transaction():
        late.submitted_at = NOON + timedelta(days=400)
    assert fines.of(late, LATER) == 0
    with transaction():
        settings.put(fines.KEY, fines.read({"akta-kelahiran": "150000"}), by=ADMIN, at=NOON)
    assert fines.of(late, LATER) == 150_000 and rupiah(0) == ""
    with transaction():
        late.submitted_at = NOON
    assert fines.of(late, LATER) == 0
    with pytest.raises(fines.AmountWrong):
        fines.read({"akta-kelahiran": "-5"})


def test_a_document_is_drawn_with_the_words_of_its_approval_however_often_and_whatever_came_since(app):
    with transaction():
        versions.put("periksa", {"check": "Kata pertama:", "check_en": "First:"}, by=ADMIN, at=NOON - timedelta(days=1))
    application = an_approved()
    with transaction():
        versions.put("periksa", {"check": "Kata kedua:", "check_en": "Second:"}, by=ADMIN, at=NOON)
    worker = build(app)
    worker.drain(at=NOON + timedelta(minutes=1))
    document = documents.of(application.id)[0]
    page = pypdf.PdfReader(io.BytesIO(worker.store.get(document.file_key))).pages[0].extract_text()
    assert "Kata pertama:" in page and "Kata kedua:" not in page
    assert making._facts(worker, document)["wordings"] == {"periksa": {"check": "Kata pertama:", "check_en": "First:"}}
