"""The hall of the demo office: four counters, as a newcomer would set them up."""

from datetime import datetime

from office.db import transaction
from office.events import SYSTEM
from office.queue import counters

COUNTERS = {1: "AE", 2: "B", 3: "CF", 4: "D"}


def load(*, at: datetime) -> None:
    """Set up the counters."""
    with transaction():
        for number, served in COUNTERS.items():
            counters.add(number, list(served), by=SYSTEM, at=at)
