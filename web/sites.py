"""Where the office receives people: each place with its hours, its closures and how many wait there."""

from flask import Response

from frame.pages import page
from office import clock
from web import room
from web.shown import sites


@room.get("/tempat")
def show_sites() -> Response:
    """Show every place of the office, as it is now."""
    return page("web/sites.html", sites=sites.whole(clock.now()))
