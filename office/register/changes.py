"""The history of residents and families: what changed, from what to what, for which application; only ever added to."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Optional, Union

import sqlalchemy as sa
from sqlalchemy import event as sa_event
from sqlalchemy.orm import Mapped, mapped_column

from office.db import db
from office.events import Actor
from office.register.elements import Value, written

if TYPE_CHECKING:
    from office.register.families import Family
    from office.register.residents import Resident


class RegisterChange(db.Model):  # type: ignore[name-defined]
    """One change of one resident or family. `what` is the effect or deed, `element` is empty for the thing as a whole.

    Application and document are numbers without a foreign key: the history outlives them.
    """

    __tablename__ = "register_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int | None] = mapped_column(sa.ForeignKey("resident.id"), index=True)
    family_id: Mapped[int | None] = mapped_column(sa.ForeignKey("family.id"), index=True)
    what: Mapped[str] = mapped_column(sa.String(20))
    element: Mapped[str] = mapped_column(sa.String(30), default="")
    old: Mapped[str] = mapped_column(sa.String(300), default="")
    new: Mapped[str] = mapped_column(sa.String(300), default="")
    application_id: Mapped[int | None] = mapped_column(index=True)
    document_id: Mapped[int | None]
    actor_kind: Mapped[str] = mapped_column(sa.String(12))
    actor_id: Mapped[int | None]
    at: Mapped[datetime]


@dataclass(frozen=True)
class Cause:
    """Why something changes: the effect or deed, by whom, when (UTC), and for which application and document."""

    what: str
    by: Actor
    at: datetime
    application_id: int | None = None
    document_id: int | None = None

    def instead(self, what: str) -> "Cause":
        """The same cause under another name."""
        return replace(self, what=what)


class NeverRewritten(RuntimeError):
    """Something tried to change or remove a row of the history."""


def note(
    cause: Cause, *, resident: Optional["Resident"] = None, family: Optional["Family"] = None, element: str = "",
    old: Value = "", new: Value = "",
) -> None:  # fmt: skip
    """Add one row to the history."""
    db.session.add(RegisterChange(
        resident_id=resident.id if resident else None, family_id=family.id if family else None, what=cause.what,
        element=element, old=written(old)[:300], new=written(new)[:300], application_id=cause.application_id,
        document_id=cause.document_id, actor_kind=cause.by.kind, actor_id=cause.by.id, at=cause.at,
    ))  # fmt: skip


def put(thing: Union["Resident", "Family"], element: str, new: Any, cause: Cause) -> bool:
    """Set an element and keep its old value; whether it was another one."""
    old = getattr(thing, element)
    if old == new:
        return False
    setattr(thing, element, new)
    note(cause, element=element, old=_plain(old), new=_plain(new), **{thing.__tablename__: thing})
    return True


def of_resident(resident: "Resident") -> list[RegisterChange]:
    """What happened to a resident, newest first."""
    return _of(RegisterChange.resident_id == resident.id)


def of_family(family: "Family") -> list[RegisterChange]:
    """What happened to a family, newest first."""
    return _of(RegisterChange.family_id == family.id)


def of_application(application_id: int) -> list[RegisterChange]:
    """What an application changed in the register, newest first."""
    return _of(RegisterChange.application_id == application_id)


def _of(condition: sa.ColumnElement[bool]) -> list[RegisterChange]:
    query = sa.select(RegisterChange).where(condition).order_by(RegisterChange.id.desc()).limit(500)
    return list(db.session.scalars(query))


def _plain(value: Any) -> Value:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


@sa_event.listens_for(RegisterChange, "before_update")
@sa_event.listens_for(RegisterChange, "before_delete")
def _refuse(_mapper: object, _connection: object, _row: object) -> None:
    raise NeverRewritten()
