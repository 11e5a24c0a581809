"""What the office may decide for itself: dated values with their history, and the defaults until it does."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events
from office.db import db, run
from office.errors import NotFound, Refused
from office.identity import one_line

LONGEST = 200
LONGEST_TEXT = 2000
WHOLE = re.compile(r"[0-9]{1,7}")
TENTHS = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]))?")
# In a row's value: who called it off before it began.
OFF = "off"
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


class Setting(db.Model):  # type: ignore[name-defined]
    """One value of one setting, in force from an instant until a later row takes over."""

    __tablename__ = "setting"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), index=True)
    value: Mapped[dict[str, Any]]
    valid_from: Mapped[datetime]
    set_at: Mapped[datetime]
    set_by: Mapped[int | None]

    @property
    def called_off(self) -> bool:
        """Whether it was called off before it began, and so never holds."""
        return OFF in self.value


_COLUMNS = Setting.__table__.c
_IN_FORCE = (
    sa.select(_COLUMNS.key, _COLUMNS.value)
    .where(_COLUMNS.key.in_(sa.bindparam("keys", expanding=True)), _COLUMNS.valid_from <= sa.bindparam("at"))
    .order_by(_COLUMNS.valid_from, _COLUMNS.id)
)


@dataclass(frozen=True)
class Known:
    """A setting the office knows: its default, what it is called, its choices where it has some, the bounds of a number.

    The default's type is the type of every value: text, a whole number, yes or no, or a list of structures that the
    page of its own (and the module that reads it) checks. `many`: several of the choices, their codes joined by commas;
    `tenths`: a number kept in tenths, read and shown with one decimal.
    """

    default: Any
    label: str
    choices: Mapping[str, str] | None = None
    low: int = 0
    high: int = 0
    long: bool = False
    many: bool = False
    tenths: bool = False


KNOWN: Mapping[str, Known] = {
    "office_name": Known("Dinas Kependudukan dan Pencatatan Sipil Kota Bontang", "Nama kantor"),
    "office_city": Known("Bontang", "Kota pada surat"),
    "region_code": Known("6474", "Kode wilayah pada nomor surat"),
    "signatory_name": Known("Dra. Contoh Penanda Tangan, M.Si.", "Nama pejabat penanda tangan"),
    "signatory_title": Known("Pejabat Pencatatan Sipil Kota Bontang", "Jabatan penanda tangan"),
    "signatory_nip": Known("00000000 000000 0 000", "NIP penanda tangan"),
    # Akta are signed by the civil registrar; family cards and letters by the head of the office.
    "head_name": Known("Dr. Contoh Kepala Dinas, M.Si.", "Nama kepala dinas, penanda tangan KK dan surat keterangan"),
    "head_title": Known("Kepala Dinas Kependudukan dan Pencatatan Sipil Kota Bontang", "Jabatan kepala dinas pada surat"),
    "head_nip": Known("00000000 000000 0 000", "NIP kepala dinas"),
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
    # The hall. What the protocol was in 2020: Kepmenkes HK.01.07/MENKES/382/2020 (37.3 °C), half of the seats.
    "protocol_on": Known(True, "Protokol kesehatan diperiksa sebelum mengambil nomor"),
    "protocol_questions": Known(
        "mask,hands,symptoms,contact",
        "Pertanyaan protokol",
        {
            "mask": "Saya memakai masker",
            "hands": "Tangan sudah dicuci",
            "symptoms": "Batuk, demam, atau sesak",
            "contact": "Dekat orang sakit, 14 hari ini",
        },
        many=True,
    ),
    "temperature_limit": Known(373, "Batas suhu, dalam derajat Celsius", low=350, high=420, tenths=True),
    "temperature_at": Known(
        "kiosk",
        "Di mana suhu dicatat",
        {"kiosk": "Di kios, dengan kode petugas", "door": "Di tablet petugas pintu", "off": "Tidak diukur"},
    ),
    "puskesmas": Known("", "Puskesmas terdekat, dengan jaraknya (kosong: tanpa nama)"),
    "room_seats": Known(40, "Jumlah kursi ruang tunggu", low=1, high=2000),
    "room_share": Known(50, "Bagian kursi yang boleh dipakai, dalam persen", low=1, high=100),
    "priority_after": Known(2, "Satu nomor prioritas dipanggil setelah berapa nomor biasa", low=0, high=20),
    "calls_before_absent": Known(3, "Berapa kali dipanggil sebelum dianggap tidak hadir", low=1, high=10),
    "absent_return_after": Known(5, "Nomor yang tidak hadir dipanggil lagi setelah berapa nomor", low=1, high=50),
    "absent_returns": Known(1, "Berapa kali nomor yang tidak hadir boleh dipanggil lagi", low=0, high=5),
    "almost_ahead": Known(3, "Pesan dikirim saat tinggal berapa orang di depan", low=1, high=10),
    "appointment_cap": Known(4, "Janji temu: paling banyak berapa orang tiap jam dan kelompok", low=0, high=100),
    "appointment_days": Known(30, "Janji temu: paling jauh berapa hari ke depan", low=1, high=60),
    "appointment_late": Known(30, "Janji temu: terlambat berapa menit masih mendapat tempatnya", low=0, high=240),
    "kiosk_idle": Known(40, "Kios kembali ke awal setelah berapa detik tidak disentuh", low=15, high=300),
    "display_mode": Known(
        "slides",
        "Kabar di layar antrean",
        {"slides": "Bergantian, satu per satu", "running": "Teks berjalan", "film": "Film tanpa suara"},
    ),
    "display_notices": Known(
        "Semua layanan gratis, Rp0.\nBanyak surat bisa diurus dari rumah.", "Kabar di layar antrean, satu baris satu kabar",
        long=True,
    ),
    "queue_groups": Known([], "Kelompok antrean"),
}  # fmt: skip
# What stands together on the page of settings; `queue_groups` has a page of its own.
PARTS: Mapping[str, tuple[str, ...]] = {
    "office": ("office_name", "office_city", "complaint_contact", "counter_closed", "closed_services"),
    "documents": (
        "region_code", "signatory_name", "signatory_title", "signatory_nip", "head_name", "head_title", "head_nip",
        "pdf_delivery",
    ),
    "room": (
        "protocol_on", "protocol_questions", "temperature_limit", "temperature_at", "puskesmas", "room_seats", "room_share",
    ),
    "queue": ("priority_after", "calls_before_absent", "absent_return_after", "absent_returns", "almost_ahead"),
    "appointments": ("appointment_cap", "appointment_days", "appointment_late"),
    "kiosk": ("kiosk_idle",),
    "display": ("display_mode", "display_notices"),
}  # fmt: skip


class UnknownSetting(Refused):
    """No such setting, or a value that is not among its choices."""

    message = "Nilai pengaturan ini tidak dikenal."
    next_step = "Pilih salah satu nilai yang ditawarkan."


class OutOfBounds(Refused):
    """A number outside what this setting may be."""

    message = "Angka ini harus antara %(low)s dan %(high)s."
    next_step = "Perbaiki angkanya, lalu simpan lagi."


class SettingEmpty(Refused):
    """This setting can't be without a value."""

    message = "Pengaturan ini tidak boleh kosong."
    next_step = "Isi nilainya, lalu simpan lagi."


class SettingTooLong(Refused):
    """More text than this setting takes."""

    message = "Isian ini terlalu panjang, paling banyak %(most)s huruf."
    next_step = "Pendekkan, lalu simpan lagi."


class NotWhole(Refused):
    """This setting is a whole number."""

    message = "Nilai ini harus angka bulat."
    next_step = "Perbaiki angkanya, lalu simpan lagi."


class NotTenths(Refused):
    """This setting is a number with one decimal at most."""

    message = "Nilai ini harus angka, paling banyak satu angka di belakang koma."
    next_step = "Perbaiki angkanya, lalu simpan lagi."


class UnknownService(Refused):
    """A code among these is no service's."""

    message = "Kode layanan %(unknown)s tidak dikenal. Yang ada: %(known)s."
    next_step = "Perbaiki kodenya, lalu simpan lagi."


class AlreadyBegun(Refused):
    """This value holds already, or was called off before."""

    status = 409
    message = "Perubahan ini sudah berlaku atau sudah dibatalkan."
    next_step = "Bila perlu, simpan nilai baru."


def get(key: str, at: datetime) -> Any:
    """The value of a setting in force at an instant."""
    return several((key,), at)[key]


def several(keys: Iterable[str], at: datetime) -> dict[str, Any]:
    """The values of some settings in force at an instant, read at once."""
    wanted = tuple(keys)
    found = {row.key: row.value["v"] for row in run(_IN_FORCE, keys=wanted, at=at) if OFF not in row.value}
    return {key: found.get(key, KNOWN[key].default) for key in wanted}


def put(key: str, value: Any, *, by: events.Actor, at: datetime, valid_from: datetime | None = None) -> None:
    """Let a setting take a value from now, or from a later instant; earlier values stay as history.

    Raises:
        UnknownSetting: no such key, or not one of its choices.
        OutOfBounds: a number too small or too large.
    """
    known = KNOWN.get(key)
    if known is None or type(value) is not type(known.default) or not _offered(known, value):
        raise UnknownSetting()
    if type(value) is int and not known.low <= value <= known.high:
        raise OutOfBounds(low=known.low, high=known.high)
    start = valid_from or at
    db.session.add(Setting(key=key, value={"v": value}, valid_from=start, set_at=at, set_by=by.id))
    events.record("setting.changed", "setting", 0, by=by, at=at, key=key)


def call_off(number: int, *, by: events.Actor, at: datetime) -> Setting:
    """Let a value that was to hold from a later instant never hold; its row stays as history.

    Raises:
        NotFound: there is no such row.
        AlreadyBegun: it holds already, or was called off before.
    """
    row = db.session.get(Setting, number, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound()
    if row.valid_from <= at or row.called_off:
        raise AlreadyBegun()
    # Not deleted: the hall's version counts rows, and a number given twice would hide a change.
    row.value = {**row.value, OFF: by.id}
    db.session.flush()
    events.record("setting.called_off", "setting", 0, by=by, at=at, key=row.key)
    return row


def read_services(typed: str, known: Collection[str]) -> str:
    """The codes of services in a text, joined by commas.

    Raises:
        UnknownService: one is none of the known ones.
    """
    codes = [code for part in typed.split(",") if (code := part.strip())]
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise UnknownService(unknown=", ".join(unknown), known=", ".join(known))
    return ", ".join(dict.fromkeys(codes))


def read(key: str, typed: Sequence[str]) -> Any:
    """What was typed, chosen or ticked for a setting, as a value of its type; `put` looks at its bounds.

    Raises:
        UnknownSetting: no such key, one with a page of its own, or none of its choices.
        NotWhole, NotTenths: no number of this kind.
        SettingEmpty, SettingTooLong: no text, or too much.
    """
    known, first = KNOWN.get(key), typed[0] if typed else ""
    if known is None or isinstance(known.default, list):
        raise UnknownSetting()
    if isinstance(known.default, bool):
        if first not in YES_NO:
            raise UnknownSetting()
        return YES_NO[first]
    if isinstance(known.default, int):
        return _tenths(first) if known.tenths else _whole(first)
    return _ticked(known, typed) if known.many else _text(known, first)


def histories(keys: Iterable[str]) -> dict[str, list[Setting]]:
    """Every value that some settings were given, newest first, read at once."""
    found: dict[str, list[Setting]] = {key: [] for key in keys}
    for row in db.session.scalars(sa.select(Setting).where(Setting.key.in_(found)).order_by(Setting.id.desc())):
        found[row.key].append(row)
    return found


def history(key: str) -> list[Setting]:
    """Every value a setting was given, newest first."""
    return histories((key,))[key]


def _offered(known: Known, value: Any) -> bool:
    if not known.choices:
        return True
    return set(value.split(",")) <= known.choices.keys() if known.many else value in known.choices


def _ticked(known: Known, typed: Sequence[str]) -> str:
    choices = known.choices or {}
    if not set(typed) <= choices.keys():
        raise UnknownSetting()
    if not typed:
        raise SettingEmpty()
    return ",".join(code for code in choices if code in typed)


def _text(known: Known, typed: str) -> str:
    most = LONGEST_TEXT if known.long else LONGEST
    lines = typed.splitlines() if known.long else [typed]
    text = "\n".join(filter(None, (one_line(line, len(line)) for line in lines)))
    if known.default and not text:
        raise SettingEmpty()
    if len(text) > most:
        raise SettingTooLong(most=most)
    return text


def _whole(typed: str) -> int:
    if not WHOLE.fullmatch(typed.strip()):
        raise NotWhole()
    return int(typed)


def _tenths(typed: str) -> int:
    found = TENTHS.fullmatch(typed.strip())
    if found is None:
        raise NotTenths()
    return int(found[1]) * 10 + int(found[2] or 0)
