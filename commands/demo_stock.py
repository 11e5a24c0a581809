"""Blank cards for the demonstration: received some weeks ago, so that the print queue can print."""

from datetime import datetime, timedelta

from office import blanks
from office.db import transaction
from office.staff import Officer

RECEIVED = {"ktp": 500, "kia": 300}


def load(officer: Officer, *, at: datetime) -> None:
    """Enter a receipt of each kind, by this officer, three weeks before an instant (aware UTC)."""
    with transaction():
        for kind, amount in RECEIVED.items():
            blanks.receive(kind, amount, note="Contoh penerimaan", by=officer.actor, at=at - timedelta(weeks=3))
