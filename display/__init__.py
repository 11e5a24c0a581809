"""The waiting-room screen: who is called where, said aloud."""

from flask import Blueprint

from frame.devices import guard_devices
from office.devices import Kind

room = Blueprint("display", __name__, url_prefix="/layar")
guard_devices(room, Kind.DISPLAY)

from display import board  # noqa: E402, F401
