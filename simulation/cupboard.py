"""The blanks in the cupboard: some on the first day, and more some working days after they became few."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from office import blanks
from office.staff import Officer
from simulation import source, working_time
from simulation.agenda import Agenda


@dataclass
class Cupboard:
    """Who orders blanks and puts them away; `ordered` are the kinds that are on their way."""

    agenda: Agenda
    officer: Officer
    dice: random.Random
    scale: float
    ordered: set[str] = field(default_factory=set)

    def fill(self, at: datetime) -> None:
        """What lies there on the first day."""
        for kind in blanks.BLANKS:
            self._receive(kind, at)

    def look(self, at: datetime) -> None:
        """Order what is few."""
        for low in blanks.warnings(at):
            if low.kind not in self.ordered:
                self.ordered.add(low.kind)
                minutes = 7 * 60 * self.dice.randint(*source.BLANKS_COME_AFTER)
                self.agenda.at(working_time.later(at, minutes), partial(self._receive, low.kind))

    def left(self, kind: str) -> int:
        """How many blanks of a kind there are."""
        stock = blanks.find(kind)
        return stock.balance if stock else 0

    def _receive(self, kind: str, at: datetime) -> None:
        self.ordered.discard(kind)
        blanks.receive(kind, round(source.BLANKS[kind] * self.scale) or 1, by=self.officer.actor, at=at)
