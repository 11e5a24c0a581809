"""One-time keys: a form that was sent is done once, however often it arrives."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import db, ready, run
from office.errors import Refused


class OnceKey(db.Model):  # type: ignore[name-defined]
    """A key that was used, and the page where its outcome is shown."""

    __tablename__ = "once_key"
    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    place: Mapped[str] = mapped_column(sa.String(200))
    at: Mapped[datetime]


_first = ready(lambda insert: insert(OnceKey.__table__).on_conflict_do_nothing().returning(OnceKey.__table__.c.key))


class FormTooOld(Refused):
    """The form carries no usable key: it was not made by this office, or was cut short."""

    message = "Formulir ini tidak lengkap."
    next_step = "Muat ulang halaman, lalu kirim lagi."


class Repeated(Exception):
    """The same form arrived before; `place` shows what it did then."""

    def __init__(self, place: str) -> None:
        super().__init__("repeated")
        self.place = place


def spend(key: str, *, place: str, at: datetime) -> None:
    """Use up the form's key inside the transaction that does what the form asks.

    Raises:
        FormTooOld: the key is missing or not of the form this office makes.
        Repeated: it was spent before; the caller's transaction must not commit.
    """
    if not 20 <= len(key) <= 64 or not (key.isascii() and key.isprintable()):
        raise FormTooOld()
    if run(_first(), key=key, place=place, at=at).first() is None:
        earlier = db.session.get(OnceKey, key)
        raise Repeated(earlier.place if earlier else place)


def outcome(key: str) -> str | None:
    """The page that shows what a key was spent on; None when it was not spent."""
    spent = db.session.get(OnceKey, key)
    return spent.place if spent else None
