"""The whole play: from an empty office to the last evening of the period, and what came of it."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

import sqlalchemy as sa
from flask import Flask

from config import ROOT
from office import cards, closures, health, opening, regions, settings
from office.applications import Application, drafts
from office.cards import Card
from office.db import db, transaction
from office.promises import climbing
from office.queue import tickets
from office.queue.tickets import Ticket
from office.regions import Region
from office.staff import Officer
from simulation import delivery, source, town
from simulation.agenda import Agenda
from simulation.copies import Copies
from simulation.cupboard import Cupboard
from simulation.desks import Desks
from simulation.filling import ELSEWHERE
from simulation.hall import Hall
from simulation.homes import WEB, Homes
from simulation.photographs import Album
from simulation.print_room import Collecting, PrintRoom
from simulation.source import Demand
from simulation.staff import employ
from simulation.voices import Voices

PEOPLE_A_DAY = 90  # residents in the register for each day of the period
FEWEST = 1_500
CLIMBING = (9, 11, 13, 15)  # the hours at which the worker looks for late files; it does so each minute in truth
CLOSED = "Loket ditutup, semua layanan lewat daring"  # what the office said is not known; these are our words


class NotEmpty(Exception):
    """The database holds an office already."""

    def __init__(self) -> None:
        super().__init__("the simulation needs an empty data folder: let LAMIN_DATA name a new one")


@dataclass(frozen=True)
class Period:
    """Local days, both included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Outcome:
    """What came of it: KTP printed of applications from home, applications sent, tickets given."""

    ktp_online: int
    applications: int
    tickets: int


class Play:
    """One simulation: the same seed gives the same counts."""

    def __init__(self, app: Flask, period: Period, demand: Demand, seed: int, *, pdf: bool) -> None:
        """Furnish the office on the evening before the period.

        Raises:
            NotEmpty: the database isn't empty.
        """
        self.period, self.demand, self.seed = period, demand, seed
        self.until = opening.instant(period.last + timedelta(days=1), time.min)
        start = opening.instant(period.first, time.min)
        _must_be_empty()
        _load_regions()
        store = Copies(app.extensions["lamin"].settings.data / "files")
        self.staff = employ(app, demand.scale, at=start)
        self.town = town.settle(self._residents(), seed, at=start)
        self.delivery = delivery.build(app, store, pdf=pdf, at=start)
        self.agenda = Agenda(self.delivery.round, self.delivery.draw)
        self._put_up(store)
        self._plan(start)

    def run(self) -> Outcome:
        """Play it to its end, and count."""
        self.agenda.run(self.until)
        with transaction():
            self.delivery.round(self.until)
        return outcome()

    def _residents(self) -> int:
        return max(FEWEST, round(PEOPLE_A_DAY * len(self.period.days) * self.demand.scale))

    def _dice(self, what: str) -> random.Random:
        return random.Random(f"{self.seed}:{what}")  # noqa: S311

    def _put_up(self, store: Copies) -> None:
        agenda, staff = self.agenda, self.staff
        self.homes = Homes(agenda, self.town, Album(store), self._dice("homes"), partial(self._wake, "to_check"))
        self.desks = Desks(agenda, staff, self.homes, self._dice("desks"))
        self.voices = Voices(agenda, self._dice("voices"))
        self.cupboard = Cupboard(agenda, staff.front[-1], self._dice("blanks"), self.demand.scale)
        collecting = Collecting(agenda, self._dice("collecting"), staff.front[0], self._arrive)
        self.hall = Hall(agenda, staff, self.homes, collecting, self._dice("hall"), self.demand, self.voices)
        self.print_room = PrintRoom(agenda, staff, self._dice("printing"), self.demand.scale, self.cupboard, collecting)

    def _wake(self, name: str, at: datetime) -> None:
        self.desks.wake(name, at)

    def _arrive(self, at: datetime, letter: str, card: int) -> None:
        self.hall.arrive(at, letter, card)

    def _plan(self, start: datetime) -> None:
        dice = self._dice("demand")
        self.hall.furnish(start)
        self.desks.open(start)
        self.print_room.open(start)
        self._rules(start)
        for day in self.period.days:
            begins = opening.instant(day, time(0, 10))
            self.agenda.at(begins, _tidy)
            self.agenda.at(begins, self.voices.of_yesterday)
            self.agenda.at(opening.instant(day, time(9)), self.cupboard.look)
            for hour in CLIMBING:
                self.agenda.at(opening.instant(day, time(hour, 5)), _watch_promises)
            self._requests(day, dice)
            if source.counter_is_open(day):
                self.agenda.at(begins, self.hall.day)

    def _requests(self, day: date, dice: random.Random) -> None:
        if working_day(day):
            for kind in source.from_home(self.demand, day, dice):
                self.agenda.at(opening.instant(day, source.an_hour(dice)), partial(self.homes.apply, kind, WEB))

    def _rules(self, start: datetime) -> None:
        """The counter's closing, until further notice; its reopening, said some days before; a room that grows with the scale."""
        first = max(source.COUNTER_CLOSED, self.period.first)
        if first < source.COUNTER_OPEN:
            said = opening.instant(max(source.ANNOUNCED, first), time(10))
            with transaction():
                closures.close(first, None, CLOSED, counter_only=True, by=self.staff.head.actor, at=start)
            self.agenda.at(said, partial(self._reopen, first))
        with transaction():
            self.cupboard.fill(start)
            if self.demand.scale > 1:
                seats = min(round(40 * self.demand.scale), 2000)
                settings.put("room_seats", seats, by=self.staff.head.actor, at=start)

    def _reopen(self, first: date, at: datetime) -> None:
        closures.reopen(first, source.COUNTER_OPEN, by=self.staff.head.actor, at=at)


def outcome() -> Outcome:
    """What the database says at the end."""
    printed = sa.select(sa.func.count()).select_from(Card).join(Application, Application.id == Card.application_id)
    printed = printed.where(Card.kind == "ktp", Application.channel == WEB)
    printed = printed.where(Card.state.in_((cards.PRINTED, cards.READY, cards.HANDED_OVER)))
    sent = sa.select(sa.func.count()).select_from(Application).where(Application.submitted_at.is_not(None))
    given = sa.select(sa.func.count()).select_from(Ticket)
    return Outcome(*(db.session.scalar(query) or 0 for query in (printed, sent, given)))


def working_day(day: date) -> bool:
    """Whether the office works on a local day, with or without its counter."""
    begins = opening.instant(day, time.min)
    return opening.local_day(opening.calendar(begins).add_working_hours(begins, 0)) == day


def _tidy(at: datetime) -> None:
    """What the worker's sweep does each day, but for the files."""
    drafts.expire(at=at)
    tickets.close_days_before(opening.local_day(at), at=at)
    health.forget(at=at)


def _watch_promises(at: datetime) -> None:
    climbing.climb(at=at)


def _must_be_empty() -> None:
    if any(db.session.scalar(sa.select(table.id).limit(1)) for table in (Officer, Application)):
        raise NotEmpty()


def _load_regions() -> None:
    if db.session.scalar(sa.select(Region.code).where(Region.code == ELSEWHERE)) is None:
        with transaction():
            regions.load_regions(ROOT / "data" / "regions")
