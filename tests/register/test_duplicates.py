"""A second registration of the same birth or death is noticed, with the reason and the other record."""

from datetime import date
from typing import Any

import pytest

from office.db import transaction
from office.register import duplicates
from office.register.duplicates import Filed
from tests.register.people import BABY, FATHER, MOTHER, person, the_family

pytestmark = pytest.mark.both_engines


def birth(**values: Any) -> dict[str, Any]:
    dull = {"name": "Ni Luh Sekar", "birth_date": "2015-01-01", "mother_nik": MOTHER, "mother_name": "Nur'aini"}
    return dull | values


def codes(kind: str, values: dict[str, Any], **more: Any) -> list[str]:
    return [each.code for each in duplicates.of(kind, values, **more)]


def test_the_same_child_of_the_same_mother_is_noticed_in_spite_of_an_error(app):
    the_family()
    found = duplicates.of("birth", birth(name="Ni Luh Skar"))
    assert [(each.code, each.resident_id) for each in found] == [("same_child", person(BABY).id)]
    assert codes("birth", birth(name="Ni Luh Skar", mother_nik="")) == ["same_child"]


def test_a_twin_is_no_duplicate_and_another_mother_neither(app):
    the_family()
    assert codes("birth", birth(name="Made Bagus")) == []
    assert codes("birth", birth(mother_nik="9999014805880009", mother_name="Orang Lain")) == []


def test_another_birth_of_the_same_mother_within_270_days_is_noticed(app):
    the_family()
    assert codes("birth", birth(name="Made Bagus", birth_date="2015-09-28")) == ["close_birth"]
    assert codes("birth", birth(name="Made Bagus", birth_date="2015-09-29")) == []
    assert duplicates.of("birth", birth(name="Made", birth_date="2015-01-31"))[0].params == {"days": 30}


def test_the_child_that_this_application_added_is_no_finding(app):
    the_family()
    assert codes("birth", birth(), besides=person(BABY).id) == []


def test_the_same_deceased_is_noticed_by_nik_and_by_name_and_day(app):
    the_family()
    death = {"nik": FATHER, "name": "I Gusti Ngurah Rai", "death_date": "2020-06-01"}
    assert codes("death", death) == []
    with transaction():
        person(FATHER).state, person(FATHER).ended_on = "dead", date(2020, 6, 1)
    assert codes("death", death) == ["dead_already"]
    assert codes("death", death | {"nik": "", "name": "Gusti Ngurah Rai"}) == ["same_deceased"]
    assert codes("death", death | {"nik": "", "death_date": "2020-06-02"}) == []


def test_other_open_applications_are_looked_at_too(app):
    other = Filed("ABCD2345", birth())
    found = duplicates.of("birth", birth(name="Ni Luh Sekkar"), among=[other])
    assert [(each.code, each.reference) for each in found] == [("same_child", "ABCD2345")]
    assert codes("death", {"nik": FATHER}, among=[Filed("ABCD2346", {"nik": FATHER})]) == ["dead_already"]
    assert codes("marry", {}) == []


def test_values_that_are_no_dates_find_nothing(app):
    assert codes("birth", birth(birth_date="kemarin")) == [] and codes("death", {"death_date": ""}) == []
