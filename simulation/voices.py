"""What people say afterwards: some of those whose errand is over answer the nine questions, by phone or at the kiosk."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from office import events
from office.applications import FINISHED, Application
from office.db import db
from office.queue.tickets import Ticket
from office.survey import answers
from office.survey.answers import KIOSK, PHONE, Errand
from office.survey.elements import ELEMENTS
from simulation import source
from simulation.agenda import Agenda

COMMENTS = ("", "", "", "", "Cepat dan jelas.", "Menunggu lama.", "Sudah bagus, pertahankan.")


@dataclass
class Voices:
    """Those who answer."""

    agenda: Agenda
    dice: random.Random

    def of_yesterday(self, at: datetime) -> None:
        """Some whose application was finished in the last day answer during this one."""
        over = sa.select(Application.id).where(
            Application.state == FINISHED,
            Application.state_since >= at - timedelta(days=1),
            Application.state_since < at,
        )
        for number in db.session.scalars(over.order_by(Application.id)).all():
            if self.dice.random() < source.ANSWERS:
                self.agenda.at(at + timedelta(hours=self.dice.uniform(8, 20)), partial(self._by_phone, number))

    def at_the_kiosk(self, number: int, at: datetime) -> None:
        """Somebody who was just served stops at the kiosk, or goes home."""
        ticket = db.session.get_one(Ticket, number)
        if self.dice.random() < source.ANSWERS:
            self._answer(answers.of_ticket(ticket), KIOSK, at)

    def _by_phone(self, number: int, at: datetime) -> None:
        self._answer(answers.of_application(db.session.get_one(Application, number)), PHONE, at)

    def _answer(self, errand: Errand, channel: str, at: datetime) -> None:
        if not errand.finished or answers.answered(errand):
            return
        # Who is content is so with most of it.
        mood = self.dice.gauss(0, 0.35)
        scores = {code: self._score(mood) for code in ELEMENTS}
        about = {"sex": self.dice.choice("12"), "age": "", "education": "", "occupation": ""}
        answers.give(errand, scores, about, self.dice.choice(COMMENTS), channel=channel, by=events.RESIDENT, at=at)

    def _score(self, mood: float) -> int:
        return min(max(round(source.CONTENT + mood + self.dice.gauss(0, 0.5)), 1), 4)
