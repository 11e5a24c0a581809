"""The waiting room of an import: rows as they were read, what is wrong with them, and nothing of it in the register yet."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import db
from office.register.elements import FamilyColumns, PersonColumns

READING, READY, BAD, TAKEN, DROPPED = "reading", "ready", "bad", "taken", "dropped"
NEW, CHANGED, SAME = "new", "changed", "same"


class RegisterImport(db.Model):  # type: ignore[name-defined]
    """One import and its counts. `origin` says whether its file was confirmed in the national system."""

    __tablename__ = "register_import"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(8), default=READING)
    origin: Mapped[str] = mapped_column(sa.String(9))
    actor_kind: Mapped[str] = mapped_column(sa.String(12))
    actor_id: Mapped[int | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    rows: Mapped[int] = mapped_column(default=0)
    bad_rows: Mapped[int] = mapped_column(default=0)
    new_residents: Mapped[int] = mapped_column(default=0)
    changed_residents: Mapped[int] = mapped_column(default=0)
    new_families: Mapped[int] = mapped_column(default=0)


class StagedResident(PersonColumns, FamilyColumns, db.Model):  # type: ignore[name-defined]
    """One good line of the file: a person with the head block of the family."""

    __tablename__ = "staged_resident"
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("register_import.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    resident_id: Mapped[int | None]
    verdict: Mapped[str] = mapped_column(sa.String(7), default=NEW)

    __table_args__ = (
        sa.Index("ix_staged_resident_kk", "import_id", "kk"),
        sa.Index("ix_staged_resident_nik", "import_id", "nik"),
    )


class StagedWord(db.Model):  # type: ignore[name-defined]
    """A word of the name on one line, already in the vocabulary."""

    __tablename__ = "staged_word"
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("register_import.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = ({"sqlite_with_rowid": False},)


class ImportTrouble(db.Model):  # type: ignore[name-defined]
    """What is wrong with one line: a msgid with its gaps, never what stood in the cell. `kk` keeps its family out of checks."""

    __tablename__ = "import_trouble"
    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("register_import.id"), index=True)
    line: Mapped[int]
    column: Mapped[str] = mapped_column(sa.String(40), default="")
    sentence: Mapped[str] = mapped_column(sa.String(200))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    kk: Mapped[str] = mapped_column(sa.String(16), default="")
