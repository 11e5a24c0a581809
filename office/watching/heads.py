"""The head of the journal at the end of each local day: kept, printed and mailed, so that a rewritten journal shows on paper.

A head covers every row before it, so each day's number of events is what the chain grew by since the head before.
"""

import re
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, jobs, opening, settings
from office.db import changed_rows, db, insert_into
from office.errors import Refused
from office.events import GENESIS, Event

MIDNIGHT = datetime.min.time()
HIGHEST = 2_147_483_647
JOB = "day_head"
_SEQ, _HASH = re.compile(r"[0-9]{1,10}"), re.compile(r"[0-9a-f]{64}")


class DayHead(db.Model):  # type: ignore[name-defined]
    """Where the chain stood when a local day was over: its last row and hash, and the rows added since the head before."""

    __tablename__ = "day_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(64))
    events: Mapped[int]
    made_at: Mapped[datetime]


class HeadMail(db.Model):  # type: ignore[name-defined]
    """One head to one address, and when the server took it."""

    __tablename__ = "day_head_mail"
    id: Mapped[int] = mapped_column(primary_key=True)
    head_id: Mapped[int] = mapped_column(sa.ForeignKey("day_head.id"))
    address: Mapped[str] = mapped_column(sa.String(254))
    mailed_at: Mapped[datetime | None]

    __table_args__ = (sa.UniqueConstraint("head_id", "address"),)

    @property
    def message_id(self) -> str:
        """The same name at each try, so that a mail sent twice can be told as one."""
        return codes.message_id(f"day_head:{self.id}")


class BadHead(Refused):
    """What was typed can't be a head."""

    message = "Baris harus angka, dan sidiknya 64 tanda: angka dan huruf a sampai f."
    next_step = "Ketik seperti di kertas; spasi boleh."


def next_day(at: datetime) -> date | None:
    """The local day whose head is to be kept next; None when the last one that is over has it. The first is yesterday."""
    yesterday = opening.local_day(at) - timedelta(days=1)
    last = db.session.scalar(sa.select(sa.func.max(DayHead.day)))
    day = last + timedelta(days=1) if last else yesterday
    return day if day <= yesterday else None


def close(day: date, *, at: datetime) -> DayHead | None:
    """Keep a day's head, with a job for each address that it is mailed to; None when another worker kept it."""
    before = db.session.scalar(sa.select(DayHead).where(DayHead.day < day).order_by(DayHead.day.desc()).limit(1))
    seq, digest = (before.seq, before.hash) if before else (0, GENESIS)
    over = opening.instant(day + timedelta(days=1), MIDNIGHT)
    newest = sa.select(Event.seq, Event.hash).where(Event.seq > seq, Event.at < over).order_by(Event.seq.desc())
    row = db.session.execute(newest.limit(1)).first()
    facts = {"seq": row.seq, "hash": row.hash, "events": row.seq - seq} if row else {"seq": seq, "hash": digest, "events": 0}
    new = insert_into(DayHead).values(day=day, made_at=at, **facts).on_conflict_do_nothing().returning(DayHead.id)
    number = db.session.scalar(new)
    if number is None:
        return None
    for address in settings.read_addresses(settings.get("audit_addresses", at)):
        mail = HeadMail(head_id=number, address=address)
        db.session.add(mail)
        db.session.flush()
        jobs.ask(JOB, mail.id, at=at)
    return db.session.get_one(DayHead, number)


def of(day: date) -> DayHead | None:
    """The head of a local day."""
    return db.session.scalar(sa.select(DayHead).where(DayHead.day == day))


def newest() -> DayHead | None:
    """The head of the last day that has one."""
    return db.session.scalar(sa.select(DayHead).order_by(DayHead.day.desc()).limit(1))


def mailed(mail: HeadMail, *, at: datetime) -> None:
    """The server took the mail."""
    changed_rows(sa.update(HeadMail).where(HeadMail.id == mail.id).values(mailed_at=at))


def read(seq: str, digest: str) -> tuple[int, str]:
    """A head as it was typed from paper: spaces, dots in the row's number and capitals are nothing.

    Raises:
        BadHead: no number, or not 64 hexadecimal digits.
    """
    number, plain = "".join(seq.split()).replace(".", "").replace(",", ""), "".join(digest.split()).lower()
    if not (_SEQ.fullmatch(number) and _HASH.fullmatch(plain) and int(number) <= HIGHEST):
        raise BadHead()
    return int(number), plain


def fits(seq: int, digest: str) -> bool:
    """Whether the journal holds this row with this hash. That the rows before it are whole is for `events.verify` to say."""
    if seq == 0:
        return digest == GENESIS
    return db.session.scalar(sa.select(Event.hash).where(Event.seq == seq)) == digest


def broken() -> date | None:
    """The first day whose kept head the journal no longer holds; None when it holds all."""
    gone = sa.or_(Event.hash.is_(None), Event.hash != DayHead.hash)
    query = sa.select(DayHead.day).outerjoin(Event, Event.seq == DayHead.seq).where(DayHead.seq > 0, gone)
    return db.session.scalar(query.order_by(DayHead.day).limit(1))


def fours(digest: str) -> str:
    """A hash in groups of four, as it is printed."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
