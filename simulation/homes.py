"""What residents do at home: fill in, photograph, send, mend what comes back, take back, collect."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from office import opening, papers
from office.applications import RETURNED, SUBMITTED, Application, drafts
from office.applications.states import papers_of, steps_of
from office.catalogue import find
from office.db import db
from simulation import source
from simulation.agenda import Agenda
from simulation.filling import Filled, fill
from simulation.photographs import Album
from simulation.town import NobodyFits, Town

WEB, COUNTER = "web", "counter"


@dataclass
class Homes:
    """The residents as applicants; `sent` is told of each file that reaches the office, `requests` keeps what was typed."""

    agenda: Agenda
    town: Town
    album: Album
    dice: random.Random
    sent: Callable[[datetime], None]

    def __post_init__(self) -> None:
        self.requests: dict[int, Filled] = {}

    def apply(self, kind: str, channel: str, at: datetime) -> None:
        """Begin a request; most people send it within the hour, some never."""
        try:
            wanted = fill(kind, self.town, opening.local_day(at))
        except NobodyFits:
            return
        application = drafts.start(find(wanted.service), language="id", at=at, channel=channel)
        self.requests[application.id] = wanted
        wait = timedelta(minutes=self.dice.randint(*source.SENT_WITHIN_MINUTES) if channel == WEB else 6)
        if channel == COUNTER or self.dice.random() >= source.NEVER_SENT:
            self.agenda.at(at + wait, partial(self._send, application.id))

    def returned(self, number: int, at: datetime) -> None:
        """A file came back: most people mend it after some time, the others never do."""
        if self.dice.random() < source.MENDED:
            later = at + timedelta(days=self.dice.expovariate(1 / source.DAYS_TO_MEND), minutes=20)
            self.agenda.at(later, partial(self._mend, number))

    def _send(self, number: int, at: datetime) -> None:
        application, wanted = db.session.get_one(Application, number), self.requests[number]
        for step, typed in wanted.typed.items():
            reading = drafts.save(application, step, typed, at=at)
            if reading.errors:
                raise AssertionError(f"{wanted.service} {step}: {sorted(reading.errors)}")
        for paper in papers_of(application):
            drafts.attach(application, paper.code, self.album.copy(paper.code), at=at)
        self._hand_in(application, at)
        if self.dice.random() < source.WITHDRAWN:
            self.agenda.at(at + timedelta(minutes=self.dice.randint(3, 90)), partial(self._withdraw, number))

    def _mend(self, number: int, at: datetime) -> None:
        application = db.session.get_one(Application, number)
        if application.state != RETURNED:
            return
        for step in steps_of(application):
            if step.open:
                drafts.save(application, step.code, self.requests[number].typed[step.code], at=at)
        for paper in papers_of(application):
            if paper.open and paper.verdict == papers.FIX:
                drafts.attach(application, paper.code, self.album.copy(paper.code), at=at)
        self._hand_in(application, at)

    def _hand_in(self, application: Application, at: datetime) -> None:
        drafts.submit(application, at=at)
        self.sent(at)

    def _withdraw(self, number: int, at: datetime) -> None:
        application = db.session.get_one(Application, number)
        if application.state == SUBMITTED:
            drafts.withdraw(application, at=at)
