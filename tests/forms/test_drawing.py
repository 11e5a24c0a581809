"""Every official form as a drawn page, empty and filled, read back."""

import io
import re
from functools import lru_cache

import pikepdf
import pypdf
import pytest
from reportlab.lib.pagesizes import A4

from office.forms import EVENTS, FORMS, NotDrawn, family_boxes, filled, forms_for
from outside import formulir
from tests.documents.drawing import fonts, pages, squeezed
from tests.documents.facts import API_API, person, place_of
from tests.forms.answers import SIXTY, answered
from tests.forms.asked import ASKED
from tests.services.filling import NAMES, TODAY

FOOT = "beritanda☑"  # the sentence at the foot of each page
EACH = pytest.mark.parametrize("code", FORMS)
# A service and a variant of it that fill each form.
FILLED = {
    "F-1.01": ("biodata-wni", {}),
    "F-1.02": ("ktp-hilang-rusak", {}),
    "F-1.03": ("pindah-antar-kota", {"pindah.jenis": "2"}),
    "F-1.04": ("penduduk-rentan", {}),
    "F-1.05": ("kk-keluarga-baru", {"anggota.kawin": "belum"}),
    "F-1.06": ("perubahan-data", {"perubahan.unsur": "gol_darah"}),
    "F-1.07": ("ktp-baru", {"pemohon.hubungan": "kuasa"}),
    "F-2.01": ("akta-kelahiran", {}),
    "F-2.03": ("akta-kelahiran", {"kelahiran.surat": "tidak"}),
    "F-2.04": ("akta-kelahiran", {"ibu.nikah": "belum"}),
}
SHOWN = {
    "F-1.01": ("anggota",),
    "F-1.02": ("pemohon.nama", "pemohon.nik", "kk"),
    "F-1.03": ("pemohon.nama", "pemohon.nik", "kk", "asal.alamat", "tujuan.kelurahan", "pindah.orang"),
    "F-1.04": ("pemohon.nama", "diri.nama"),
    "F-1.05": ("pemohon.nama", "pemohon.nik", "kk"),
    "F-1.06": ("pemohon.nama", "kk", "alamat.penuh", "perubahan"),
    "F-1.07": ("kuasa.pemberi.nama", "kuasa.pemberi.nik", "kuasa.penerima.nama", "kuasa.layanan"),
    "F-2.01": ("pelapor.nama", "pelapor.nik", "subjek1.nama", "saksi1.nik", "saksi2.nama", "ayah.nik", "ibu.nama", "wilayah.kode",
               "kelahiran.nama", "kelahiran.kota", "kelahiran.pukul", "kelahiran.berat", "kelahiran.panjang"),
    "F-2.03": ("pemohon.nama", "anak.nama", "kelahiran.kota", "ibu.nik", "ayah.nama", "saksi1.nama", "saksi2.nik"),
    "F-2.04": ("suami.nama", "suami.nik", "istri.nama", "istri.nik", "kk"),
}  # fmt: skip


@lru_cache
def empty(code: str) -> bytes:
    return formulir.draw((code,), {})


@lru_cache
def full(code: str) -> bytes:
    return formulir.draw((code,), boxes_of(code))


def boxes_of(code: str):
    service, answers = answered(*FILLED[code])
    return filled(service, answers, on=TODAY, place="Bontang", place_of=place_of)


def text_of(content: bytes) -> str:
    return squeezed(" ".join(pages(content)))


@EACH
def test_an_empty_form_asks_all_that_the_form_asks(code):
    text = text_of(empty(code))
    missing = [words for words in ASKED[code].split(";") if squeezed(words) not in text]
    assert not missing and squeezed(FORMS[code].name.id) in text and squeezed(code) in text


@EACH
def test_a_filled_form_shows_its_answers(code):
    text, boxes = text_of(full(code)), boxes_of(code)
    for box in SHOWN[code]:
        told = boxes[box]
        rows = told if isinstance(told, list) else [{"": told}]
        for value in (value for row in rows for value in row.values() if isinstance(value, str) and len(value) > 2):
            day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
            assert squeezed("-".join(reversed(day.groups())) if day else value) in text, (box, value)


@EACH
@pytest.mark.parametrize("draw", [empty, full])
def test_a_form_is_a4_with_every_font_embedded(code, draw):
    pdf = pypdf.PdfReader(io.BytesIO(draw(code)))
    for page in pdf.pages:
        size = sorted((float(page.mediabox.width), float(page.mediabox.height)))
        assert size == pytest.approx(sorted(A4), abs=0.01)
    found = fonts(draw(code))
    assert found and all(found.values()), found


@EACH
def test_the_same_answers_give_the_same_bytes(code):
    assert formulir.draw((code,), boxes_of(code)) == full(code)


@EACH
def test_no_form_calls_its_layout_law_or_doubts_it_on_the_page(code):
    text = text_of(empty(code))
    assert "belumdikonfirmasi" not in text and "pasal" not in text


@pytest.mark.parametrize("event", EVENTS)
def test_a_report_prints_the_section_of_its_event_alone(event):
    text = text_of(formulir.draw(("F-2.01",), {"peristiwa": event}))
    assert text.replace(FOOT, "").count("☑") == 1
    others = {"lahir_mati": "lamadalamkandungan", "kematian": "sebabkematian", "perceraian": "panitera",
              "kewarganegaraan": "affidavit", "perkawinan": "pemberkatan", "luar_nkri": "kantorperwakilan"}  # fmt: skip
    assert {section for section, words in others.items() if words in text} == {event} & others.keys()


def test_a_report_of_no_kind_the_form_knows_ticks_none():
    service, answers = answered("kutipan-kedua")
    text = text_of(formulir.draw(("F-2.01",), filled(service, answers, place_of=place_of)))
    assert "☑" not in text.replace(FOOT, "") and "penolongkelahiran" not in text


def test_a_family_of_ten_stands_on_f101():
    facts = {"kk": "9999010203150001", "head_name": SIXTY, "address": "Jalan Contoh 12", "village": API_API,
             "members": [person(number, name=SIXTY) for number in range(1, 11)]}  # fmt: skip
    content = formulir.draw(("F-1.01",), family_boxes(facts, place_of=place_of))
    text = text_of(content)
    assert text.count(squeezed(SIXTY)) == 12  # ten members, and twice the head of the family
    assert len(pages(content)) <= 5


def test_a_family_of_twenty_five_runs_over_to_more_sheets_and_counts_on():
    facts = {"kk": "9999010203150001", "head_name": "Arman", "members": [person(number) for number in range(1, 26)]}
    told = pages(formulir.draw(("F-1.01",), family_boxes(facts)))
    assert len(told) == 7 and "25" in told[-1].split()


@EACH
def test_names_of_sixty_letters_stay_on_the_page_and_are_never_cut(code):
    long = {box: _lengthened(value) for box, value in boxes_of(code).items() if box != "peristiwa"} | {
        "peristiwa": boxes_of(code)["peristiwa"]
    }
    content = formulir.draw((code,), long)
    assert squeezed(SIXTY) in text_of(content)
    assert len(pages(content)) <= len(pages(full(code))) + 1


def _lengthened(value):
    if isinstance(value, list):
        return [
            {**row, **{name: SIXTY for name in ("name", "nama") if name in row}} if isinstance(row, dict) else row
            for row in value
        ]
    return SIXTY if isinstance(value, str) and value in {*NAMES} else value


def test_several_forms_of_one_application_are_one_file_in_order():
    service, answers = answered("akta-kelahiran", {"kelahiran.surat": "tidak", "ibu.nikah": "belum"})
    codes = [form.code for form in forms_for(service, answers)]
    told = pages(formulir.drawn(codes, filled(service, answers, place_of=place_of)))
    assert codes[0] == "F-2.01" and {"F-2.04"} <= {*codes}
    assert [next(code for code in codes if code in page) for page in told] == sorted(
        next(code for code in codes if code in page) for page in told
    )


def test_a_letter_that_the_font_lacks_is_a_refusal_and_no_crash():
    with pytest.raises(NotDrawn):
        formulir.drawn(("F-2.04",), {"suami.nama": "ꦲꦤ"})


def test_an_answer_of_the_wrong_shape_is_a_refusal_and_no_crash():
    with pytest.raises(NotDrawn):
        formulir.drawn(("F-1.06",), {"perubahan": 7})


def test_digits_stand_in_boxes_of_their_own():
    told = pages(formulir.draw(("F-2.04",), {"suami.nik": "9999011203860006"}))[0]
    assert "9 9 9 9 0 1 1 2 0 3 8 6 0 0 0 6" in told


def test_markup_in_a_name_is_drawn_as_it_was_written():
    assert "<b>siti</b>&amp" in text_of(formulir.draw(("F-1.02",), {"pemohon.nama": "<b>Siti</b>&amp;"}))


def test_an_empty_form_is_drawn_once_for_everybody():
    assert formulir.blank("F-1.07") is formulir.blank("F-1.07")
    with pikepdf.open(io.BytesIO(formulir.blank("F-1.07"))) as opened:
        assert len(opened.pages) == 1
