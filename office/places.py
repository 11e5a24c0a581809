"""The places of the office: the head office, a Mal Pelayanan Publik, points in the kecamatan; and who works where."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events
from office.db import changed_rows, db, insert_into
from office.errors import NotFound, Refused
from office.identity import one_line

# The place that the migration makes; it can be renamed but never shut, for applications from home belong to it.
MAIN = 1
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_CODE = 80, 200, 8


class Kind(StrEnum):
    """What a place is."""

    HEAD_OFFICE = "head_office"
    MALL = "mall"
    POINT = "point"


class BadPlace(Refused):
    """A place's code, name or kind can't be used."""

    message = "Kode tempat harus 2 sampai 8 huruf atau angka dan belum dipakai, dan tempat harus bernama."
    next_step = "Perbaiki kode atau namanya, lalu simpan lagi."


class MainStays(Refused):
    """The head office can't be shut."""

    status = 409
    message = "Kantor utama tidak bisa dinonaktifkan."
    next_step = "Bila loketnya tutup, catat penutupan di kalender."


class Place(db.Model):  # type: ignore[name-defined]
    """One place where the office receives people; `code` is short and stands where the name is too long."""

    __tablename__ = "place"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(LONGEST_CODE), unique=True)
    name: Mapped[str] = mapped_column(sa.String(LONGEST_NAME))
    kind: Mapped[str] = mapped_column(sa.String(12))
    address: Mapped[str] = mapped_column(sa.String(LONGEST_ADDRESS), default="")
    active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]

    @property
    def said(self) -> str:
        """Its name with its address, where that is known."""
        return f"{self.name} ({self.address})" if self.address else self.name


class PlaceOfOfficer(db.Model):  # type: ignore[name-defined]
    """Where an officer works; who has no row here belongs to the whole office and sees every place."""

    __tablename__ = "place_of_officer"
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), index=True)


def every(*, active_only: bool = True) -> list[Place]:
    """The places, the head office first; those that were shut too, when asked for."""
    query = sa.select(Place).order_by(Place.id)
    return list(db.session.scalars(query.where(Place.active) if active_only else query))


def find(number: int) -> Place:
    """A place by its id.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(Place, number)
    if found is None:
        raise NotFound()
    return found


def add(code: str, name: str, kind: str, address: str, *, by: events.Actor, at: datetime) -> Place:
    """Open another place under a code of 2 to 8 letters and digits.

    Raises:
        BadPlace: the code is taken or no code, the name is empty, or the kind is unknown.
    """
    code, name, address = _told(code, name, kind, address)
    if db.session.scalar(sa.select(Place.id).where(Place.code == code)):
        raise BadPlace()
    place = Place(code=code, name=name, kind=kind, address=address, made_at=at)
    db.session.add(place)
    db.session.flush()
    events.record("place.added", "place", place.id, by=by, at=at, code=code, place_kind=kind)
    return place


def change(
    place: Place, name: str, kind: str, address: str, *, active: bool, by: events.Actor, at: datetime
) -> None:  # fmt: skip
    """Rename or move a place, shut it for good or open it again; its code stays.

    Raises:
        BadPlace: the name is empty or the kind is unknown.
        MainStays: the head office was to be shut.
    """
    _code, name, address = _told(place.code, name, kind, address)
    if place.id == MAIN and not active:
        raise MainStays()
    changed_rows(
        sa.update(Place).where(Place.id == place.id).values(name=name, kind=kind, address=address, active=active)
    )
    db.session.refresh(place)
    events.record("place.changed", "place", place.id, by=by, at=at, active=active, place_kind=kind)


def of_officer(officer_id: int) -> int | None:
    """The id of the place where an officer works; None for the whole office."""
    return db.session.scalar(sa.select(PlaceOfOfficer.place_id).where(PlaceOfOfficer.officer_id == officer_id))


def officers() -> dict[int, int]:
    """The place of each officer who has one, both by id."""
    found = db.session.execute(sa.select(PlaceOfOfficer.officer_id, PlaceOfOfficer.place_id))
    return {row.officer_id: row.place_id for row in found}


def seat(officer_id: int, place: Place | None, *, by: events.Actor, at: datetime) -> None:
    """Let an officer work at one place, or (None) for the whole office."""
    if place is None:
        changed_rows(sa.delete(PlaceOfOfficer).where(PlaceOfOfficer.officer_id == officer_id))
    else:
        row = insert_into(PlaceOfOfficer).values(officer_id=officer_id, place_id=place.id)
        moved = row.on_conflict_do_update(index_elements=["officer_id"], set_={"place_id": place.id})
        db.session.execute(moved)
    events.record("officer.placed", "officer", officer_id, by=by, at=at, place=place.id if place else None)


def _told(code: str, name: str, kind: str, address: str) -> tuple[str, str, str]:
    code, name = code.strip().upper(), one_line(name, LONGEST_NAME)
    if not (code.isascii() and code.isalnum() and 2 <= len(code) <= LONGEST_CODE) or not name or kind not in set(Kind):
        raise BadPlace()
    return code, name, one_line(address, LONGEST_ADDRESS)
