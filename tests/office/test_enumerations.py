"""The fixed lists of the office."""

import pytest

from office import enumerations

LENGTHS = {
    "jenis_kelamin": 2, "kewarganegaraan": 2, "agama": 7, "status_perkawinan": 4, "status_perkawinan_kk": 6,
    "status_sebelum_kawin": 4, "gol_darah": 13, "pendidikan": 10, "shdk": 11, "disabilitas": 7, "tempat_dilahirkan": 5,
    "jenis_kelahiran": 5, "penolong": 4, "sebab_kematian": 6, "yang_menerangkan": 4, "yang_menentukan": 5,
    "alasan_pindah": 7, "klasifikasi_pindah": 5, "jenis_kepindahan": 4, "status_kk_tidak_pindah": 2,
    "status_kk_pindah": 2, "tipe_sponsor": 5, "pekerjaan": 99,
}  # fmt: skip


def test_every_list_has_its_official_length():
    assert {name: len(codes) for name, codes in enumerations.ALL.items()} == LENGTHS


@pytest.mark.parametrize("name", enumerations.ALL)
def test_codes_run_from_one_without_a_gap_and_no_label_is_double_or_empty(name):
    codes = enumerations.ALL[name]
    assert list(codes) == [str(number) for number in range(1, len(codes) + 1)]
    for language in ("id", "en"):
        labels = [words[language] for words in codes.values()]
        assert len(set(labels)) == len(labels) and all(labels)


@pytest.mark.parametrize(
    ("name", "code", "indonesian", "english"),
    [
        ("jenis_kelamin", "2", "Perempuan", "Female"),
        ("shdk", "9", "Famili Lain", "Other relative"),
        ("pendidikan", "9", "Strata II", "Master's degree (S2)"),
        ("status_sebelum_kawin", "1", "Kawin", "Married"),
        ("gol_darah", "10", "AB-", "AB-"),
        ("penolong", "3", "Dukun", "Traditional birth attendant"),
        ("pekerjaan", "1", "Belum/Tidak Bekerja", "Not working or not yet working"),
        ("pekerjaan", "88", "Wiraswasta", "Self-employed"),
        ("pekerjaan", "89", "Anggota Lembaga Tinggi Lainnya", "Member of another high state body"),
        ("pekerjaan", "96", "Pekerja Pengolahan, Kerajinan", "Processing or craft worker"),
    ],
)
def test_a_code_has_its_words_in_both_languages(name, code, indonesian, english):
    assert enumerations.label(name, code) == indonesian
    assert enumerations.label(name, code, "en") == english


def test_an_unknown_code_is_shown_as_it_is_and_an_unknown_list_is_an_error():
    assert enumerations.label("agama", "99") == "99"
    with pytest.raises(KeyError):
        enumerations.label("agamma", "1")


def test_nobody_can_change_a_list():
    with pytest.raises(TypeError):
        enumerations.ALL["agama"]["8"] = {"id": "Lain", "en": "Other"}  # type: ignore[index]
    with pytest.raises(TypeError):
        enumerations.ALL["agama"]["1"]["id"] = "Lain"  # type: ignore[index]
