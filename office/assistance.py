"""Somebody else fills an application in for its owner: an officer at the counter, or a helper whom the owner invited.

Each is a row with a link of its own, good for one application while it is a draft, and for a few hours or days; an officer's
also while it was returned to be mended.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, events
from office.db import changed_rows, db
from office.errors import NotFound, Refused
from office.events import Actor
from office.identity import read_name
from office.staff import Officer

PREFIX = "bantu-"
AT_THE_COUNTER = timedelta(hours=3)
MOST_DAYS = 7
MOST_HELPERS = 3


class Assistance(db.Model):  # type: ignore[name-defined]
    """One officer or helper who may fill in one application; a helper's `name` is what the owner calls them."""

    __tablename__ = "assistance"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    name: Mapped[str] = mapped_column(sa.String(100), default="")
    may_send: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    until_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]

    @property
    def by_officer(self) -> bool:
        """Whether an officer fills it in at the counter."""
        return self.officer_id is not None

    @property
    def actor(self) -> Actor:
        """The doer of an event: the officer, or a helper by this row's number."""
        return Actor("officer", self.officer_id) if self.by_officer else Actor("helper", self.id)

    @property
    def link(self) -> str:
        """What stands in the addresses that the officer or helper uses, in place of the application's own token."""
        return f"{PREFIX}{self.token}"


class HelpEnded(Refused):
    """The invitation is over: its days are past, the owner took it back, or the application was sent."""

    status = 410
    message = "Bantuan untuk permohonan ini sudah berakhir."
    next_step = "Minta tautan baru kepada pemilik permohonan."


class NotForHelpers(Refused):
    """A page that only the owner opens."""

    status = 403
    message = "Bagian ini hanya untuk pemilik permohonan."
    next_step = "Anda tidak perlu melakukan apa-apa di sini. Lanjutkan langkah yang lain."


class TooManyHelpers(Refused):
    """Three helpers at once are enough."""

    message = "Sudah ada tiga penolong untuk permohonan ini."
    next_step = "Cabut satu undangan dulu."


def invite(application_id: int, name: str, *, days: int, may_send: bool, at: datetime) -> Assistance:
    """Invite a helper for `days` days, 1 to 7; the row's `link` is what the owner hands over.

    Raises:
        BadInput: the name isn't one.
        TooManyHelpers: three are invited already.
    """
    called = read_name(name)
    if len(open_of(application_id, at=at)) >= MOST_HELPERS:
        raise TooManyHelpers()
    until = at + timedelta(days=min(max(days, 1), MOST_DAYS))
    row = _add(application_id, until=until, at=at, name=called, may_send=may_send)
    events.record("application.helper_invited", "application", application_id, by=events.RESIDENT, at=at, helper=row.id)
    return row


def begin(application_id: int, officer: Officer, *, at: datetime) -> Assistance:
    """Let an officer fill the application in at the counter, for three hours."""
    row = _add(application_id, until=at + AT_THE_COUNTER, at=at, officer_id=officer.id, may_send=True)
    events.record("application.counter_help", "application", application_id, by=officer.actor, at=at)
    return row


def by_link(link: str, *, at: datetime) -> Assistance:
    """The row behind a link, while it is in force.

    Raises:
        NotFound: there is no such link.
        HelpEnded: it is over.
    """
    query = sa.select(Assistance).where(Assistance.token == link.removeprefix(PREFIX))
    row = db.session.scalar(query) if link.isascii() and link.isprintable() else None
    if row is None:
        raise NotFound()
    if row.ended_at or row.until_at <= at:
        raise HelpEnded()
    return row


def find(number: int) -> Assistance:
    """One row by its number.

    Raises:
        NotFound: there is none.
    """
    row = db.session.get(Assistance, number)
    if row is None:
        raise NotFound()
    return row


def open_of(application_id: int, *, at: datetime) -> list[Assistance]:
    """The helpers whose invitation is in force, the first invited first."""
    lives = (Assistance.ended_at.is_(None), Assistance.until_at > at, Assistance.officer_id.is_(None))
    query = sa.select(Assistance).where(Assistance.application_id == application_id, *lives)
    return list(db.session.scalars(query.order_by(Assistance.id)))


def revoke(application_id: int, number: int, *, at: datetime) -> None:
    """The owner takes an invitation back; taking it back twice changes nothing.

    Raises:
        NotFound: this application has no such helper.
    """
    row = find(number)
    if row.application_id != application_id or row.by_officer:
        raise NotFound()
    one = sa.update(Assistance).where(Assistance.id == number, Assistance.ended_at.is_(None))
    if changed_rows(one.values(ended_at=at)):
        events.record(
            "application.helper_ended", "application", application_id, by=events.RESIDENT, at=at, helper=number
        )


def officers_of(application_id: int) -> set[int]:
    """The officers who filled the application in at the counter, by id: none of them may approve it."""
    typed = sa.select(Assistance.officer_id).where(Assistance.application_id == application_id)
    return {number for number in db.session.scalars(typed) if number is not None}


def of(application_id: int) -> dict[int, Assistance]:
    """Everybody who was to fill the application in for its owner, by number."""
    rows = db.session.scalars(sa.select(Assistance).where(Assistance.application_id == application_id))
    return {row.id: row for row in rows}


def first_time(row: Assistance, *, at: datetime) -> bool:
    """Whether nothing was typed through this row before; true once."""
    fresh = sa.update(Assistance).where(Assistance.id == row.id, Assistance.told_at.is_(None))
    return changed_rows(fresh.values(told_at=at)) == 1


def last_by_officer(application_id: int) -> bool:
    """Whether it was an officer who last began to type for the owner."""
    told = sa.select(Assistance.officer_id).where(
        Assistance.application_id == application_id, Assistance.told_at.is_not(None)
    )
    return db.session.scalar(told.order_by(Assistance.told_at.desc(), Assistance.id.desc()).limit(1)) is not None


def forget(application_id: int) -> None:
    """Delete who was to fill in a draft that is deleted itself, names and all; no answer or paper may name them any more."""
    db.session.flush()
    changed_rows(sa.delete(Assistance).where(Assistance.application_id == application_id))


def _add(application_id: int, *, until: datetime, at: datetime, **facts: object) -> Assistance:
    row = Assistance(application_id=application_id, token=codes.new_token(), made_at=at, until_at=until, **facts)
    db.session.add(row)
    db.session.flush()
    return row
