"""The office on this day so far: what steers people in the next hour. Read from the rows themselves, since it is live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from office import cards, opening
from office.applications import Application, worklist
from office.cards import Card
from office.db import db
from office.queue.tickets import FINISHED, Ticket
from office.reports import hall
from office.reports.applications import CHANNELS, HOME, channel_of
from office.reports.hall import Cell
from office.reports.scope import Scope
from office.reports.sql import seconds_between

HEAT_DAYS, LINE_DAYS = 28, 7


@dataclass(frozen=True)
class Served:
    """The tickets of one day that were served; times in mean minutes, None when nobody was."""

    count: int
    wait: float | None
    service: float | None


@dataclass(frozen=True)
class Today:
    """This day so far, beside the last day before it on which anybody was served."""

    day: date
    served: Served
    earlier: Served | None
    arrived: Mapping[str, int]
    at_risk: int
    late: int
    queued_cards: int

    @property
    def from_home(self) -> int:
        """Applications sent from home today."""
        return self.arrived.get(HOME, 0)


def today(at: datetime) -> Today:
    """Count the local day of an instant up to that instant."""
    day = opening.local_day(at)
    last = db.session.scalar(sa.select(sa.func.max(Ticket.day)).where(Ticket.day < day, Ticket.state == FINISHED))
    at_risk, late = worklist.risks(at)
    queued = sa.select(sa.func.count()).where(Card.state == cards.QUEUED)
    return Today(day, _served(day), _served(last) if last else None, _arrived(Scope(day, day)), at_risk, late,
                 db.session.scalar(queued) or 0)  # fmt: skip


def line_of_days(at: datetime) -> list[tuple[date, int, int]]:
    """The last working days with today: applications sent from home and at the counter or taken as a ticket, day by day."""
    days = _working_days(at)
    scope = Scope(days[0], days[-1])
    query = (
        sa.select(Ticket.day, sa.func.count()).where(Ticket.day.between(scope.first, scope.last)).group_by(Ticket.day)
    )
    tickets = {row[0]: row[1] for row in db.session.execute(query)}
    return [(day, _arrived(Scope(day, day))[HOME], tickets.get(day, 0)) for day in days]


def services_of_days(at: datetime) -> dict[str, dict[str, int]]:
    """What was sent in the last working days with today: each service's count by channel, the most first."""
    first, after = Scope(_working_days(at)[0], opening.local_day(at)).instants()
    query = (
        sa.select(Application.service_code, Application.channel, sa.func.count())
        .where(Application.submitted_at >= first, Application.submitted_at < after)
        .group_by(Application.service_code, Application.channel)
    )
    found: dict[str, dict[str, int]] = {}
    for service, channel, count in db.session.execute(query):
        found.setdefault(service, dict.fromkeys(CHANNELS, 0))[channel_of(channel)] += count
    return dict(sorted(found.items(), key=lambda row: (-sum(row[1].values()), row[0])))


def busy_hours(at: datetime) -> dict[tuple[int, int], Cell]:
    """Tickets by weekday and hour of the last four weeks."""
    day = opening.local_day(at)
    return hall.cells(Scope(day - timedelta(days=HEAT_DAYS - 1), day))


def _working_days(at: datetime) -> list[date]:
    """The last days on which the back office worked, this one included, oldest first."""
    calendar, day, found = opening.calendar(at), opening.local_day(at), []
    for back in range(1, 40):
        earlier = day - timedelta(days=back)
        start = opening.instant(earlier, time())
        if calendar.working_hours_between(start, start + timedelta(days=1)):
            found.append(earlier)
        if len(found) == LINE_DAYS - 1:
            break
    return [*reversed(found), day]


def _arrived(scope: Scope) -> dict[str, int]:
    first, after = scope.instants()
    query = sa.select(Application.channel, sa.func.count()).where(
        Application.submitted_at >= first, Application.submitted_at < after
    )
    found = dict.fromkeys(CHANNELS, 0)
    for channel, count in db.session.execute(query.group_by(Application.channel)):
        found[channel_of(channel)] += count
    return found


def _served(day: date) -> Served:
    began = sa.func.coalesce(Ticket.served_at, Ticket.called_at)
    sums = sa.func.count(), sa.func.avg(seconds_between(Ticket.taken_at, began)), sa.func.avg(
        seconds_between(began, Ticket.finished_at))  # fmt: skip
    count, wait, service = db.session.execute(sa.select(*sums).where(Ticket.day == day, Ticket.state == FINISHED)).one()
    return Served(count, wait / 60 if wait is not None else None, service / 60 if service is not None else None)
