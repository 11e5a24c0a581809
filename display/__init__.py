"""The waiting-room screen: who is called where, said aloud."""

from flask import Blueprint, Response

from frame.devices import guard_devices, offer_pairing
from office.devices import Kind

RELOAD_SECONDS = 5

room = Blueprint("display", __name__, url_prefix="/layar")
guard_devices(room, Kind.DISPLAY)
offer_pairing(room, Kind.DISPLAY, home="display.board")


@room.after_request
def come_back(response: Response) -> Response:
    """A screen that met a fault tries again by itself: nobody stands there to reload it."""
    if response.status_code >= 500:
        response.headers["Refresh"] = str(RELOAD_SECONDS)
    return response


from display import board, sound  # noqa: E402, F401
