"""The front page."""

from frame.pages import page
from web import room


@room.get("/")
def front():  # type: ignore[no-untyped-def]
    """Show what can be done from home."""
    return page("errors/page.html", sentence="", next_step="")
