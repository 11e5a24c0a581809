"""The hall in a period: tickets by weekday and hour, waits and services, who did not come, visits saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from office.appointments import BOOKED, CANCELLED, Appointment
from office.db import db
from office.numbers import Counter
from office.queue.tickets import FINISHED, LEFT
from office.reports import tally
from office.reports.scope import Scope

SAVED = "saved:"


@dataclass(frozen=True)
class Cell:
    """One hour of one weekday: tickets taken, and the mean minutes until they were served, None when none was."""

    tickets: int
    wait: float | None


@dataclass(frozen=True)
class Hall:
    """The hall in a period; times in minutes, `cells` by (weekday from 0 Monday, local hour)."""

    tickets: int
    served: int
    wait: float | None
    service: float | None
    absent: int
    left: int
    unserved: int
    missed_appointments: int
    appointments: int
    saved: int
    by_group: Mapping[str, int]
    by_place: Mapping[int, int]
    cells: Mapping[tuple[int, int], Cell]


def hall(scope: Scope, *, today: date) -> Hall:
    """Count the hall's days, of one place where one is chosen; a service doesn't reach it, since tickets know groups."""
    counts = tally.of(tally.HALL, scope)
    ended, served = tally.named(counts, "ended"), tally.named(counts, "served")
    done, (missed, booked) = ended.get((FINISHED,), 0), _appointments(scope, today)
    absent, left, unserved = (ended.get((how,), 0) for how in ("absent", LEFT, "unserved"))
    groups, at_places = tally.named(counts, "group"), tally.named(counts, "place")
    return Hall(
        counts.get("tickets", 0), done, _mean(served.get(("waited",), 0), done), _mean(served.get(("took",), 0), done), absent,
        left, unserved, missed, booked, saved_visits(scope), {rest[0]: n for rest, n in sorted(groups.items())},
        {int(rest[0]): n for rest, n in sorted(at_places.items())}, _cells(counts),
    )  # fmt: skip


def cells(scope: Scope) -> dict[tuple[int, int], Cell]:
    """Tickets and mean waits of each weekday and hour; hours without a ticket are not there."""
    return _cells(tally.of(tally.HALL, scope))


def _cells(counts: Mapping[str, int]) -> dict[tuple[int, int], Cell]:
    served, waited = tally.named(counts, "hour_served"), tally.named(counts, "hour_waited")
    return {
        (int(key[0]), int(key[1])): Cell(n, _mean(waited.get(key, 0), served.get(key, 0)))
        for key, n in sorted(tally.named(counts, "hour").items())
    }


def saved_visits(scope: Scope) -> int:
    """How many at the kiosk chose to do it from home instead, as `board.stayed_home` counted them."""
    day = sa.func.substr(Counter.series, len(SAVED) + 1, 10)
    counted = sa.select(sa.func.sum(Counter.value)).where(
        Counter.series.startswith(SAVED), day.between(scope.first.isoformat(), scope.last.isoformat()),
        *([Counter.series.like(f"{SAVED}{'_' * 10}:{scope.place}:%")] if scope.place else []),
    )  # fmt: skip
    return int(db.session.scalar(counted) or 0)


def _appointments(scope: Scope, today: date) -> tuple[int, int]:
    """Appointments of days that are over whose visitor did not come, and all that were kept or missed."""
    query = sa.select(sa.func.count().filter(Appointment.state == BOOKED), sa.func.count()).where(
        Appointment.day.between(scope.first, scope.last),
        Appointment.day < today,
        Appointment.state != CANCELLED,
        *([Appointment.place_id == scope.place] if scope.place else []),
    )
    missed, booked = db.session.execute(query).one()
    return missed, booked


def _mean(seconds: int, count: int) -> float | None:
    return max(seconds, 0) / count / 60 if count else None
