"""A kiosk and a display to try with, enrolled by one tap."""

import sqlalchemy as sa
from flask import redirect, url_for
from werkzeug.wrappers import Response

from frame.devices import remember
from office import clock, devices
from office.db import db, transaction
from office.devices import Device, Kind
from office.errors import NotFound
from office.events import SYSTEM
from workbench import room

PLACES = {Kind.KIOSK: "kiosk.welcome", Kind.DISPLAY: "display.board"}


@room.post("/komponen/pasang/<kind>")
def enrol(kind: str) -> Response:
    """Enrol this browser as the first kiosk or display; the earlier one's key ends."""
    if kind not in list(Kind):
        raise NotFound()
    at, which = clock.now(), Kind(kind)
    with transaction():
        key = devices.enrol(which, devices.offer_pairing(_first(which), by=SYSTEM, at=at), at=at)
    return remember(redirect(url_for(PLACES[which]), 303), which, key)


def _first(kind: Kind) -> Device:
    found = db.session.scalar(sa.select(Device).where(Device.kind == kind).order_by(Device.id).limit(1))
    if found:
        return found
    made = devices.add(kind, "Percobaan", by=SYSTEM, at=clock.now())
    if kind == Kind.KIOSK:
        devices.set_printers(made, slip="file:slip", sheet="file:surat", by=SYSTEM, at=clock.now())
    return made
