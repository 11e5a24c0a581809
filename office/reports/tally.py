"""What is counted of a period, by name; a day's counts are kept, and those of a period are their sum.

`count` asks the rows themselves. The kept days only save it the work: they hold what it said of each day, so that a report of a
year adds up 365 rows. A test compares the two.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import places
from office.applications import Application
from office.db import db, insert_into
from office.events import Event
from office.places import MAIN
from office.queue.tickets import EXPIRED, FINISHED, LEFT, Ticket
from office.reports import folding
from office.reports.facts import FigureCase, FigureFact
from office.reports.scope import Scope
from office.reports.sql import local_hour, seconds_between

FILES, TIMES, OUT, HALL, DEEDS = "files", "times", "out", "hall", "deeds"
# What is kept for each place too.
PLACED = (FILES, TIMES, OUT, HALL)
# Reports say hours with one decimal: six minutes.
STEP = 6
# What officers do with files and cards, and the event that notes it.
EVENTS: Mapping[str, str] = {
    "checked": "application.checked", "returned": "application.returned", "approved": "application.approved",
    "rejected": "application.rejected", "printed": "card.printed", "handed_over": "card.handed_over",
}  # fmt: skip
Counts = dict[str, int]


class FigureDay(db.Model):  # type: ignore[name-defined]
    """What was counted of one local day: `part` is FILES, TIMES, OUT, HALL or DEEDS, or one of these for a place (`f2`)."""

    __tablename__ = "figure_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    counts: Mapped[dict[str, Any]]


def of(part: str, scope: Scope) -> Counts:
    """The counts of a period: added up from its days, or asked anew where only a service is wanted."""
    if (scope.service and part in (FILES, TIMES, OUT)) or (scope.place and part not in PLACED):
        return count(part, scope)
    found: Counts = {}
    for counts in days(part, scope).values():
        for name, number in counts.items():
            _add(found, name, number)
    return found


def days(part: str, scope: Scope) -> dict[date, Counts]:
    """The counts of each day of a period that has any; of one place where one is chosen and `part` is one of PLACED."""
    if not scope.place:
        return _kept([part], scope)
    if scope.place != MAIN:
        return _kept([_at(part, scope.place)], scope)
    # Whatever lies elsewhere is kept for itself; what is left is the head office's.
    whole, elsewhere = _kept([part], scope), _kept([_at(part, place) for place in _elsewhere()], scope)
    for day, counts in elsewhere.items():
        for name, number in counts.items():
            _add(whole[day], name, -number)
    return whole


def keep(dirty: Iterable[date]) -> None:
    """Count these days anew, the whole office and each place but the head office for itself."""
    wanted = [(part, part, 0) for part in _COUNT]
    wanted += [(_at(part, place), part, place) for place in _elsewhere() for part in PLACED]
    for day in sorted(dirty):
        rows = [
            {"day": day, "part": name, "counts": count(part, Scope(day, day, place=place))}
            for name, part, place in wanted
        ]
        put = insert_into(FigureDay).values(rows)
        change = {"counts": put.excluded.counts}
        db.session.execute(put.on_conflict_do_update(index_elements=["day", "part"], set_=change))


def _kept(names: Sequence[str], scope: Scope) -> dict[date, Counts]:
    """The kept counts of each day, those of several names added up."""
    query = sa.select(FigureDay.day, FigureDay.counts).where(
        FigureDay.part.in_(names), FigureDay.day.between(scope.first, scope.last)
    )
    found: dict[date, Counts] = {}
    for day, counts in db.session.execute(query):
        if day not in found:
            found[day] = dict(counts)
            continue
        for name, number in counts.items():
            _add(found[day], name, number)
    return found


def _at(part: str, place: int) -> str:
    """The name under which a part is kept for a place: `f2` for the files of the second."""
    return f"{part[0]}{place}"


def _elsewhere() -> list[int]:
    return [each.id for each in places.every(active_only=False) if each.id != MAIN]


def count(part: str, scope: Scope) -> Counts:
    """Count a period from the rows themselves; names are joined by `|`, the first says what is counted."""
    return _COUNT[part](scope)


def named(counts: Mapping[str, int], first: str) -> dict[tuple[str, ...], int]:
    """The counts whose name begins so, by the rest of their names."""
    found = (tuple(name.split("|")) for name in counts if name.startswith(f"{first}|"))
    return {rest[1:]: counts["|".join(rest)] for rest in found}


def _files(scope: Scope) -> Counts:
    columns = (FigureCase.service, FigureCase.channel, FigureCase.state, FigureCase.village)
    sent = sa.select(*columns, sa.func.count()).where(
        FigureCase.sent_on.between(scope.first, scope.last), *_only(FigureCase, scope)
    )
    found: Counts = {}
    for service, channel, state, village, n in db.session.execute(sent.group_by(*columns)):
        for name in (f"sent|{service}|{channel}", f"state|{state}", f"village|{village}"):
            _add(found, name, n)
    became = (FigureCase.returns, FigureCase.late)
    for returns, late, n in db.session.execute(
        sa.select(*became, sa.func.count()).where(*_done(scope)).group_by(*became)
    ):
        _add(found, "done|all", n)
        _add(found, "done|right", n * (returns == 0))
        _add(found, "done|late", n * bool(late))
        _add(found, "done|returns", n * returns)
    return found


def _times(scope: Scope) -> Counts:
    columns, found = (FigureCase.service, FigureCase.minutes), Counts()
    query = (
        sa.select(*columns, sa.func.count()).where(*_done(scope), FigureCase.minutes.is_not(None)).group_by(*columns)
    )
    for service, minutes, n in db.session.execute(query):
        _add(found, f"minutes|{service}|{round((minutes or 0) / STEP) * STEP}", n)
    return found


def _out(scope: Scope) -> Counts:
    columns = (FigureFact.what, FigureFact.code, FigureFact.detail, FigureFact.service, FigureFact.channel)
    query = sa.select(*columns, sa.func.count()).where(
        FigureFact.day.between(scope.first, scope.last), *_only(FigureFact, scope)
    )
    found: Counts = {}
    for what, code, detail, service, channel, n in db.session.execute(query.group_by(*columns)):
        name = f"{what}|{code}|{detail}|{service}" if what == folding.DEFECT else f"{what}|{code}|{channel}"
        _add(found, name, n)
    return found


def _hall(scope: Scope) -> Counts:
    hour, began = local_hour(Ticket.taken_at).label("hour"), sa.func.coalesce(Ticket.served_at, Ticket.called_at)
    columns = (Ticket.day, hour, Ticket.group, Ticket.state, Ticket.outcome, Ticket.place_id)
    spent = (
        sa.func.sum(seconds_between(Ticket.taken_at, began)),
        sa.func.sum(seconds_between(began, Ticket.finished_at)),
    )
    query = sa.select(*columns, sa.func.count(), *spent).where(Ticket.day.between(scope.first, scope.last))
    if scope.place:
        query = query.where(Ticket.place_id == scope.place)
    found: Counts = {}
    for day, at_hour, group, state, outcome, at_place, n, waited, took in db.session.execute(query.group_by(*columns)):
        cell = f"{day.weekday()}|{at_hour}"
        for name in (
            "tickets",
            f"group|{group}",
            f"place|{at_place}",
            f"hour|{cell}",
            f"ended|{_ended(state, outcome)}",
        ):
            _add(found, name, n)
        if state == FINISHED:
            for name, value in (("served|waited", waited), ("served|took", took), (f"hour_waited|{cell}", waited)):
                _add(found, name, round(value or 0))
            _add(found, f"hour_served|{cell}", n)
    return found


def _ended(state: str, outcome: str) -> str:
    if state == EXPIRED:
        return "absent" if outcome == "absent" else "unserved"
    return state if state in (FINISHED, LEFT) else "open"


def _deeds(scope: Scope) -> Counts:
    first, after = scope.instants()
    within = sa.and_(
        Event.kind.in_(EVENTS.values()), Event.at >= first, Event.at < after, Event.actor_kind == "officer"
    )
    if scope.place:
        # An officer's deeds count where the file belongs, wherever the officer works.
        here = sa.select(Application.id).where(Application.place_id == scope.place)
        within = sa.and_(within, Event.subject_id.in_(here))
    query = sa.select(Event.actor_id, Event.kind, sa.func.count()).where(within).group_by(Event.actor_id, Event.kind)
    found = {f"{kind}|{who}": n for who, kind, n in db.session.execute(query)}
    served = sa.select(Ticket.finished_by, sa.func.count()).where(
        Ticket.day.between(scope.first, scope.last), Ticket.state == FINISHED, Ticket.finished_by.is_not(None),
        *([Ticket.place_id == scope.place] if scope.place else []),
    )  # fmt: skip
    return found | {f"served|{who}": n for who, n in db.session.execute(served.group_by(Ticket.finished_by))}


_COUNT: Mapping[str, Callable[[Scope], Counts]] = {FILES: _files, TIMES: _times, OUT: _out, HALL: _hall, DEEDS: _deeds}


def _done(scope: Scope) -> list[sa.ColumnElement[bool]]:
    return [FigureCase.done_on.between(scope.first, scope.last), *_only(FigureCase, scope)]


def _only(table: Any, scope: Scope) -> list[sa.ColumnElement[bool]]:
    wanted = [table.service == scope.service] if scope.service else []
    return [*wanted, table.place_id == scope.place] if scope.place else wanted


def _add(found: Counts, name: str, number: int) -> None:
    together = found.get(name, 0) + number
    if together:
        found[name] = together
    else:
        found.pop(name, None)
