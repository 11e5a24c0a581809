"""The survey: one answer an errand, an index to the second decimal, grades without a gap."""

from datetime import date
from decimal import Decimal

import pytest

from office import events, survey
from office.db import transaction
from office.identity import BadInput
from office.survey import AnsweredAlready, Errand, Index, NotFinished
from tests.factories import NOON, a_draft

ALL = dict.fromkeys(survey.ELEMENTS, 4)
DAY = date(2020, 6, 4)


def done(number: int, service: str = "akta-kelahiran") -> Errand:
    return Errand(f"application:{number}", service, True)


def give(errand: Errand, scores=ALL, about=None, comment="", channel="phone"):
    with transaction():
        survey.give(errand, scores, about or {}, comment, channel=channel, by=events.RESIDENT, at=NOON)


def test_the_index_of_the_worked_example():
    """Ten people; worked by hand: the sums make 301, 301 / 10 / 9 = 3.3444, times 25 = 83.61, which is B."""
    sums = dict(zip(survey.ELEMENTS, (33, 31, 30, 40, 32, 34, 36, 29, 36), strict=True))
    index = Index(10, sums)
    assert float(index.average("u8")) == 2.9 and float(index.weighted("u4")) == pytest.approx(4 / 9)
    assert (index.converted, index.grade) == (Decimal("83.61"), "B")


@pytest.mark.parametrize(("score", "converted", "grade"), [(4, "100.00", "A"), (3, "75.00", "C"), (1, "25.00", "D")])
def test_equal_answers_are_exact(score, converted, grade):
    index = Index(7, dict.fromkeys(survey.ELEMENTS, 7 * score))
    assert (index.converted, index.grade) == (Decimal(converted), grade)


@pytest.mark.parametrize(
    ("total", "converted", "grade"),
    [
        (31_792, "88.31", "A"), (31_790, "88.31", "A"), (31_789, "88.30", "B"), (27_580, "76.61", "B"), (27_577, "76.60", "C"),
        (23_400, "65.00", "C"), (23_398, "64.99", "D"),
    ],
)  # fmt: skip
def test_no_gap_lies_between_two_grades(total, converted, grade):
    """A thousand people; the sums of the nine elements make `total`."""
    share, rest = divmod(total, 9)
    sums = {code: share + (number < rest) for number, code in enumerate(survey.ELEMENTS)}
    index = Index(1000, sums)
    assert (index.converted, index.grade) == (Decimal(converted), grade)


@pytest.mark.both_engines
def test_an_errand_is_answered_for_once_and_by_whoever_was_served(app):
    give(done(1))
    assert survey.answered(done(1)) and not survey.answered(done(2))
    with pytest.raises(AnsweredAlready):
        give(done(1), channel="kiosk")
    with pytest.raises(NotFinished):
        give(survey.of_application(a_draft()))


@pytest.mark.both_engines
def test_the_report_adds_up_services_channels_and_what_people_told(app):
    give(done(1), about={"sex": "2", "age": "26", "work": "astronot"})
    give(done(2), dict(ALL, u1=2), comment="Antre lama di pintu.", channel="paper")
    give(done(3, "ktp-hilang-rusak"), dict.fromkeys(ALL, 1), channel="kiosk")
    found = survey.report(DAY, DAY)
    assert found.whole and found.whole.respondents == 3 and found.whole.sums["u1"] == 7
    assert {code: index.converted for code, index in found.services.items()} == {
        "akta-kelahiran": Decimal("97.22"), "ktp-hilang-rusak": Decimal("25.00"),
    }  # fmt: skip
    assert found.about["sex"] == {"": 2, "2": 1} and found.about["work"] == {"": 3}
    assert found.channels == {"phone": 1, "paper": 1, "kiosk": 1}
    assert [(each.words, each.mean) for each in survey.comments(DAY, DAY)] == [
        ("Antre lama di pintu.", pytest.approx(34 / 9))
    ]
    assert survey.report(DAY, DAY, "kk-pisah").whole is None


@pytest.mark.parametrize("scores", [{}, dict(ALL, u9=5), dict(ALL, u3=0)])
def test_nine_answers_from_one_to_four_or_none_is_kept(app, scores):
    with pytest.raises(BadInput):
        give(done(1), scores)
    assert not survey.answered(done(1))
