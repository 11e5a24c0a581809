"""What a stranger may see of a number, a name or an address."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import masks


def test_a_nik_and_a_family_card_show_four_digits_at_each_end():
    assert masks.mask_nik("9999014107900001") == "9999********0001"
    assert masks.mask_kk("9999010107900002") == "9999********0002"


@pytest.mark.parametrize(
    "odd", ["", "12345", "99990141079000012", "budi", "999901410790000x", "９９９９０１４１０７９００００１"]
)
def test_what_is_no_nik_is_hidden_whole(odd):
    assert masks.mask_nik(odd) == "*" * 16


@pytest.mark.parametrize("phone", ["+628123456789", "+6281234567889"])
def test_a_phone_shows_its_last_two_digits_and_not_its_length(phone):
    assert masks.mask_phone(phone) == "08**-****-**89"


def test_a_phone_of_another_shape_is_hidden_whole():
    assert masks.mask_phone("081234567889") == masks.mask_phone("") == "****-****-****"


def test_an_email_shows_one_letter_of_each_side():
    assert masks.mask_email("budi.santoso@domain.id") == "b***@d***"
    assert masks.mask_email("budi") == masks.mask_email("@domain.id") == masks.mask_email("") == "***@***"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Budi Santoso", "BU** SAN****"),
        ("Sulastri", "SUL*****"),
        ("I Gusti Ngurah Rai", "* GU*** NGU*** R**"),
        ("Nur'aini", "NUR*****"),
        ("Ali", "A**"),
        ("مُحَمَّد", "مُحَ**"),
        ("", ""),
    ],
)
def test_a_name_shows_half_of_each_word_and_at_most_three_letters(name, masked):
    assert masks.mask_name(name) == masked


# Letters whose capital is two signs, such as ẖ, are counted by the mask as the one letter they are.
PLAIN = st.characters(categories=["Lu", "Ll"]).filter(lambda sign: len(sign.upper()) == 1)


@given(st.text(PLAIN, min_size=1, max_size=30))
def test_at_least_half_of_every_word_is_hidden(word):
    masked = masks.mask_name(word)
    assert masked.count("*") * 2 >= len(word) and len(masked.rstrip("*")) <= masks.MOST_KEPT


def test_of_a_birth_date_the_year_is_left():
    assert masks.mask_birth_date(date(1990, 7, 1)) == "1990"
