"""The front page: whether to travel, what can be done from home, and the way back to one's application."""

from flask import Response, request

from frame.live import live
from frame.pages import page
from office import clock, opening
from office.places import MAIN
from web import room
from web.shown import hours, sites, supply
from web.shown.services import families, sought


@room.get("/")
def front() -> Response:
    """Show what can be done from home, and whether the counter is open."""
    at = clock.now()
    calendar = opening.calendar(at, MAIN)
    waiting = live().look().line.everybody if calendar.status(at).open else None
    return page("web/front.html", open_now=hours.here(at, waiting), coming=hours.announced(calendar, at),
                families=families(), words="", blanks=supply.lines(at), sites=sites.beside_the_office(at),
                main=sites.named(MAIN))  # fmt: skip


@room.get("/layanan")
def search() -> Response:
    """Show the services that the words typed speak of."""
    words = " ".join(request.args.get("cari", "").split())[:60]
    return page("web/services.html", words=words, found=sought(words), families=families())
