"""What each member is to a new head of the family, as far as it follows from what they were to the old one."""

from collections.abc import Sequence

from office.register.changes import Cause
from office.register.residents import CHILD, HEAD, HUSBAND, WIFE, Resident, put

PARENT, IN_LAW_CHILD, PARENT_IN_LAW, GRANDCHILD, OTHER = "7", "5", "8", "6", "9"
_SPOUSES = (HUSBAND, WIFE)


def make_head(new: Resident, people: Sequence[Resident], cause: Cause) -> None:
    """Make a member the head, and say of each other what they are to the new head now.

    A husband or wife who takes over keeps children as children and swaps the parents' sides. For anybody else only what the
    parents' NIKs prove is kept: parents and children; the rest become other relatives, which an officer can mend.
    """
    was = new.shdk
    relations = {person.id: _relation(person, new, was) for person in people if person.id != new.id}
    put(new, "shdk", HEAD, cause)
    for person in people:
        if person.id != new.id:
            put(person, "shdk", relations[person.id], cause)


def _relation(person: Resident, new: Resident, was: str) -> str:
    if new.nik and new.nik in (person.mother_nik, person.father_nik):
        return CHILD
    if person.nik and person.nik in (new.mother_nik, new.father_nik):
        return PARENT
    if was in _SPOUSES:
        swapped = {HEAD: HUSBAND if person.sex == "1" else WIFE, PARENT: PARENT_IN_LAW, PARENT_IN_LAW: PARENT}
        return swapped.get(person.shdk, OTHER if person.shdk in _SPOUSES else person.shdk)
    if was == CHILD:
        return {HEAD: PARENT, HUSBAND: PARENT, WIFE: PARENT}.get(person.shdk, OTHER)
    return (
        OTHER
        if person.shdk in (HEAD, HUSBAND, WIFE, CHILD, IN_LAW_CHILD, GRANDCHILD, PARENT, PARENT_IN_LAW)
        else person.shdk
    )
