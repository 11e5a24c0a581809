"""The waiting-room screen: who is called where, said aloud."""

from flask import Blueprint, Response

from frame.devices import guard_devices
from office.devices import Kind

RELOAD_SECONDS = 5

room = Blueprint("display", __name__, url_prefix="/layar")
guard_devices(room, Kind.DISPLAY)


@room.after_request
def come_back(response: Response) -> Response:
    """A screen that met a fault tries again by itself: nobody stands there to reload it."""
    if response.status_code >= 500:
        response.headers["Refresh"] = str(RELOAD_SECONDS)
    return response


from display import board, pairing, sound  # noqa: E402, F401
