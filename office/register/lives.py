"""Effects on one person: birth, death, adoption, a corrected element, another name or citizenship."""

from datetime import date
from typing import Any

from office.db import db
from office.identity import BadInput
from office.identity.bad_input import N_
from office.register import changes, checks, families, kinship, residents
from office.register.elements import BY_CODE, BY_COLUMN, PERSON
from office.register.families import Family
from office.register.outcome import Outcome
from office.register.refusals import HeadTooYoung, NotAMember, NotPossible
from office.register.residents import ADULT, CHILD, DEAD, HEAD, HUSBAND, WIFE, Resident

_UNKNOWN = N_("Bagian data %(element)s tidak dikenal.")

# What a newborn is, until somebody says otherwise: never married, not at school, not working, blood group not known.
_NEWBORN = {
    "citizenship": "1",
    "marital": "1",
    "education": "1",
    "occupation": "1",
    "blood": "13",
    "has_birth_record": True,
}
_OPTIONAL = ("nik", "shdk", "religion", "blood", "birth_number")


def birth(outcome: Outcome) -> None:
    """Add a child to the family; until the national system gives a NIK it has none.

    The religion is the mother's when none was given, and the child stands in the family as a child.
    """
    family, mother = outcome.family(), residents.by_nik(outcome.number("mother_nik"))
    if mother is None:
        outcome.missing.append("mother_nik")
    if family is None:
        return
    given: dict[str, Any] = {code: outcome.element(code) for code in ("name", "sex", "birth_place", "birth_date")}
    given |= {code: outcome.element(code) for code in ("mother_name", "father_name")}
    given |= {f"{parent}_nik": outcome.element(f"{parent}_nik") for parent in ("mother", "father")}
    given |= _NEWBORN | {"shdk": CHILD, "religion": mother.religion if mother else ""}
    given |= {code: outcome.element(code) for code in _OPTIONAL if outcome.text(code)}
    outcome.touch(residents.add(family, given, outcome.cause))


def death(outcome: Outcome) -> None:
    """End a person; the widow or widower becomes one, and a family that loses its head gets another where one is of age.

    A family of minors stays without a head, and `missing` says `head`: a death is registered all the same.
    """
    person, died = outcome.person("nik"), outcome.day("death_date")
    if person is None:
        return
    if wrong := checks.of_death(person.birth_date, died, on=outcome.today):
        raise NotPossible(wrong)
    was_head, spouses = person.shdk == HEAD, spouses_of(person)
    end(person, DEAD, died, outcome)
    for spouse in spouses:
        if spouse.marital == "2" and not [other for other in spouses_of(spouse) if other.id != person.id]:
            residents.put(spouse, "marital", "4", outcome.cause)
            outcome.touch(spouse)
    family = person.family
    if family is not None:
        outcome.touch(family)
        if not families.close_if_empty(family, outcome.cause) and was_head:
            _next_head(family, outcome)


def correct(outcome: Outcome) -> None:
    """Set one element of a person, or of the person's family, to another value; `element` is its code or CSV column.

    Raises:
        NotPossible: no such element, or the value isn't one.
    """
    name = outcome.text("element")
    element = BY_CODE.get(name) or BY_COLUMN.get(name)
    if element is None or element.code == "kk":
        raise NotPossible(BadInput("element_unknown", _UNKNOWN, element=name))
    person = outcome.person("nik", alive=False)
    if person is None:
        return
    value = outcome.element("value", element.code)
    if element in PERSON:
        residents.put(person, element.code, value if element.code != "nik" else value or None, outcome.cause)
    elif person.family is not None:
        families.put(person.family, {element.code: value}, outcome.cause)
        outcome.touch(person.family)
    if element.code == "shdk" and person.family is not None:
        db.session.flush()
        families.check(person.family)


def name_change(outcome: Outcome) -> None:
    """Give a person another name."""
    if person := outcome.person("nik"):
        residents.put(person, "name", outcome.element("name"), outcome.cause)


def citizenship(outcome: Outcome) -> None:
    """Give a person another citizenship, with the number of the decree when it is given."""
    if person := outcome.person("nik"):
        residents.put(person, "citizenship", outcome.element("citizenship"), outcome.cause)
        if outcome.text("decree"):
            residents.put(person, "citizenship_decree", outcome.element("decree", "citizenship_decree"), outcome.cause)


def adopt(outcome: Outcome) -> None:
    """Write down the adoptive parents; the earlier ones stay in the history."""
    person = outcome.person("nik")
    if person is None:
        return
    codes = ("father_nik", "father_name", "mother_nik", "mother_name")
    given = {code: outcome.element(code) for code in codes if outcome.text(code)}
    residents.put_all(person, given, outcome.cause)


def end(person: Resident, state: str, day: date, outcome: Outcome, moved_to: str = "") -> None:
    """Note that somebody died or moved away on a local day; the family stays written down."""
    changes.put(person, "state", state, outcome.cause)
    person.ended_on, person.moved_to = day, moved_to[:300]
    changes.note(outcome.cause, resident=person, family=person.family, element="ended_on", new=day)
    outcome.touch(person)
    db.session.flush()


def spouses_of(person: Resident) -> list[Resident]:
    """The living husband or wives in the same family, as far as the relations to the head tell."""
    people = families.members(person.family) if person.family else []
    if person.shdk == HEAD:
        return [each for each in people if each.shdk in (HUSBAND, WIFE)]
    return [each for each in people if each.shdk == HEAD] if person.shdk in (HUSBAND, WIFE) else []


def _next_head(family: Family, outcome: Outcome) -> None:
    people, wanted = families.members(family), outcome.number("new_head_nik")
    grown = [each for each in people if each.age(outcome.today) >= ADULT]
    chosen = next((each for each in people if wanted and each.nik == wanted), None)
    if wanted and chosen is None:
        raise NotAMember()
    if chosen is not None and chosen not in grown:
        raise HeadTooYoung()
    # The widow or widower first, then the eldest: as the members are listed.
    first = chosen or next((each for each in grown if each.shdk in (HUSBAND, WIFE)), None)
    first = first or min(grown, key=lambda each: each.birth_date, default=None)
    if first is None:
        outcome.missing.append("head")
        return
    kinship.make_head(first, people, outcome.cause)
    outcome.touch(first)
