"""The welcome screen, the end of a visit, and what keeps the screen alive."""

from flask import Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as Answer

from frame.devices import device
from frame.doors import doors
from frame.live import live, stream_response, version_response
from frame.pages import page, wants_fragment
from kiosk import room, supply
from kiosk.view import forget_visit
from kiosk.words import PRINTER_TROUBLE, closed_title, closed_until, group_line, opens_again, printer_words
from office import clock
from office.hours import Closure


@room.get("/")
def welcome() -> Response:
    """Show the groups with who waits, what can be done from home, and the other ways in; in a closure only the way from home."""
    at, seen = clock.now(), live().look()
    session.pop("masuk", None)
    if wants_fragment() and (request.args.get("layar") == "tutup") != bool(seen.office.closure):
        # Closed or opened since the page was drawn: it is another page now.
        return Response("", headers={"HX-Refresh": "true"})
    if seen.office.closure:
        return _closed_page(seen.office.closure)
    trouble = printer_words(device().slip_state) if device().slip_state in PRINTER_TROUBLE else ""
    return page(
        "kiosk/welcome.html", "hall/_groups.html", groups=[group_line(group, seen, at) for group in seen.groups],
        closed="" if seen.office.open else opens_again(seen.office.next_opening, at), reason=seen.office.reason or "",
        home=doors().qr_svg(f"{doors().base_url}/", "QR"), prints_sheets=bool(device().sheet_printer), trouble=trouble,
        blanks=supply.lines(at),
    )  # fmt: skip


def _closed_page(closure: Closure) -> Response:
    return page(
        "kiosk/closed.html", "kiosk/_closed.html", title=closed_title(closure), reason=closure.reason.rstrip("."),
        until=closed_until(closure), counter_only=closure.counter_only, home=doors().qr_svg(f"{doors().base_url}/", "QR"),
        prints_sheets=bool(device().sheet_printer),
    )  # fmt: skip


@room.post("/selesai")
def finish() -> Answer:
    """Forget the visitor and go back to the start."""
    forget_visit()
    response = redirect(url_for("kiosk.welcome", bahasa="id"), 303)
    # Not cookies and not storage: there lie the kiosk's own key and its block of numbers, and nothing of the visitor.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@room.get("/alir")
def stream() -> Response:
    """Say when the hall has changed.

    Aborts: 503 beyond the cap of streams; the screen then asks for the version.
    """
    return stream_response()


@room.get("/versi")
def version() -> Response:
    """The hall's version, for screens without a stream."""
    return version_response()
