"""Counting: the journal folded into the rows of facts.py, and the days it touches counted anew.

All of it can be thrown away and folded again from the journal, which a test does.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from office import opening, regions
from office.applications import Application, StepAnswers
from office.cards import Card
from office.catalogue import Service, resolve
from office.db import db, run
from office.documents import Document
from office.events import Event, EventHead
from office.hours import Calendar
from office.queue.tickets import Ticket
from office.reports import folding, tally
from office.reports.facts import FigureCase, FigureFact, FigureHead
from office.reports.folding import CARD, HANDED, Fact, Happened
from office.reports.tally import FigureDay

PORTION = 5_000
ELSEWHERE = "elsewhere"
AT_ONCE = 500


def behind() -> bool:
    """Whether anything happened that is not counted yet."""
    head = db.session.get_one(FigureHead, 1, populate_existing=True)
    return (head.seq, head.ticket) != _newest()


def catch_up(*, most: int = PORTION) -> bool:
    """Count the next `most` events and tickets in the caller's transaction; whether more are left."""
    head = db.session.get_one(FigureHead, 1, with_for_update=True, populate_existing=True)
    newest, ticket = _newest()
    until, last = min(head.seq + most, newest), min(head.ticket + most, ticket)
    window = sa.and_(Event.seq > head.seq, Event.seq <= until)
    touched = (
        sa.select(Event.subject_id)
        .distinct()
        .where(window, Event.subject == "application", Event.kind.in_(folding.FOLDED))
    )
    ids, dirty = db.session.scalars(touched).all(), _days_of_deeds(window) | _days_of_tickets(window, head.ticket, last)
    for start in range(0, len(ids), AT_ONCE):
        dirty |= _fold(ids[start : start + AT_ONCE], head.seq, until)
    tally.keep(dirty)
    head.seq, head.ticket = until, last
    db.session.flush()
    return until < newest or last < ticket


def start_again() -> None:
    """Forget every count, so that the next catch-up folds the whole journal anew."""
    for table in (FigureFact, FigureCase, FigureDay):
        run(sa.delete(table.__table__))
    run(sa.update(FigureHead.__table__).values(seq=0, ticket=0))
    db.session.expire_all()


def _newest() -> tuple[int, int]:
    newest = sa.select(EventHead.seq).where(EventHead.id == 1).scalar_subquery()
    ticket = sa.select(sa.func.max(Ticket.id)).scalar_subquery()
    row = db.session.execute(sa.select(newest, ticket)).one()
    return row[0] or 0, row[1] or 0


def _days_of_deeds(window: sa.ColumnElement[bool]) -> set[date]:
    instants = sa.select(Event.at).where(window, Event.kind.in_(tally.EVENTS.values()), Event.actor_kind == "officer")
    return {opening.local_day(at) for at in db.session.scalars(instants)}


def _days_of_tickets(window: sa.ColumnElement[bool], since: int, until: int) -> set[date]:
    """The days of tickets that moved or are new; taking one is no event."""
    moved = Ticket.id.in_(sa.select(Event.subject_id).where(window, Event.subject == "ticket"))
    new = sa.and_(Ticket.id > since, Ticket.id <= until)
    return {day for which in (moved, new) for day in db.session.scalars(sa.select(Ticket.day).distinct().where(which))}


def _fold(ids: Sequence[int], since: int, until: int) -> set[date]:
    """Fold these applications' events; the days of which something changed."""
    happened, was = _events(ids, until), _cases(ids)
    applications = db.session.scalars(sa.select(Application).where(Application.id.in_(ids))).all()
    sent = [each for each in applications if each.submitted_at is not None]
    answers, calendars = _answers([each.id for each in sent]), _Calendars()
    rows: list[dict[str, Any]] = []
    for each in sent:
        kept = was[each.id].village if each.id in was else ""
        rows.append(_case(each, happened.get(each.id, []), answers.get(each.id, {}), kept, calendars))
    run(sa.delete(FigureCase.__table__).where(FigureCase.application_id.in_(ids)))
    if rows:
        db.session.execute(sa.insert(FigureCase), rows)
    facts = _keep_facts(
        [(each, fact) for each in sent for fact in folding.facts(happened.get(each.id, [])) if fact.seq > since]
    )
    before = {day for row in was.values() for day in (row.sent_on, row.done_on) if day}
    after: set[date] = {row[name] for row in rows for name in ("sent_on", "done_on") if row[name]}
    return facts | before | after


class _Calendars(dict[tuple[date, int], Calendar]):
    """The calendar of a day in a place, asked for once."""

    def working(self, place: int, start: datetime, end: datetime) -> timedelta:
        key = opening.local_day(start), place
        if key not in self:
            self[key] = opening.calendar(start, place)
        return self[key].working_hours_between(start, end)


def _case(
    application: Application, happened: Sequence[Happened], answers: Mapping[str, Any], kept: str, calendars: _Calendars
) -> dict[str, Any]:
    sent = application.submitted_at or application.started_at
    found = folding.course(happened, partial(calendars.working, application.place_id))
    promised, done = application.promised_at, found.done_at
    return {
        "application_id": application.id, "service": application.service_code, "channel": application.channel,
        # Answers are deleted one day; what was counted of them stays.
        "village": village_of(application.service, answers) or kept,
        "state": application.state, "sent_on": opening.local_day(found.sent_at or sent),
        "done_on": opening.local_day(done) if done else None, "minutes": found.minutes, "returns": found.returns,
        "late": bool(done and promised and done > promised + timedelta(minutes=1)), "place_id": application.place_id,
    }  # fmt: skip


def village_of(service: Service, answers: Mapping[str, Any]) -> str:
    """The kelurahan of the office's own city that a document of this application names; ELSEWHERE for another, '' for none."""
    paths = [result.facts["village"] for result in service.results if "village" in result.facts]
    found = next((str(value) for path in paths if (value := resolve(path, answers))), "") or _asked_village(
        service, answers
    )
    if not found:
        return ""
    return found if found.startswith(regions.BONTANG) else ELSEWHERE


def _asked_village(service: Service, answers: Mapping[str, Any]) -> str:
    asked = (f"{step.code}.{q.code}" for step in service.steps for q in step.questions if q.kind == "village")
    return next((str(value) for path in asked if (value := resolve(path, answers))), "")


def _keep_facts(found: Iterable[tuple[Application, Fact]]) -> set[date]:
    facts = list(found)
    cards, documents = _kinds(Card, facts, (CARD, HANDED)), _kinds(Document, facts, (folding.DOCUMENT,))
    names = {CARD: cards, HANDED: cards, folding.DOCUMENT: documents}
    rows: list[dict[str, Any]] = [
        {"seq": fact.seq, "place": fact.place, "what": fact.what, "day": opening.local_day(fact.at), "detail": fact.detail,
         "application_id": application.id, "service": application.service_code, "channel": application.channel,
         "place_id": application.place_id, "code": names[fact.what].get(fact.code, "") if fact.what in names else fact.code}
        for application, fact in facts
    ]  # fmt: skip
    if rows:
        db.session.execute(sa.insert(FigureFact), rows)
    return {row["day"] for row in rows}


def _kinds(table: Any, facts: Iterable[tuple[Application, Fact]], what: tuple[str, ...]) -> dict[str, str]:
    ids = {int(fact.code) for _application, fact in facts if fact.what in what and fact.code.isdigit()}
    query = sa.select(table.id, table.kind).where(table.id.in_(ids))
    return {str(number): kind for number, kind in db.session.execute(query)} if ids else {}


def _events(ids: Sequence[int], until: int) -> dict[int, list[Happened]]:
    query = (
        sa.select(Event.subject_id, Event.seq, Event.kind, Event.at, Event.facts)
        .where(Event.subject == "application", Event.subject_id.in_(ids), Event.kind.in_(folding.FOLDED), Event.seq <= until)
        .order_by(Event.seq)
    )  # fmt: skip
    found: dict[int, list[Happened]] = {}
    for number, seq, kind, at, facts in db.session.execute(query):
        found.setdefault(number, []).append(Happened(seq, kind, at, facts))
    return found


def _answers(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    query = sa.select(StepAnswers.application_id, StepAnswers.code, StepAnswers.values).where(
        StepAnswers.application_id.in_(ids)
    )
    found: dict[int, dict[str, Any]] = {}
    for number, code, values in db.session.execute(query):
        found.setdefault(number, {})[code] = values or {}
    return found


def _cases(ids: Sequence[int]) -> dict[int, Any]:
    columns = (FigureCase.application_id, FigureCase.village, FigureCase.sent_on, FigureCase.done_on)
    return {
        row.application_id: row
        for row in db.session.execute(sa.select(*columns).where(FigureCase.application_id.in_(ids)))
    }
