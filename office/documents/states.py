"""A document's row, its states, and the door through which they change."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events, masks
from office.db import change_row, db
from office.documents.kinds import KINDS, KK
from office.errors import Conflict, Refused
from office.vault import StoredFile

WAITING, NUMBERED, RENDERED, SIGNED, ACTIVE = "waiting", "numbered", "rendered", "signed", "active"
SUPERSEDED, REVOKED, REFUSED = "superseded", "revoked", "refused"
# Nothing more is done for these; the file may be finished.
SETTLED = frozenset({ACTIVE, SUPERSEDED, REVOKED, REFUSED})

MOVES: dict[str, frozenset[str]] = {
    WAITING: frozenset({NUMBERED, SIGNED, REFUSED}),
    # Back to waiting when its number is voided.
    NUMBERED: frozenset({RENDERED, WAITING}),
    RENDERED: frozenset({SIGNED, WAITING}),
    SIGNED: frozenset({ACTIVE, WAITING}),
    ACTIVE: frozenset({SUPERSEDED, REVOKED}),
}
HERE, OFFICIAL = "here", "official"


class NumberTaken(Conflict):
    """Another document has this number."""

    message = "Nomor surat ini sudah dipakai surat lain."
    next_step = "Periksa lagi nomor pada PDF resmi."


class IssuedBefore(Conflict):
    """These very bytes were issued as another document."""

    message = "PDF ini sudah diterbitkan sebagai surat lain."
    next_step = "Periksa lagi: pilih PDF resmi milik permohonan ini."


class NumberWrong(Refused):
    """The number isn't of the form that its kind of document has."""

    message = "Nomor surat ini tidak sesuai bentuknya, misalnya %(example)s."
    next_step = "Salin nomor persis dari PDF resmi."


class Document(db.Model):  # type: ignore[name-defined]
    """One document of one application.

    `result` names it within its service; `subject` is an opaque name of whom it is about, where a newer one takes its place.
    `facts` is what it says, frozen at approval; `digest` the SHA-256 of the bytes that were issued; `token` the secret in
    its QR, `access_token` the one in the download link: who holds the paper can't use up the tries of the PIN. The PIN is
    derived, and only its hash is kept.
    """

    __tablename__ = "document"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    result: Mapped[str] = mapped_column(sa.String(20), default="")
    subject: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    origin: Mapped[str] = mapped_column(sa.String(10))
    state: Mapped[str] = mapped_column(sa.String(12), default=WAITING)
    state_since: Mapped[datetime]
    token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    access_token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    number: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    number_type: Mapped[str] = mapped_column(sa.String(10), default="")
    issued_on: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    draft_key: Mapped[str | None] = mapped_column(sa.String(60))
    file_key: Mapped[str | None] = mapped_column(sa.String(60))
    sealed_key: Mapped[str | None] = mapped_column(sa.String(60))
    digest: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    size: Mapped[int | None]
    signature: Mapped[dict[str, Any]] = mapped_column(default=dict)
    specimen: Mapped[bool] = mapped_column(default=False)
    pin_generation: Mapped[int] = mapped_column(default=1)
    pin_hash: Mapped[str | None] = mapped_column(sa.String(200))
    wrong_tries: Mapped[int] = mapped_column(default=0)
    locked_at: Mapped[datetime | None] = mapped_column(index=True)
    active_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    replaced_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"), index=True)
    # The registrar's order by which it is signed; None as well where each is signed at once.
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("signing_batch.id"), index=True)

    @property
    def label(self) -> str:
        """The number on it: its own, that of the akta it repeats, or the family's; '' where there is none."""
        return self.number or self.facts.get("number") or self.facts.get("kk") or ""

    # The register books (what stands in one, and which there are), and the few that are drawn but not signed.
    __table_args__ = (
        sa.Index("ix_document_book", "number_type", "kind", "issued_on"),
        sa.Index(
            "ix_document_unsigned",
            "state_since",
            sqlite_where=sa.text("state = 'rendered'"),
            postgresql_where=sa.text("state = 'rendered'"),
        ),
    )

    @property
    def public_label(self) -> str:
        """The same for pages that record no look: a family's number is a key to its papers, so it is masked."""
        return masks.mask_kk(self.label) if KINDS[self.kind].shape == KK and self.label else self.label

    @property
    def checkable(self) -> bool:
        """Whether its QR answers: only once the signed file is stored and verified."""
        return self.active_at is not None


def of(application_id: int) -> list[Document]:
    """An application's documents, oldest first."""
    query = sa.select(Document).where(Document.application_id == application_id).order_by(Document.id)
    return list(db.session.scalars(query))


def by_token(token: str) -> Document | None:
    """The document behind a QR, once it was activated."""
    return db.session.scalar(sa.select(Document).where(Document.token == token, Document.active_at.is_not(None)))


def replacement(document: Document) -> Document | None:
    """The last in the line of documents that took its place; None when nothing did."""
    found = document
    while found.replaced_by_id is not None:
        found = db.session.get_one(Document, found.replaced_by_id)
    return None if found is document else found


def by_access_token(token: str) -> Document | None:
    """The document behind a download link, once it was activated."""
    return db.session.scalar(sa.select(Document).where(Document.access_token == token, Document.active_at.is_not(None)))


def by_digest(digest: str) -> Document | None:
    """The activated document whose issued bytes, or whose copy that the PIN opens, have this SHA-256."""
    copies = sa.select(StoredFile.key).where(StoredFile.digest == digest)
    these = sa.or_(Document.digest == digest, Document.sealed_key.in_(copies))
    return db.session.scalar(sa.select(Document).where(these, Document.active_at.is_not(None)))


def move(document: Document, to: str, *, by: events.Actor, at: datetime, **changes: Any) -> None:
    """Change the state, and what goes with it, by one conditional UPDATE, and record the event.

    Raises:
        Conflict: it has moved on since it was read, or may not move there.
    """
    was = document.state
    if to not in MOVES.get(was, frozenset()):
        raise Conflict()
    change_row(document, Document.state == was, state=to, state_since=at, **changes)
    events.record(f"document.{to}", "application", document.application_id, by=by, at=at, document=document.id)
