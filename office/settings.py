"""What the office may decide for itself: dated values with their history, and the defaults until it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events
from office.db import db
from office.errors import Refused


class Setting(db.Model):  # type: ignore[name-defined]
    """One value of one setting, in force from an instant until a later row takes over."""

    __tablename__ = "setting"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), index=True)
    value: Mapped[dict[str, Any]]
    valid_from: Mapped[datetime]
    set_at: Mapped[datetime]
    set_by: Mapped[int | None]


@dataclass(frozen=True)
class Known:
    """A setting the office knows: its default, what it is called, and its choices where it has some."""

    default: Any
    label: str
    choices: Mapping[str, str] | None = None


KNOWN: Mapping[str, Known] = {
    "office_name": Known("Dinas Kependudukan dan Pencatatan Sipil Kota Bontang", "Nama kantor"),
    "office_city": Known("Bontang", "Kota pada surat"),
    "region_code": Known("6474", "Kode wilayah pada nomor surat"),
    "signatory_name": Known("Dra. Contoh Penanda Tangan, M.Si.", "Nama pejabat penanda tangan"),
    "signatory_title": Known("Pejabat Pencatatan Sipil Kota Bontang", "Jabatan penanda tangan"),
    "signatory_nip": Known("00000000 000000 0 000", "NIP penanda tangan"),
    "pdf_delivery": Known(
        "attached",
        "Cara mengirim PDF lewat e-mail",
        {
            "attached": "PDF dilampirkan",
            "link": "Tautan, dibuka dengan PIN",
            "protected": "PDF dilampirkan, dibuka dengan PIN",
        },
    ),
    "counter_closed": Known("", "Loket ditutup: alasan yang dibaca warga (kosong berarti buka)"),
    "closed_services": Known("", "Layanan yang ditutup sementara (kodenya, dipisah koma)"),
    "complaint_contact": Known("SP4N-LAPOR!", "Ke mana warga mengadu"),
}


class UnknownSetting(Refused):
    """No such setting, or a value that is not among its choices."""

    message = "Nilai pengaturan ini tidak dikenal."
    next_step = "Pilih salah satu nilai yang ditawarkan."


def get(key: str, at: datetime) -> Any:
    """The value of a setting in force at an instant."""
    query = (
        sa.select(Setting.value)
        .where(Setting.key == key, Setting.valid_from <= at)
        .order_by(Setting.valid_from.desc(), Setting.id.desc())
        .limit(1)
    )
    row = db.session.scalars(query).first()
    return KNOWN[key].default if row is None else row["v"]


def put(key: str, value: Any, *, by: events.Actor, at: datetime, valid_from: datetime | None = None) -> None:
    """Let a setting take a value from now, or from a later instant; earlier values stay as history.

    Raises:
        UnknownSetting: no such key, or not one of its choices.
    """
    known = KNOWN.get(key)
    if known is None or (known.choices and value not in known.choices) or type(value) is not type(known.default):
        raise UnknownSetting()
    start = valid_from or at
    db.session.add(Setting(key=key, value={"v": value}, valid_from=start, set_at=at, set_by=by.id))
    events.record("setting.changed", "setting", 0, by=by, at=at, key=key)


def history(key: str) -> list[Setting]:
    """Every value a setting was given, newest first."""
    return list(db.session.scalars(sa.select(Setting).where(Setting.key == key).order_by(Setting.id.desc())))
