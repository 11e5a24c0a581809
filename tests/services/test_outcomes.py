"""The names that service files may use are those that documents and register know."""

from office.catalogue import outcomes
from office.catalogue.definition import CARDS
from office.documents.kinds import CARD, KINDS
from office.register.effects import WANTED


def test_the_kinds_and_facts_a_file_may_name_are_those_of_the_documents():
    assert {code: dict(kind.facts) for code, kind in KINDS.items()} == {c: dict(f) for c, f in outcomes.KINDS.items()}
    assert {code for code, kind in KINDS.items() if kind.shape == CARD} == set(CARDS)


def test_the_effects_and_values_a_file_may_name_are_those_of_the_register():
    known = {
        kind: dict.fromkeys(wanted.required, True) | dict.fromkeys(wanted.optional, False)
        for kind, wanted in WANTED.items()
    }
    assert known == {kind: dict(values) for kind, values in outcomes.EFFECTS.items()}
