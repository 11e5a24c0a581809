"""Which forms an application calls for, and what it puts into their boxes."""

from pathlib import Path

import pytest

from office.catalogue import services
from office.forms import EVENTS, FORMS, filled, forms_for, forms_of, users_of
from office.forms.table import PRACTICE
from outside import pdf
from tests.documents.facts import place_of
from tests.forms.answers import answered
from tests.services.filling import variants

EVERY = [code for code, service in services().items() if forms_of(service)]


def boxes_of(code, variant=None):
    return filled(*answered(code, variant), place_of=place_of)


def test_every_form_has_its_template_and_its_names():
    folder = Path(pdf.TEMPLATES).parent / "forms"
    assert all((folder / form.template).is_file() and form.name.id and form.name.en for form in FORMS.values())


def test_only_administrators_are_told_which_layouts_are_not_confirmed():
    assert {code for code, form in FORMS.items() if form.confidence == PRACTICE} == {
        "F-1.04", "F-1.05", "F-1.07", "F-2.03", "F-2.04",
    }  # fmt: skip
    assert FORMS["F-1.07"].note == "susunan menurut praktik, belum dikonfirmasi" and FORMS["F-1.02"].note == ""


def test_every_form_is_used_by_a_service():
    assert [form.code for form in FORMS.values() if not users_of(form, services())] == []


@pytest.mark.parametrize("code", EVERY)
def test_a_service_fills_its_forms_whatever_is_answered(code):
    for variant in variants(services()[code]):
        boxes = boxes_of(code, variant)
        assert boxes["pemohon.nama"] and boxes["kuasa.layanan"]
        assert all(value not in (None, "", []) for value in boxes.values())


@pytest.mark.parametrize("code", EVERY)
def test_a_service_fills_its_forms_from_no_answers_at_all(code):
    assert filled(services()[code], {}, place_of=place_of)["kuasa.layanan"]


@pytest.mark.parametrize("code", [each for each in EVERY if "F-2.01" in services()[each].form])
def test_every_civil_event_is_a_kind_of_the_form_but_a_second_excerpt(code):
    assert (boxes_of(code)["peristiwa"] in EVENTS) == (code != "kutipan-kedua")


@pytest.mark.parametrize("code", [each for each in EVERY if "F-1.02" in services()[each].form])
def test_every_request_for_a_card_ticks_a_box(code):
    missing = [variant for variant in variants(services()[code]) if not boxes_of(code, variant).get("permohonan")]
    assert code == "kk-cetak-ulang" or not missing


def test_a_statement_is_wanted_only_where_its_paper_is():
    service, answers = answered("akta-kelahiran")
    assert [form.code for form in forms_for(service, answers)] == ["F-2.01"]
    service, answers = answered("akta-kelahiran", {"kelahiran.surat": "tidak", "pemohon.hubungan": "kuasa"})
    assert [form.code for form in forms_for(service, answers)] == ["F-1.07", "F-2.01", "F-2.03"]


def test_a_lost_card_and_a_damaged_one_tick_different_boxes():
    assert boxes_of("ktp-hilang-rusak", {"kejadian.sebab": "hilang"})["permohonan"] == ["ktp.c1"]
    assert boxes_of("ktp-hilang-rusak", {"kejadian.sebab": "rusak"})["permohonan"] == ["ktp.c2"]


def test_how_far_a_move_goes_comes_from_the_two_villages():
    assert boxes_of("pindah-antar-kota")["pindah.klasifikasi"] == "5"
    assert boxes_of("pindah-dalam-kota")["pindah.klasifikasi"] == "1"


def test_an_applicant_who_is_the_holder_needs_no_second_asking():
    boxes = boxes_of("ktp-hilang-rusak", {"pemohon.untuk": "sendiri"})
    assert boxes["pemohon.nik"] and boxes["pemohon.tanggal_lahir"]


def test_a_child_gives_no_power_of_attorney():
    assert "kuasa.pemberi.nama" not in boxes_of("kia-anak", {"pemohon.hubungan": "kuasa"})


def test_a_sex_is_ticked_only_where_it_was_the_sex_that_changed():
    service, answers = answered("peristiwa-lain")
    answers["peristiwa"] |= {"semula": "Laki-laki", "menjadi": "perempuan"}
    boxes = filled(service, answers, place_of=place_of)
    assert (boxes["lain.kelamin_lama"], boxes["lain.kelamin_baru"]) == ("1", "2")
    answers["peristiwa"] |= {"semula": "Contoh", "menjadi": "Contoh lain"}
    assert "lain.kelamin_lama" not in filled(service, answers, place_of=place_of)
