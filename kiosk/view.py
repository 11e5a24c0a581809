"""What every page of the kiosk shows: how this visitor reads and reaches it, the clock, and when it goes back to the start."""

from dataclasses import dataclass

from flask import Response, request, session, url_for

from frame.language import hour
from frame.live import live
from kiosk import room
from office import clock

SWITCHES = {"huruf": "besar", "kontras": "tinggi", "tombol": "bawah"}
VISIT = ("masuk", *SWITCHES)
RELOAD_SECONDS = 5


@dataclass(frozen=True)
class View:
    """How the screen looks to this visitor."""

    large: bool
    contrast: bool
    low: bool
    idle: int
    live: bool
    version: str
    now_ms: int
    clock: str


@room.before_request
def remember_switches() -> None:
    """Keep what a visitor switched, for this visit."""
    for name in SWITCHES:
        if name in request.args:
            session[name] = request.args[name][:10]


@room.context_processor
def shown() -> dict[str, View]:
    """The view of this request."""
    at, seen = clock.now(), live().look()
    on = {name: session.get(name) == value for name, value in SWITCHES.items()}
    return {
        "view": View(
            on["huruf"],
            on["kontras"],
            on["tombol"],
            seen.idle,
            True,
            seen.version,
            int(at.timestamp() * 1000),
            hour(at),
        )
    }


@room.after_request
def come_back(response: Response) -> Response:
    """A kiosk that met a fault starts anew by itself: nobody stands there to reload it, and a form's address has no page."""
    if response.status_code >= 500:
        response.headers["Refresh"] = f"{RELOAD_SECONDS}; url={url_for('kiosk.welcome')}"
    return response


def forget_visit() -> None:
    """Nothing of this visitor is there for the next one, but the language, which starts anew too."""
    for name in VISIT:
        session.pop(name, None)
