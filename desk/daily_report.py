"""The report of one day, to be printed each morning: its figures, and the journal's head as proof on paper."""

from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import format_date
from werkzeug.wrappers import Response

from desk import report_applications, report_hall, room
from desk.report_parts import Part
from desk.reports import counted
from desk.roles import STEERS
from frame.access import open_to
from frame.pages import page
from office import clock, opening, settings
from office.errors import NotFound
from office.reports.scope import FIRST_YEAR, Scope
from office.watching import heads


@room.get("/harian/<day>")
@open_to(*STEERS)
def show_daily(day: str) -> Response:
    """Show a day's figures and the head of the journal at its end.

    Aborts: 404 no such day, or one that has not begun.
    """
    at = clock.now()
    chosen, today, left = _read(day, opening.local_day(at)), opening.local_day(at), counted()
    return page(
        "desk/daily.html", day=chosen, parts=_parts(Scope(chosen, chosen), at), head=heads.of(chosen), fours=heads.fours,
        running=chosen == today, office=settings.get("office_name", at), made=at, left=left, near=_near(chosen, today),
    )  # fmt: skip


def _parts(scope: Scope, at: datetime) -> list[Part]:
    quality, queue = report_applications.quality(scope, at), report_hall.queue(scope, at)
    return [*report_applications.summary(scope, at), quality[0], queue[0]]


def _read(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotFound() from None
    if found.year < FIRST_YEAR or found > today or found.isoformat() != text:
        raise NotFound()
    return found


def _near(chosen: date, today: date) -> list[tuple[str, str]]:
    """The days before and after, to go to."""
    days = [chosen - timedelta(days=1), chosen + timedelta(days=1)]
    return [
        (url_for("desk.show_daily", day=each.isoformat()), format_date(each, "d MMMM y")) for each in days if each <= today
    ]
