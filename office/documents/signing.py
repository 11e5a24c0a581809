"""Signing by the batch: drawn documents wait for the registrar, who orders up to 500 at once after a second factor.

The order is a row, and each document is in one batch at most; the worker then signs each by itself, so that one bad file
doesn't stop the rest. Where the office signs each at once, the approval is the order and nothing waits here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events, jobs, settings
from office.db import db
from office.documents.states import RENDERED, Document
from office.errors import Conflict, NotFound, Refused
from office.jobs import Job
from office.staff import Officer

MOST = 500
EACH, BATCH = "each", "batch"
SIGNED, WORKING, LATER, FAILED = "signed", "working", "later", "failed"

# Inlined into the statement: with a parameter in its place neither engine would see that the index of the few fits.
_DRAWN = sa.and_(Document.state == sa.literal(RENDERED, literal_execute=True), Document.batch_id.is_(None))
_KEY = sa.literal("document:") + sa.cast(Document.id, sa.String)
# Who is about to draw or to sign it has its job in hand; what waits for an order has none.
_IN_HAND = sa.exists().where(Job.key == _KEY, Job.done_at.is_(None))
_WAITS = sa.and_(_DRAWN, ~_IN_HAND)


class SigningBatch(db.Model):  # type: ignore[name-defined]
    """One order to sign: who gave it, when, proven by which second factor, for how many documents."""

    __tablename__ = "signing_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    factor: Mapped[str] = mapped_column(sa.String(10))
    size: Mapped[int]
    made_at: Mapped[datetime]


class NothingChosen(Refused):
    """No document was chosen, or more than one batch takes."""

    message = "Pilih 1 sampai %(most)s surat."
    next_step = "Tandai surat yang akan ditandatangani, lalu lanjutkan."


class AllTaken(Conflict):
    """Every one of these was ordered by somebody else meanwhile."""

    message = "Surat-surat ini sudah diminta untuk ditandatangani."
    next_step = "Muat ulang daftar, lalu lihat keadaannya."


@dataclass(frozen=True)
class Progress:
    """How far one document of a batch came: `signed`, `working`, `later` (tried again at `due_at`) or `failed`."""

    document: Document
    state: str
    trouble: str
    due_at: datetime | None


def waits(document: Document, at: datetime) -> bool:
    """Whether a document must wait for a registrar's order before it is signed."""
    return document.state == RENDERED and document.batch_id is None and by_batch(at)


def by_batch(at: datetime) -> bool:
    """Whether the office signs by the batch at an instant."""
    return bool(settings.get("signing", at) == BATCH)


def unordered() -> sa.ColumnElement[bool]:
    """The documents that are drawn and in no batch."""
    return _DRAWN


def waiting(kind: str = "") -> list[Document]:
    """Up to 500 documents that wait for an order, the oldest first; of one kind, or of all."""
    query = sa.select(Document).where(_WAITS, *([Document.kind == kind] if kind else []))
    return list(db.session.scalars(query.order_by(Document.state_since, Document.id).limit(MOST)))


def counts() -> dict[str, int]:
    """How many wait, by kind."""
    query = sa.select(Document.kind, sa.func.count()).where(_WAITS).group_by(Document.kind)
    return {row[0]: row[1] for row in db.session.execute(query)}


def chosen(ids: Sequence[int]) -> list[Document]:
    """Those among these documents that still wait.

    Raises:
        NothingChosen: none was named, or more than 500.
    """
    if not 1 <= len(set(ids)) <= MOST:
        raise NothingChosen(most=MOST)
    return list(db.session.scalars(sa.select(Document).where(Document.id.in_(set(ids)), _WAITS).order_by(Document.id)))


def order(ids: Sequence[int], officer: Officer, *, factor: str, at: datetime) -> SigningBatch:
    """Order these documents signed; those that another registrar ordered meanwhile are left out, `size` says how many are in.

    The caller has just proven the officer's second factor, within this transaction.

    Raises:
        NothingChosen: none was named, or more than 500.
        AllTaken: none of them waits any more.
    """
    if not 1 <= len(set(ids)) <= MOST:
        raise NothingChosen(most=MOST)
    batch = SigningBatch(officer_id=officer.id, factor=factor, size=0, made_at=at)
    db.session.add(batch)
    db.session.flush()
    free = sa.update(Document).where(Document.id.in_(set(ids)), _WAITS).values(batch_id=batch.id).returning(Document.id)
    taken = sorted(db.session.scalars(free, execution_options={"synchronize_session": False}))
    if not taken:
        raise AllTaken()
    batch.size = len(taken)
    for number in taken:
        jobs.ask_again("document", number, at=at)
    events.record("signing.ordered", "batch", batch.id, by=officer.actor, at=at, factor=factor, documents=taken)
    return batch


def find(number: int) -> SigningBatch:
    """A batch.

    Raises:
        NotFound: there is none with this id.
    """
    found = db.session.get(SigningBatch, number)
    if found is None:
        raise NotFound()
    return found


def progress(batch: SigningBatch, *, at: datetime) -> list[Progress]:
    """Each document of a batch and how far it came; those that failed first."""
    rows = db.session.execute(
        sa.select(Document, Job).outerjoin(Job, Job.key == _KEY).where(Document.batch_id == batch.id)
    )
    found = [_progress(document, job, at) for document, job in rows]
    order = (FAILED, LATER, WORKING, SIGNED)
    return sorted(found, key=lambda each: (order.index(each.state), each.document.id))


def recent(count: int = 10) -> list[tuple[SigningBatch, int]]:
    """The newest batches, each with how many of its documents aren't signed yet."""
    left = sa.select(sa.func.count()).where(Document.batch_id == SigningBatch.id, Document.state == RENDERED)
    query = sa.select(SigningBatch, left.scalar_subquery()).order_by(SigningBatch.id.desc()).limit(count)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def retry(batch: SigningBatch, *, by: events.Actor, at: datetime) -> int:
    """Send the documents that the worker gave up on their way again; how many there were."""
    failed = [each for each in progress(batch, at=at) if each.state == FAILED]
    for each in failed:
        job = jobs.of("document", each.document.id)
        if job is not None:
            jobs.retry(job, by=by, at=at)
    return len(failed)


def _progress(document: Document, job: Job | None, at: datetime) -> Progress:
    if document.state != RENDERED:
        return Progress(document, SIGNED, "", None)
    if job is not None and job.failed_at is not None:
        return Progress(document, FAILED, job.trouble or "", None)
    if job is not None and job.trouble and job.due_at > at:
        return Progress(document, LATER, job.trouble, job.due_at)
    return Progress(document, WORKING, "", None)
