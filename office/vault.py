"""Which stored files belong to the office: a row each, with the digest of its bytes.

The bytes are put away (and synced) before the row is committed, so that a row never names a missing file; a file without a
row is the trace of a step that was killed, and the sweeper takes it away after an hour.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import changed_rows, db

ORPHAN_AFTER = timedelta(hours=1)


class Store(Protocol):
    """Where bytes are kept: a folder here, an object store elsewhere."""

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes durably under a new key."""

    def get(self, key: str) -> bytes:
        """The bytes under a key."""

    def delete(self, key: str) -> None:
        """Forget the bytes under a key."""

    def keys(self, older_than: datetime | None = None) -> Iterator[str]:
        """All keys, or those put before an instant."""


class StoredFile(db.Model):  # type: ignore[name-defined]
    """One file in the store; `digest` is the SHA-256 of its bytes in hex, `size` in bytes."""

    __tablename__ = "stored_file"
    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(sa.String(40))
    stored_at: Mapped[datetime]


def new_key(drawer: str) -> str:
    """A fresh random key in a drawer, such as `papers/0f3a…`; a person's words never become part of it."""
    return f"{drawer}/{secrets.token_hex(16)}"


def keep(key: str, *, digest: str, size: int, media_type: str, at: datetime) -> None:
    """Note a file that already lies in the store."""
    db.session.add(StoredFile(key=key, digest=digest, size=size, media_type=media_type, stored_at=at))


def lock(key: str) -> bool:
    """Take a file's row for the rest of the transaction; whether it is there."""
    return db.session.get(StoredFile, key, with_for_update=True, populate_existing=True) is not None


def drop(*keys: str | None) -> None:
    """Strike files off the list; the sweeper removes their bytes."""
    named = [key for key in keys if key]
    if named:
        changed_rows(sa.delete(StoredFile).where(StoredFile.key.in_(named)))


def orphans(store: Store, *, at: datetime) -> list[str]:
    """Keys in the store, over an hour old, that no row names."""
    old = set(store.keys(at - ORPHAN_AFTER))
    return sorted(old - set(db.session.scalars(sa.select(StoredFile.key))))
