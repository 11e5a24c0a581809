"""The print room: cards in the order of the queue, as fast as the printers go, then ready, then in their holders' hands."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from office import cards, opening
from office.applications import Application, processing
from office.cards import Card
from office.db import db
from office.queue.checking_in import COLLECT
from office.staff import Officer
from simulation import source, working_time
from simulation.agenda import Agenda
from simulation.cupboard import Cupboard
from simulation.staff import Staff

ROUND_MINUTES = 30
CHECKS = ("kk", "kk", "ktp", "sim", "wajah")


@dataclass
class PrintRoom:
    """The officer at the printers, and those who fetch what was printed."""

    agenda: Agenda
    staff: Staff
    dice: random.Random
    scale: float
    cupboard: Cupboard
    collecting: "Collecting"

    def open(self, at: datetime) -> None:
        """The first round is with the first working hour."""
        self.agenda.at(working_time.within(at), self._round)

    def _round(self, at: datetime) -> None:
        """Print for half an hour; the cards of the round before are looked through and lie ready."""
        officer = self.staff.front[-1]
        for card in cards.in_state(cards.PRINTED):
            application = db.session.get_one(Application, card.application_id)
            processing.card_ready(card, application, officer, at=at)
            self.collecting.ready(card, at)
        most = round(source.PRINTERS * source.PRINTS_AN_HOUR * self.scale * ROUND_MINUTES / 60) or 1
        left = {kind: self.cupboard.left(kind) for kind in source.BLANKS}
        for card in cards.in_state(cards.QUEUED, most):
            if left[card.kind] == 0:
                continue
            left[card.kind] -= 1
            if self.dice.random() < source.SPOILED:
                cards.spoil(card, by=officer.actor, at=at)
            else:
                cards.move(card, cards.PRINTED, by=officer.actor, at=at)
        self.agenda.at(working_time.later(at, ROUND_MINUTES), self._round)


@dataclass
class Collecting:
    """How people come by their cards: at the door while the counter is closed, with a number (`arrive`) once it is open."""

    agenda: Agenda
    dice: random.Random
    officer: Officer
    arrive: Callable[[datetime, str, int], None]

    def ready(self, card: Card, at: datetime) -> None:
        """The holder was told, and comes on one of the next days."""
        coming = at + timedelta(days=self.dice.uniform(*source.DAYS_TO_COLLECT))
        day = opening.local_day(working_time.within(coming))
        if source.counter_is_open(day):
            # Only on that morning is it known whether the door is open.
            self.agenda.at(max(opening.instant(day, time(0, 20)), at), partial(self._sets_out, card.id, day))
        else:
            self.agenda.at(working_time.within(opening.instant(day, time(9))), partial(self.hand_over, card.id))

    def _sets_out(self, number: int, day: date, at: datetime) -> None:
        hour = source.an_hour(self.dice, 8, 11 if day.weekday() == 5 else 13)
        self.arrive(max(opening.instant(day, hour), at), COLLECT, number)

    def hand_over(self, number: int, at: datetime) -> None:
        """Give the card to its holder, or to a relative, after a look at a paper with their name."""
        card = cards.find(number)
        if card.state != cards.READY:
            return
        application = db.session.get_one(Application, card.application_id)
        who = "sendiri" if self.dice.random() < 0.8 else "keluarga"
        processing.hand_over(
            card, application, self.officer, name=application.applicant_name, relation=who, check=self.dice.choice(CHECKS),
            at=at, old_card=processing.old_card_wanted(application),
        )  # fmt: skip
