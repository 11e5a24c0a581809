"""The front page: whether to travel, what can be done from home, and the way back to one's application."""

from flask import Response, request

from frame.live import live
from frame.pages import page
from office import clock, opening
from web import room
from web.shown import hours
from web.shown.services import families, sought


@room.get("/")
def front() -> Response:
    """Show what can be done from home, and whether the counter is open."""
    status = opening.status(clock.now())
    waiting = live().look().line.everybody if status.open else None
    return page("web/front.html", open_now=hours.now_open(status, waiting), families=families(), words="")


@room.get("/layanan")
def search() -> Response:
    """Show the services that the words typed speak of."""
    words = " ".join(request.args.get("cari", "").split())[:60]
    return page("web/services.html", words=words, found=sought(words), families=families())
