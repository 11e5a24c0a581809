"""Days as officers type them, and values that hold from an instant on: which one a form names, and who let which value hold."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from frame.language import day_hour
from office import opening
from office.db import db
from office.errors import Refused
from office.identity import BadInput, read_day, read_hour
from office.settings import Setting
from office.staff import Officer
from office.words import numeric_date

SHOWN = 20


class BadDay(Refused):
    """What was typed in a box (its param `box`) is no day; the sentence is that of whoever read it."""

    next_step = "Perbaiki tanggalnya, lalu simpan lagi."

    def __init__(self, box: str, wrong: BadInput) -> None:
        """Say what is wrong in which box."""
        super().__init__(box=box, **wrong.params)
        self.message = wrong.sentence


class BadDate(Refused):
    """The day or hour from which a value holds can't be read, or is past."""

    message = "Tanggal mulai tidak bisa dipakai."
    next_step = "Kosongkan untuk mulai sekarang, atau tulis hari dan jam yang belum lewat, misalnya 17-8-2020 dan 8.30."


def one_day(form: Mapping[str, str], name: str) -> date:
    """The day in a box of a form.

    Raises:
        BadDay: it can't be read, or nothing was typed.
    """
    try:
        return read_day(form.get(name, ""))
    except BadInput as wrong:
        raise BadDay(name, wrong) from None


def maybe_day(form: Mapping[str, str], name: str) -> date | None:
    """The day in a box that may stay empty.

    Raises:
        BadDay: it can't be read.
    """
    return one_day(form, name) if form.get(name, "").strip() else None


def as_typed(day: date | None) -> str:
    """A day as it stands in its box: `17-08-2020`; empty for none."""
    return numeric_date(day) if day else ""


def valid_from(form: Mapping[str, str], at: datetime) -> datetime | None:
    """The instant (UTC) that `mulai_tanggal` (1-7-2020) and `mulai_jam` (8.30; empty: midnight) name; None for now.

    Raises:
        BadDate: they can't be read, lie before `at`, or are an hour without a day.
    """
    day, hour = form.get("mulai_tanggal", "").strip(), form.get("mulai_jam", "").strip()
    if not day and not hour:
        return None
    try:
        start = opening.instant(read_day(day), read_hour(hour) if hour else time())
    except BadInput:
        raise BadDate() from None
    if start <= at:
        raise BadDate()
    return start


def names(rows: Iterable[Setting]) -> dict[int, str]:
    """The names of whoever set these values, by officer's id."""
    return names_of(row.set_by for row in rows)


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of officers by their ids."""
    found = db.session.scalars(sa.select(Officer).where(Officer.id.in_({each for each in ids if each})))
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
