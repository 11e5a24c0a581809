"""The front page: whether to travel, what can be done from home, and the way back to one's application."""

from flask import Response

from frame.pages import page
from office import catalogue, clock, opening
from web import room
from web.shown import hours
from web.shown.services import door


@room.get("/")
def front() -> Response:
    """Show what can be done from home, and whether the counter is open."""
    doors = [door(service) for service in catalogue.services().values()]
    return page("web/front.html", open_now=hours.now_open(opening.status(clock.now())), services=doors)
