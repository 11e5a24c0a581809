"""The nightly check of every stored PDF: one row a night, which says how far it came and what it found.

The row is kept after each portion, so a check that was killed goes on where it stopped; `outside/worker/verifying.py` reads
the files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events, opening
from office.db import changed_rows, db, insert_into
from office.documents.states import Document

BEGINS = time(2)
PORTION = 25
# A lost disk makes every document bad; so many are named, the rest is counted.
MOST_NAMED = 1000
# What can be wrong with a stored PDF.
MISSING, SIZE, DIGEST, SIGNATURE, SEALED = "missing", "size", "digest", "signature", "sealed"


class Verification(db.Model):  # type: ignore[name-defined]
    """One night's check.

    `reached` is the last document looked at; `bad` says by document id what is wrong, of a thousand at most, `bad_count` of
    how many.
    """

    __tablename__ = "document_verification"
    id: Mapped[int] = mapped_column(primary_key=True)
    night: Mapped[date] = mapped_column(unique=True)
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    reached: Mapped[int] = mapped_column(default=0)
    checked: Mapped[int] = mapped_column(default=0)
    bad_count: Mapped[int] = mapped_column(default=0)
    bad: Mapped[dict[str, Any]] = mapped_column(default=dict)


@dataclass(frozen=True)
class Standing:
    """What the newest checks say: the last that is finished, the one that goes on, and what is bad by document id."""

    finished: Verification | None
    going: Verification | None
    bad: Mapping[int, str]

    @property
    def count(self) -> int:
        """How many are bad, those that are only counted included."""
        unnamed = sum(check.bad_count - len(check.bad) for check in (self.finished, self.going) if check)
        return len(self.bad) + unnamed


def night_of(at: datetime) -> date:
    """The night an instant belongs to: it begins at two o'clock, the office's time, and lasts until the next one."""
    return (opening.local(at) - timedelta(hours=BEGINS.hour)).date()


def next_night(at: datetime) -> datetime:
    """When the night after this one begins (aware UTC)."""
    return opening.instant(night_of(at) + timedelta(days=1), BEGINS)


def tonight(*, at: datetime) -> Verification | None:
    """This night's check, begun when there is none; None once it is finished.

    An office whose machine is off at night has it when the machine is on again. Only flushes.
    """
    night = night_of(at)
    row = {"night": night, "begun_at": at, "reached": 0, "checked": 0, "bad_count": 0, "bad": {}}
    db.session.execute(insert_into(Verification).values(**row).on_conflict_do_nothing(index_elements=["night"]))
    found = db.session.scalars(sa.select(Verification).where(Verification.night == night)).one()
    return None if found.finished_at else found


def next_portion(check: Verification, most: int = PORTION) -> list[Document]:
    """The next documents with a stored file, in the order of their ids."""
    query = sa.select(Document).where(Document.id > check.reached, Document.file_key.is_not(None))
    return list(db.session.scalars(query.order_by(Document.id).limit(most)))


def keep(
    check: Verification, looked_at: Sequence[Document], bad: Mapping[int, str], *, after: int, at: datetime
) -> bool:  # fmt: skip
    """Note a portion, or with an empty one that the night's check is finished; False when another worker was faster.

    `after` is what the check had reached when the portion was chosen. Each bad document is an event of its application.
    """
    named = dict(list(bad.items())[: max(MOST_NAMED - len(check.bad), 0)])
    facts = {"reached": looked_at[-1].id if looked_at else after, "checked": check.checked + len(looked_at),
             "bad_count": check.bad_count + len(bad), "finished_at": None if looked_at else at,
             "bad": dict(check.bad) | {str(number): problem for number, problem in named.items()}}  # fmt: skip
    here = sa.and_(Verification.id == check.id, Verification.reached == after, Verification.finished_at.is_(None))
    if changed_rows(sa.update(Verification).where(here).values(**facts)) != 1:
        return False
    for document in looked_at:
        if document.id in named:
            events.record("document.damaged", "application", document.application_id, by=events.WORKER, at=at,
                          document=document.id, problem=bad[document.id])  # fmt: skip
    db.session.refresh(check)
    return True


def standing() -> Standing:
    """What the newest checks say; of the one that goes on, what it reached already counts, and before it for the rest."""
    rows = list(db.session.scalars(sa.select(Verification).order_by(Verification.night.desc()).limit(8)))
    going = rows[0] if rows and rows[0].finished_at is None else None
    finished = next((row for row in rows if row.finished_at), None)
    bad = _bad(finished)
    if going:
        bad = {number: problem for number, problem in bad.items() if number > going.reached} | _bad(going)
    return Standing(finished, going, bad)


def _bad(check: Verification | None) -> dict[int, str]:
    return {int(number): problem for number, problem in check.bad.items()} if check else {}
