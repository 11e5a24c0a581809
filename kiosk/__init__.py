"""The touch screen in the hall: health checklist, queue ticket, check-in, self-print."""

from flask import Blueprint

from frame.devices import guard_devices
from office.devices import Kind

room = Blueprint("kiosk", __name__, url_prefix="/kiosk")
guard_devices(room, Kind.KIOSK)

from kiosk import check_in, checklist, offline, pairing, self_print, ticket, view, visit, welcome  # noqa: E402, F401
