"""Looks without a case: once a month a sample of them for the supervisor, by officer.

A look is an officer's opening of one file, resident or family within one month, however often. It has a case when the same
officer did anything else with that file or person, or served its ticket, within seven days before or after; for residents and
families also when the register changed for such a file. Only a page of one file or person counts: a search of the register has
its reason, and a book is read as a whole.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column

from office import events, opening, settings
from office.applications import Application
from office.db import change_row, db, insert_into
from office.errors import Conflict, NotFound, Refused
from office.events import Event
from office.identity import one_line
from office.queue.tickets import Ticket
from office.register.changes import RegisterChange
from office.reports.sql import seconds_between
from office.staff import Officer
from office.watching.doubts import OwnMatter

LOOKS = ("application.viewed", "resident.viewed", "family.viewed")
WITHIN = timedelta(days=7)
FAIR, EXPLAIN = "fair", "explain"
LONGEST_NOTE = 300
MIDNIGHT = datetime.min.time()


class WatchedMonth(db.Model):  # type: ignore[name-defined]
    """A month (its first day) whose sample was drawn."""

    __tablename__ = "watched_month"
    month: Mapped[date] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]


class WatchedCount(db.Model):  # type: ignore[name-defined]
    """What one officer opened in a month: how many files and people, and how many of them without a case."""

    __tablename__ = "watched_count"
    month: Mapped[date] = mapped_column(sa.ForeignKey("watched_month.month"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), primary_key=True)
    looks: Mapped[int]
    caseless: Mapped[int]


class WatchedLook(db.Model):  # type: ignore[name-defined]
    """One look of the sample: the first row of the journal that tells it, how many there are, and what a supervisor says."""

    __tablename__ = "watched_look"
    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(sa.ForeignKey("watched_month.month"))
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    seq: Mapped[int] = mapped_column(sa.ForeignKey("event.seq"), unique=True)
    times: Mapped[int]
    verdict: Mapped[str] = mapped_column(sa.String(7), default="")
    note: Mapped[str] = mapped_column(sa.String(LONGEST_NOTE), default="")
    judged_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    judged_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_watched_look_verdict", "verdict", "month"),)


class VerdictWanted(Refused):
    """No verdict was chosen."""

    message = "Pilih wajar atau perlu penjelasan."
    next_step = "Lalu simpan lagi."


class NoteWanted(Refused):
    """What needs an explanation needs a note."""

    message = "Tulis apa yang perlu dijelaskan."
    next_step = "Isi catatannya, lalu simpan lagi."


@dataclass(frozen=True)
class Drawn:
    """A month's sample before it is kept: counts by officer as (looks, caseless), and the chosen looks as (seq, times)."""

    month: date
    counts: dict[int, tuple[int, int]]
    chosen: dict[int, list[tuple[int, int]]]


def due_month(at: datetime) -> date | None:
    """The month to be sampled next; None when there is none yet.

    A month is due when the seven days after it are over, for an act in these gives a look its case. The first is the last due.
    """
    last = _first_of(opening.local_day(at) - WITHIN) - timedelta(days=1)
    newest, due = db.session.scalar(sa.select(sa.func.max(WatchedMonth.month))), _first_of(last)
    month = _first_of(newest + timedelta(days=32)) if newest else due
    return month if month <= due else None


def draw(month: date, *, at: datetime) -> Drawn:
    """Count a month's looks and draw its sample; the same month and officer give the same sample."""
    most = settings.get("watch_sample", at)
    opened, odd = _opened(month), _opened(month, _has_no_case)
    looks = {row[0]: row[1] for row in _rows(sa.select(opened.c.officer, sa.func.count()).group_by(opened.c.officer))}
    caseless: dict[int, list[tuple[int, int]]] = {}
    for officer, seq, times in _rows(sa.select(odd.c.officer, odd.c.seq, odd.c.times).order_by(odd.c.officer, odd.c.seq)):
        caseless.setdefault(officer, []).append((seq, times))
    chosen = {officer: _some(month, officer, rows, most) for officer, rows in caseless.items()}
    return Drawn(month, {officer: (n, len(caseless.get(officer, ()))) for officer, n in looks.items()}, chosen)


def keep(drawn: Drawn, *, at: datetime) -> bool:
    """Keep a month's counts and sample; False when another worker did."""
    new = insert_into(WatchedMonth).values(month=drawn.month, made_at=at).on_conflict_do_nothing()
    if db.session.scalar(new.returning(WatchedMonth.month)) is None:
        return False
    for officer, (looks, caseless) in drawn.counts.items():
        db.session.add(WatchedCount(month=drawn.month, officer_id=officer, looks=looks, caseless=caseless))
        for seq, times in drawn.chosen.get(officer, ()):
            db.session.add(WatchedLook(month=drawn.month, officer_id=officer, seq=seq, times=times))
    db.session.flush()
    return True


def judge(look: WatchedLook, verdict: str, note: str, officer: Officer, *, at: datetime) -> None:
    """A supervisor calls a look fair, or asks for an explanation; a later word takes the place of "needs explaining".

    Raises:
        OwnMatter: it is the officer's own look.
        VerdictWanted, NoteWanted: no verdict, or one that needs a note.
        Conflict: another supervisor was faster, or it was called fair.
    """
    if look.officer_id == officer.id:
        raise OwnMatter()
    if verdict not in (FAIR, EXPLAIN):
        raise VerdictWanted()
    written = one_line(note, LONGEST_NOTE)
    if verdict == EXPLAIN and not written:
        raise NoteWanted()
    if look.verdict == FAIR:
        raise Conflict()
    word: dict[str, Any] = {"verdict": verdict, "note": written or look.note, "judged_by": officer.id, "judged_at": at}
    change_row(look, WatchedLook.verdict == look.verdict, **word)
    events.record("look.judged", "look", look.id, by=officer.actor, at=at, verdict=verdict)


def find(number: int) -> WatchedLook:
    """A look of a sample by its id.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(WatchedLook, number)
    if found is None:
        raise NotFound()
    return found


def unjudged(most: int = 100) -> list[tuple[WatchedLook, Event, str]]:
    """The looks that wait for a word or an explanation, the newest month first, with their event and the officer's name."""
    query = (
        sa.select(WatchedLook, Event, Officer.name)
        .join(Event, Event.seq == WatchedLook.seq).join(Officer, Officer.id == WatchedLook.officer_id)
        .where(WatchedLook.verdict != FAIR).order_by(WatchedLook.month.desc(), Officer.name, WatchedLook.id).limit(most)
    )  # fmt: skip
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def unjudged_count() -> int:
    """How many looks have no word yet."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(WatchedLook).where(WatchedLook.verdict == "")) or 0


def counts() -> list[tuple[str, WatchedCount]]:
    """The counts of the last month that was sampled, by officer's name."""
    newest = sa.select(sa.func.max(WatchedMonth.month)).scalar_subquery()
    query = sa.select(Officer.name, WatchedCount).join(Officer, Officer.id == WatchedCount.officer_id)
    rows = db.session.execute(query.where(WatchedCount.month == newest).order_by(Officer.name))
    return [(row[0], row[1]) for row in rows]


def _first_of(day: date) -> date:
    return day.replace(day=1)


def _opened(month: date, *rules: Any) -> Any:
    """A month's looks as rows of officer, first seq and how many."""
    look, after = aliased(Event), _first_of(month + timedelta(days=32))
    query = sa.select(look.actor_id.label("officer"), sa.func.min(look.seq).label("seq"), sa.func.count().label("times")).where(
        look.kind.in_(LOOKS), look.at >= opening.instant(month, MIDNIGHT), look.at < opening.instant(after, MIDNIGHT),
        _by_officer(look), *(rule(look) for rule in rules),
    )  # fmt: skip
    return query.group_by(look.actor_id, look.subject, look.subject_id).subquery()


def _rows(query: sa.Select[Any]) -> list[Any]:
    return list(db.session.execute(query))


def _some(month: date, officer: int, rows: list[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """As many of these looks as are wanted, by chance; whoever doubts it draws the same again."""
    chance = random.Random(f"{month.isoformat()}:{officer}")  # noqa: S311 - guards nothing
    return sorted(chance.sample(rows, most)) if len(rows) > most else rows


def _has_no_case(look: Any) -> sa.ColumnElement[bool]:
    """Whether the look's officer had nothing else to do with what was looked at."""
    of_file = sa.and_(look.subject == "application", sa.or_(_did(look, look.subject_id), _served(look, look.subject_id)))
    return sa.not_(sa.or_(of_file, _changed(look), _worked_on_a_file_of(look)))


def _by_officer(event: Any) -> sa.ColumnElement[bool]:
    """Whether an officer did it. Not the bare column, or SQLite would read all that officers ever did, not a month or a file."""
    return sa.func.coalesce(event.actor_kind, "") == "officer"


def _near(look: Any, instant: Any) -> sa.ColumnElement[bool]:
    return sa.func.abs(seconds_between(look.at, instant)) <= WITHIN.total_seconds()


def _did(look: Any, application: Any) -> sa.ColumnElement[bool]:
    """Whether the officer did anything but look at this application."""
    act = aliased(Event)
    return sa.exists().correlate_except(act).where(
        act.subject == "application", act.subject_id == application, _by_officer(act), act.actor_id + 0 == look.actor_id,
        act.kind.not_in(LOOKS), _near(look, act.at),
    )  # fmt: skip


def _served(look: Any, application: Any) -> sa.ColumnElement[bool]:
    """Whether the officer served a ticket of this application."""
    mine = Ticket.application_id == application, Ticket.served_by == look.actor_id, _near(look, Ticket.served_at)
    return sa.exists().correlate_except(Ticket).where(*mine)


def _about(look: Any, change: Any) -> sa.ColumnElement[bool]:
    """Whether a change of the register is about the resident or the family that was looked at."""
    resident = sa.and_(look.subject == "resident", change.resident_id == look.subject_id)
    return sa.or_(resident, sa.and_(look.subject == "family", change.family_id == look.subject_id))


def _changed(look: Any) -> sa.ColumnElement[bool]:
    """Whether the officer changed the register there."""
    change = aliased(RegisterChange)
    mine = change.actor_kind == "officer", change.actor_id == look.actor_id, _near(look, change.at)
    return sa.exists().correlate_except(change).where(_about(look, change), *mine)


def _worked_on_a_file_of(look: Any) -> sa.ColumnElement[bool]:
    """Whether the officer worked on the file given as the reason, or on one for which the register changed there."""
    change, file = aliased(RegisterChange), aliased(Application)
    named = sa.exists().correlate_except(file).where(file.reference == look.facts["case"].as_string(), _did(look, file.id))
    led = sa.exists().correlate_except(change).where(_about(look, change), _did(look, change.application_id))
    return sa.and_(look.subject != "application", sa.or_(named, led))
