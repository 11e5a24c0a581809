"""The outbox: work for the worker, written with the change that asks for it and claimed by lease.

A killed worker's job is done again after its lease, so every job must be safe to repeat.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events
from office.db import changed_rows, db, ready, run
from office.errors import Conflict

LEASE = timedelta(seconds=60)
RETRIES = 48
RETRY_EVERY = timedelta(minutes=5)
RETRY_LATER = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=72)


class Job(db.Model):  # type: ignore[name-defined]
    """One piece of work; `key` makes it unique, so that asking twice is asking once."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(sa.String(40))
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None] = mapped_column(index=True)
    trouble: Mapped[str | None] = mapped_column(sa.String(120))

    __table_args__ = (
        sa.Index(
            "ix_job_due",
            "due_at",
            sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        ),
    )


_wanted = ready(lambda insert: insert(Job.__table__).on_conflict_do_nothing())


_FINISHED = (
    sa.update(Job.__table__)
    .where(Job.__table__.c.id == sa.bindparam("job"))
    .values(done_at=sa.bindparam("at"), leased_until=None, trouble=None)
)


def ask(kind: str, subject_id: int, *, at: datetime) -> None:
    """Ask for a job inside the transaction of the change that needs it; asking for the same again asks nothing."""
    run(_wanted(), key=_key(kind, subject_id), kind=kind, subject_id=subject_id, made_at=at, due_at=at, attempts=0)


def claim(
    owner: str, *, at: datetime, kinds: Sequence[str] = (), but: Sequence[str] = (), lease: timedelta = LEASE
) -> Job | None:
    """Lease the oldest due job (of these kinds, or of all but some) to one worker, in a transaction of its own."""
    free = sa.or_(Job.leased_until.is_(None), Job.leased_until < at)
    due = sa.select(Job.id).where(Job.done_at.is_(None), Job.failed_at.is_(None), Job.due_at <= at, free)
    if kinds:
        due = due.where(Job.kind.in_(kinds))
    if but:
        due = due.where(Job.kind.not_in(but))
    first = due.order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)
    taken = (
        sa.update(Job)
        .where(Job.id == first.scalar_subquery())
        .values(lease_owner=owner, leased_until=at + lease, attempts=Job.attempts + 1)
        .returning(Job.id)
    )
    row = db.session.execute(taken, execution_options={"synchronize_session": False}).first()
    return db.session.get(Job, row.id, populate_existing=True) if row else None


def still_mine(job: Job, owner: str, *, at: datetime, lease: timedelta = LEASE) -> bool:
    """Renew the lease inside a step's transaction; False when another worker has the job by now."""
    mine = sa.update(Job).where(Job.id == job.id, Job.lease_owner == owner, Job.done_at.is_(None))
    return changed_rows(mine.values(leased_until=at + lease)) == 1


def finish(job: Job, *, at: datetime) -> None:
    """The job is done."""
    run(_FINISHED, job=job.id, at=at)


def put_off(job: Job, *, trouble: str, at: datetime, final: bool = False) -> bool:
    """The job failed this time: again in about five minutes, or never more; whether it was given up.

    After 48 retries it is tried hourly. It is given up after 72 hours, or at once when trying again can't help (`final`).
    """
    spent = at - job.made_at > GIVE_UP_AFTER
    wait = (RETRY_EVERY if job.attempts <= RETRIES else RETRY_LATER) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries, guards nothing
    facts = {"failed_at": at} if final or spent else {"due_at": at + wait}
    changed_rows(sa.update(Job).where(Job.id == job.id).values(leased_until=None, trouble=trouble[:120], **facts))
    if final or spent:
        events.record("job.failed", "job", job.id, by=events.WORKER, at=at, job=job.kind, trouble=trouble[:120])
    return final or spent


def of(kind: str, subject_id: int) -> Job | None:
    """The job that was asked for a subject, whatever became of it."""
    return db.session.scalar(sa.select(Job).where(Job.key == _key(kind, subject_id)))


def ask_again(kind: str, subject_id: int, *, at: datetime) -> None:
    """Ask anew for a job that was done, or was lost; one that still waits is left as it is."""
    ask(kind, subject_id, at=at)
    done = sa.update(Job).where(Job.key == _key(kind, subject_id), Job.done_at.is_not(None))
    changed_rows(done.values(done_at=None, due_at=at, made_at=at, attempts=0, leased_until=None))


def failed() -> list[Job]:
    """What the worker gave up, oldest first: the desk's list."""
    return list(db.session.scalars(sa.select(Job).where(Job.failed_at.is_not(None)).order_by(Job.failed_at)))


def retry(job: Job, *, by: events.Actor, at: datetime) -> None:
    """An officer sends a given-up job on its way again, with its tries counted anew.

    Raises:
        Conflict: it isn't given up, or another officer was faster.
    """
    anew = {"failed_at": None, "trouble": None, "attempts": 0, "due_at": at, "made_at": at}
    if changed_rows(sa.update(Job).where(Job.id == job.id, Job.failed_at.is_not(None)).values(**anew)) != 1:
        raise Conflict()
    events.record("job.retried", "job", job.id, by=by, at=at, job=job.kind)


def _key(kind: str, subject_id: int) -> str:
    return f"{kind}:{subject_id}"
