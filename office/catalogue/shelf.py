"""The service files in use, and every version of them that an application was begun with."""

import hashlib
import json
from collections.abc import Mapping
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


@lru_cache(maxsize=4)
def services(folder: Path = FOLDER) -> Mapping[str, Service]:
    """Every service on offer by its code, in the order of the file names.

    Raises:
        BadDefinition: a file can't be used.
    """
    found: dict[str, Service] = {}
    for path in sorted(folder.glob("*.toml")):
        service = read_file(path)
        if service.code != path.stem:
            raise BadDefinition(f"{path.name}: code must be '{path.stem}', the name of the file")
        found[service.code] = service
    return found


def read_file(path: Path) -> Service:
    """One service file, with the blocks beside it or, when there are none, those of the house.

    Raises:
        BadDefinition: the file, or a block it uses, can't be used.
    """
    beside = path.parent / BLOCKS
    raw = blocks.expand(blocks.read(path), beside if beside.is_dir() else FOLDER / BLOCKS, path.name)
    return parse(raw, path.name, _digest(raw))


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


def definition(digest: str) -> Service:
    """The service as an application began with it."""
    current = next((s for s in services().values() if s.digest == digest), None)
    return current or _stored(digest)


@lru_cache(maxsize=256)
def _stored(digest: str) -> Service:
    row = db.session.get_one(ServiceDefinition, digest)
    return parse(older.translated(row.body), f"{row.code} ({digest[:8]})", digest)


def _digest(raw: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
