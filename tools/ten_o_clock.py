"""Prints by how many seconds the office's clock must run ahead to stand at ten of the next Wednesday, when counters are open."""

from datetime import UTC, datetime, timedelta

TEN = 2  # o'clock UTC, 10.00 WITA
WEDNESDAY = 2


def seconds_ahead(now: datetime) -> int:
    """From an instant to ten of the Wednesday after it."""
    day = now + timedelta(days=(WEDNESDAY - now.weekday()) % 7 or 7)
    return int((day.replace(hour=TEN, minute=0, second=0, microsecond=0) - now).total_seconds())


if __name__ == "__main__":
    print(seconds_ahead(datetime.now(UTC)))
