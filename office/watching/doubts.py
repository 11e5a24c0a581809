"""What residents doubt about who opened their file; a supervisor answers, and the resident reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events, notices, opening
from office.applications import Application
from office.applications.states import lock
from office.db import change_row, db
from office.errors import Conflict, NotAllowed, NotFound, Refused
from office.events import Event
from office.identity import read_text
from office.staff import Officer

LONGEST = 500
NOTICE = "doubt_answered"


class Doubt(db.Model):  # type: ignore[name-defined]
    """One line of "who opened my file" that its owner doubts; `officers` are the ids behind the line as it stood then."""

    __tablename__ = "doubt"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(20))
    day: Mapped[date]
    officers: Mapped[list[int]] = mapped_column(sa.JSON())
    words: Mapped[str] = mapped_column(sa.String(LONGEST))
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(sa.String(LONGEST), default="")
    answered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    answered_at: Mapped[datetime | None] = mapped_column(index=True)


_WITH_FILE = sa.select(Doubt, Application).join(Application, Application.id == Doubt.application_id)


class LineWanted(Refused):
    """No line was chosen, or one that isn't there."""

    message = "Pilih dulu siapa yang Anda ragukan."
    next_step = "Lalu kirim lagi."


class AlreadyDoubted(Conflict):
    """A report about this file waits for its answer."""

    message = "Laporan Anda tentang berkas ini sudah kami terima."
    next_step = "Tunggu jawabannya di halaman status."


class OwnMatter(NotAllowed):
    """It is about the very officer who would decide on it."""

    message = "Ini tentang Anda sendiri, jadi orang lain yang harus menilainya."
    next_step = "Biarkan atasan lain yang menjawab."


@dataclass(frozen=True)
class Line:
    """One role on one local day: when it opened the file (UTC), and which officers it was."""

    role: str
    day: date
    times: tuple[datetime, ...]
    officers: tuple[int, ...]

    @property
    def code(self) -> str:
        """The line's name in a form; later looks don't change it."""
        return f"{self.role}:{self.day.isoformat()}"


def lines(application: Application) -> list[Line]:
    """Who opened a file, by role and local day, oldest first."""
    roles = {row.id: row.role for row in db.session.execute(sa.select(Officer.id, Officer.role))}
    found: dict[tuple[str, date], tuple[list[datetime], list[int]]] = {}
    for event in events.of("application", application.id, kinds=("application.viewed",)):
        who = event.actor_id or 0
        times, officers = found.setdefault((roles.get(who, ""), opening.local_day(event.at)), ([], []))
        times.append(event.at)
        officers += [who] if who not in officers else []
    return [Line(role, day, tuple(times), tuple(who)) for (role, day), (times, who) in found.items()]


def report(application: Application, chosen: str, words: str, *, at: datetime) -> Doubt:
    """The resident says that a line isn't right.

    Raises:
        LineWanted: there is no such line.
        BadInput: nothing was written, or it can't be kept.
        AlreadyDoubted: a report about this file is open.
    """
    line = next((each for each in lines(application) if each.code == chosen), None)
    if line is None:
        raise LineWanted()
    written = read_text(words, LONGEST, lines=True)
    lock(application)
    if open_of(application.id) is not None:
        raise AlreadyDoubted()
    doubt = Doubt(application_id=application.id, role=line.role, day=line.day, officers=list(line.officers), words=written,
                  made_at=at)  # fmt: skip
    db.session.add(doubt)
    db.session.flush()
    events.record("application.doubted", "application", application.id, by=events.RESIDENT, at=at, doubt=doubt.id)
    return doubt


def answer(doubt: Doubt, words: str, officer: Officer, *, at: datetime) -> None:
    """A supervisor answers; the resident is told where to read it.

    Raises:
        OwnMatter: the officer is among those who opened the file.
        BadInput: nothing was written, or it can't be kept.
        Conflict: it was answered meanwhile.
    """
    if officer.id in doubt.officers:
        raise OwnMatter()
    written = read_text(words, LONGEST, lines=True)
    change_row(doubt, Doubt.answered_at.is_(None), answer=written, answered_by=officer.id, answered_at=at)
    file = db.session.get_one(Application, doubt.application_id)
    events.record("application.doubt_answered", "application", file.id, by=officer.actor, at=at, doubt=doubt.id)
    notices.tell(file.id, NOTICE, email=file.email, phone=file.phone, at=at)


def find(number: int) -> Doubt:
    """A doubt by its id.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(Doubt, number)
    if found is None:
        raise NotFound()
    return found


def of(application_id: int) -> list[Doubt]:
    """Every doubt about a file, oldest first."""
    return list(db.session.scalars(sa.select(Doubt).where(Doubt.application_id == application_id).order_by(Doubt.id)))


def open_of(application_id: int) -> Doubt | None:
    """The doubt about a file that waits for an answer."""
    return db.session.scalar(sa.select(Doubt).where(Doubt.application_id == application_id, Doubt.answered_at.is_(None)))


def waiting(most: int = 100) -> list[tuple[Doubt, Application]]:
    """The doubts that wait for an answer, the oldest first."""
    rows = db.session.execute(_WITH_FILE.where(Doubt.answered_at.is_(None)).order_by(Doubt.id).limit(most))
    return [(row[0], row[1]) for row in rows]


def answered(most: int = 20) -> list[tuple[Doubt, Application]]:
    """The doubts answered last, the newest first."""
    query = _WITH_FILE.where(Doubt.answered_at.is_not(None)).order_by(Doubt.answered_at.desc())
    return [(row[0], row[1]) for row in db.session.execute(query.limit(most))]


def waiting_count() -> int:
    """How many wait for an answer."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Doubt).where(Doubt.answered_at.is_(None))) or 0


def deeds(doubt: Doubt, most: int = 100) -> Sequence[Event]:
    """What the officers behind the line did on this file, oldest first."""
    query = sa.select(Event).where(
        Event.subject == "application", Event.subject_id == doubt.application_id,
        Event.actor_kind == "officer", (Event.actor_id + 0).in_(doubt.officers),
    )  # fmt: skip
    return db.session.scalars(query.order_by(Event.seq).limit(most)).all()
