"""Effects on two people: a marriage and a divorce."""

from office.identity import BadInput
from office.identity.bad_input import N_
from office.register import moving, residents
from office.register.outcome import Outcome
from office.register.refusals import NotPossible
from office.register.residents import Resident

_SAME = N_("Suami dan istri tidak mungkin orang yang sama.")
_BEFORE_WEDDING = N_("Tanggal putusan ini sebelum tanggal perkawinan.")


def marry(outcome: Outcome) -> None:
    """Write down a registered marriage at both; with a KK number for them (`new_kk`) they become a family of their own."""
    day, couple = outcome.day("wedding_date"), _both(outcome)
    for person in couple:
        changed = {"marital": "2", "has_marriage_record": True, "marriage_date": day}
        residents.put_all(person, changed | _number(outcome, "marriage_number"), outcome.cause)
    if len(couple) == 2 and outcome.text("new_kk"):
        moving.set_up_house(couple, outcome)


def divorce(outcome: Outcome) -> None:
    """Write down a registered divorce at both.

    Raises:
        NotPossible: the ruling is older than the marriage.
    """
    day = outcome.day("ruling_date")
    for person in _both(outcome):
        if person.marriage_date and day < person.marriage_date:
            raise NotPossible(BadInput("before_wedding", _BEFORE_WEDDING))
        changed = {"marital": "3", "has_divorce_record": True, "divorce_date": day}
        residents.put_all(person, changed | _number(outcome, "divorce_number"), outcome.cause)


def _both(outcome: Outcome) -> list[Resident]:
    found = [person for name in ("husband_nik", "wife_nik") if (person := outcome.person(name))]
    if len(found) == 2 and found[0].id == found[1].id:
        raise NotPossible(BadInput("same_person", _SAME))
    return found


def _number(outcome: Outcome, code: str) -> dict[str, object]:
    return {code: outcome.element(code)} if outcome.text(code) else {}
