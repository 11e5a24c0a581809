"""Dashboard, work lists and reports at 200,000 applications, against the same pages at 10,000; on SQLite and on PostgreSQL.

The applications are invented rows put straight into the tables, with what is counted of them: no page asks how they came there.
What makes the 10,000 into 200,000 lies 40 days to a year back, since an office grows old files and not busier days.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa

from bench import clients, register, running
from bench.figures import Figure, of_rounds
from config import Settings
from office import catalogue, clock, codes, events, opening, regions, staff
from office.applications import CHECKED, FINISHED, RETURNED, SUBMITTED, Application
from office.db import db, transaction
from office.queue.tickets import Ticket
from office.reports import tally
from office.reports.facts import FigureCase, FigureFact, FigureHead
from office.staff import Role
from tests.factories import an_officer

FEW, MANY, ROUNDS = 10_000, 200_000, 15
GROWTH_LIMIT, YEAR_LIMIT = 1.2, 1000.0
OPEN, TICKETS_A_DAY, PORTION, OLD = 300, 250, 20_000, 40
PLACES = register.PLACES
NAMES = tuple(name for place in PLACES for name in (f"report_growth{place}", f"report_year{place}_ms"))
PAGES = [sys.executable, "-m", "serve", "pages"]
LISTS = ("/petugas/", "/petugas/?daftar=setujui", "/petugas/?daftar=selesai", "/petugas/angka")
SECTIONS = ("", "/permohonan", "/waktu", "/mutu", "/antrean", "/petugas", "/banding")


def measure() -> list[Figure]:
    """Two Lamins with the same open files and the same hall, one with few old files, one with many; their pages take turns."""
    return [figure for place in PLACES for figure in _measured(place)]


def _measured(place: str) -> Iterator[Figure]:
    with register.prepared_on(place, "few") as (small, env), register.prepared_on(place, "many") as (large, envy):
        cookies = _filled(small, FEW), _filled(large, MANY)
        with running.started(PAGES, small.port, env), running.started(PAGES, large.port, envy):
            pages = [(office.port, clients.get(url, cookie)) for url in LISTS
                     for office, cookie in zip((small, large), cookies, strict=True)]  # fmt: skip
            taken = _p50s(pages)
            year = _p50s([(large.port, clients.get(url, cookies[1])) for url in _reports()])
    yield _growth(place, taken[::2], taken[1::2])
    yield _year(place, year)


def _filled(settings: Settings, count: int) -> str:
    """Fill a Lamin; the cookie of its head."""
    with running.inside(settings) as app:
        cookie, files = _steering(app), Invented()
        files.put(FEW)
        if count > FEW:
            files.put(count - FEW, still=False)
        return cookie


def _growth(place: str, few: Sequence[float], many: Sequence[float]) -> Figure:
    times = {url: after / before for url, before, after in zip(LISTS, few, many, strict=True)}
    worst = max(times, key=lambda url: times[url])
    note = f"{PLACES[place]}; slowest growth {worst}, {many[LISTS.index(worst)]:.0f} ms at {MANY:,}"
    return Figure(f"report_growth{place}", times[worst], "times", GROWTH_LIMIT, times[worst] / GROWTH_LIMIT, note=note)


def _year(place: str, taken: Sequence[float]) -> Figure:
    slowest = max(taken)
    said = SECTIONS[list(taken).index(slowest)] or "/ringkasan"
    note = f"{PLACES[place]}; {MANY:,} in the year, slowest of {len(taken)}: {said}"
    return of_rounds(f"report_year{place}_ms", [slowest], "ms", limit=YEAR_LIMIT, ratio=slowest / YEAR_LIMIT, note=note)


def _reports() -> list[str]:
    today = opening.local_day(clock.now())
    period = f"?dari={today - timedelta(days=364)}&sampai={today}"
    return [f"/petugas/laporan{section}{period}" for section in SECTIONS]


def _p50s(pages: Sequence[tuple[int, bytes]]) -> list[float]:
    """Milliseconds of each page, the middle of the rounds, in turns; the first round warms up.

    Raises:
        WrongAnswer: a page did not come.
    """
    return [1000 * median(each[1:]) for each in clients.turns(pages, ROUNDS + 1)]


def _steering(app: Any) -> str:
    at = clock.now()
    officer = an_officer(Role.HEAD, at=at, login="head")
    with transaction():
        key = staff.sign_in(officer.id, True, at=at)
    return register.cookie_of(app, key)


class Invented:
    """Invented rows, a year of them until now; of the first some are still open, so that lists and dashboard have their fill."""

    def __init__(self) -> None:
        self.chance, self.at = random.Random(2020), clock.now()  # noqa: S311 - invented rows
        self.today, self.number, self.newest = opening.local_day(self.at), 0, 1
        self.services = list(catalogue.services())
        self.villages = [each.code for each in regions.villages_of(regions.BONTANG)]
        self.officers = [an_officer(role, at=self.at).id for role in (Role.VERIFIER, Role.REGISTRAR, Role.REGISTRAR)]
        with transaction():
            self.digests = {code: catalogue.keep(each, at=self.at) for code, each in catalogue.services().items()}
            self._put_tickets()

    def put(self, count: int, *, still: bool = True) -> None:
        """So many applications; with `still` some of them wait at the desk."""
        self.newest = 1 if still else OLD
        for start in range(0, count, PORTION):
            with transaction():
                self._portion(min(PORTION, count - start), still and start == 0)
        with transaction():
            tally.keep(self.today - timedelta(days=back) for back in range(365))
            tickets = sa.select(sa.func.max(Ticket.id)).scalar_subquery()
            heads = sa.select(events.EventHead.seq).scalar_subquery()
            db.session.execute(sa.update(FigureHead).values(seq=heads, ticket=tickets))

    def _portion(self, count: int, still: bool) -> None:
        rows = [self._one(OPEN if still and number < OPEN else 0) for number in range(count)]
        applications, cases, facts = (list(part) for part in zip(*rows, strict=True))
        db.session.execute(sa.insert(Application.__table__), applications)
        db.session.execute(sa.insert(FigureCase.__table__), cases)
        db.session.execute(sa.insert(FigureFact.__table__), facts)

    def _one(self, still: int) -> tuple[dict[str, Any], ...]:
        self.number += 1
        day = self.today - timedelta(days=0 if still else self.chance.randrange(self.newest, 365))
        sent = opening.instant(day, time(self.chance.randrange(7, 15), self.chance.randrange(60)))
        state = self.chance.choice((SUBMITTED, SUBMITTED, CHECKED, RETURNED)) if still else FINISHED
        service, minutes = self.chance.choice(self.services), int(self.chance.lognormvariate(5, 1))
        shared = {"channel": self.chance.choice(("web", "web", "counter")), "state": state}
        application = {
            "id": self.number, "token": codes.new_token(), "reference": f"{self.number:08d}", "service_code": service,
            "definition": self.digests[service], "language": "id", "state_since": sent, "started_at": sent, "submitted_at": sent,
            "promised_at": sent + timedelta(hours=24), "maker_id": self.officers[0] if state == CHECKED else None,
            "subject_name": "Contoh", "applicant_name": "Contoh", **shared,
        }  # fmt: skip
        returns = self.chance.choice((0, 0, 0, 1))
        case = {
            "application_id": self.number, "service": service, "village": self.chance.choice(self.villages), "sent_on": day,
            "done_on": None if still else min(day + timedelta(days=minutes // 420), self.today), "returns": returns,
            "minutes": None if still else minutes, "late": minutes > 1200, **shared,
        }  # fmt: skip
        return application, case, self._fact(day, service, shared["channel"], returns)

    def _fact(self, day: date, service: str, channel: str, returns: int) -> dict[str, Any]:
        papers, results = catalogue.find(service).papers, catalogue.find(service).results
        what, code = (
            ("defect", f"paper:{papers[0].code}")
            if returns and papers
            else ("issued", results[0].kind if results else "")
        )
        return {
            "seq": self.number, "place": 0, "what": what, "day": day, "application_id": self.number, "service": service,
            "channel": channel, "code": code, "detail": "blurred" if what == "defect" else "",
        }  # fmt: skip

    def _put_tickets(self) -> None:
        """A year of the hall, the same at both sizes: the number of visitors has nothing to do with old files."""
        rows: list[Mapping[str, Any]] = []
        for back in range(364, -1, -1):
            day = self.today - timedelta(days=back)
            if day.weekday() < 6:
                rows += [self._ticket(day, number) for number in range(TICKETS_A_DAY)]
        db.session.execute(sa.insert(Ticket.__table__), rows)

    def _ticket(self, day: date, number: int) -> dict[str, Any]:
        taken = opening.instant(day, time(8 + number * 6 // TICKETS_A_DAY, number % 60))
        group, begun = "ABCDE"[number % 5], taken + timedelta(minutes=self.chance.randrange(1, 40))
        return {
            "day": day, "label": f"{group}-{number:03d}", "group": group, "token": codes.new_token(), "state": "finished",
            "order_at": taken, "taken_at": taken, "called_at": begun, "served_at": begun, "outcome": "done",
            "finished_at": begun + timedelta(minutes=6), "finished_by": self.chance.choice(self.officers),
        }  # fmt: skip
