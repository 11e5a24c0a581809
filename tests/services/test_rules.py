"""What the checks of service files find, and what they let pass."""

from datetime import date

import pytest

from office import rules
from office.rules import carry_out, read_call

TODAY = date(2020, 6, 4)


def found(text, **answers):
    """The codes of what a check finds, hard ones with an exclamation mark; `a__b=1` is the answer at `a.b`."""
    kept = {}
    for path, value in answers.items():
        step, _, question = path.partition("__")
        kept.setdefault(step, {})[question] = value
    findings = carry_out(text, kept, TODAY)
    assert all(each.sentence % each.params for each in findings)
    return [each.code + "!" * each.hard for each in findings]


def people(*rows):
    return [{"nik": nik, "name": "Sulastri", "shdk": shdk} for nik, shdk in rows]


ONE, TWO, THREE = "9999011203860006", "9999014805880001", "9999010101650003"
MOVERS = "head_moves:pindah.jenis,pindah.orang"


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        # days
        ("not_ahead:a.hari", {"a__hari": "2020-06-04"}, []),
        ("not_ahead:a.hari", {"a__hari": "2020-06-05"}, ["ahead!"]),
        ("not_ahead:a.hari", {"a__hari": None}, []),
        ("still_valid:a.hari", {"a__hari": "2020-06-04"}, []),
        ("still_valid:a.hari", {"a__hari": "2020-06-03"}, ["expired"]),
        ("after:m.mati,m.lahir", {"m__mati": "2020-02-29", "m__lahir": "2020-02-29"}, []),
        ("after:m.mati,m.lahir", {"m__mati": "2020-02-28", "m__lahir": "2020-02-29"}, ["before!"]),
        ("late:m.mati,30", {"m__mati": "2020-05-05"}, []),
        ("late:m.mati,30", {"m__mati": "2020-05-04"}, ["late"]),
        # ages: a birthday on 29 February is reached on 1 March
        ("age_at_least:p.lahir,17", {"p__lahir": "2003-06-04"}, []),
        ("age_at_least:p.lahir,17", {"p__lahir": "2003-06-05"}, ["too_young!"]),
        ("younger_than:p.lahir,5", {"p__lahir": "2015-06-05"}, []),
        ("younger_than:p.lahir,5", {"p__lahir": "2015-06-04"}, ["too_old!"]),
        ("age_or_married:p.lahir,p.status,17", {"p__lahir": "2004-01-01", "p__status": "1"}, ["too_young!"]),
        ("age_or_married:p.lahir,p.status,17", {"p__lahir": "2004-01-01", "p__status": "2"}, []),
        ("card_age:p.lahir", {"p__lahir": "2004-01-01"}, ["under_17"]),
        ("kia_age:a.lahir", {"a__lahir": "2015-06-05"}, []),
        ("kia_age:a.lahir", {"a__lahir": "2015-06-04"}, ["kia_photo"]),
        ("kia_age:a.lahir", {"a__lahir": "2003-06-04"}, ["kia_too_old"]),
        ("photo_said:a.lahir,a.umur,besar", {"a__lahir": "2015-06-04", "a__umur": "besar"}, []),
        ("photo_said:a.lahir,a.umur,besar", {"a__lahir": "2015-06-05", "a__umur": "besar"}, ["photo_unclear!"]),
        ("photo_said:a.lahir,a.umur,besar", {"a__lahir": "2015-06-04", "a__umur": "kecil"}, ["photo_unclear!"]),
        # people
        ("differ:a.nik,b.nik", {"a__nik": ONE, "b__nik": ONE}, ["same_person!"]),
        ("differ:a.nik,b.nik,c.nik", {"a__nik": ONE, "b__nik": TWO, "c__nik": ONE}, ["same_person!"]),
        ("differ:a.nik,b.nik", {"a__nik": None, "b__nik": None}, []),
        ("witnesses:a.nik", {"saksi__nik_saksi1": TWO, "saksi__nik_saksi2": TWO, "a__nik": ONE}, ["same_witness!"]),
        ("witnesses:a.nik", {"saksi__nik_saksi1": ONE, "saksi__nik_saksi2": TWO, "a__nik": ONE}, ["witness_is_party"]),
        ("witnesses:a.nik", {"saksi__nik_saksi1": "9999010101050003", "saksi__nik_saksi2": TWO}, ["young_by_nik"]),
        ("not_islam:s.agama,i.agama", {"s__agama": "2", "i__agama": "1"}, ["kua!"]),
        ("not_islam:s.agama,i.agama", {"s__agama": "2", "i__agama": "7"}, []),
        # moves
        (MOVERS, {"pindah__jenis": "2", "pindah__orang": people((ONE, "1"), (TWO, "3"))}, []),
        (MOVERS, {"pindah__jenis": "2", "pindah__orang": people((TWO, "3"))}, ["head_not_listed!"]),
        (MOVERS, {"pindah__jenis": "4", "pindah__orang": people((ONE, "1"))}, ["head_listed!"]),
        (MOVERS, {"pindah__jenis": "1", "pindah__orang": people((ONE, "1"), (TWO, "3"))}, ["head_alone!"]),
        (MOVERS, {"pindah__jenis": "4", "pindah__orang": None}, []),
        ("one_head:k.orang", {"k__orang": people((ONE, "1"), (TWO, "1"))}, ["heads!"]),
        ("one_head:k.orang", {"k__orang": people((ONE, "2"), (TWO, "3"))}, ["heads!"]),
        ("stays:t.nik,p.orang", {"t__nik": ONE, "p__orang": people((ONE, "1"))}, ["goes_too!"]),
        ("stays:t.nik,p.orang", {"t__nik": THREE, "p__orang": people((ONE, "1"))}, []),
        ("among:t.nik,p.orang", {"t__nik": THREE, "p__orang": people((ONE, "1"))}, ["not_listed!"]),
        ("same_city:a.v,b.v", {"a__v": "64.74.01.1006", "b__v": "64.72.01.1001"}, ["other_city!"]),
        ("other_city:a.v,b.v", {"a__v": "64.74.01.1006", "b__v": "64.74.02.1001"}, ["same_city!"]),
        ("other_city:a.v,b.v", {"a__v": "64.74.01.1006", "b__v": None}, []),
        ("lives_here:a.v", {"a__v": "64.72.01.1001"}, ["lives_elsewhere"]),
        # papers that need no stamp
        ("not_needed:s.jenis", {"s__jenis": "qr"}, ["not_needed!"]),
        ("not_needed:s.jenis", {"s__jenis": "ktp"}, ["not_needed!"]),
        ("not_needed:s.jenis", {"s__jenis": "basah"}, []),
        # births
        ("birth_in_time", {"anak__tanggal_lahir": "2020-04-05"}, []),
        ("birth_in_time", {"anak__tanggal_lahir": "2020-04-04"}, ["birth_late"]),
        (
            "parents_older:a.lahir,i.lahir",
            {"a__lahir": "2020-01-01", "i__lahir": "2020-01-01"},
            ["parent_after_child!"],
        ),
        ("parents_older:a.lahir,i.lahir", {"a__lahir": "2020-01-01", "i__lahir": "2010-01-01"}, ["parent_very_young"]),
        # a condition
        ("not_ahead:a.hari if a.x=ya|boleh", {"a__hari": "2020-06-05", "a__x": "tidak"}, []),
        ("not_ahead:a.hari if a.x=ya|boleh", {"a__hari": "2020-06-05", "a__x": "boleh"}, ["ahead!"]),
    ],
)
def test_a_check_finds_what_is_wrong_and_nothing_else(text, answers, expected):
    assert found(text, **answers) == expected


@pytest.mark.parametrize("text", ["", "not ahead", "late:a.b,", "x if", "late:a.b,30 if a=", "late:a b"])
def test_a_check_that_cannot_be_read_is_no_check(text):
    called = read_call(text)
    check = rules.CHECKS.get(called.name)
    assert check is None or check.kinds_for(len([each for each in called.arguments if each])) is None


@pytest.mark.parametrize("name", rules.CHECKS)
def test_every_check_is_at_peace_with_answers_that_are_not_there(name):
    check = rules.CHECKS[name]
    kinds = check.kinds[:-1] if check.kinds[-1:] == ("...",) else check.kinds
    arguments = {rules.NUMBER: "17", rules.WORD: "ya"}
    text = ",".join(arguments.get(kind, "a.b") for kind in kinds)
    assert carry_out(f"{name}:{text}" if text else name, {}, TODAY) == []
