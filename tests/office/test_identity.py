"""What people type about themselves. Everybody here is invented; region 99.99 exists nowhere."""

import re
import unicodedata
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import identity
from office.identity import BadInput, NotAKk, NotANik, read_kk, read_nik

WOMAN = "9999014107900001"  # 1 July 1990
MAN = "9999010107900001"


def refused(read, *typed):
    with pytest.raises(BadInput) as caught:
        read(*typed)
    assert "%(" not in caught.value.in_indonesian
    return caught.value


@pytest.mark.parametrize(
    "typed",
    [
        WOMAN,
        " 9999 0141 0790 0001 ",
        "99.99.01.410790.0001",
        "999901-410790-0001",
        "９９９９０１４１０７９００００１",
        "\u202a9999014107900001\u202c",
        "9999\u00a00141–0790\t0001\n",
    ],
)
def test_a_nik_is_read_however_it_is_spaced(typed):
    assert read_nik(typed).digits == WOMAN


@given(st.lists(st.sampled_from([" ", ".", "-", "\u2009", "\u200e", ""]), min_size=16, max_size=16))
def test_separators_never_change_a_nik(between):
    typed = "".join(digit + gap for digit, gap in zip(WOMAN, between, strict=True))
    assert str(read_nik(typed)) == WOMAN


@given(st.text(max_size=40))
def test_any_text_is_a_possible_nik_or_a_refusal_with_a_sentence(typed):
    try:
        nik = read_nik(typed)
    except NotANik as wrong:
        assert wrong.in_indonesian.endswith(".")
    else:
        assert re.fullmatch("[0-9]{16}", nik.digits)
        assert 1 <= nik.day <= 31 and 1 <= nik.month <= 12


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        ("", "nik_empty", "NIK belum diisi."),
        ("999901410790001", "nik_short", "Baru 15 angka. Lihat lagi di KTP."),
        ("99990141079000011", "nik_long", "Ada 17 angka, seharusnya 16. Lihat lagi di KTP."),
        ("999901410790000I", "nik_letters", "Ada huruf di dalam NIK."),
        ("9999014107900001?", "nik_signs", "NIK hanya berisi angka."),
        ("9999014113900001", "nik_month", "Tanggal di dalam NIK tidak mungkin: bulan 13."),
        ("9999014100900001", "nik_month", "Tanggal di dalam NIK tidak mungkin: bulan 0."),
        ("9999010007900001", "nik_day", "Tanggal di dalam NIK tidak mungkin: tanggal 0."),
        ("9999013207900001", "nik_day", "Tanggal di dalam NIK tidak mungkin: tanggal 32."),
        ("9999014007900001", "nik_day", "Tanggal di dalam NIK tidak mungkin: tanggal 40."),
        ("9999017207900001", "nik_day", "Tanggal di dalam NIK tidak mungkin: tanggal 72."),
        ("9999014107900000", "nik_serial", "Empat angka terakhir NIK tidak mungkin 0000."),
    ],
)
def test_what_is_certainly_no_nik_is_refused_with_its_own_sentence(typed, code, sentence):
    wrong = refused(read_nik, typed)
    assert (wrong.code, wrong.in_indonesian) == (code, sentence)


def test_a_nik_tells_sex_date_region_and_serial():
    nik = read_nik(WOMAN)
    assert (nik.region6, nik.day, nik.month, nik.year2, nik.female, nik.serial) == ("999901", 1, 7, 90, True, "0001")
    assert not read_nik(MAN).female


@pytest.mark.parametrize(
    ("digits", "on", "born"),
    [
        (WOMAN, date(2020, 6, 16), date(1990, 7, 1)),
        ("9999010106200001", date(2020, 6, 16), date(2020, 6, 1)),
        ("9999011706200001", date(2020, 6, 16), date(1920, 6, 17)),
        ("9999012902000001", date(2020, 6, 16), date(2000, 2, 29)),
        ("9999013102900001", date(2020, 6, 16), None),
    ],
)
def test_a_birth_date_is_the_latest_that_has_already_been(digits, on, born):
    assert read_nik(digits).birth_date(on=on) == born


def test_a_century_may_be_said_for_the_very_old():
    assert read_nik("9999010101150001").birth_date(on=date(2020, 1, 1), century=1900) == date(1915, 1, 1)


def test_a_strange_date_sex_or_region_only_warns():
    nik = read_nik(WOMAN)
    assert (
        identity.warnings(nik, birth_date=date(1990, 7, 1), sex="2", known_region=lambda code: code == "999901") == ()
    )
    assert identity.warnings(nik, birth_date=date(1990, 7, 2), sex="1", known_region=lambda code: False) == (
        "date_differs",
        "sex_differs",
        "region_unknown",
    )
    assert identity.warnings(read_nik("9999013102900001")) == ("date_impossible",)
    assert identity.warnings(read_nik("9999012902000001")) == ()


def test_of_a_family_card_number_only_the_length_is_certain():
    assert read_kk("9999 0101 0790 0001").digits == MAN
    assert read_kk("9999010113900000").digits == "9999010113900000"
    assert refused(read_kk, "12345").in_indonesian == "Baru 5 angka. Lihat lagi di kartu keluarga."
    assert issubclass(NotAKk, BadInput)


def test_neither_a_refusal_nor_a_number_shows_the_person_in_a_log_line():
    assert WOMAN not in f"{read_nik(WOMAN)!r} {read_kk(MAN)!r}" and "410790" not in repr(read_nik(WOMAN))
    assert "12345" not in str(refused(read_nik, "12345"))
    assert "budi" not in str(refused(identity.read_email, "budi"))


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812 3456 7890",
        "+62 812-3456-7890",
        "62812 3456 7890",
        "0062 812 3456 7890",
        "８1234567890",
        "(0812) 3456.7890",
        "\u202a+62 812\u20113456\u20117890\u202c",
    ],
)
def test_a_mobile_number_is_read_in_every_usual_spelling(typed):
    assert identity.read_phone(typed) == "+6281234567890"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "phone_empty"),
        ("+", "phone_empty"),
        ("0548 41234", "phone_fixed"),
        ("021 2345678", "phone_fixed"),
        ("+65 9123 4567", "phone_foreign"),
        ("+999 123456789", "phone_foreign"),
        ("0812", "phone_short"),
        ("110", "phone_short"),
        ("14045", "phone_short"),
        ("0809 1234567", "phone_unknown"),
        ("0899 1234 5678 9012", "phone_long"),
        ("0" * 5000, "phone_long"),
        ("0812 3456 78 ext 9", "phone_signs"),
        ("0812CALLNOW", "phone_signs"),
        ("0812/0813", "phone_signs"),
        ("0812+3456", "phone_signs"),
    ],
)
def test_only_an_indonesian_mobile_number_is_taken(typed, code):
    assert refused(identity.read_phone, typed).code == code


def test_an_email_keeps_the_case_before_the_at_sign():
    assert identity.read_email("  Budi.S+akta@Contoh.ID ") == "Budi.S+akta@contoh.id"
    assert identity.read_email("a@bücher.id") == "a@xn--bcher-kva.id"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "email_empty"),
        ("budi", "email_no_at"),
        ("budi@@contoh.id", "email_no_at"),
        ("budi@contoh", "email_wrong"),
        ("bu di@contoh.id", "email_wrong"),
        ("Budi <budi@contoh.id>", "email_wrong"),
        ("budi@contoh.id\n", "email_hidden"),
        ("budi@contoh.id\r\nBcc: semua@contoh.id", "email_hidden"),
        ("budi\u202e@contoh.id", "email_hidden"),
        ('"budi s"@contoh.id', "email_wrong"),
        ("é@contoh.id", "email_wrong"),
        ("a" * 250 + "@contoh.id", "email_long"),
        ("a" * 65 + "@contoh.id", "email_wrong"),
    ],
)
def test_an_email_that_mail_servers_would_refuse_is_refused_here(typed, code):
    assert refused(identity.read_email, typed).code == code


@pytest.mark.parametrize(
    "name",
    [
        "Nur'aini",
        "Nur’aini",
        "I Gusti Ngurah Rai",
        "Sulastri",
        "محمد",
        "مُحَمَّد بن عَبْد الله",
        "Ḥasan",
        "D'Árc",
        "Mas'ud, S.Pd.",
        "Siti Nur-Haliza",
        "Ōta Ñandú",
        "‘Abdullah",
        "M. Yusuf bin H. Ali",
        "Raden Ajeng Kusumawardhani Widyaningrum Purnamasari Prameswari",
        "A" * 100,
    ],
)
def test_a_name_is_kept_letter_for_letter(name):
    assert identity.read_name(name) == unicodedata.normalize("NFC", name)


def test_only_the_white_space_of_a_name_is_tidied():
    assert identity.read_name("  Budi \u00a0  Santoso\n") == "Budi Santoso"
    assert identity.read_name("Hasa\u0301n") == "Hasán"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "name_empty"),
        ("  \t", "name_empty"),
        ("...", "name_empty"),
        ("\u0301", "name_empty"),
        ("Budi 2", "name_digits"),
        ("Budi ٢", "name_digits"),
        ("Budi 😀", "name_picture"),
        ("Siti ❤️", "name_picture"),
        ("👨‍👩‍👧", "name_picture"),
        ("🇮🇩 Budi", "name_picture"),
        ("Budi ©", "name_picture"),
        ("<b>Budi</b>", "name_sign"),
        ('Budi "Bud"', "name_sign"),
        ("Budi; DROP", "name_sign"),
        ("Budi_S", "name_sign"),
        ("Budi/Santoso", "name_sign"),
        ("𝓑𝓾𝓭𝓲", "name_ornate"),
        ("Ｂｕｄｉ", "name_ornate"),
        ("Budi\x00", "hidden"),
        ("Budi\nSantoso", "hidden"),
        ("Budi\u202eitnaS", "hidden"),
        ("Bu\u200bdi", "hidden"),
        ("Bu\ud800di", "hidden"),
        ("Bu" + "\u0335" * 9 + "di", "marks"),
        ("A" * 101, "name_long"),
        ("李小龍", "name_script"),
        ("สมชาย", "name_script"),
    ],
)
def test_what_is_no_name_is_refused_by_what_is_wrong_with_it(typed, code):
    assert refused(identity.read_name, typed).code == code


@given(st.text(max_size=120))
def test_a_name_once_read_reads_the_same_again(typed):
    try:
        name = identity.read_name(typed)
    except BadInput:
        return
    assert identity.read_name(name) == name
    assert not set(name) & set('<>"&\n\r\t\x00\u202e') and 1 <= len(name) <= 100


def test_plain_text_is_one_line_unless_lines_are_asked_for():
    assert identity.read_text("  Jl. Ahmad  Yani No. 5, RT 03/RW 01 ", 60) == "Jl. Ahmad Yani No. 5, RT 03/RW 01"
    assert identity.read_text("satu \r\n dua\r\n", 60, lines=True) == "satu\ndua"
    assert identity.read_text("½ lusin & <b>", 60) == "½ lusin & <b>"
    assert refused(identity.read_text, "satu\ndua", 60).code == "hidden"
    assert refused(identity.read_text, " ", 60).code == "empty"
    assert refused(identity.read_text, "rumah 🏠", 60).code == "picture"
    assert refused(identity.read_text, "abcdef", 5).in_indonesian == "Paling banyak 5 huruf. Yang diketik 6 huruf."


@pytest.mark.parametrize(("typed", "number"), [("3200", 3200), (" 3.200 ", 3200), ("０１２", 12), ("0", 0), ("-5", -5)])
def test_a_number_is_read_as_indonesians_write_it(typed, number):
    assert identity.read_number(typed, -10, 5000) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("3,2", "number_fraction"),
        ("3.2", "number_fraction"),
        ("tiga", "number_signs"),
        ("3 kg", "number_signs"),
        ("1-2", "number_signs"),
        ("-", "number_signs"),
        ("5001", "number_range"),
        ("-11", "number_range"),
        ("9" * 5000, "number_range"),
    ],
)
def test_a_number_out_of_bounds_or_shape_is_refused(typed, code):
    assert refused(identity.read_number, typed, -10, 5000).code == code


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (("1", "6", "2020"), date(2020, 6, 1)),
        (("01", "Juni", "2020"), date(2020, 6, 1)),
        ((" 29 ", "feb.", "2020"), date(2020, 2, 29)),
    ],
)
def test_a_date_is_read_from_three_parts(parts, day):
    assert identity.read_date(*parts) == day


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("", "", " "), "empty"),
        (("1", "", "2020"), "date_incomplete"),
        (("32", "1", "2020"), "day_range"),
        (("1-2", "1", "2020"), "day_range"),
        (("1", "13", "2020"), "month_range"),
        (("1", "Junni", "2020"), "month_range"),
        (("1", "6", "90"), "year_short"),
        (("1", "6", "1234"), "year_range"),
        (("1", "6", "20200"), "year_range"),
        (("29", "2", "2019"), "date_impossible"),
    ],
)
def test_a_date_that_cannot_be_is_refused_by_its_part(parts, code):
    assert refused(identity.read_date, *parts).code == code


def test_an_impossible_day_names_the_last_one_of_its_month():
    wrong = refused(identity.read_date, "31", "2", "2020")
    assert wrong.in_indonesian == "Bulan 2 tahun 2020 hanya sampai tanggal 29."


@given(st.dates(date(1850, 1, 1), date(2199, 12, 31)))
def test_every_day_of_the_calendar_is_read(day):
    assert identity.read_date(str(day.day), str(day.month), str(day.year)) == day


@pytest.mark.parametrize("typed", ["04.15", "4:15", "0415", "415", " 04.15 WITA", "04:15:00", "０４.１５"])
def test_an_hour_is_read_in_its_usual_spellings(typed):
    assert identity.read_time(typed) == time(4, 15)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("4", "time_form"),
        ("pagi", "time_form"),
        ("4.1", "time_form"),
        ("24.00", "time_range"),
        ("0460", "time_range"),
    ],
)
def test_an_hour_that_is_none_is_refused(typed, code):
    assert refused(identity.read_time, typed).code == code
