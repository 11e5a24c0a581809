"""From stored facts to what a template says."""

import json
import pickle
from datetime import date

import pytest

from office.documents import says
from office.documents.kinds import KINDS
from tests.documents.facts import API_API, BEREBAS, ELSEWHERE, FACTS, SHORT, family, office, person, place_of


def said(kind, **facts):
    return says.prepare(kind, FACTS[kind] | facts, place_of)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_stored_is_json_and_what_is_said_can_go_to_a_child_process(kind):
    ready = says.prepare(kind, json.loads(json.dumps(FACTS[kind])) | office(kind), place_of)
    assert pickle.loads(pickle.dumps(ready)) == ready
    assert set(KINDS[kind].facts) <= set(ready)


def test_days_codes_numbers_and_villages_become_what_a_page_can_say():
    ready = said("biodata-wni")
    assert ready["birth_date"] == date(2000, 2, 29)
    assert ready["sex"] == {"id": "Perempuan", "en": "Female"}
    assert ready["occupation"]["id"] == "Bidan"
    assert ready["village"]["district"] == "Bontang Utara" and ready["village"]["village_kind"] == "Kelurahan"
    assert said("kutipan-akta-kelahiran", child_order="2")["child_order"] == 2


def test_the_letters_of_the_first_stored_documents_are_still_read():
    assert said("kutipan-akta-kelahiran", sex="L")["sex"]["id"] == "Laki-laki"
    assert said("kutipan-akta-kelahiran", sex="P")["sex"]["id"] == "Perempuan"


def test_the_family_card_has_six_words_for_what_other_documents_say_in_four():
    card = says.prepare("kk", family(1, marital="3"), place_of)
    assert card["members"][0]["marital"]["id"] == "Kawin Belum Tercatat"
    assert said("biodata-wni", marital="3")["marital"]["id"] == "Cerai Hidup"


def test_words_that_are_no_code_are_said_as_they_are():
    assert said("biodata-wni", religion="Kaharingan")["religion"] == {"id": "Kaharingan", "en": "Kaharingan"}
    assert said("ktp", valid_until="SEUMUR HIDUP")["valid_until"] == "SEUMUR HIDUP"
    assert said("ktp", valid_until="2025-02-28")["valid_until"] == date(2025, 2, 28)
    assert said("catatan-pinggir", akta_kind="Akta Kematian")["akta_kind"]["id"] == "Akta Kematian"


def test_a_note_names_the_akta_that_it_stands_beside():
    assert said("catatan-pinggir")["akta_kind"] == {"id": "Akta Kelahiran", "en": "Birth Certificate"}


@pytest.mark.parametrize(
    ("target", "said_so"),
    [(API_API, "Dalam satu desa/kelurahan"), ("64.74.01.1001", "Antar desa/kelurahan"), (BEREBAS, "Antar kecamatan"),
     ("64.02.01.2001", "Antar kabupaten/kota"), (ELSEWHERE, "Antar provinsi")],
)  # fmt: skip
def test_how_far_a_move_goes_comes_from_the_two_villages(target, said_so):
    known = {
        "village_kind": "Desa",
        "village": "Contoh",
        "district": "Contoh",
        "regency": "Contoh",
        "province": "Contoh",
    }
    ready = says.prepare("skpwni", FACTS["skpwni"] | {"target_village": target}, lambda code: known | {"code": code})
    assert ready["move_class"]["id"] == said_so


def test_what_may_be_missing_and_is_becomes_none():
    ready = says.prepare("kutipan-akta-kematian", SHORT["kutipan-akta-kematian"] | {"father_name": "  "}, place_of)
    assert ready["birth_place"] is ready["father_name"] is ready["nik"] is None


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind.code, name) for kind in KINDS.values() for name, required in kind.facts.items() if required],
)
@pytest.mark.parametrize("empty", [None, " ", []])
def test_a_required_fact_that_was_never_given_is_named(kind, name, empty):
    with pytest.raises(says.FactMissing) as missing:
        says.prepare(kind, FACTS[kind] | {name: empty}, place_of)
    assert (missing.value.kind, missing.value.fact) == (kind, name) and str(
        missing.value
    ) == f"{kind}: {name} is missing"


def test_a_gap_in_a_row_is_named_by_its_place():
    card = family(3) | {"members": [person(1), person(2), person(3, birth_date=None)]}
    with pytest.raises(says.FactMissing, match=r"^kk: members\[3\]\.birth_date is missing$"):
        says.prepare("kk", card, place_of)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("kutipan-akta-kelahiran", "birth_date", "30-02-2020"),
        ("kutipan-akta-kelahiran", "birth_date", "2019-02-29"),
        ("kutipan-akta-kelahiran", "birth_date", 20200528),
        ("kutipan-akta-kelahiran", "child_order", "kedua Lestari"),
        ("kutipan-akta-kelahiran", "sex", ["1"]),
        ("biodata-wni", "village", "64.74.01.9999"),
        ("biodata-wni", "village", 6474011006),
        ("skpwni", "movers", "Lestari"),
        ("skpwni", "movers", ["Lestari"]),
    ],
)
def test_a_fact_of_the_wrong_form_is_named_and_what_it_holds_is_not_told(kind, name, value):
    with pytest.raises(says.CannotSay) as refused:
        says.prepare(kind, FACTS[kind] | {name: value}, place_of)
    assert refused.value.fact.startswith(name)
    assert "Lestari" not in str(refused.value) and str(value) not in str(refused.value)


def test_a_refusal_survives_the_way_back_from_a_child_process():
    refusal = pickle.loads(pickle.dumps(says.FactMissing("kk", "members[2].nik")))
    assert (refusal.kind, refusal.fact, str(refusal)) == ("kk", "members[2].nik", "kk: members[2].nik is missing")


def test_a_village_is_found_in_the_table_of_regions_with_all_above_it(app):
    assert says.place(API_API) == {
        "code": API_API, "village": "Api-api", "village_kind": "Kelurahan", "district": "Bontang Utara",
        "regency": "Kota Bontang", "province": "Kalimantan Timur", "path": "Kel. Api-api, Kec. Bontang Utara, Kota Bontang",
    }  # fmt: skip
    assert says.prepare("biodata-wni", FACTS["biodata-wni"])["village"]["village"] == "Api-api"


@pytest.mark.parametrize("code", ["64.74.01", "64.74.01.9999", "", "\x00", "64.74.01.1006.1"])
def test_what_is_no_village_is_no_place(app, code):
    assert says.place(code) is None
