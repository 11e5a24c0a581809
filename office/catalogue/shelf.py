"""The service files in use, and every version of them that an application was begun with."""

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.catalogue import blocks, older
from office.catalogue.definition import BadDefinition, Service
from office.catalogue.parsing import parse
from office.db import db, insert_into
from office.errors import NotFound

FOLDER = Path(__file__).parent.parent / "services"
BLOCKS = "blocks"
log = logging.getLogger("lamin.catalogue")


class ServiceDefinition(db.Model):  # type: ignore[name-defined]
    """One version of a service file, as it was when the first application used it."""

    __tablename__ = "service_definition"
    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), index=True)
    body: Mapped[dict[str, Any]]
    first_used_at: Mapped[datetime]


class NoSuchService(NotFound):
    """No service has this code."""

    message = "Layanan ini tidak ada."
    next_step = "Pilih salah satu layanan di halaman depan."


@dataclass(frozen=True)
class Shelf:
    """The files of one folder as they were read: `unusable` are those left out, with what is wrong with each."""

    stamp: tuple[int, ...]
    offered: Mapping[str, Service]
    unusable: Mapping[Path, str] = field(default_factory=dict)


_shelves: dict[Path, Shelf] = {}


def services(folder: Path | None = None) -> Mapping[str, Service]:
    """Every service on offer by its code, in the order of the file names; a file dropped in is offered at once.

    At the start a bad file stops everything. Later it is left out, and what it offered before stays on offer.

    Raises:
        BadDefinition: a file can't be used, and the folder was never read before.
    """
    place = folder or FOLDER
    kept = _shelves.get(place)
    if kept is None or kept.stamp != _stamp(place, kept.unusable):
        kept = _shelves[place] = _read(place, kept)
    return kept.offered


def unusable() -> list[str]:
    """What is wrong with each file that is left out at present: file, key and allowed values."""
    services()
    return list(_shelves[FOLDER].unusable.values())


def read_file(path: Path) -> Service:
    """One service file, with the blocks beside it or, when there are none, those of the house.

    Raises:
        BadDefinition: the file, or a block it uses, can't be used.
    """
    beside = path.parent / BLOCKS
    raw = blocks.expand(blocks.read(path), beside if beside.is_dir() else FOLDER / BLOCKS, path.name)
    service = parse(raw, path.name, _digest(raw))
    if service.code != path.stem:
        raise BadDefinition(f"{path.name}: code must be '{path.stem}', the name of the file")
    return service


def _stamp(folder: Path, watched: Mapping[Path, str]) -> tuple[int, ...]:
    """What changes when a file comes, goes or is replaced, or a bad one is mended: one look at the disk, not one a file."""
    return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in (folder, *watched))


def _read(folder: Path, before: Shelf | None) -> Shelf:
    stamp = _stamp(folder, {})  # taken first: what changes while it is read is read again
    offered, unusable = {}, {}
    for path in sorted(folder.glob("*.toml")):
        try:
            offered[path.stem] = read_file(path)
        except BadDefinition as wrong:
            if before is None:
                raise
            log.error("a service file is left out: %s", wrong)
            unusable[path] = str(wrong)
            if path.stem in before.offered:
                offered[path.stem] = before.offered[path.stem]
    return Shelf(stamp + _stamp(folder, unusable)[1:], offered, unusable)


def find(code: str) -> Service:
    """The service on offer under this code.

    Raises:
        NoSuchService: none is.
    """
    service = services().get(code)
    if service is None:
        raise NoSuchService()
    return service


def keep(service: Service, *, at: datetime) -> str:
    """Store the version of the service that a new application begins with; its digest."""
    row = {"digest": service.digest, "code": service.code, "body": service.raw, "first_used_at": at}
    db.session.execute(insert_into(ServiceDefinition).values(**row).on_conflict_do_nothing())
    return service.digest


@lru_cache(maxsize=256)
def definition(digest: str) -> Service:
    """The service as an application began with it; what has this digest never changes."""
    current = next((s for s in services().values() if s.digest == digest), None)
    return current or _stored(digest)


def _stored(digest: str) -> Service:
    row = db.session.get_one(ServiceDefinition, digest)
    return parse(older.translated(row.body), f"{row.code} ({digest[:8]})", digest)


def _digest(raw: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
