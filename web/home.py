"""The front page: whether to travel, what can be done from home, and the way back to one's application."""

from flask import Response

from frame.live import live
from frame.pages import page
from office import catalogue, clock, opening
from web import room
from web.shown import hours
from web.shown.services import door


@room.get("/")
def front() -> Response:
    """Show what can be done from home, and whether the counter is open."""
    doors = [door(service) for service in catalogue.services().values()]
    status = opening.status(clock.now())
    waiting = live().look().line.everybody if status.open else None
    return page("web/front.html", open_now=hours.now_open(status, waiting), services=doors)
