"""The versions of each part: what it said since when, by whom; a document keeps the numbers of those it was issued with."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events
from office.db import db
from office.errors import NotFound, Refused
from office.wordings import gaps, messages, sheets


class TextTooLong(Refused):
    """More than this text may have."""

    message = "Teks ini terlalu panjang: paling banyak %(lines)s baris dan %(most)s huruf."
    next_step = "Pendekkan, lalu simpan lagi."


class TextEmpty(Refused):
    """A text that can't be without words."""

    message = "Teks ini tidak boleh kosong."
    next_step = "Isi teksnya, lalu simpan lagi."


class Wording(db.Model):  # type: ignore[name-defined]
    """One version of one part: all its texts by name, in force from an instant until a later version takes over."""

    __tablename__ = "wording"
    id: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(60), index=True)
    texts: Mapped[dict[str, Any]]
    valid_from: Mapped[datetime]
    set_at: Mapped[datetime]
    set_by: Mapped[int | None]


def in_force(parts: Collection[str], at: datetime) -> dict[str, Wording]:
    """The version of each part that holds at an instant; a part that never changed has none."""
    query = sa.select(Wording).where(Wording.part.in_(parts), Wording.valid_from <= at)
    return {row.part: row for row in db.session.scalars(query.order_by(Wording.valid_from, Wording.id))}


def numbers_for(kind: str, at: datetime) -> list[int]:
    """The numbers of the versions with which a document of this kind (its code) is issued at an instant."""
    return sorted(row.id for row in in_force(sheets.parts_of(kind), at).values())


def texts_of(numbers: Iterable[int]) -> dict[str, dict[str, str]]:
    """The texts of some versions by part, as `sheets.says` takes them."""
    wanted = list(numbers)
    rows = db.session.scalars(sa.select(Wording).where(Wording.id.in_(wanted))) if wanted else ()
    return {row.part: row.texts for row in rows}


def said(part: str, at: datetime) -> dict[str, str] | None:
    """What a part says at an instant; None when the office never changed it."""
    row = in_force((part,), at).get(part)
    return row.texts if row else None


def read(part: str, typed: Mapping[str, str]) -> dict[str, str]:
    """The texts of a part, of a document or a message, as they were typed, tidied and checked; a refusal names the `box`.

    Raises:
        NotFound: no such part.
        UnknownGap, LooseBrace, GapMissing: a gap that can't be filled, or a required one that is gone.
        TextTooLong, TextEmpty: too many letters or lines, or none where there must be some.
    """
    texts = {}
    for box in boxes(part):
        try:
            texts[box.name] = _read(box, typed.get(box.name, ""))
        except Refused as refusal:
            refusal.params["box"] = box.name
            raise
    return texts


@dataclass(frozen=True)
class Box:
    """One text to type: how long it may be, what it may name and must, and whether it may be empty."""

    name: str
    label: str
    lines: int
    most: int
    allowed: tuple[str, ...]
    required: tuple[str, ...] = ()
    free: bool = False


def boxes(part: str) -> list[Box]:
    """The texts of a part.

    Raises:
        NotFound: no such part.
    """
    message = messages.find(part)
    if message is not None:
        labels = {"subject": "Perihal", "text": "Isi pesan"}
        return [Box(name, labels[name], lines, most, message.gaps, message.required if name == "text" else ())
                for name, lines, most in message.boxes]  # fmt: skip
    if part not in sheets.PARTS:
        raise NotFound()
    wide, gaps_of = part in (sheets.HEAD, sheets.CHECK), sheets.allowed(part)
    return [Box(piece.name, piece.label, piece.lines, piece.most, gaps_of, free=not (wide and piece.default))
            for piece in sheets.PARTS[part]]  # fmt: skip


def _read(box: Box, typed: str) -> str:
    rows = [" ".join(row.split()) for row in typed.splitlines()]
    text = "\n".join(rows).strip() if box.lines > 1 else " ".join(" ".join(rows).split())
    if not text and not box.free:
        raise TextEmpty()
    if len(text) > box.most or text.count("\n") >= box.lines:
        raise TextTooLong(lines=box.lines, most=box.most)
    gaps.check(text, box.allowed, box.required)
    return text


def put(
    part: str, texts: Mapping[str, str], *, by: events.Actor, at: datetime, valid_from: datetime | None = None
) -> None:
    """Let a part say this from now, or from a later instant; `texts` come from `read` or `read_message`."""
    row = Wording(part=part, texts=dict(texts), valid_from=valid_from or at, set_at=at, set_by=by.id)
    db.session.add(row)
    db.session.flush()
    events.record("wording.changed", "wording", row.id, by=by, at=at, part=part)


def history(part: str, most: int = 50) -> list[Wording]:
    """The versions of a part, newest first."""
    query = sa.select(Wording).where(Wording.part == part).order_by(Wording.id.desc())
    return list(db.session.scalars(query.limit(most)))


def find(part: str, number: int) -> Wording:
    """One version of a part.

    Raises:
        NotFound: there is none.
    """
    row = db.session.get(Wording, number)
    if row is None or row.part != part:
        raise NotFound()
    return row


def changed(parts: Iterable[str]) -> set[str]:
    """Those of these parts that have a version."""
    return set(db.session.scalars(sa.select(Wording.part).where(Wording.part.in_(list(parts))).distinct()))
