"""What the worker tidies by itself: old drafts, files without a row, work that nobody was asked to do."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from office import documents, jobs, vault
from office.applications import drafts
from office.db import changed_rows, db, transaction
from office.documents import Document
from office.jobs import Job
from office.notices import QUEUED, Notice
from office.once import OnceKey
from office.staff import OfficerSession
from office.vault import Store

KEYS_LIVE = timedelta(days=40)


def sweep(store: Store, *, at: datetime) -> None:
    """Empty drafts past their 30 days, ask again for lost work, and remove files that no row names."""
    with transaction():
        drafts.expire(at=at)
        _ask_again(at)
        changed_rows(sa.delete(OnceKey).where(OnceKey.at < at - KEYS_LIVE))
        changed_rows(sa.delete(OfficerSession).where(OfficerSession.seen_at < at - KEYS_LIVE))
    for key in vault.orphans(store, at=at):
        store.delete(key)


def _ask_again(at: datetime) -> None:
    """Every unfinished document and unsent notice has a job; this mends what a restored or hand-mended database lacks."""
    known = sa.select(Job.subject_id).where(Job.kind == "document", Job.done_at.is_(None))
    unfinished = (documents.WAITING, documents.NUMBERED, documents.RENDERED, documents.SIGNED)
    lost = sa.select(Document.id).where(
        Document.origin == "here", Document.state.in_(unfinished), Document.id.not_in(known)
    )
    for number in db.session.scalars(lost):
        jobs.ask("document", number, at=at, key=f"document:{number}:{at:%Y%m%d%H%M%S}")
    told = sa.select(Job.subject_id).where(Job.kind == "notice", Job.done_at.is_(None))
    for number in db.session.scalars(sa.select(Notice.id).where(Notice.state == QUEUED, Notice.id.not_in(told))):
        jobs.ask("notice", number, at=at, key=f"notice:{number}:{at:%Y%m%d%H%M%S}")
