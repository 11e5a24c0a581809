"""The journal: append-only rows, each carrying the hash of the row before it.

It is the audit trail, what the status page tells, and the proof that neither was rewritten.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event as sa_event
from sqlalchemy.orm import Mapped, Session, mapped_column

from office.db import db

GENESIS = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who did it: a kind (resident, officer, helper, worker, system) and, for an officer or an invited helper, the id."""

    kind: str
    id: int | None = None


RESIDENT = Actor("resident")
WORKER = Actor("worker")
SYSTEM = Actor("system")


class Event(db.Model):  # type: ignore[name-defined]
    """One thing that happened; `facts` holds codes and numbers, never names or NIK."""

    __tablename__ = "event"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(sa.String(60))
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    actor_kind: Mapped[str] = mapped_column(sa.String(12))
    actor_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (
        sa.Index("ix_event_subject", "subject", "subject_id"),
        sa.Index("ix_event_kind_at", "kind", "at"),
        # The journal is searched by officer, kind and period (office/watching/search.py).
        sa.Index("ix_event_actor", "actor_id", "seq"),
        sa.Index("ix_event_kind", "kind", "seq"),
        sa.Index("ix_event_at", "at", "seq"),
    )


class EventHead(db.Model):  # type: ignore[name-defined]
    """The one row, made by the first migration, that names the newest event; locking it puts writers in line."""

    __tablename__ = "event_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(64))


_HEAD = sa.select(EventHead.__table__.c["seq", "hash"]).with_for_update()
_SEALED = sa.insert(Event.__table__)
_MOVED_ON = sa.update(EventHead.__table__).values(seq=sa.bindparam("newest"), hash=sa.bindparam("its_hash"))


def record(kind: str, subject: str, subject_id: int, *, by: Actor, at: datetime, **facts: Any) -> None:
    """Note one event; it is sealed into the chain when the transaction commits."""
    row = {"kind": kind, "subject": subject, "subject_id": subject_id, "actor_kind": by.kind, "actor_id": by.id}
    _pending(db.session()).append(row | {"at": at.astimezone(UTC), "facts": facts})


def of(subject: str, subject_id: int, *, kinds: Sequence[str] = ()) -> list[Event]:
    """The events of one thing, oldest first."""
    query = sa.select(Event).where(Event.subject == subject, Event.subject_id == subject_id).order_by(Event.seq)
    if kinds:
        query = query.where(Event.kind.in_(kinds))
    return list(db.session.scalars(query))


def verify(*, batch: int = 5000) -> int | None:
    """Walk the whole chain; the `seq` of the first row that doesn't fit, or None when all do."""
    expected, previous = 1, GENESIS
    with closing(db.session.scalars(sa.select(Event).order_by(Event.seq).execution_options(yield_per=batch))) as rows:
        for row in rows:
            if (row.seq, row.previous, row.hash) != (expected, previous, _digest(_content(row), previous)):
                return row.seq
            expected, previous = expected + 1, row.hash
    head = db.session.get_one(EventHead, 1)
    return None if (head.seq, head.hash) == (expected - 1, previous) else expected


def _pending(session: Session) -> list[dict[str, Any]]:
    pending: list[dict[str, Any]] = session.info.setdefault("events", [])
    return pending


def _content(row: Event) -> dict[str, Any]:
    names = ("seq", "at", "kind", "subject", "subject_id", "actor_kind", "actor_id", "facts")
    return {name: getattr(row, name) for name in names}


def _digest(content: dict[str, Any], previous: str) -> str:
    plain = content | {"at": content["at"].isoformat(timespec="microseconds")}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


@sa_event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    """Give the noted events their places in the chain.

    At the very end, so that the head row is always the last lock taken and two writers can't wait for each other.
    """
    rows = _pending(session)
    if not rows:
        return
    session.info["events"] = []
    session.flush()
    connection = session.connection()
    seq, last = connection.execute(_HEAD).one()
    for row in rows:
        seq += 1
        row |= {"seq": seq, "previous": last, "hash": _digest(row | {"seq": seq}, last)}
        last = row["hash"]
    connection.execute(_SEALED, rows)
    connection.execute(_MOVED_ON, {"newest": seq, "its_hash": last})


@sa_event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info["events"] = []
