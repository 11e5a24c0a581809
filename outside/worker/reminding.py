"""The worker's reminders: cards that lie ready and aren't collected."""

from datetime import datetime

from office.db import transaction
from office.handover import uncollected
from outside import crash


def remind_uncollected(*, at: datetime) -> None:
    """Queue the reminders that are due, each once, in a transaction of their own."""
    with transaction():
        uncollected.remind(at=at)
        crash.point("in-remind")
