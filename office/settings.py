"""What the office may decide for itself: dated values with their history, and the defaults until it does."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events, places
from office.db import db, run
from office.errors import NotFound, Refused
from office.identity import BadInput, read_email
from office.identity.bad_input import N_

WHOLE = re.compile(r"[0-9]{1,7}")
# In a row's value: who called it off before it began.
OFF = "off"


class Setting(db.Model):  # type: ignore[name-defined]
    """One value of one setting, in force from an instant until a later row takes over."""

    __tablename__ = "setting"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), index=True)
    value: Mapped[dict[str, Any]]
    valid_from: Mapped[datetime]
    set_at: Mapped[datetime]
    set_by: Mapped[int | None]
    # None: the whole office; a value of one place stands in its stead there, or on top of it (`Known.adds`).
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("place.id"))

    @property
    def called_off(self) -> bool:
        """Whether it was called off before it began, and so never holds."""
        return OFF in self.value


_COLUMNS = Setting.__table__.c
_IN_FORCE = (
    sa.select(_COLUMNS.key, _COLUMNS.value, _COLUMNS.place_id)
    .where(
        _COLUMNS.key.in_(sa.bindparam("keys", expanding=True)),
        _COLUMNS.valid_from <= sa.bindparam("at"),
        sa.or_(_COLUMNS.place_id.is_(None), _COLUMNS.place_id == sa.bindparam("place", type_=sa.Integer)),
    )
    .order_by(_COLUMNS.valid_from, _COLUMNS.id)
)


@dataclass(frozen=True)
class Known:
    """A setting the office knows: its default, what it is called, its choices where it has some, the bounds of a number.

    The default's type is the type of every value: text, a whole number, yes or no, or a list of structures that the
    page of its own (and the module that reads it) checks. `many`: several of the choices, their codes joined by commas;
    `tenths`: a number kept in tenths, read and shown with one decimal; `adds`: a place's list comes on top of the office's;
    `addresses`: e-mail addresses joined by commas.
    """

    default: Any
    label: str
    choices: Mapping[str, str] | None = None
    low: int = 0
    high: int = 0
    long: bool = False
    many: bool = False
    tenths: bool = False
    adds: bool = False
    addresses: bool = False


KNOWN: Mapping[str, Known] = {
    "office_name": Known("Dinas Kependudukan dan Pencatatan Sipil Kota Bontang", "Nama kantor"),
    "office_short": Known("Disdukcapil Kota Bontang", "Nama pendek kantor, di kepala setiap halaman"),
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
    "signing": Known(
        "each",
        "Cara menandatangani surat",
        {
            "each": "Satu per satu, langsung setelah disetujui",
            "batch": "Banyak sekaligus, atas perintah pejabat penanda tangan",
        },
    ),
    "closed_services": Known("", "Layanan yang ditutup sementara"),
    "complaint_contact": Known("SP4N-LAPOR!", "Ke mana warga mengadu"),
    "head_told_after": Known(7, "Janji terlewat: kepala dinas dikabari setelah berapa jam kerja", low=0, high=500),
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
    "blanks_low_ktp": Known(200, "Blangko KTP-el: dipesan lagi saat tinggal berapa keping", low=0, high=100_000),
    "blanks_low_kia": Known(200, "Blangko KIA: dipesan lagi saat tinggal berapa keping", low=0, high=100_000),
    "collect_remind_after": Known(14, "Kartu belum diambil: diingatkan setelah berapa hari", low=1, high=180),
    "collect_remind_again": Known(30, "Kartu belum diambil: diingatkan lagi setelah berapa hari", low=2, high=365),
    "courier_on": Known(False, "Kartu boleh diantar kurir"),
    "audit_addresses": Known(
        "", "Sidik jejak tiap hari dikirim ke e-mail mana (dipisah koma; kosong: tidak dikirim)", addresses=True
    ),
    "watch_sample": Known(10, "Pembukaan tanpa perkara: berapa yang diperiksa, per petugas tiap bulan", low=1, high=100),
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
    "opening_hours": Known([], "Jam buka"),
    "holidays": Known([], "Hari libur"),
    "closures": Known([], "Penutupan", adds=True),
    "promises": Known([], "Janji waktu layanan"),
    "fines": Known([], "Denda keterlambatan"),
    "number_formats": Known([], "Huruf dan bentuk nomor surat"),
}  # fmt: skip
# What stands together on the page of settings; lists have pages of their own.
PARTS: Mapping[str, tuple[str, ...]] = {
    "office": (
        "office_name", "office_short", "office_city", "complaint_contact", "head_told_after", "audit_addresses", "watch_sample",
    ),
    "documents": (
        "region_code", "signatory_name", "signatory_title", "signatory_nip", "head_name", "head_title", "head_nip",
        "pdf_delivery", "signing",
    ),
    "room": (
        "protocol_on", "protocol_questions", "temperature_limit", "temperature_at", "puskesmas", "room_seats", "room_share",
    ),
    "queue": ("priority_after", "calls_before_absent", "absent_return_after", "absent_returns", "almost_ahead"),
    "appointments": ("appointment_cap", "appointment_days", "appointment_late"),
    "cards": (
        "blanks_low_ktp", "blanks_low_kia", "collect_remind_after", "collect_remind_again", "courier_on",
    ),
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


class NotAnAddress(Refused):
    """One of these can't be an e-mail address."""

    message = N_("“%(typed)s” bukan alamat e-mail.")
    next_step = "Tulis alamat yang dipisah koma, lalu simpan lagi."


class AlreadyBegun(Refused):
    """This value holds already, or was called off before."""

    status = 409
    message = "Perubahan ini sudah berlaku atau sudah dibatalkan."
    next_step = "Bila perlu, simpan nilai baru."


def get(key: str, at: datetime, place: int | None = None) -> Any:
    """The value of a setting in force at an instant, in one place (its id) or in the office."""
    return several((key,), at, place)[key]


def several(keys: Iterable[str], at: datetime, place: int | None = None) -> dict[str, Any]:
    """The values of some settings in force at an instant, in one place (its id) or in the office, read at once."""
    wanted = tuple(keys)
    rows = run(_IN_FORCE, keys=wanted, at=at, place=place)
    found = {(row.key, row.place_id): row.value["v"] for row in rows if OFF not in row.value}
    return {key: _in_place(key, found, place) for key in wanted}


def own(key: str, at: datetime, place: int | None) -> Any:
    """The value that a place (its id) set for itself, None when it has none; for None, the office's."""
    if place is None:
        return get(key, at)
    rows = run(_IN_FORCE, keys=(key,), at=at, place=place)
    kept = [row.value["v"] for row in rows if row.place_id == place and OFF not in row.value]
    return kept[-1] if kept else None


def put(
    key: str, value: Any, *, by: events.Actor, at: datetime, valid_from: datetime | None = None, place: int | None = None
) -> None:  # fmt: skip
    """Let a setting take a value from now, or from a later instant, in the office or one place; earlier values stay as history.

    Raises:
        NotFound: there is no such place.
        UnknownSetting: no such key, or not one of its choices.
        OutOfBounds: a number too small or too large.
    """
    known = KNOWN.get(key)
    if known is None or type(value) is not type(known.default) or not _offered(known, value):
        raise UnknownSetting()
    if type(value) is int and not known.low <= value <= known.high:
        raise OutOfBounds(low=known.low, high=known.high)
    start = valid_from or at
    where = places.find(place).id if place is not None else None
    db.session.add(Setting(key=key, value={"v": value}, valid_from=start, set_at=at, set_by=by.id, place_id=where))
    # `several` reads by the connection, before which nothing is flushed.
    db.session.flush()
    events.record("setting.changed", "setting", 0, by=by, at=at, key=key, **({"place": where} if where else {}))


def call_off(number: int, *, by: events.Actor, at: datetime, among: Collection[str] = ()) -> Setting:
    """Let a value that was to hold from a later instant never hold; its row stays as history. `among`: only of these keys.

    Raises:
        NotFound: there is no such row.
        AlreadyBegun: it holds already, or was called off before.
    """
    row = db.session.get(Setting, number, with_for_update=True, populate_existing=True)
    if row is None or (among and row.key not in among):
        raise NotFound()
    if row.valid_from <= at or row.called_off:
        raise AlreadyBegun()
    # Not deleted: the hall's version counts rows, and a number given twice would hide a change.
    row.value = {**row.value, OFF: by.id}
    db.session.flush()
    events.record("setting.called_off", "setting", 0, by=by, at=at, key=row.key)
    return row


def read_addresses(typed: str) -> list[str]:
    """The e-mail addresses in a text, joined by commas, each once.

    Raises:
        NotAnAddress: one of them can't be one.
    """
    found = []
    for part in filter(None, (part.strip() for part in typed.split(","))):
        try:
            found.append(read_email(part))
        except BadInput:
            raise NotAnAddress(typed=part) from None
    return list(dict.fromkeys(found))


def histories(keys: Iterable[str], place: int | None = None) -> dict[str, list[Setting]]:
    """Every value that some settings were given in the office or by one place, newest first, read at once."""
    found: dict[str, list[Setting]] = {key: [] for key in keys}
    wanted = sa.select(Setting).where(Setting.key.in_(found), Setting.place_id.is_not_distinct_from(place))
    for row in db.session.scalars(wanted.order_by(Setting.id.desc())):
        found[row.key].append(row)
    return found


def history(key: str, place: int | None = None) -> list[Setting]:
    """Every value a setting was given in the office or by one place, newest first."""
    return histories((key,), place)[key]


def _in_place(key: str, found: Mapping[tuple[str, int | None], Any], place: int | None) -> Any:
    office = found.get((key, None), KNOWN[key].default)
    if place is None or (key, place) not in found:
        return office
    return [*office, *found[key, place]] if KNOWN[key].adds else found[key, place]


def _offered(known: Known, value: Any) -> bool:
    if not known.choices:
        return True
    return set(value.split(",")) <= known.choices.keys() if known.many else value in known.choices
