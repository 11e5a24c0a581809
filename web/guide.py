"""The pages that explain: help, what is kept of people, and how to print at home."""

from datetime import datetime

from flask import Response
from flask_babel import gettext as _

from frame.doors import doors
from frame.pages import page
from office import clock, opening, settings
from office.applications.drafts import DRAFT_LIVES
from office.places import MAIN
from web import room
from web.shown import hours


@room.get("/bantuan")
def help_page() -> Response:
    """Show where to complain, when the counter is open, and answers to what is often asked."""
    at = clock.now()
    return page("web/help.html", contact=settings.get("complaint_contact", at), week=_week(at),
                open_now=hours.here(at), office=settings.get("office_name", at))  # fmt: skip


def _week(at: datetime) -> list[tuple[str, str]]:
    return hours.week(opening.calendar(at, MAIN).week_on(opening.local_day(at)))


@room.get("/data-anda")
def your_data() -> Response:
    """Show what is kept of people, for how long, and who sees it."""
    return page("web/your_data.html", contact=settings.get("complaint_contact", clock.now()), days=DRAFT_LIVES.days)


@room.get("/cara-cetak")
def printing() -> Response:
    """Show how to print a PDF at home so that everybody accepts it."""
    return page("web/printing.html", qr=doors().qr_svg(f"{doors().base_url}/periksa", _("QR untuk dicoba")))
