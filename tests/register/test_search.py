"""Residents are found by number, by name with typing errors and beginnings, and by day of birth."""

from datetime import date

import pytest

from office.db import transaction
from office.register import names, residents, search
from tests.register.people import FATHER, KK, a_family, a_person, cause, person, the_family

pytestmark = pytest.mark.both_engines
NAMES = (
    "Muhammad Al-Fatih Syahputra",
    "Mohammad Ridwan",
    "Siti Nurhaliza",
    "Abdurrahman Wahid",
    "Élise Kurnia",
    "محمد علي",
    "Ali",
)


def a_town() -> None:
    rows = [a_person(name=name, shdk="9", birth_date=date(1980, 1, index + 1)) for index, name in enumerate(NAMES)]
    a_family([a_person(name="Kepala Dulu", shdk="1"), *rows], kk="9999010203150007")


def found(text: str, born: date | None = None) -> list[str]:
    return [hit.name for hit in search.find(text, born).hits]


def test_a_nik_or_a_kk_finds_exactly_its_own(app):
    the_family()
    assert [hit.nik for hit in search.find("9999 0112 0386 0006").hits] == [FATHER]
    assert (search.find(KK).by, len(search.find(KK).hits)) == ("kk", 4)
    assert search.find("9999019999999999").hits == ()


@pytest.mark.parametrize(("typed", "name"), [
    ("muhammad syahputra", "Muhammad Al-Fatih Syahputra"), ("fatih", "Muhammad Al-Fatih Syahputra"),
    ("alfatih", "Muhammad Al-Fatih Syahputra"), ("Muhamad Sahputra", "Muhammad Al-Fatih Syahputra"),
    ("siti nurhal", "Siti Nurhaliza"), ("Sti", ""), ("Sitti", "Siti Nurhaliza"), ("nurhalzia", "Siti Nurhaliza"),
    ("abdurahman", "Abdurrahman Wahid"), ("abdulrahmann", "Abdurrahman Wahid"), ("wahid abdurrahman", "Abdurrahman Wahid"),
    ("elise", "Élise Kurnia"), ("محمد", "محمد علي"), ("wahid siti", ""),
])  # fmt: skip
def test_a_name_is_found_in_spite_of_errors(app, typed, name):
    a_town()
    assert found(typed)[:1] == ([name] if name else [])


def test_whole_words_come_before_words_with_an_error(app):
    a_town()
    assert found("mohammad") == ["Mohammad Ridwan", "Muhammad Al-Fatih Syahputra"]


def test_a_day_of_birth_narrows_or_finds_alone(app):
    a_town()
    assert found("", date(1980, 1, 2)) == ["Mohammad Ridwan"]
    assert found("muhammad", date(1980, 1, 1)) == ["Muhammad Al-Fatih Syahputra"]
    assert found("siti", date(1980, 1, 1)) == []
    assert search.find("").by == "nothing" and search.find("!!").by == "nothing"


def test_the_living_come_first_and_a_long_list_is_cut(app):
    a_family([a_person(name="Dewi", shdk="1" if number == 0 else "9") for number in range(60)])
    with transaction():
        first = residents.find(search.find("dewi").hits[0].id)
        first.state = "dead"
    cut = search.find("dewi")
    assert cut.more and len(cut.hits) == search.MOST
    assert cut.hits[-1].state == "dead" or all(hit.state == "alive" for hit in cut.hits)


def test_another_name_is_found_and_the_old_one_no_longer(app):
    the_family()
    with transaction():
        residents.put(person(FATHER), "name", "Bambang Sutrisno", cause())
    assert found("bambang") == ["Bambang Sutrisno"] and found("ngurah") == []


def test_odd_letters_do_no_harm(app):
    a_town()
    for text in ("%", "_", "' OR 1=1 --", "\\", "a" * 500, "\u202e", "😀", "0", "12345", "ß", "\U0010ffff"):
        search.find(text)


def test_distance_counts_changes_gaps_and_swaps():
    pairs = {("siti", "siti"): 0, ("sitti", "siti"): 1, ("sit", "siti"): 1, ("isti", "siti"): 1, ("sutu", "siti"): 2}
    assert {pair: names.distance(*pair, 2) for pair in pairs} == pairs
    assert names.distance("abcdef", "zyxwvu", 2) == 3


def test_names_are_alike_in_any_order_with_an_error_or_a_word_less():
    assert names.alike("Siti Nurhaliza", "Nurhalizah Siti") and names.alike("Abdurrahman", "Abdurahman Wahid")
    assert not names.alike("Siti Aminah", "Siti Halimah") and not names.alike("", "Siti")
