"""What an effect works on: its values, its cause, and the account it gives of what it touched and what was missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from office import opening
from office.identity import BadInput
from office.identity.letters import plain_digits
from office.register import families, residents
from office.register.changes import Cause
from office.register.elements import BY_CODE, Value, read
from office.register.families import Family
from office.register.refusals import NotAlive, NotPossible
from office.register.residents import ALIVE, Resident


@dataclass
class Outcome:
    """One effect under way. `missing` collects the names of values whose person or family the register doesn't hold."""

    values: Mapping[str, Any]
    cause: Cause
    resident_ids: list[int] = field(default_factory=list)
    family_ids: list[int] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The office's local day."""
        return opening.local_day(self.cause.at)

    def text(self, name: str) -> str:
        """A value as text; empty when it wasn't given."""
        return str(self.values.get(name) or "").strip()

    def number(self, name: str) -> str:
        """A NIK or KK as its digits alone."""
        return plain_digits(self.text(name))

    def element(self, name: str, code: str = "", text: str | None = None) -> Value:
        """A value read as the element `code` (without one, of its own name).

        Raises:
            NotPossible: it isn't one.
        """
        given = self.text(name) if text is None else text
        try:
            return read(BY_CODE[code or name], given)
        except BadInput as wrong:
            raise NotPossible(wrong) from None

    def day(self, name: str) -> date:
        """A value that must be a date, from ISO text.

        Raises:
            NotPossible: it isn't given or not a day of the calendar.
        """
        found = self.element(name, "birth_date")
        return cast(date, found)

    def family(self, name: str = "kk") -> Family | None:
        """The family with the number given, locked; None, and noted as missing, when the register doesn't hold it."""
        found = families.by_kk(self.number(name))
        if found is None:
            self.missing.append(name)
            return None
        families.lock(found)
        self.touch(found)
        return found

    def person(self, name: str, *, alive: bool = True) -> Resident | None:
        """The resident with the NIK given, their family locked; None, and noted as missing, when the register has none.

        Raises:
            NotAlive: `alive` is wanted and the person is recorded as dead or moved.
        """
        found = residents.by_nik(self.number(name))
        if found is None:
            self.missing.append(name)
            return None
        if found.family is not None:
            families.lock(found.family)
        if alive and found.state != ALIVE:
            raise NotAlive()
        self.touch(found)
        return found

    def touch(self, thing: Resident | Family | None) -> None:
        """Note that the effect is about this resident or family."""
        if thing is not None:
            ids = self.resident_ids if isinstance(thing, Resident) else self.family_ids
            ids.extend([thing.id] if thing.id not in ids else [])
