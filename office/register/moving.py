"""Effects on the make-up of families: moving out, in and within, splitting off, another head."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from office.db import db
from office.identity import BadInput, read_nik
from office.identity.letters import plain_digits
from office.register import changes, families, kinship, lives, residents
from office.register.families import Family
from office.register.outcome import Outcome
from office.register.refusals import EveryoneLeaves, HeadTooYoung, HeadWanted, LivesElsewhere, NoMovers, NotAMember
from office.register.residents import ADULT, ALIVE, HEAD, MOVED, WIFE, Resident

_PLACE = ("village_code", "address", "rt", "rw", "postal_code")


def move_out(outcome: Outcome) -> None:
    """Take people out of the register's city; who stays keeps the number of the family and has a head."""
    rows, family = _rows(outcome), outcome.family()
    if family is None:
        return
    leaving = _members(family, rows, outcome)
    day = outcome.day("planned_date") if outcome.text("planned_date") else outcome.today
    place = ", ".join(filter(None, (outcome.text("target_village"), outcome.text("target_address"))))
    _leave_a_head(family, leaving, outcome)
    for person in leaving:
        lives.end(person, MOVED, day, outcome, place)
    families.close_if_empty(family, outcome.cause)


def move_within(outcome: Outcome) -> None:
    """Move a whole family to another address, or some of it into a family of their own or into the one of `new_kk`."""
    rows, family = _rows(outcome), outcome.family()
    if family is None:
        return
    leaving, place = _members(family, rows, outcome), _place(outcome)
    joined = outcome.family("new_kk") if outcome.text("new_kk") else None
    if "new_kk" in outcome.missing or not leaving:
        return
    if len(leaving) == len(families.members(family)) and joined is None:
        families.put(family, place, outcome.cause)
        return
    _leave_a_head(family, leaving, outcome)
    if joined is not None:
        _join(joined, leaving, rows, outcome)
    else:
        _found(leaving, place, outcome)
    families.close_if_empty(family, outcome.cause)


def move_in(outcome: Outcome) -> None:
    """Take people into the family of `kk`, or make them one; who isn't in the register is added with what the NIK tells."""
    rows = _rows(outcome)
    family = outcome.family() if outcome.text("kk") else None
    if outcome.text("kk") and family is None:
        outcome.missing.remove("kk")
    place = _place(outcome)
    made = family or families.add(place | {"kk": outcome.element("kk") if outcome.text("kk") else ""}, outcome.cause)
    outcome.touch(made)
    headless = families.head_of(families.members(made)) is None
    for index, row in enumerate(rows):
        nik = plain_digits(str(row.get("nik") or ""))
        shdk = str(row.get("shdk") or "") or (HEAD if index == 0 else kinship.OTHER)
        told = {"nik": nik, "shdk": shdk if headless or shdk != HEAD else kinship.OTHER}
        _arrive(made, residents.by_nik(nik), row | told, index, outcome)
    if families.close_if_empty(made, outcome.cause):
        return
    changes.put(made, "state", families.ACTIVE, outcome.cause)
    if headless:
        _head_of_new(families.members(made), outcome)
    families.check(made)


def split(outcome: Outcome) -> None:
    """Make a family of some members of another; the first one, or the head among them, is its head.

    Raises:
        EveryoneLeaves: nobody would stay.
    """
    rows, family = _rows(outcome), outcome.family()
    if family is None:
        return
    leaving = _members(family, rows, outcome)
    if not leaving:
        return
    if len(leaving) == len(families.members(family)):
        raise EveryoneLeaves()
    _leave_a_head(family, leaving, outcome)
    place = {code: getattr(family, code) for code in _PLACE} | _place(outcome)
    if outcome.text("new_kk"):
        place["kk"] = outcome.element("new_kk", "kk")
    _found(leaving, place, outcome)


def set_up_house(couple: list[Resident], outcome: Outcome) -> None:
    """Take husband and wife out of their families into a new one, at the address given or the husband's.

    Raises:
        HeadWanted: one of them leaves a family behind that has no other head.
    """
    left = list({person.family.id: person.family for person in couple if person.family}.values())
    place = {code: getattr(left[0], code) for code in _PLACE} if left else {}
    for family in left:
        _leave_a_head(family, [person for person in couple if person.family_id == family.id], outcome)
    for person, relation in zip(couple, (HEAD, WIFE), strict=True):
        residents.put(person, "shdk", relation, outcome.cause)
    _found(couple, place | _place(outcome) | {"kk": outcome.element("new_kk", "kk")}, outcome)
    for family in left:
        db.session.expire(family)
        families.close_if_empty(family, outcome.cause)


def head_change(outcome: Outcome) -> None:
    """Give a family another head; the old one stays as what they are to the new one."""
    family = outcome.family()
    if family is None:
        return
    people = families.members(family)
    new = _among(people, outcome.number("new_head_nik"))
    if new.age(outcome.today) < ADULT:
        raise HeadTooYoung()
    if new.shdk != HEAD:
        kinship.make_head(new, people, outcome.cause)
        outcome.touch(new)
    families.check(family)


def _rows(outcome: Outcome) -> list[dict[str, Any]]:
    """The people who move, as rows of nik, name and shdk; empty rows don't count."""
    given = outcome.values.get("movers") or []
    rows = [dict(row) if isinstance(row, Mapping) else {"nik": str(row)} for row in given]
    rows = [row for row in rows if any(row.values())]
    if not rows:
        raise NoMovers()
    return rows


def _members(family: Family, rows: Sequence[Mapping[str, Any]], outcome: Outcome) -> list[Resident]:
    """The rows as members of the family, each once; who is nowhere in the register is noted as missing."""
    people, found = families.members(family), dict[int, Resident]()
    for index, row in enumerate(rows):
        nik = plain_digits(str(row.get("nik") or ""))
        if residents.by_nik(nik) is None:
            outcome.missing.append(f"movers.{index}")
            continue
        person = _among(people, nik)
        found[person.id] = person
        outcome.touch(person)
    return list(found.values())


def _among(people: Sequence[Resident], nik: str) -> Resident:
    person = next((each for each in people if nik and each.nik == nik), None)
    if person is None:
        raise NotAMember()
    return person


def _leave_a_head(family: Family, leaving: Sequence[Resident], outcome: Outcome) -> None:
    """See that those who stay have a head, before anybody leaves."""
    gone = {person.id for person in leaving}
    people = families.members(family)
    staying = [person for person in people if person.id not in gone]
    if not staying or families.head_of(staying) is not None:
        return
    if not outcome.text("new_head_nik"):
        raise HeadWanted()
    new = _among(staying, outcome.number("new_head_nik"))
    if new.age(outcome.today) < ADULT:
        raise HeadTooYoung()
    kinship.make_head(new, staying, outcome.cause)
    outcome.touch(new)


def _found(people: list[Resident], place: Mapping[str, Any], outcome: Outcome) -> None:
    """Make a new family of these people, whose number the national system gives later."""
    made = families.add(place, outcome.cause)
    outcome.touch(made)
    for person in people:
        changes.put(person, "family_id", made.id, outcome.cause)
    db.session.flush()
    db.session.expire(made)
    _head_of_new(people, outcome)
    for person in people:
        db.session.refresh(person, ["family"])
    families.check(made)


def _head_of_new(people: list[Resident], outcome: Outcome) -> None:
    head = families.head_of(people) or people[0]
    if head.age(outcome.today) < ADULT and not head.ever_married:
        raise HeadTooYoung()
    if head.shdk != HEAD:
        kinship.make_head(head, people, outcome.cause)
    db.session.flush()


def _join(joined: Family, people: list[Resident], rows: Sequence[Mapping[str, Any]], outcome: Outcome) -> None:
    """Put people into a family that has a head; what they are to that head, the row says, or they are other relatives."""
    said = {plain_digits(str(row.get("nik") or "")): str(row.get("shdk") or "") for row in rows}
    for person in people:
        changes.put(person, "family_id", joined.id, outcome.cause)
        relation = said.get(person.nik or "", "")
        residents.put(person, "shdk", kinship.OTHER if relation in ("", HEAD) else relation, outcome.cause)
    db.session.flush()
    for person in people:
        db.session.refresh(person, ["family"])
    families.check(joined)


def _arrive(family: Family, known: Resident | None, row: Mapping[str, Any], index: int, outcome: Outcome) -> None:
    if known is None:
        values = _from_nik(row, outcome.today)
        if values is None:
            outcome.missing.append(f"movers.{index}")
            return
        outcome.touch(residents.add(family, values | {"shdk": row["shdk"]}, outcome.cause))
        return
    if known.state == ALIVE and known.family_id not in (None, family.id):
        raise LivesElsewhere()
    changes.put(known, "state", ALIVE, outcome.cause)
    changes.put(known, "family_id", family.id, outcome.cause)
    known.ended_on, known.moved_to = None, ""
    residents.put(known, "shdk", row["shdk"], outcome.cause)
    db.session.flush()
    outcome.touch(known)


def _from_nik(row: Mapping[str, Any], today: date) -> dict[str, Any] | None:
    """The elements that a NIK and a row tell; None when the number is no NIK or names no day."""
    try:
        nik = read_nik(str(row["nik"]))
    except BadInput:
        return None
    born = nik.birth_date(on=today)
    if born is None or not row.get("name"):
        return None
    return {"nik": str(nik), "name": str(row["name"])[:100], "sex": "2" if nik.female else "1", "birth_date": born}


def _place(outcome: Outcome) -> dict[str, Any]:
    """The address that was given, by the columns of a family."""
    names = {"village_code": "village", "address": "address", "rt": "rt", "rw": "rw", "postal_code": "postal_code"}
    return {code: outcome.element(name, code) for code, name in names.items() if outcome.text(name)}
