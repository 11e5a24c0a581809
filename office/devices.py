"""Kiosks and displays: enrolled by a short-lived pairing code, known by a key of their own, revoked at once."""

import secrets
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, events
from office.db import changed_rows, db, run
from office.errors import Conflict, NotFound, Refused
from office.places import MAIN

PAIRING = timedelta(minutes=10)
SEEN_EVERY = timedelta(seconds=30)
MOST = 99
DOOR_TRIES = 5
DOOR_PAUSE = timedelta(minutes=5)


class Kind(StrEnum):
    """What a device is for; it may do nothing else."""

    KIOSK = "kiosk"
    DISPLAY = "display"


class WrongPairing(Refused):
    """No device waits for this code, or its ten minutes are over."""

    message = "Kode pemasangan tidak cocok atau sudah lewat 10 menit."
    next_step = "Minta kode baru di halaman Perangkat, lalu ketik lagi."


class WrongDoorCode(Refused):
    """The officer's code at the kiosk is wrong."""

    message = "Kode petugas tidak cocok."
    next_step = "Lihat kode hari ini di halaman Pintu, lalu ketik lagi."


class DoorCodePaused(Refused):
    """Too many wrong officer's codes at this kiosk."""

    status = 429
    message = "Kode petugas salah beberapa kali."
    next_step = "Tunggu 5 menit, atau catat suhu di halaman Pintu."


class Device(db.Model):  # type: ignore[name-defined]
    """One screen of the hall; `code` (K1, L1) marks its slips, the printers hang on it."""

    __tablename__ = "device"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    code: Mapped[str] = mapped_column(sa.String(4), unique=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    pairing_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    pairing_until: Mapped[datetime | None]
    key_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    enrolled_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    slip_printer: Mapped[str] = mapped_column(sa.String(120), default="")
    sheet_printer: Mapped[str] = mapped_column(sa.String(120), default="")
    slip_state: Mapped[str] = mapped_column(sa.String(12), default="")
    sheet_state: Mapped[str] = mapped_column(sa.String(12), default="")
    state_at: Mapped[datetime | None]
    door_failures: Mapped[int] = mapped_column(default=0)
    door_failed_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), default=MAIN)


@dataclass(frozen=True)
class Screen:
    """What a request of a screen needs to know of it, read in one ready-made statement: every page of the hall waits for it."""

    id: int
    code: str
    slip_printer: str
    sheet_printer: str
    slip_state: str
    seen_at: datetime | None
    door_failures: int
    place_id: int


_COLUMNS = Device.__table__.c
_KNOWN = sa.select(*(_COLUMNS[field.name] for field in fields(Screen))).where(
    _COLUMNS.key_hash == sa.bindparam("key_hash"),
    _COLUMNS.kind == sa.bindparam("of_kind"),
    _COLUMNS.revoked_at.is_(None),
)


def add(kind: Kind, name: str, *, by: events.Actor, at: datetime, place: int = MAIN) -> Device:
    """Add a device to a place (its id) under the office's next free code of its kind (K1, K2, … for kiosks; L1, …: displays).

    Raises:
        Conflict: all 99 codes of the kind are taken.
    """
    letter = "K" if kind == Kind.KIOSK else "L"
    taken = set(db.session.scalars(sa.select(Device.code)))
    code = next((f"{letter}{number}" for number in range(1, MOST + 1) if f"{letter}{number}" not in taken), None)
    if code is None:
        raise Conflict()
    device = Device(kind=kind, code=code, name=name, made_at=at, place_id=place)
    db.session.add(device)
    db.session.flush()
    events.record("device.added", "device", device.id, by=by, at=at, device_kind=str(kind), code=code)
    return device


def offer_pairing(device: Device, *, by: events.Actor, at: datetime) -> str:
    """A pairing code of eight digits for this device, good for ten minutes and one use; an earlier one ends."""
    code = f"{secrets.randbelow(10**8):08d}"
    device.pairing_hash, device.pairing_until = codes.hashed(code), at + PAIRING
    events.record("device.pairing_offered", "device", device.id, by=by, at=at)
    return code


def enrol(kind: Kind, code: str, *, at: datetime) -> str:
    """Exchange a pairing code for the device's own key; a key that it had before ends.

    Raises:
        WrongPairing: no device of this kind waits for the code.
    """
    waiting = sa.select(Device).where(Device.kind == kind, Device.pairing_hash == codes.hashed(codes.tidy(code)))
    device = db.session.scalar(waiting.with_for_update())
    if device is None or device.pairing_until is None or at > device.pairing_until:
        raise WrongPairing()
    key = secrets.token_urlsafe(32)
    device.pairing_hash, device.pairing_until = None, None
    device.key_hash, device.enrolled_at, device.revoked_at = codes.hashed(key), at, None
    events.record("device.enrolled", "device", device.id, by=events.SYSTEM, at=at)
    return key


def known(kind: Kind, key: str) -> Screen | None:
    """The screen of this kind that holds this key, unless it was revoked."""
    row = run(_KNOWN, key_hash=codes.hashed(key), of_kind=kind).first() if key else None
    return Screen(**row._mapping) if row else None


def revoke(device: Device, *, by: events.Actor, at: datetime) -> None:
    """Shut a device out at once; its key and a pending pairing code are worth nothing any more."""
    device.revoked_at, device.key_hash, device.pairing_hash, device.pairing_until = at, None, None, None
    events.record("device.revoked", "device", device.id, by=by, at=at)


def seen(device: Screen, *, at: datetime) -> None:
    """Note that a device was heard of."""
    changed_rows(sa.update(Device).where(Device.id == device.id).values(seen_at=at))


def needs_seen(device: Screen, *, at: datetime) -> bool:
    """Whether the device was last noted over half a minute ago."""
    return device.seen_at is None or abs(at - device.seen_at) > SEEN_EVERY


def find(number: int) -> Device:
    """A device by its id.

    Raises:
        NotFound: there is none.
    """
    device = db.session.get(Device, number)
    if device is None:
        raise NotFound()
    return device


def by_code(code: str) -> Device:
    """A device by the code on it, such as K1.

    Raises:
        NotFound: there is none, or it was revoked.
    """
    device = db.session.scalar(sa.select(Device).where(Device.code == code, Device.revoked_at.is_(None)))
    if device is None:
        raise NotFound()
    return device


def all_of(kind: Kind | None = None, place: int | None = None) -> list[Device]:
    """Every device, or those of a kind, or of a place (its id), by code."""
    query = sa.select(Device).order_by(Device.kind.desc(), sa.func.length(Device.code), Device.code)
    if place is not None:
        query = query.where(Device.place_id == place)
    return list(db.session.scalars(query.where(Device.kind == kind) if kind else query))


def set_printers(device: Device, *, slip: str, sheet: str, by: events.Actor, at: datetime) -> None:
    """Hang printers on a kiosk: addresses as outside/printers.py takes them, or empty."""
    device.slip_printer, device.sheet_printer = slip, sheet
    device.slip_state = device.sheet_state = ""
    events.record("device.printers_set", "device", device.id, by=by, at=at)


def move(device: Device, place: int, *, by: events.Actor, at: datetime) -> None:
    """Let a device stand in another place of the office (its id)."""
    changed_rows(sa.update(Device).where(Device.id == device.id).values(place_id=place))
    db.session.refresh(device)
    events.record("device.moved", "device", device.id, by=by, at=at, place=place)


def note_printer(device_id: int, *, at: datetime, slip: str | None = None, sheet: str | None = None) -> bool:
    """Note what a printer said of itself (ready, paper_out, cover_open, offline, …); whether that is news."""
    changes = {name: value for name, value in (("slip_state", slip), ("sheet_state", sheet)) if value is not None}
    different = sa.or_(*(getattr(Device, name) != value for name, value in changes.items()))
    row = sa.update(Device).where(Device.id == device_id, different)
    return changed_rows(row.values(state_at=at, **changes)) == 1


def check_door_code(device: Device, given: str, expected: str, *, at: datetime) -> bool:
    """Whether the officer's code at this kiosk is right; wrong ones are counted, so the caller commits whatever the answer.

    Raises:
        DoorCodePaused: five wrong ones, the last less than five minutes ago.
    """
    if device.door_failed_at and device.door_failures >= DOOR_TRIES:
        if timedelta(0) <= at - device.door_failed_at < DOOR_PAUSE:
            raise DoorCodePaused()
        device.door_failures = 0
    if codes.same(codes.tidy(given), expected):
        if device.door_failures:
            device.door_failures = 0
        return True
    device.door_failures, device.door_failed_at = device.door_failures + 1, at
    return False
