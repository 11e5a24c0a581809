"""The papers of an application: one slot each, with its file, its readability and the officer's verdict."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import vault
from office.catalogue import Service
from office.db import db
from office.errors import NotFound

EMPTY, GOOD, POOR, BROUGHT = "empty", "good", "poor", "brought"
OK, FIX = "ok", "fix"


class Paper(db.Model):  # type: ignore[name-defined]
    """One slot of one application. `open` means that the resident may change it now.

    `typed_by` is the officer or helper who filled it, None for the owner. A file taken over from an earlier application is the
    same stored file, named by both slots; `first_at` is then when it was first sent.
    """

    __tablename__ = "paper"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    position: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(8), default=EMPTY)
    file_key: Mapped[str | None] = mapped_column(sa.String(60))
    thumb_key: Mapped[str | None] = mapped_column(sa.String(60))
    media_type: Mapped[str | None] = mapped_column(sa.String(40))
    size: Mapped[int | None]
    pages: Mapped[int | None]
    flaws: Mapped[list[str]] = mapped_column(default=list)
    insisted: Mapped[bool] = mapped_column(default=False)
    verdict: Mapped[str] = mapped_column(sa.String(4), default="")
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    open: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime | None]
    typed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("assistance.id"))
    first_at: Mapped[datetime | None]

    __table_args__ = (sa.UniqueConstraint("application_id", "code"), sa.Index("ix_paper_file_key", "file_key"))

    @property
    def shown(self) -> bool:
        """Whether the office can work with it: readable, insisted on, or the original is brought."""
        return self.state in (GOOD, BROUGHT) or (self.state == POOR and self.insisted)


@dataclass(frozen=True)
class Attached:
    """A file that lies in the store and is to fill a slot."""

    key: str
    digest: str
    size: int
    media_type: str
    pages: int
    flaws: tuple[str, ...] = ()
    thumb_key: str | None = None
    thumb_digest: str = ""
    thumb_size: int = 0


def open_slots(application_id: int, service: Service) -> None:
    """Copy the service's papers into slots, so that a later change of law does not move this case."""
    slots = [{"application_id": application_id, "code": paper.code, "position": position}
             for position, paper in enumerate(service.papers)]  # fmt: skip
    if slots:
        db.session.execute(sa.insert(Paper), slots)


def of(application_id: int) -> list[Paper]:
    """The slots of an application in their order."""
    query = sa.select(Paper).where(Paper.application_id == application_id).order_by(Paper.position)
    return list(db.session.scalars(query))


def slot(application_id: int, code: str) -> Paper | None:
    """One slot by its code."""
    return db.session.scalar(sa.select(Paper).where(Paper.application_id == application_id, Paper.code == code))


def fill(paper: Paper, attached: Attached, *, at: datetime) -> None:
    """Put a file into a slot in place of what was there."""
    _let_go(paper)
    vault.keep(attached.key, digest=attached.digest, size=attached.size, media_type=attached.media_type, at=at)
    if attached.thumb_key:
        facts = {"digest": attached.thumb_digest, "size": attached.thumb_size, "media_type": "image/jpeg"}
        vault.keep(attached.thumb_key, at=at, **facts)  # type: ignore[arg-type]
    paper.file_key, paper.thumb_key = attached.key, attached.thumb_key
    paper.media_type, paper.size, paper.pages = attached.media_type, attached.size, attached.pages
    paper.flaws = list(attached.flaws)
    _become(paper, POOR if attached.flaws else GOOD, at)


def use_again(paper: Paper, earlier: Paper, *, at: datetime) -> None:
    """Let a slot name the stored file of an earlier one too; no byte is copied.

    Raises:
        NotFound: the earlier file is gone meanwhile.
    """
    if not earlier.file_key or not vault.lock(earlier.file_key):
        raise NotFound()
    clear(paper)
    for name in ("file_key", "thumb_key", "media_type", "size", "pages"):
        setattr(paper, name, getattr(earlier, name))
    _become(paper, GOOD, at)
    paper.first_at = earlier.first_at or earlier.changed_at or at


def insist(paper: Paper, *, at: datetime) -> None:
    """The person keeps a photo that looks hard to read; the officer sees why it was doubted."""
    paper.insisted, paper.changed_at = True, at


def bring(paper: Paper, *, at: datetime) -> None:
    """The original will be shown at the office instead."""
    _become(clear(paper), BROUGHT, at)


def take_away(paper: Paper, *, at: datetime) -> None:
    """Empty the slot again."""
    _become(clear(paper), EMPTY, at)


def clear(paper: Paper) -> Paper:
    """Strike the slot's file off the list."""
    _let_go(paper)
    paper.file_key = paper.thumb_key = paper.media_type = paper.size = paper.pages = None
    paper.flaws = []
    return paper


def _let_go(paper: Paper) -> None:
    """Strike the file off the list, unless another application's slot names it too; locked, so that none begins to meanwhile."""
    if not paper.file_key or not vault.lock(paper.file_key):
        return
    others = sa.select(Paper.id).where(Paper.file_key == paper.file_key, Paper.id != paper.id).limit(1)
    if db.session.scalar(others) is None:
        vault.drop(paper.file_key, paper.thumb_key)


def _become(paper: Paper, state: str, at: datetime) -> None:
    paper.state, paper.changed_at, paper.insisted, paper.verdict = state, at, False, ""
    paper.first_at = None
