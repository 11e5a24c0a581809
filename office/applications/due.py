"""When a file is due: the clock of its promise and of the step it is in, both in the office's working hours.

The promise runs from the moment the file is complete, stands still while the resident must act, and goes on when it comes
back. Each step has its own share of it, and never ends later than the promise itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from office import opening
from office.catalogue.definition import HAND_OVER, SHARES
from office.hours import Calendar

if TYPE_CHECKING:
    from office.applications.states import Application

# The states in which the office works on a file, and the step of the service file that each is.
STEPS = {"submitted": "check", "checked": "approve", "approved": "make", "ready": HAND_OVER}
FARTHEST = timedelta(days=366 * 10)


def at_move(application: Application, to: str, *, at: datetime) -> dict[str, Any]:
    """The columns that tell when the file is due, as a move to the state `to` at an instant (aware UTC) makes them."""
    calendar = opening.calendar(at, application.place_id)
    promised, left = application.promised_at, None
    if to == "submitted" and application.state in ("draft", "returned"):
        promised = _begun(application, calendar, at)
    elif to == "returned":
        promised, left = None, seconds_left(promised, calendar, at) if promised else None
    step_due = _step_due(application, to, promised, calendar, at)
    return {"promised_at": promised, "promise_left": left, "step_due": step_due}


def seconds_left(promised: datetime, calendar: Calendar, at: datetime) -> int:
    """Working seconds from `at` until an instant; below zero when it has passed."""
    left = calendar.working_hours_between(at, promised) - calendar.working_hours_between(promised, at)
    return round(left.total_seconds())


def after(seconds: float, calendar: Calendar, at: datetime) -> datetime:
    """The instant that lies so many working seconds after `at`, or before it when they are below zero.

    Raises:
        NeverOpen: the calendar doesn't hold that many within ten years.
    """
    if seconds >= 0:
        return calendar.add_working_hours(at, seconds / 3600)
    wanted, back = timedelta(seconds=-seconds), timedelta(days=7)
    while (worked := calendar.working_hours_between(at - back, at)) < wanted and back < FARTHEST:
        back *= 2
    over = max(worked - wanted, timedelta(0))
    return calendar.add_working_hours(at - back, over.total_seconds() / 3600)


def expected(application: Application, *, at: datetime) -> datetime | None:
    """When a file whose promise is broken will be ready, if that can be said honestly.

    The step it is in must still have time of its own; then this step's time and that of the steps to come are counted. A file
    that has used up even that has no new time, for nobody knows it.
    """
    steps, step = tuple(SHARES), STEPS.get(application.state, "")
    if step not in steps:
        return None
    calendar, service = opening.calendar(at, application.place_id), application.service
    if calendar.add_working_hours(application.state_since, service.hours_of(step)) <= at:
        return None
    return calendar.add_working_hours(application.state_since, sum(map(service.hours_of, steps[steps.index(step) :])))


def _begun(application: Application, calendar: Calendar, at: datetime) -> datetime:
    left, usual = application.promise_left, application.service.promise_hours
    if left is None:
        left = opening.promise_hours(application.service_code, usual, at) * 3600
    return after(left, calendar, at)


def _step_due(
    application: Application, to: str, promised: datetime | None, calendar: Calendar, at: datetime
) -> datetime | None:
    if to not in STEPS:
        return None
    due = calendar.add_working_hours(at, application.service.hours_of(STEPS[to]))
    # A card that lies ready kept its promise; its own time is the resident's to collect it.
    return due if to == "ready" or promised is None else min(due, promised)
