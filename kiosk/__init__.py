"""The touch screen in the hall: health checklist, queue ticket, check-in, self-print."""

from flask import Blueprint

from frame.devices import guard_devices, offer_pairing
from office.devices import Kind

room = Blueprint("kiosk", __name__, url_prefix="/kiosk")
guard_devices(room, Kind.KIOSK)
offer_pairing(room, Kind.KIOSK, home="kiosk.welcome")

from kiosk import check_in, checklist, offline, self_print, survey, ticket, view, visit, welcome  # noqa: E402, F401
