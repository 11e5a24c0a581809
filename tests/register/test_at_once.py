"""Two officers change the register at the same moment: one is first, the other is told, and nothing is done by halves."""

import pytest
from flask import Flask

from office.db import db, transaction
from office.errors import Conflict
from office.events import SYSTEM
from office.register import Resident, effects, families, names, residents
from office.register.refusals import NikTaken, NotAMember
from tests.factories import NOON
from tests.faults.desks import in_parallel
from tests.register.people import BABY, FATHER, KK, MOTHER, SON, a_family, a_person, cause, the_family

pytestmark = pytest.mark.both_engines


def test_one_number_goes_to_one_of_two(app: Flask):
    for index in range(2):
        a_family([a_person(nik=None, name=f"Dewi {'ab'[index]}", shdk="1")], kk=f"999901020315003{index}")
    ids = [row.id for row in db.session.query(Resident).order_by(Resident.id)]
    db.session.rollback()

    def confirm(index: int) -> str:
        with transaction():
            residents.confirm_nik(residents.find(ids[index]), "9999014106200001", cause("confirmed"))
        return "done"

    outcomes = in_parallel(app, 2, confirm)
    assert outcomes.count("done") == 1
    assert all(isinstance(each, Conflict | NikTaken) for each in outcomes if each != "done")
    assert db.session.query(Resident).filter_by(nik="9999014106200001").count() == 1


def test_two_moves_of_one_family_leave_it_a_head(app: Flask):
    the_family()
    db.session.rollback()

    def leave(index: int) -> str:
        who, head = ((FATHER, MOTHER), (MOTHER, FATHER))[index]
        values = {
            "kk": KK,
            "movers": [{"nik": who}],
            "target_village": "64.72.01.1001",
            "target_address": "x",
            "new_head_nik": head,
        }
        with transaction():
            effects.apply("move_out", values, application_id=index, by=SYSTEM, at=NOON)
        return "done"

    outcomes = in_parallel(app, 2, leave)
    assert "done" in outcomes and all(isinstance(each, NotAMember) for each in outcomes if each != "done"), outcomes
    people = families.members(families.by_kk(KK))
    assert [each.shdk for each in people].count("1") == 1 and {SON, BABY} <= {each.nik for each in people}


def test_two_people_with_the_same_new_words_are_both_found(app: Flask):
    rows = [a_person(name=name, shdk="1") for name in ("Zulaikha Qodariyah", "Qodariyah Zulaikha")]

    def add(index: int) -> str:
        with transaction():
            residents.add(families.add({"kk": f"999901020315004{index}"}, cause()), rows[index], cause())
        return "done"

    assert in_parallel(app, 2, add) == ["done", "done"]
    assert len(names.ids_of(["zulaikha", "qodariyah"])) == 2
