"""Values that hold from an instant on: which one a form names, and who let which value hold since when."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from frame.language import day_hour
from office import opening
from office.db import db
from office.errors import Refused
from office.queue.groups import clock_time
from office.settings import Setting
from office.staff import Officer

SHOWN = 20


class BadDate(Refused):
    """The day or hour can't be read, or is past."""

    message = "Tanggal mulai tidak bisa dipakai."
    next_step = "Kosongkan untuk mulai sekarang, atau pilih hari dan jam yang belum lewat, misalnya 08.00."


def valid_from(form: Mapping[str, str], at: datetime) -> datetime | None:
    """The instant (UTC) that `mulai_tanggal` (2020-07-01) and `mulai_jam` (08.00) name; None for now.

    Raises:
        BadDate: they can't be read, lie before `at`, or are an hour without a day.
    """
    day, hour = form.get("mulai_tanggal", "").strip(), form.get("mulai_jam", "").strip()
    if not day and not hour:
        return None
    try:
        start = opening.instant(date.fromisoformat(day), clock_time((hour or "00.00").zfill(5)))
    except (ValueError, OverflowError):
        raise BadDate() from None
    if start <= at:
        raise BadDate()
    return start


def names(rows: Iterable[Setting]) -> dict[int, str]:
    """The names of whoever set these values, by officer's id."""
    ids = {row.set_by for row in rows if row.set_by}
    found = db.session.scalars(sa.select(Officer).where(Officer.id.in_(ids)))
    return {each.id: each.name for each in found}


def past(rows: Sequence[Setting], people: Mapping[int, str], words: Callable[[Any], str]) -> list[tuple[str, ...]]:
    """From when, saved when, by whom and which value, newest first."""
    nobody = _("Sistem")
    return [
        (day_hour(row.valid_from), day_hour(row.set_at), people.get(row.set_by or 0, nobody), _past_words(row, words))
        for row in rows[:SHOWN]
    ]


def coming(rows: Sequence[Setting], words: Callable[[Any], str], at: datetime) -> list[str]:
    """What will hold from a later instant, soonest first."""
    return [said for _number, said in pending(rows, words, at)]


def pending(rows: Sequence[Setting], words: Callable[[Any], str], at: datetime) -> list[tuple[int, str]]:
    """What will hold from a later instant, soonest first: the row's number, by which it can be called off, and its words."""
    later = [row for row in rows if row.valid_from > at and not row.called_off]
    return [
        (row.id, _("mulai %(when)s: %(value)s", when=day_hour(row.valid_from), value=words(row.value["v"])))
        for row in sorted(later, key=lambda row: (row.valid_from, row.id))
    ]


def _past_words(row: Setting, words: Callable[[Any], str]) -> str:
    said = words(row.value["v"])
    return _("%(value)s (dibatalkan)", value=said) if row.called_off else said
