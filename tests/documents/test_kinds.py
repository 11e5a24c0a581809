"""The table of kinds of document."""

import re

import pytest

from office.documents.kinds import AKTA, CONFIRMED, KINDS, LETTER
from outside.pdf import TEMPLATES
from tests.documents.facts import FACTS, SHORT


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_has_a_template_a_name_in_both_languages_and_facts_to_try_it_with(kind):
    assert (TEMPLATES / kind.template).is_file()
    assert kind.name.id and kind.name.en and kind.name.id != kind.name.en
    assert set(FACTS[kind.code]) <= set(kind.facts)
    assert {name for name, required in kind.facts.items() if required} == set(SHORT[kind.code])


def test_no_template_is_left_without_its_kind():
    alone = {path.stem for path in TEMPLATES.glob("*.html") if not path.name.startswith("_")}
    assert alone == set(KINDS)


def test_a_number_has_letters_where_its_shape_wants_them_and_no_two_kinds_share_any():
    lettered = [kind for kind in KINDS.values() if kind.letters]
    assert {kind.code for kind in lettered} == {kind.code for kind in KINDS.values() if kind.shape in (AKTA, LETTER)}
    assert len({kind.letters for kind in lettered}) == len(lettered)
    assert all(re.fullmatch("[A-Z]{2}", kind.letters) for kind in lettered if kind.shape == AKTA)


def test_only_letters_that_were_seen_in_published_samples_count_as_confirmed():
    assert {kind.letters for kind in KINDS.values() if kind.letters and kind.confidence == CONFIRMED} == {
        "LU",
        "SKPWNI",
    }
