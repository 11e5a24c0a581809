"""What the worker tidies by itself: old drafts, files without a row, work that nobody was asked to do."""

from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa

from office import accounts, appointments, documents, events, health, jobs, opening, vault
from office.applications import drafts
from office.db import changed_rows, db, transaction
from office.documents import Document, signing
from office.jobs import Job
from office.notices import QUEUED, Notice
from office.once import OnceKey
from office.promises import climbing, handing
from office.queue import tickets
from office.register import importing
from office.reports import cases
from office.staff import OfficerSession
from office.vault import ORPHAN_AFTER, Store
from outside import crash
from outside.worker import heading, reminding

KEYS_LIVE = timedelta(days=40)


class Swept(Store, Protocol):
    """A store that can also forget what was only half put away."""

    def sweep(self, older_than: datetime) -> int:
        """Remove what a power cut left in the middle of `put`, begun before an instant (aware UTC); how many."""


def sweep(store: Swept, *, at: datetime) -> None:
    """Empty drafts past their 30 days, close yesterday's queue, forget old details, ask again for lost work, drop stray files."""
    with transaction():
        drafts.expire(at=at)
        _ask_again(at)
        changed_rows(sa.delete(OnceKey).where(OnceKey.at < at - KEYS_LIVE))
        changed_rows(sa.delete(OfficerSession).where(OfficerSession.seen_at < at - KEYS_LIVE))
        tickets.close_days_before(opening.local_day(at), at=at)
        health.forget(at=at)
        accounts.forget(at=at)
        appointments.forget(at=at)
        crash.point("in-sweep")
    crash.point("after-sweep")
    _watch_promises(at)
    reminding.remind_uncollected(at=at)
    _clear_imports(at)
    _count_figures()
    heading.close_days(at=at)
    heading.draw_sample(at=at)
    for key in vault.orphans(store, at=at):
        store.delete(key)
        crash.point("after-orphan")
    store.sweep(at - ORPHAN_AFTER)


def _watch_promises(at: datetime) -> None:
    """Nothing lies with who isn't there, and who must know of a late file is told; each in a transaction, a portion each time."""
    with transaction():
        handing.leave_nothing_behind(at=at)
        crash.point("in-handing")
    with transaction():
        climbing.climb(at=at)
        crash.point("in-climb")
    crash.point("after-climb")


def _count_figures() -> None:
    """What reports say is counted beside the work, so that no page waits for a long journal."""
    more = cases.behind()
    while more:
        with transaction():
            more = cases.catch_up()
            crash.point("in-figures")


def _clear_imports(at: datetime) -> None:
    """Rows of an import that nobody took over are personal data waiting for nothing; a portion each time."""
    for left in importing.abandoned(at=at):
        with transaction():
            importing.drop_if_open(left, by=events.WORKER, at=at)
            importing.clear(left)
            crash.point("in-import-clear")


def _ask_again(at: datetime) -> None:
    """Every unfinished document and unsent notice has a job; this mends what a restored or hand-mended database lacks."""
    known = sa.select(Job.subject_id).where(Job.kind == "document", Job.done_at.is_(None))
    unfinished = (documents.WAITING, documents.NUMBERED, documents.RENDERED, documents.SIGNED)
    lost = sa.select(Document.id).where(
        Document.origin == "here", Document.state.in_(unfinished), Document.id.not_in(known)
    )
    if signing.by_batch(at):
        lost = lost.where(sa.not_(signing.unordered()))
    for number in db.session.scalars(lost):
        jobs.ask_again("document", number, at=at)
    told = sa.select(Job.subject_id).where(Job.kind == "notice", Job.done_at.is_(None))
    for number in db.session.scalars(sa.select(Notice.id).where(Notice.state == QUEUED, Notice.id.not_in(told))):
        jobs.ask_again("notice", number, at=at)
