"""Alarms: a file broke a limit, or changed hands; each told once to the officers whom it concerns, on the desk and by e-mail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events, jobs
from office.applications import APPROVED, CHECKED, READY, SUBMITTED, Application
from office.db import changed_rows, db, insert_into
from office.staff import Officer

# How high an alarm has climbed: to a new holder; from the officer to the section head and the head.
HANDED, STEP, PROMISE, LONG_BROKEN = 0, 1, 2, 3
NO_MAIL, MAIL_WANTED, MAILED = "", "wanted", "sent"
AT_DESK = (SUBMITTED, CHECKED)
IN_WORK = (SUBMITTED, CHECKED, APPROVED)
IN_STEP = (*IN_WORK, READY)
PAGE = 100


ToTell = tuple["AlarmReader", "Alarm", Application]


class Alarm(db.Model):  # type: ignore[name-defined]
    """One limit that one file broke. `since` is when that limit began to run, so that each breach has one alarm a level."""

    __tablename__ = "alarm"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    level: Mapped[int]
    since: Mapped[datetime]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)

    __table_args__ = (sa.UniqueConstraint("application_id", "level", "since"),)


class AlarmReader(db.Model):  # type: ignore[name-defined]
    """One officer who is told of an alarm, when it was read, and whether an e-mail about it is still to go."""

    __tablename__ = "alarm_reader"
    id: Mapped[int] = mapped_column(primary_key=True)
    alarm_id: Mapped[int] = mapped_column(sa.ForeignKey("alarm.id"))
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    read_at: Mapped[datetime | None]
    mail: Mapped[str] = mapped_column(sa.String(7), default=NO_MAIL, index=True)

    __table_args__ = (
        sa.UniqueConstraint("alarm_id", "officer_id"),
        sa.Index("ix_alarm_reader_officer_id", "officer_id", "read_at"),
    )


@dataclass(frozen=True)
class Shown:
    """One alarm as its reader sees it, with the file and who holds it now."""

    alarm: Alarm
    application: Application
    holder: str | None
    read: bool


def give(application_id: int, level: int, since: datetime, readers: Collection[Officer], *, at: datetime) -> bool:
    """Make an alarm for these officers, with a job for each e-mail; whether it is new: a second worker makes no second one."""
    new = insert_into(Alarm).values(application_id=application_id, level=level, since=since, made_at=at)
    number = db.session.scalar(new.on_conflict_do_nothing().returning(Alarm.id))
    if number is None:
        return False
    for officer in readers:
        row = AlarmReader(alarm_id=number, officer_id=officer.id, mail=MAIL_WANTED if officer.email else NO_MAIL)
        db.session.add(row)
        db.session.flush()
        if officer.email:
            jobs.ask("alarm", row.id, at=at)
    return True


def settle(*, at: datetime) -> None:
    """End the alarms whose file has moved on: it left the step, or the office's hands."""
    file = sa.select(Application.id).where(Application.id == Alarm.application_id)
    same_step = file.where(Application.state.in_(IN_STEP), Application.state_since == Alarm.since)
    at_work = file.where(Application.state.in_(IN_WORK), Application.promised_at < at)
    still = sa.case(
        (Alarm.level == HANDED, file.where(Application.state.in_(AT_DESK)).exists()),
        (Alarm.level == STEP, same_step.exists()),
        else_=at_work.exists(),
    )
    changed_rows(sa.update(Alarm).where(Alarm.ended_at.is_(None), sa.not_(still)).values(ended_at=at))


def unread(officer: Officer) -> int:
    """How many alarms that still hold this officer hasn't read."""
    mine = sa.select(sa.func.count()).select_from(AlarmReader).join(Alarm, Alarm.id == AlarmReader.alarm_id)
    wanted = (AlarmReader.officer_id == officer.id, AlarmReader.read_at.is_(None), Alarm.ended_at.is_(None))
    return db.session.scalar(mine.where(*wanted)) or 0


def shown(officer: Officer) -> list[Shown]:
    """The alarms that still hold, for one officer: unread ones first, then what is due first; a hundred at most."""
    query = (
        sa.select(Alarm, Application, Officer.name, AlarmReader.read_at)
        .join(AlarmReader, AlarmReader.alarm_id == Alarm.id)
        .join(Application, Application.id == Alarm.application_id)
        .outerjoin(Officer, Officer.id == Application.holder_id)
        .where(AlarmReader.officer_id == officer.id, Alarm.ended_at.is_(None))
        .order_by(AlarmReader.read_at.is_not(None), Alarm.level.desc(), Application.step_due, Alarm.id)
        .limit(PAGE)
    )
    return [Shown(row[0], row[1], row[2], row[3] is not None) for row in db.session.execute(query)]


def superior_told(application_id: int) -> bool:
    """Whether anybody above the officers was told that this file's promise is broken."""
    told = sa.select(AlarmReader.id).join(Alarm, Alarm.id == AlarmReader.alarm_id)
    wanted = (Alarm.application_id == application_id, Alarm.level >= PROMISE, Alarm.ended_at.is_(None))
    return db.session.scalar(told.where(*wanted).limit(1)) is not None


def read_all(officer: Officer, *, until: datetime, at: datetime) -> int:
    """Note that an officer read the alarms made until an instant, that of the page; how many were new."""
    seen = sa.select(Alarm.id).where(Alarm.made_at <= until)
    mine = sa.update(AlarmReader).where(
        AlarmReader.officer_id == officer.id, AlarmReader.read_at.is_(None), AlarmReader.alarm_id.in_(seen)
    )
    return changed_rows(mine.values(read_at=at))


def mail_to(officer: Officer, email: str, *, at: datetime) -> None:
    """Send what this officer is told also to an address as `identity.read_email` gives it; an empty one ends that."""
    if (officer.email or "") != email:
        officer.email = email or None
        events.record("officer.email_set", "officer", officer.id, by=officer.actor, at=at)


def to_mail(reader: AlarmReader) -> list[ToTell]:
    """Everything that the next e-mail to this alarm's reader is to tell, oldest first; nothing when it was told already."""
    if reader.mail != MAIL_WANTED:
        return []
    query = (
        sa.select(AlarmReader, Alarm, Application)
        .join(Alarm, Alarm.id == AlarmReader.alarm_id)
        .join(Application, Application.id == Alarm.application_id)
        .where(AlarmReader.mail == MAIL_WANTED, AlarmReader.officer_id == reader.officer_id)
        .order_by(AlarmReader.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def mailed(readers: Collection[int], *, mail: str = MAILED) -> None:
    """The server took the e-mail that tells these alarms (ids of AlarmReader)."""
    changed_rows(sa.update(AlarmReader).where(AlarmReader.id.in_(readers)).values(mail=mail))
