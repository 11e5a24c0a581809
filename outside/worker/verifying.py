"""Each night every stored PDF once more: is it there, unchanged, and does its signature still hold.

A few at a time between the worker's other jobs; what a night found is one row (`office/documents/verifying.py`).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from office.db import db, transaction
from office.documents import Document, verifying
from office.documents.states import HERE
from office.vault import Store, StoredFile
from outside import crash
from outside.bounded import Overran, run_bounded
from outside.signer import Report, SignatureProvider, read_signature
from outside.storage import Missing

AFTER_TROUBLE = timedelta(minutes=1)


@dataclass
class Nightly:
    """Remembers when there is something to do, so that a round of the worker costs nothing when there isn't."""

    due_at: datetime | None = None

    def look(self, store: Store, signer: SignatureProvider, *, at: datetime) -> None:
        """Check the next few documents of this night, if it isn't finished."""
        if self.due_at and at < self.due_at <= at + timedelta(
            days=1
        ):  # a clock that was set back doesn't stop it for long
            return
        self.due_at = at + AFTER_TROUBLE  # before it: what goes wrong here must not keep the jobs waiting
        more = verify_some(store, signer, at=at)
        self.due_at = at if more else verifying.next_night(at)


def verify_some(store: Store, signer: SignatureProvider, *, at: datetime, most: int = verifying.PORTION) -> bool:
    """Check the next documents of the night and keep what was found; False when the night's check is finished.

    Raises:
        OSError: the store doesn't answer; nothing is called bad for that.
    """
    with transaction():
        check = verifying.tonight(at=at)
        crash.point("in-night")
    if check is None:
        return False
    after, documents = check.reached, verifying.next_portion(check, most)
    found = {document.id: problem for document in documents if (problem := _surely(document, store, signer))}
    crash.point("before-verified")
    with transaction():
        kept = verifying.keep(check, documents, found, after=after, at=at)
        crash.point("in-verified")
    crash.point("after-verified")
    return bool(documents) or not kept


def _surely(document: Document, store: Store, signer: SignatureProvider) -> str:
    """What is wrong, judged twice: an officer may just have put another PDF in the place of the one that was read."""
    problem = problem_of(document, store, signer)
    if problem:
        db.session.rollback()
        problem = problem_of(document, store, signer)
    return problem


def problem_of(document: Document, store: Store, signer: SignatureProvider) -> str:
    """What is wrong with a document's stored bytes; empty when nothing is."""
    try:
        data = store.get(document.file_key or "")
    except Missing:
        return verifying.MISSING
    if len(data) != document.size:
        return verifying.SIZE
    if hashlib.sha256(data).hexdigest() != document.digest:
        return verifying.DIGEST
    if not _still_signed(document, data, signer):
        return verifying.SIGNATURE
    return "" if _sealed_is_whole(document, store) else verifying.SEALED


def _still_signed(document: Document, data: bytes, signer: SignatureProvider) -> bool:
    """Whether the signature says what it said when the document was issued."""
    if document.origin == HERE:
        report = signer.verify(data)
        return report.signed and report.intact and report.covers_whole
    return _official(data) in (None, bool(document.signature.get("intact")))


def _official(data: bytes) -> bool | None:
    """Whether the signature of a PDF from elsewhere is intact; None when it couldn't be read in time."""
    try:
        report: Report = run_bounded(read_signature, data)
    except Overran:
        return None
    return report.intact


def _sealed_is_whole(document: Document, store: Store) -> bool:
    """Whether the copy that the PIN opens is as it was stored; its signature lies behind the PIN."""
    if document.sealed_key is None:
        return True
    row = db.session.scalar(sa.select(StoredFile).where(StoredFile.key == document.sealed_key))
    try:
        data = store.get(document.sealed_key)
    except Missing:
        return False
    return row is not None and (len(data), hashlib.sha256(data).hexdigest()) == (row.size, row.digest)
