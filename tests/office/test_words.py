"""Numbers and dates as words."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import words


@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (99, "sembilan puluh sembilan"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1011, "seribu sebelas"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan"),
        (2020, "dua ribu dua puluh"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (101_001, "seratus satu ribu satu"),
        (999_999, "sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (2_000_000_000, "dua miliar"),
    ],
)
def test_a_number_is_spelled_as_indonesians_say_it(number, spelled):
    assert words.number_in_indonesian(number) == spelled


@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (1945, "one thousand nine hundred forty-five"),
        (2000, "two thousand"),
        (2020, "two thousand twenty"),
        (999_999, "nine hundred ninety-nine thousand nine hundred ninety-nine"),
    ],
)
def test_a_number_is_spelled_in_english(number, spelled):
    assert words.number_in_english(number) == spelled


@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        (1, "first"),
        (2, "second"),
        (3, "third"),
        (4, "fourth"),
        (5, "fifth"),
        (8, "eighth"),
        (9, "ninth"),
        (12, "twelfth"),
        (13, "thirteenth"),
        (20, "twentieth"),
        (21, "twenty-first"),
        (22, "twenty-second"),
        (30, "thirtieth"),
        (31, "thirty-first"),
        (100, "one hundredth"),
        (1000, "one thousandth"),
    ],
)
def test_a_place_in_a_row_is_spelled_in_english(number, spelled):
    assert words.ordinal_in_english(number) == spelled


_VALUES = {word: value for value, word in enumerate(words._DIGITS)}
_SIZES = {"puluh": 10, "ratus": 100, "ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000}


def _read_back(spelled: str) -> int:
    """Read Indonesian number words by the rules of the language, written apart from the code that spells them."""
    for melted, whole in (("seratus", "satu ratus"), ("seribu", "satu ribu")):
        spelled = spelled.replace(melted, whole)
    total = group = last = 0
    for word in spelled.split():
        if word == "belas":
            last += 10
        elif word in ("puluh", "ratus"):
            group, last = group + last * _SIZES[word], 0
        elif word in _SIZES:
            total, group, last = total + (group + last) * _SIZES[word], 0, 0
        else:
            last = _VALUES[word]
    return total + group + last


@given(st.integers(min_value=0, max_value=999_999_999_999))
def test_every_spelled_number_reads_back_as_itself(number):
    assert _read_back(words.number_in_indonesian(number)) == number


@given(st.integers(min_value=1, max_value=999_999_999_999))
def test_the_english_ordinal_differs_from_the_number_only_in_its_last_word(number):
    plain, ordinal = words.number_in_english(number), words.ordinal_in_english(number)
    assert ordinal.replace("-", " ").split()[:-1] == plain.replace("-", " ").split()[:-1]
    assert ordinal.endswith(("first", "second", "third", "th"))


@pytest.mark.parametrize("spell", [words.number_in_indonesian, words.number_in_english, words.ordinal_in_english])
@pytest.mark.parametrize("number", [-1, 1_000_000_000_000])
def test_a_number_that_cannot_be_spelled_is_refused(spell, number):
    with pytest.raises(ValueError):
        spell(number)


def test_a_day_is_spelled_both_ways_and_shown_with_its_weekday():
    day = date(2020, 6, 1)
    assert words.date_in_indonesian(day) == "satu Juni dua ribu dua puluh"
    assert words.akta_date_in_indonesian(day) == "satu bulan Juni tahun dua ribu dua puluh"
    assert words.date_in_english(day) == "June first, two thousand twenty"
    assert words.short_date(day) == "1 Juni 2020"
    assert words.long_date(day) == "Senin, 1 Juni 2020"


@given(st.dates())
def test_every_day_of_the_calendar_can_be_spelled(day):
    assert len(words.date_in_indonesian(day).split()) >= 3
    assert words.date_in_english(day).split()[0] in words.ENGLISH_MONTHS
    assert words.long_date(day).startswith(words.WEEKDAYS[day.weekday()])


@pytest.mark.parametrize(
    "spell",
    [
        words.date_in_indonesian,
        words.akta_date_in_indonesian,
        words.date_in_english,
        words.long_date,
        words.short_date,
        words.weekday,
    ],
)
def test_a_moment_is_refused_because_its_day_depends_on_the_time_zone(spell):
    with pytest.raises(TypeError):
        spell(datetime(2020, 6, 1, 20, 0, tzinfo=UTC))


def test_the_order_of_a_child_is_said_in_words():
    assert words.child_order_in_indonesian(1) == "anak ke satu"
    assert words.child_order_in_indonesian(11) == "anak ke sebelas"
    assert words.child_order_in_english(3) == "third child"


def test_there_is_no_child_number_zero():
    with pytest.raises(ValueError):
        words.child_order_in_indonesian(0)
    with pytest.raises(ValueError):
        words.child_order_in_english(0)
