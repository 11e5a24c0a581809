"""An approval changes the register: each effect, its history, and what it refuses."""

from datetime import date

import pytest

from office.db import db, transaction
from office.events import SYSTEM
from office.register import RegisterChange, changes, effects, families, residents
from office.register.changes import NeverRewritten
from office.register.effects import Applied
from office.register.refusals import (
    EveryoneLeaves,
    HeadTooYoung,
    HeadWanted,
    KkTaken,
    LivesElsewhere,
    NikTaken,
    NoMovers,
    NotAlive,
    NotAMember,
    NotPossible,
)
from tests.factories import NOON
from tests.register.people import BABY, FATHER, KK, MOTHER, SON, a_family, a_person, cause, person, the_family

BIRTH = {"kk": KK, "name": "Ni Made Ayu", "sex": "2", "birth_place": "Bontang", "birth_date": "2020-06-01", "mother_nik": MOTHER,
         "mother_name": "Nur'aini", "father_nik": FATHER, "father_name": "I Gusti Ngurah Rai"}  # fmt: skip


def done(kind: str, **values: object) -> Applied:
    with transaction():
        return effects.apply(kind, values, application_id=7, by=SYSTEM, at=NOON)


def movers(*niks: str) -> list[dict[str, str]]:
    return [{"nik": nik, "name": "", "shdk": ""} for nik in niks]


def relations(kk: str = KK) -> dict[str, str]:
    family = families.by_kk(kk)
    assert family is not None
    return {each.name: each.shdk for each in families.members(family)}


def test_every_effect_says_which_values_it_wants(app):
    assert effects.WANTED.keys() == effects.EFFECTS.keys()


@pytest.mark.both_engines
def test_a_birth_adds_a_child_without_a_nik_to_the_family(app):
    family = the_family()
    applied = done("birth", **BIRTH)
    child = residents.find(applied.resident_ids[-1])
    assert (child.nik, child.family_id, child.shdk, child.religion, child.marital) == (None, family.id, "4", "4", "1")
    assert [row.what for row in changes.of_resident(child)] == ["birth"] and applied.missing == ()
    assert changes.of_application(7)[0].resident_id == child.id


def test_a_newborn_gets_the_nik_that_the_national_system_gave(app):
    the_family()
    child = residents.find(done("birth", **BIRTH).resident_ids[-1])
    with transaction():
        residents.confirm_nik(child, "9999 0141 0620 0001", cause("confirmed"))
    assert (child.nik, child.origin, child.confirmed_at) == ("9999014106200001", "confirmed", NOON)
    assert ("nik", "", "9999014106200001") in {(row.element, row.old, row.new) for row in changes.of_resident(child)}


@pytest.mark.both_engines
def test_a_nik_that_somebody_has_is_not_given_twice(app):
    the_family()
    child = residents.find(done("birth", **BIRTH).resident_ids[-1])
    with pytest.raises(NikTaken), transaction():
        residents.confirm_nik(child, FATHER, cause("confirmed"))
    with pytest.raises(NotPossible), transaction():
        residents.confirm_nik(child, "123", cause("confirmed"))


def test_an_empty_register_changes_nothing_and_says_what_it_lacks(app):
    assert done("birth", **BIRTH).missing == ("kk", "mother_nik")
    assert done("death", nik=FATHER, name="Rai", death_date="2020-06-01").missing == ("nik",)
    assert done(
        "move_out", kk=KK, movers=movers(FATHER), target_village="64.72.01.1001", target_address="x"
    ).missing == ("kk",)
    assert db.session.query(RegisterChange).count() == 0


def test_a_birth_before_the_mothers_own_is_refused(app):
    the_family()
    with pytest.raises(NotPossible) as refusal:
        done("birth", **BIRTH | {"birth_date": "1987-01-01"})
    assert refusal.value.code == "parent_younger"
    assert len(relations()) == 4


def test_a_child_born_on_29_february_is_kept_and_29_february_2019_is_refused(app):
    the_family()
    child = residents.find(done("birth", **BIRTH | {"birth_date": "2020-02-29"}).resident_ids[-1])
    assert (
        child.birth_date == date(2020, 2, 29) and child.age(date(2021, 2, 28)) == 0 and child.age(date(2021, 3, 1)) == 1
    )
    with pytest.raises(NotPossible) as refusal:
        done("birth", **BIRTH | {"birth_date": "2019-02-29"})
    assert refusal.value.code == "date_impossible"


@pytest.mark.both_engines
def test_a_death_ends_a_person_widows_the_spouse_and_gives_the_family_a_head(app):
    the_family()
    done("death", nik=FATHER, name="Rai", death_date="2020-06-01")
    father, mother = person(FATHER), person(MOTHER)
    assert (father.state, father.ended_on, father.shdk) == ("dead", date(2020, 6, 1), "1")
    assert (mother.shdk, mother.marital) == ("1", "4")
    assert relations() == {"Nur'aini": "1", "Wayan Rai": "4", "Ni Luh Sekar": "4"}
    assert ("marital", "2", "4") in {(row.element, row.old, row.new) for row in changes.of_resident(mother)}


def test_a_death_before_birth_is_refused_and_so_is_a_second_death(app):
    the_family()
    with pytest.raises(NotPossible) as refusal:
        done("death", nik=FATHER, name="Rai", death_date="1980-01-01")
    assert refusal.value.code == "death_before_birth" and person(FATHER).state == "alive"
    done("death", nik=FATHER, name="Rai", death_date="2020-06-01")
    with pytest.raises(NotAlive):
        done("death", nik=FATHER, name="Rai", death_date="2020-06-02")


def test_a_death_that_leaves_minors_alone_is_registered_and_says_that_a_head_is_missing(app):
    the_family()
    done("death", nik=FATHER, name="Rai", death_date="2020-06-01")
    assert done("death", nik=MOTHER, name="Nur'aini", death_date="2020-06-02").missing == ("head",)


@pytest.mark.both_engines
def test_a_move_takes_people_out_and_leaves_the_rest_a_head(app):
    the_family()
    done(
        "move_out",
        kk=KK,
        movers=movers(FATHER, SON),
        target_village="64.72.01.1001",
        target_address="Jl. Baru",
        new_head_nik=MOTHER,
    )
    assert relations() == {"Nur'aini": "1", "Ni Luh Sekar": "4"}
    assert (person(SON).state, person(SON).moved_to) == ("moved", "64.72.01.1001, Jl. Baru")


def test_a_move_of_the_head_needs_another_who_is_seventeen(app):
    the_family()
    leaving = {"kk": KK, "movers": movers(FATHER, MOTHER), "target_village": "64.72.01.1001", "target_address": "x"}
    with pytest.raises(HeadWanted):
        done("move_out", **leaving)
    with pytest.raises(HeadTooYoung):
        done("move_out", **leaving, new_head_nik=SON)
    with pytest.raises(NotAMember):
        done("move_out", **leaving, new_head_nik=FATHER)
    assert len(relations()) == 4


def test_a_move_of_nobody_and_of_strangers_is_refused(app):
    the_family()
    other = a_person(name="Orang Lain", shdk="1")
    a_family([other], kk="9999010203150002")
    with pytest.raises(NoMovers):
        done("move_out", kk=KK, movers=[], target_village="64.72.01.1001", target_address="x")
    with pytest.raises(NotAMember):
        done("move_out", kk=KK, movers=movers(other["nik"]), target_village="64.72.01.1001", target_address="x")
    assert done(
        "move_out", kk=KK, movers=movers("9999010101019999"), target_village="x", target_address="x"
    ).missing == ("movers.0",)


def test_a_whole_family_that_moves_out_ends(app):
    family = the_family()
    done(
        "move_out", kk=KK, movers=movers(FATHER, MOTHER, SON, BABY), target_village="64.72.01.1001", target_address="x"
    )
    assert family.state == "ended" and families.members(family) == [] and len(families.former_members(family)) == 4


def test_a_whole_family_that_moves_within_the_city_keeps_its_number(app):
    family = the_family()
    done(
        "move_within",
        kk=KK,
        movers=movers(FATHER, MOTHER, SON, BABY),
        village="64.74.03.1001",
        address="Jl. Baru No. 1",
        rt="002",
    )
    assert (family.village_code, family.address, family.rt, family.kk) == ("64.74.03.1001", "Jl. Baru No. 1", "002", KK)
    assert ("address", "Jl. Damai No. 4", "Jl. Baru No. 1") in {
        (r.element, r.old, r.new) for r in changes.of_family(family)
    }


@pytest.mark.both_engines
def test_a_split_makes_a_family_whose_number_comes_later(app):
    old = the_family()
    applied = done("split", kk=KK, movers=movers(MOTHER, BABY))
    new = families.find(applied.family_ids[-1])
    assert (new.id != old.id, new.kk, new.address) == (True, None, "Jl. Damai No. 4")
    assert [(each.name, each.shdk) for each in families.members(new)] == [("Nur'aini", "1"), ("Ni Luh Sekar", "4")]
    with transaction():
        families.confirm_kk(new, "9999010406200009", cause("confirmed"))
    assert (new.kk, new.origin) == ("9999010406200009", "confirmed")
    with pytest.raises(KkTaken), transaction():
        families.confirm_kk(new, KK, cause("confirmed"))


def test_a_split_needs_somebody_who_stays_and_a_head_who_is_grown_or_married(app):
    the_family()
    with pytest.raises(EveryoneLeaves):
        done("split", kk=KK, movers=movers(FATHER, MOTHER, SON, BABY))
    with pytest.raises(HeadTooYoung):
        done("split", kk=KK, movers=movers(SON))


def test_some_who_move_into_another_family_are_its_members(app):
    the_family()
    a_family([a_person(name="Nenek", shdk="1", birth_date=date(1950, 1, 1))], kk="9999010203150002")
    rows = [{"nik": SON, "name": "", "shdk": "6"}]
    done("move_within", kk=KK, movers=rows, village="64.74.03.1001", address="x", new_kk="9999010203150002")
    assert relations("9999010203150002") == {"Nenek": "1", "Wayan Rai": "6"} and len(relations()) == 3


def test_people_who_move_in_are_added_with_what_their_nik_tells(app):
    rows = [{"nik": "9999014805900002", "name": "Sulastri", "shdk": "1"}]
    applied = done("move_in", movers=rows, village="64.74.01.1006", address="Jl. Damai")
    new = person("9999014805900002")
    assert (new.sex, new.birth_date, new.origin, new.shdk) == ("2", date(1990, 5, 8), "own", "1")
    assert applied.family_ids == (new.family_id,)


@pytest.mark.both_engines
def test_who_moved_away_and_comes_back_is_the_same_person(app):
    the_family()
    done("move_out", kk=KK, movers=movers(SON), target_village="64.72.01.1001", target_address="x")
    done(
        "move_in", kk=KK, movers=[{"nik": SON, "name": "Wayan Rai", "shdk": "4"}], village="64.74.01.1006", address="x"
    )
    assert (person(SON).state, person(SON).moved_to, len(relations())) == ("alive", "", 4)


def test_another_head_turns_the_relations_round(app):
    the_family()
    done("head_change", kk=KK, new_head_nik=MOTHER)
    assert relations() == {"Nur'aini": "1", "I Gusti Ngurah Rai": "2", "Wayan Rai": "4", "Ni Luh Sekar": "4"}


def test_a_grown_child_who_becomes_the_head_has_parents_and_other_relatives(app):
    the_family()
    with transaction():
        residents.put(person(SON), "birth_date", date(2003, 1, 1), cause())
    done("head_change", kk=KK, new_head_nik=SON)
    assert relations() == {"Wayan Rai": "1", "I Gusti Ngurah Rai": "7", "Nur'aini": "7", "Ni Luh Sekar": "9"}


@pytest.mark.both_engines
def test_a_correction_keeps_the_old_value(app):
    the_family()
    done("correct", nik=MOTHER, element="religion", value="1")
    done("correct", nik=MOTHER, element="pekerjaan", value="Guru")
    done("correct", nik=MOTHER, element="rt", value="009")
    mother = person(MOTHER)
    assert (mother.religion, mother.occupation, mother.family.rt) == ("1", "65", "009")
    row = next(row for row in changes.of_resident(mother) if row.element == "religion")
    assert (row.what, row.old, row.new, row.application_id) == ("correct", "4", "1", 7)


def test_a_correction_of_nothing_known_or_to_nonsense_is_refused(app):
    the_family()
    wrong = (("shoe_size", "44", "element_unknown"), ("religion", "12", "code_unknown"), ("shdk", "9", "no_head"))
    for element, value, code in wrong:
        with pytest.raises(NotPossible) as refusal:
            done("correct", nik=FATHER, element=element, value=value)
        assert refusal.value.code == code


def test_circular_parents_are_refused(app):
    the_family()
    with pytest.raises(NotPossible) as refusal:
        done("adopt", nik=FATHER, father_nik=SON, father_name="Wayan Rai", mother_nik="", mother_name="")
    assert refusal.value.code == "parent_younger"
    with pytest.raises(NotPossible) as refusal:
        done("adopt", nik=FATHER, father_nik=FATHER, father_name="x", mother_nik="", mother_name="")
    assert refusal.value.code == "own_parent"


def test_a_marriage_and_a_divorce_stand_at_both(app):
    two = [a_person(name="Dewi", shdk="1"), a_person(name="Budi", sex="1", shdk="1")]
    for index, each in enumerate(two):
        a_family([each], kk=f"999901020315001{index}")
    wife, husband = (each["nik"] for each in two)
    done("marry", husband_nik=husband, wife_nik=wife, wedding_date="2020-06-01")
    assert [(person(nik).marital, person(nik).marriage_date) for nik in (husband, wife)] == [
        ("2", date(2020, 6, 1))
    ] * 2
    with pytest.raises(NotPossible) as refusal:
        done("divorce", husband_nik=husband, wife_nik=wife, ruling_date="2020-05-01")
    assert refusal.value.code == "before_wedding"
    done("divorce", husband_nik=husband, wife_nik=wife, ruling_date="2020-06-03")
    assert {person(nik).marital for nik in (husband, wife)} == {"3"}


def test_another_name_and_citizenship_are_kept_with_the_old_ones(app):
    the_family()
    done("name_change", nik=MOTHER, name="Nur Aini Syarifuddin")
    done("citizenship", nik=MOTHER, citizenship="2")
    assert (person(MOTHER).name, person(MOTHER).citizenship) == ("Nur Aini Syarifuddin", "2")
    assert "Nur'aini" in {row.old for row in changes.of_resident(person(MOTHER))}


@pytest.mark.both_engines
def test_the_history_is_never_rewritten(app):
    the_family()
    row = changes.of_resident(person(MOTHER))[0]
    with pytest.raises(NeverRewritten), transaction():
        row.new = "something else"
    with pytest.raises(NeverRewritten), transaction():
        db.session.delete(changes.of_resident(person(MOTHER))[0])


@pytest.mark.both_engines
def test_a_kk_says_its_members_in_order_with_the_six_marital_states(app):
    family = the_family()
    facts = families.kk_facts(family)
    assert (facts["kk"], facts["head_name"], facts["village"]) == (KK, "I Gusti Ngurah Rai", "64.74.01.1006")
    assert [(each["name"], each["marital"]) for each in facts["members"]] == [
        ("I Gusti Ngurah Rai", "2"), ("Nur'aini", "2"), ("Wayan Rai", "1"), ("Ni Luh Sekar", "1")]  # fmt: skip
    assert residents.facts(person(SON))["birth_date"] == "2005-01-01" and residents.facts(person(SON))["kk"] == KK


def test_a_family_of_twenty_five_is_a_family(app):
    rows = [a_person(shdk="1", birth_date=date(1950, 1, 1))] + [
        a_person(shdk="9", birth_date=date(1960, 1, day)) for day in range(1, 25)
    ]
    family = a_family(rows, kk=KK)
    families.check(family)
    assert len(families.kk_facts(family)["members"]) == 25


def test_who_moves_into_a_family_with_a_head_is_no_second_head(app):
    the_family()
    done(
        "move_in",
        kk=KK,
        movers=[{"nik": "9999014805900002", "name": "Sulastri", "shdk": "1"}],
        village="64.74.01.1006",
        address="x",
    )
    assert relations()["Sulastri"] == "9"


def test_who_lives_in_another_family_here_does_not_move_in(app):
    the_family()
    with pytest.raises(LivesElsewhere):
        done("move_in", movers=[{"nik": SON, "name": "Wayan Rai", "shdk": "1"}], village="64.74.01.1006", address="x")
