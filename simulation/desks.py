"""The officers at their desks: check, return, refuse, pass on; another one approves. The work list says what comes next."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from office import opening
from office.applications import CHECKED, SUBMITTED, Application, review, worklist
from office.applications.results import Verdict
from office.applications.states import papers_of, steps_of
from office.db import db
from office.papers import FIX, OK
from office.staff import Officer
from simulation import source, working_time
from simulation.agenda import Agenda
from simulation.homes import Homes
from simulation.staff import Staff

REJECTION = "Permohonan yang sama sudah kami terima dan sedang kami kerjakan."
# Somebody in it died or moved away meanwhile, and the register would refuse it.
NOT_POSSIBLE = "Data di permohonan ini sudah tidak cocok dengan buku penduduk."


@dataclass
class Desks:
    """Checkers and approvers; `idle` are those who look at an empty list, by the name of the list."""

    agenda: Agenda
    staff: Staff
    homes: Homes
    dice: random.Random
    idle: dict[str, list[Officer]] = field(default_factory=dict)
    checked_before: set[int] = field(default_factory=set)
    ill: dict[tuple[int, date], bool] = field(default_factory=dict)

    def open(self, at: datetime) -> None:
        """The first working day begins."""
        self.idle = {"to_check": [*self.staff.checkers], "to_approve": [*self.staff.approvers]}

    def wake(self, name: str, at: datetime) -> None:
        """Something new stands on a list: one who waited for it takes it up, within the working hours."""
        if self.idle[name]:
            officer = self.idle[name].pop(0)
            self.agenda.at(working_time.within(at), partial(self._take, name, officer))

    def _take(self, name: str, officer: Officer, at: datetime) -> None:
        """Take the most urgent free file; an officer who is ill today takes none before tomorrow."""
        if self._is_ill(officer, at):
            self.agenda.at(working_time.next_day(at), partial(self._take, name, officer))
            return self.wake(name, at)
        file = worklist.next_free(name, officer)
        if file is None:
            return self.idle[name].append(officer)
        review.take(file, officer, at=at)
        review.look(file, officer, at=at)
        low, high = source.CHECK_MINUTES if name == "to_check" else source.APPROVE_MINUTES
        done = working_time.later(at, self.dice.uniform(low, high))
        if name == "to_check":
            self.agenda.at(done, partial(self._check, officer, file.id))
        else:
            self.agenda.at(done, partial(self._approve, officer, file.id))

    def _check(self, officer: Officer, number: int, at: datetime) -> None:
        file = db.session.get_one(Application, number)
        if file.state == SUBMITTED and file.holder_id == officer.id:
            self._judge(file, officer, at)
        self._take("to_check", officer, at)

    def _judge(self, file: Application, officer: Officer, at: datetime) -> None:
        first, luck = file.id not in self.checked_before, self.dice.random()
        self.checked_before.add(file.id)
        if first and luck < source.REJECTED:
            return review.reject(file, REJECTION, officer, at=at)
        flawed = luck < source.REJECTED + (source.FLAWED if first else source.MENDED_AGAIN)
        parts = [("paper", part) for part in papers_of(file)] + [("answers", part) for part in steps_of(file)]
        # Papers go wrong about three times as often as answers.
        wrong = self.dice.choices(parts, [3 if kind == "paper" else 1 for kind, _ in parts])[0] if flawed else None
        for kind, part in parts:
            if (kind, part) == wrong:
                reason = source.REASONS[3] if kind == "answers" else self.dice.choice(source.REASONS[:3])
                review.judge(file, kind, part.code, FIX, reason, officer, at=at)
            else:
                review.judge(file, kind, part.code, OK, "", officer, at=at)
        if wrong:
            review.send_back(file, officer, at=at)
            return self.homes.returned(file.id, at)
        review.pass_on(file, officer, at=at)
        self.wake("to_approve", at)

    def _approve(self, officer: Officer, number: int, at: datetime) -> None:
        file = db.session.get_one(Application, number)
        if file.state == CHECKED and file.holder_id == officer.id:
            wanted, gone = self.homes.requests[number], self.homes.town.gone
            if wanted.people & gone:
                review.reject(file, NOT_POSSIBLE, officer, at=at)
            else:
                # Whoever approves has laid what may be a double beside its other and found two events.
                review.approve(file, officer, at=at, verdict=Verdict(numbers=wanted.numbers, compared=True))
                gone |= {wanted.leaves} - {""}
        self._take("to_approve", officer, at)

    def _is_ill(self, officer: Officer, at: datetime) -> bool:
        key = (officer.id, opening.local_day(at))
        if key not in self.ill:
            self.ill[key] = self.dice.random() < source.OFFICER_ILL
        return self.ill[key]
