"""What can't be true of a person or of a family, as plain values; knows no database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from office.identity import BadInput
from office.identity.bad_input import N_
from office.register.elements import PERSON

_EMPTY = N_("Bagian ini belum diisi.")
_AHEAD = N_("Tanggal ini belum terjadi.")
_BEFORE_BIRTH = N_("Tanggal ini sebelum orangnya lahir.")
_DEATH_FIRST = N_("Tanggal meninggal ini sebelum tanggal lahir.")
_OWN_PARENT = N_("Orang ini tercatat sebagai orang tuanya sendiri.")
_ONE_PARENT = N_("Ibu dan ayah tidak mungkin memakai NIK yang sama.")
_PARENT_YOUNGER = N_("Orang tua harus lahir sebelum anaknya.")
_CIRCLE = N_("Dua anggota saling tercatat sebagai orang tua.")
_NO_HEAD = N_("KK ini tidak punya kepala keluarga.")
_TWO_HEADS = N_("KK ini punya %(count)s kepala keluarga. Seharusnya satu.")
_NOBODY = N_("KK ini belum punya anggota.")
_DOUBLED = N_("NIK ini ada lebih dari sekali.")

Wrong = tuple[str, BadInput]  # the code of the element it is about, and what is wrong


class Member(Protocol):
    """What the checks of a family need of a member."""

    nik: Any
    shdk: Any
    birth_date: Any
    mother_nik: Any
    father_nik: Any


def of_person(values: Mapping[str, Any], *, on: date) -> list[Wrong]:
    """What is missing or contradicts itself in one person's elements (by code) on the local day `on`."""
    found = [(each.code, BadInput("empty", _EMPTY)) for each in PERSON if _missing(each.code, each.required, values)]
    born = values.get("birth_date")
    for code in ("birth_date", "marriage_date", "divorce_date"):
        day = values.get(code)
        if day and day > on:
            found.append((code, BadInput("ahead", _AHEAD)))
        elif day and born and day < born:
            found.append((code, BadInput("before_birth", _BEFORE_BIRTH)))
    nik, mother, father = (values.get(code) or "" for code in ("nik", "mother_nik", "father_nik"))
    for code, parent in (("mother_nik", mother), ("father_nik", father)):
        if parent and parent == nik:
            found.append((code, BadInput("own_parent", _OWN_PARENT)))
    if mother and mother == father:
        found.append(("father_nik", BadInput("one_parent", _ONE_PARENT)))
    return found


def of_death(born: date, died: date, *, on: date) -> BadInput | None:
    """What is wrong with a day of death."""
    if died < born:
        return BadInput("death_before_birth", _DEATH_FIRST)
    return BadInput("ahead", _AHEAD) if died > on else None


def of_family(members: Sequence[Member]) -> list[BadInput]:
    """What is wrong with a family: nobody, no head or several, a NIK twice, parents in a circle or younger than a child."""
    if not members:
        return [BadInput("nobody", _NOBODY)]
    found = []
    heads = sum(member.shdk == "1" for member in members)
    if heads != 1:
        found.append(BadInput("two_heads", _TWO_HEADS, count=heads) if heads else BadInput("no_head", _NO_HEAD))
    by_nik = {member.nik: member for member in members if member.nik}
    if len(by_nik) < sum(bool(member.nik) for member in members):
        found.append(doubled())
    if circular({nik: (member.mother_nik, member.father_nik) for nik, member in by_nik.items()}):
        found.append(BadInput("circle", _CIRCLE))
    elif any(
        not _older(by_nik.get(nik), member) for member in members for nik in (member.mother_nik, member.father_nik)
    ):
        found.append(parent_younger())
    return found


def circular(parents: Mapping[str, Iterable[str]]) -> bool:
    """Whether somebody is their own ancestor; `parents` gives the NIKs of each one's parents, strangers are ignored."""
    clear: set[str] = set()
    for start in parents:
        path, waiting = set(), [(start, False)]
        while waiting:
            nik, leaving = waiting.pop()
            if leaving:
                path.discard(nik)
                clear.add(nik)
            elif nik in path:
                return True
            elif nik in parents and nik not in clear:
                path.add(nik)
                waiting += [(nik, True), *((parent, False) for parent in parents[nik])]
    return False


def parent_younger() -> BadInput:
    """A parent must be born before the child."""
    return BadInput("parent_younger", _PARENT_YOUNGER)


def doubled() -> BadInput:
    """The same NIK stands twice."""
    return BadInput("nik_twice", _DOUBLED)


def _older(parent: Member | None, child: Member) -> bool:
    return parent is None or bool(parent.birth_date < child.birth_date)


def _missing(code: str, required: bool, values: Mapping[str, Any]) -> bool:
    # Without a NIK a person can be kept: the national system gives it later.
    return required and code != "nik" and not values.get(code)
