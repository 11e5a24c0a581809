"""What an approval does in the register, in the transaction of its document; the domain only flushes.

A value whose person or family the register doesn't hold changes nothing for it: the register may be empty. What can't be
true is refused, and with it the approval.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from office.db import db
from office.events import Actor
from office.register import lives, moving, unions
from office.register.changes import Cause
from office.register.outcome import Outcome


class Wanted(NamedTuple):
    """The names of the values of an effect; `required` ones must be named in a service file, `optional` ones may."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class Applied:
    """What an effect touched, and the values (`kk`, `movers.2`, …) whose person or family the register doesn't hold."""

    resident_ids: tuple[int, ...] = ()
    family_ids: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()


EFFECTS: Mapping[str, Callable[[Outcome], None]] = MappingProxyType({
    "birth": lives.birth, "death": lives.death, "correct": lives.correct, "name_change": lives.name_change,
    "citizenship": lives.citizenship, "adopt": lives.adopt, "marry": unions.marry, "divorce": unions.divorce,
    "move_out": moving.move_out, "move_within": moving.move_within, "move_in": moving.move_in, "split": moving.split,
    "new_family": moving.split, "head_change": moving.head_change,
})  # fmt: skip

_SPLIT = Wanted(("kk", "movers"), ("new_kk", "village", "address", "rt", "rw", "new_head_nik"))
WANTED: Mapping[str, Wanted] = MappingProxyType({
    "birth": Wanted(
        ("kk", "name", "sex", "birth_place", "birth_date", "mother_nik", "mother_name"),
        ("child_order", "father_nik", "father_name", "nik", "shdk", "religion", "blood", "birth_number"),
    ),
    "death": Wanted(("nik", "name", "death_date"), ("new_head_nik",)),
    "move_out": Wanted(("kk", "movers", "target_village", "target_address"), ("new_head_nik", "planned_date")),
    "move_within": Wanted(("kk", "movers", "village", "address"), ("rt", "rw", "postal_code", "new_kk", "new_head_nik")),
    "move_in": Wanted(("movers", "village", "address"), ("kk", "rt", "rw", "postal_code")),
    "split": _SPLIT,
    "new_family": _SPLIT,
    "head_change": Wanted(("kk", "new_head_nik")),
    "correct": Wanted(("nik", "element", "value")),
    "marry": Wanted(
        ("husband_nik", "wife_nik", "wedding_date"), ("marriage_number", "new_kk", "village", "address", "rt", "rw")
    ),
    "divorce": Wanted(("husband_nik", "wife_nik", "ruling_date"), ("divorce_number",)),
    "name_change": Wanted(("nik", "name")),
    "citizenship": Wanted(("nik", "citizenship"), ("decree",)),
    "adopt": Wanted(("nik", "father_nik", "father_name", "mother_nik", "mother_name")),
})  # fmt: skip


def apply(
    kind: str, values: Mapping[str, Any], *, application_id: int | None, by: Actor, at: datetime, document_id: int | None = None
) -> Applied:  # fmt: skip
    """Change the register as this kind of approval does; values as `WANTED` names them, dates as ISO text.

    Raises:
        KeyError: no effect of this kind.
        NoMovers, NotAMember, HeadWanted, HeadTooYoung, EveryoneLeaves, NotAlive, NikTaken, KkTaken, NotPossible: it can't
            be as it was given; the caller's transaction must not commit.
    """
    outcome = Outcome(values, Cause(kind, by, at, application_id, document_id))
    EFFECTS[kind](outcome)
    db.session.flush()
    return Applied(tuple(outcome.resident_ids), tuple(outcome.family_ids), tuple(dict.fromkeys(outcome.missing)))
