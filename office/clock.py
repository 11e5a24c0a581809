"""The only place that reads the clock; everywhere else time is an argument."""

from datetime import UTC, datetime, timedelta

_ahead = timedelta()


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _ahead


def set_ahead(seconds: int) -> None:
    """Let the office's clock run so many seconds before (or, below zero, behind) the machine's: for trying out a day."""
    global _ahead
    _ahead = timedelta(seconds=seconds)
