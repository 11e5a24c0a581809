"""The hall after the reopening: the protocol at the kiosk, a place inside or outside, counters that call, serve and finish."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import partial

from office import codes, devices, events, health, opening
from office.applications import Application
from office.cards import Card
from office.db import db, transaction
from office.devices import Kind
from office.errors import Refused
from office.health import NO, YES, Judged
from office.queue import board, calling, checking_in, counters, groups, sitting, tickets
from office.queue.counters import ServiceCounter
from office.queue.refusals import NobodyWaits, OnlyOutside
from office.queue.tickets import CALLED, SERVING, WAITING, Rules, Ticket, Wish
from office.staff import Officer
from simulation import source
from simulation.agenda import Agenda
from simulation.homes import COUNTER, WEB, Homes
from simulation.print_room import Collecting
from simulation.staff import Staff
from simulation.voices import Voices

SERVED = ("AE", "B", "CF", "D", "BE")
STAY_AFTER = timedelta(hours=1)
# What those in a group come to apply for.
ERRANDS = {"B": ("ubah", "rusak", "hilang", "baru", "baru"), "C": ("kk-perubahan", "kk-hilang-rusak", "pindah-antar-kota"),
           "D": ("akta-kelahiran", "akta-kelahiran", "akta-kematian")}  # fmt: skip


@dataclass(frozen=True)
class Visitor:
    """Somebody at the kiosk: the group, the card that is fetched (its id, or 0), the answers, the temperature in tenths.

    `again` is the number that lets measure once more.
    """

    letter: str
    card: int
    answers: Mapping[str, str]
    tenths: int
    again: str = ""


@dataclass
class Hall:
    """The kiosk, the room and the counters; `idle` are those that found nobody to call, `blocked` found people outside alone."""

    agenda: Agenda
    staff: Staff
    homes: Homes
    collecting: Collecting
    dice: random.Random
    demand: source.Demand
    voices: Voices
    device_id: int = 0
    seats: dict[int, Officer] = field(default_factory=dict)
    idle: dict[int, str] = field(default_factory=dict)  # counters by id, with the letters they serve
    blocked: dict[int, str] = field(default_factory=dict)

    def furnish(self, at: datetime) -> None:
        """Put up the kiosk and the counters; in a larger simulation more of them, as many as signs have numbers."""
        with transaction():
            self.device_id = devices.add(Kind.KIOSK, "Pintu utama", by=events.SYSTEM, at=at).id
            for number, officer in enumerate(self.staff.front[:-1][: counters.HIGHEST], 1):
                counter = counters.add(number, [*SERVED[(number - 1) % len(SERVED)]], by=events.SYSTEM, at=at)
                self.seats[counter.id] = officer

    def day(self, at: datetime) -> None:
        """A day on which the counter is open, from its first instant on: who comes, who sits where, until when."""
        day, calendar = opening.local_day(at), opening.calendar(at)
        opens = calendar.opens_next(at)
        if opens is None or opening.local_day(opens) != day:
            return
        closes = opening.instant(day, time(12) if day.weekday() == 5 else time(15))
        for counter in self.seats:
            self.agenda.at(opens, partial(self._sit, counter))
        for letter in source.at_the_counter(self.demand, day, self.dice):
            hour = 8 + self.dice.choices(range(7), source.HALL_HOURS)[0]
            comes = opening.instant(day, time(hour, self.dice.randrange(60), self.dice.randrange(60)))
            self.arrive(comes, letter)
        self.agenda.at(closes + STAY_AFTER, self._close)

    def arrive(self, at: datetime, letter: str, card: int = 0) -> None:
        """Somebody comes to the door at an instant: while the counter is shut, they wait for it or come another day."""
        calendar = opening.calendar(at)
        if calendar.is_open(at):
            return self.agenda.at(at, partial(self._at_the_kiosk, letter, card), alone=True)
        opens = calendar.opens_next(at)
        if opens and (card or opening.local_day(opens) == opening.local_day(at)):
            after = timedelta(seconds=self.dice.randint(20, 2400))
            self.agenda.at(opens + after, partial(self._at_the_kiosk, letter, card), alone=True)

    def _at_the_kiosk(self, letter: str, card: int, at: datetime) -> None:
        if not card and self.dice.random() < source.STAYS_HOME:
            with transaction():
                board.stayed_home(letter, at=at)
            return self._from_home(letter, at)
        answers = dict(health.WANTED)
        if self.dice.random() < source.NO_MASK:
            answers["mask"] = NO
        tenths = 378 if self.dice.random() < source.FEVER else self.dice.randint(358, 371)
        self._admit(Visitor(letter, card, answers, tenths), at)

    def _admit(self, visitor: Visitor, at: datetime) -> None:
        token = codes.new_token()
        try:
            with transaction():
                law = tickets.rules(at)
                judged = health.judge(law.protocol, visitor.answers, visitor.tenths)
                number = self._ticket(visitor, judged, law, token, at)
        except Refused:
            return
        if number:
            self._wait(number, at)
        else:
            self._not_today(visitor, judged, token, at)

    def _ticket(self, visitor: Visitor, judged: Judged, law: Rules, token: str, at: datetime) -> int | None:
        wish = Wish(visitor.letter, priority=self.dice.random() < source.PRIORITY, device_id=self.device_id)
        earlier = health.again(visitor.again, at=at)
        if not visitor.card:
            return tickets.admit(wish, judged, token=token, at=at, again=earlier, given=law)
        application = db.session.get_one(Application, db.session.get_one(Card, visitor.card).application_id)
        found = checking_in.find(application.reference, law.groups)
        return checking_in.check_in(found, wish, judged, token=token, at=at, again=earlier, given=law)

    def _not_today(self, visitor: Visitor, judged: Judged, token: str, at: datetime) -> None:
        """A mask is put on at once; who had a fever may be measured once more, and most go home."""
        if judged.mended_at_once:
            well = replace(visitor, answers={**visitor.answers, "mask": YES})
            return self.agenda.at(at + timedelta(minutes=2), partial(self._admit, well), alone=True)
        check = health.by_token(token)
        cooler = 365 if self.dice.random() < source.FEVER_AGAIN else visitor.tenths
        if check and check.number:
            once_more = replace(visitor, tenths=cooler, again=str(check.number))
            self.agenda.at(at + timedelta(minutes=7), partial(self._admit, once_more), alone=True)

    def _wait(self, number: int, at: datetime) -> None:
        ticket = db.session.get_one(Ticket, number)
        if self.dice.random() < source.FOLLOWS:
            with transaction():
                tickets.follow(ticket, f"+62{self.homes.town.contact()[0][1:]}", at=at)
        if self.dice.random() < source.GIVES_UP:
            self.agenda.at(at + timedelta(minutes=self.dice.randint(10, 60)), partial(self._leave, number))
        self._look_up(ticket.group, at)

    def _leave(self, number: int, at: datetime) -> None:
        ticket = db.session.get_one(Ticket, number)
        if ticket.state == WAITING:
            tickets.give_up(ticket, by=events.RESIDENT, at=at)

    def _from_home(self, letter: str, at: datetime) -> None:
        if letter in ERRANDS:
            kind = self.dice.choice([each for each in ERRANDS[letter] if each != source.RECORDED])
            later = at + timedelta(hours=self.dice.uniform(0.5, 9))
            self.agenda.at(later, partial(self.homes.apply, kind, WEB))

    def _sit(self, number: int, at: datetime) -> None:
        counter = db.session.get_one(ServiceCounter, number)
        sitting.sit(counter, self.seats[number], at=at)
        self.idle[number] = "".join(counter.groups)

    def _look_up(self, letter: str, at: datetime) -> None:
        """One counter that has nobody, and serves this group, tries to call."""
        number = next((number for number, served in self.idle.items() if letter in served), 0)
        if number:
            del self.idle[number]
            self.agenda.at(at, partial(self._call, number), alone=True)

    def _call(self, number: int, at: datetime) -> None:
        served = ""
        try:
            with transaction():
                counter = db.session.get_one(ServiceCounter, number)
                served = "".join(counter.groups)
                calling.call_next(counter, self.seats[number], at=at)
        except OnlyOutside:
            self.blocked[number] = served
            return
        except NobodyWaits:
            self.idle[number] = served
            return
        except Refused:  # the counter is closed for today
            return
        wait = timedelta(seconds=source.CALL_SECONDS)
        if self.dice.random() < source.ABSENT:
            for again in (1, 2):
                self.agenda.at(at + again * wait, partial(self._again, number))
            self.agenda.at(at + 3 * wait, partial(self._absent, number))
        else:
            self.agenda.at(at + wait, partial(self._serve, number))

    def _again(self, number: int, at: datetime) -> None:
        calling.call_again(db.session.get_one(ServiceCounter, number), self.seats[number], at=at)

    def _absent(self, number: int, at: datetime) -> None:
        ticket = calling.absent(db.session.get_one(ServiceCounter, number), self.seats[number], at=at)
        self.agenda.at(at, partial(self._call, number), alone=True)
        self.agenda.at(at + calling.AWAY_LONG, partial(self._look_up, ticket.group))

    def _serve(self, number: int, at: datetime) -> None:
        ticket = calling.serve(db.session.get_one(ServiceCounter, number), self.seats[number], at=at)
        usual = next(group.minutes for group in groups.groups(at) if group.letter == ticket.group)
        took = timedelta(minutes=usual * self.dice.gammavariate(4, 0.25))
        self.agenda.at(at + took, partial(self._finish, number))

    def _finish(self, number: int, at: datetime) -> None:
        counter = db.session.get_one(ServiceCounter, number)
        ticket = db.session.get_one(Ticket, counter.ticket_id)
        outcome = self._errand(ticket, at)
        calling.finish(counter, self.seats[number], outcome, at=at)
        self.agenda.at(at + timedelta(minutes=1), partial(self.voices.at_the_kiosk, ticket.id))
        # A place is free: who found only people outside may find one inside now.
        for each in (number, *self.blocked):
            self.agenda.at(at + timedelta(seconds=10), partial(self._call, each), alone=True)
        self.blocked.clear()

    def _errand(self, ticket: Ticket, at: datetime) -> str:
        """What comes of the visit."""
        if ticket.application_id:
            for card in db.session.query(Card.id).where(Card.application_id == ticket.application_id):
                self.collecting.hand_over(card.id, at)
        elif ticket.group in ERRANDS:
            if self.dice.random() >= source.APPLIES:
                return self.dice.choice(("papers", "online"))
            self.agenda.at(at, partial(self.homes.apply, self.dice.choice(ERRANDS[ticket.group]), COUNTER))
        return "done"

    def _close(self, at: datetime) -> None:
        """The officers go home; one who still has somebody finishes first."""
        for number, officer in self.seats.items():
            counter = db.session.get_one(ServiceCounter, number)
            ticket = db.session.get(Ticket, counter.ticket_id) if counter.ticket_id else None
            if ticket and ticket.state in (CALLED, SERVING):
                return self.agenda.at(at + timedelta(minutes=4), self._close)
            if counter.officer_id == officer.id:
                sitting.close(counter, officer, at=at)
        self.idle.clear()
        self.blocked.clear()
