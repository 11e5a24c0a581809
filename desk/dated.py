"""From when a value holds: now, or a local day and hour that are still to come."""

from collections.abc import Mapping
from datetime import date, datetime

from office import opening
from office.errors import Refused
from office.queue.groups import clock_time


class BadDate(Refused):
    """The day or hour can't be read, or is past."""

    message = "Tanggal mulai tidak bisa dipakai."
    next_step = "Kosongkan untuk mulai sekarang, atau pilih hari dan jam yang belum lewat, misalnya 08.00."


def valid_from(form: Mapping[str, str], at: datetime) -> datetime | None:
    """The instant (UTC) that `mulai_tanggal` (2020-07-01) and `mulai_jam` (08.00) name; None for now.

    Raises:
        BadDate: they can't be read, or lie before `at`.
    """
    day, hour = form.get("mulai_tanggal", "").strip(), form.get("mulai_jam", "").strip()
    if not day:
        return None
    try:
        start = opening.instant(date.fromisoformat(day), clock_time(hour or "00.00"))
    except (ValueError, OverflowError):
        raise BadDate() from None
    if start <= at:
        raise BadDate()
    return start
