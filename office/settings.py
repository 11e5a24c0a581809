"""What the office may decide for itself: dated values with their history, and the defaults until it does."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events, places
from office.db import db, remembered, run
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
_EVER = (
    sa.select(_COLUMNS.key, _COLUMNS.value, _COLUMNS.place_id, _COLUMNS.valid_from)
    .where(
        _COLUMNS.key.in_(sa.bindparam("keys", expanding=True)),
        sa.or_(_COLUMNS.place_id.is_(None), _COLUMNS.place_id == sa.bindparam("place", type_=sa.Integer)),
    )
    .order_by(_COLUMNS.valid_from, _COLUMNS.id)
)


@dataclass(frozen=True)
class Known:
    """A setting the office knows: its default, what it is called, its choices where it has some, the bounds of a number.

    The default's type is the type of every value: text, a whole number, yes or no, or a list of structures that the
    page of its own (and the module that reads it) checks. `hint` says what it does and in what it counts. `many`: several of
    the choices, their codes joined by commas; `tenths`: a number kept in tenths, read and shown with one decimal; `adds`: a
    place's list comes on top of the office's; `above`: a number must be higher than that of this other setting. `kind`: what
    a text must be, one of those in `settings_typed.KINDS`; without one it is a text that only people read.
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
    kind: str = ""
    hint: str = ""
    above: str = ""


KNOWN: Mapping[str, Known] = {
    "office_name": Known("Dinas Kependudukan dan Pencatatan Sipil Kota Bontang", "Nama kantor",
        hint="Nama lengkap, di surat, pesan, dan laporan."),
    "office_short": Known("Disdukcapil Kota Bontang", "Nama pendek kantor", hint="Di kepala dan kaki setiap halaman."),
    "office_city": Known("Bontang", "Kota pada surat", kind="town",
        hint="Kota, kabupaten, atau kecamatan di depan tanggal, misalnya Bontang, 1 Juni 2020."),
    "region_code": Known("6474", "Kode wilayah kantor", kind="regency",
        hint="Kode kabupaten atau kota menurut Kemendagri, 4 angka, misalnya 64.74. Masuk ke nomor surat sejak berlaku."),
    "english_on": Known(True, "Warga boleh memilih bahasa Inggris",
        hint="Di web, kios, dan layar. Bahasa Indonesia selalu ada. Meja petugas tidak ikut berubah."),
    "signatory_name": Known("Dra. Contoh Penanda Tangan, M.Si.", "Penanda tangan akta: nama dengan gelar", kind="person"),
    "signatory_title": Known("Pejabat Pencatatan Sipil Kota Bontang", "Penanda tangan akta: jabatan"),
    "signatory_nip": Known("00000000 000000 0 000", "Penanda tangan akta: NIP", kind="nip", hint="18 angka."),
    # Akta are signed by the civil registrar; family cards and letters by the head of the office.
    "head_name": Known("Dr. Contoh Kepala Dinas, M.Si.", "Kepala dinas: nama dengan gelar", kind="person",
        hint="Menandatangani KK dan surat keterangan."),
    "head_title": Known("Kepala Dinas Kependudukan dan Pencatatan Sipil Kota Bontang", "Kepala dinas: jabatan"),
    "head_nip": Known("00000000 000000 0 000", "Kepala dinas: NIP", kind="nip", hint="18 angka."),
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
    "complaint_contact": Known("SP4N-LAPOR!", "Ke mana warga mengadu",
        hint="Nama, nomor, atau alamat, seperti dibaca warga."),
    "head_told_after": Known(7, "Janji terlewat: kapan kepala dinas dikabari", low=0, high=500,
        hint="Jam kerja setelah janji terlewat; 7 jam kerja adalah satu hari."),
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
    "temperature_limit": Known(373, "Batas suhu", low=350, high=420, tenths=True,
        hint="Derajat Celsius. Di atasnya tidak diberi nomor."),
    "temperature_at": Known(
        "kiosk",
        "Di mana suhu dicatat",
        {"kiosk": "Di kios, dengan kode petugas", "door": "Di tablet petugas pintu", "off": "Tidak diukur"},
    ),
    "puskesmas": Known("", "Puskesmas terdekat",
        hint="Nama dan jaraknya, untuk yang sakit. Kosong: kios hanya menyebut puskesmas terdekat."),
    "room_seats": Known(40, "Kursi ruang tunggu", low=1, high=2000, hint="Jumlah kursi."),
    "room_share": Known(50, "Bagian kursi yang dipakai", low=1, high=100,
        hint="Persen. 50 berarti setengah kursi; yang lain menunggu di luar."),
    "priority_after": Known(2, "Giliran nomor prioritas", low=0, high=20,
        hint="Satu nomor prioritas dipanggil setelah sekian nomor biasa. 0: prioritas selalu didahulukan."),
    "calls_before_absent": Known(3, "Panggilan sebelum dianggap tidak hadir", low=1, high=10, hint="Kali."),
    "absent_return_after": Known(5, "Yang tidak hadir dipanggil lagi", low=1, high=50, hint="Setelah sekian nomor lain."),
    "absent_returns": Known(1, "Panggilan ulang bagi yang tidak hadir", low=0, high=5, hint="Kali. 0: tidak dipanggil lagi."),
    "almost_ahead": Known(3, "Pesan “hampir giliran”", low=1, high=10, hint="Dikirim saat tinggal sekian orang di depan."),
    "appointment_cap": Known(4, "Tempat janji temu", low=0, high=100,
        hint="Orang, tiap jam dan kelompok. 0: tidak ada janji temu."),
    "appointment_days": Known(30, "Janji temu paling jauh", low=1, high=60, hint="Hari ke depan."),
    "appointment_late": Known(30, "Janji temu: batas terlambat", low=0, high=240,
        hint="Menit. Yang datang sesudahnya antre biasa."),
    "blanks_low_ktp": Known(200, "Blangko KTP-el: batas pesan lagi", low=0, high=100_000,
        hint="Keping. Meja mengingatkan saat sisanya sampai di sini."),
    "blanks_low_kia": Known(200, "Blangko KIA: batas pesan lagi", low=0, high=100_000,
        hint="Keping. Meja mengingatkan saat sisanya sampai di sini."),
    "collect_remind_after": Known(14, "Kartu belum diambil: diingatkan", low=1, high=180, hint="Hari setelah kartu siap."),
    "collect_remind_again": Known(30, "Kartu belum diambil: diingatkan lagi", low=2, high=365, above="collect_remind_after",
        hint="Hari setelah kartu siap, sesudah pengingat yang pertama."),
    "courier_on": Known(False, "Kartu boleh diantar kurir"),
    "audit_addresses": Known(
        "", "Sidik jejak harian: dikirim ke", kind="addresses",
        hint="Alamat e-mail, dipisah koma. Kosong: tidak dikirim.",
    ),
    "watch_sample": Known(10, "Pembukaan tanpa perkara: yang diperiksa", low=1, high=100, hint="Tiap petugas, tiap bulan."),
    "kiosk_idle": Known(40, "Kios kembali ke awal", low=15, high=300, hint="Detik tanpa disentuh."),
    "display_mode": Known(
        "slides",
        "Kabar di layar antrean",
        {"slides": "Bergantian, satu per satu", "running": "Teks berjalan", "film": "Film tanpa suara"},
    ),
    "display_notices": Known(
        "Semua layanan gratis, Rp0.\nBanyak surat bisa diurus dari rumah.", "Isi kabar di layar antrean", long=True,
        hint="Satu baris satu kabar.",
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
    "office": ("office_name", "office_short", "office_city", "region_code", "complaint_contact", "english_on"),
    "documents": ("pdf_delivery", "signing"),
    "signatories": ("signatory_name", "signatory_title", "signatory_nip", "head_name", "head_title", "head_nip"),
    "room": (
        "protocol_on", "protocol_questions", "temperature_limit", "temperature_at", "puskesmas", "room_seats", "room_share",
    ),
    "queue": ("priority_after", "calls_before_absent", "absent_return_after", "absent_returns", "almost_ahead"),
    "appointments": ("appointment_cap", "appointment_days", "appointment_late"),
    "cards": (
        "blanks_low_ktp", "blanks_low_kia", "collect_remind_after", "collect_remind_again", "courier_on",
    ),
    "screens": ("kiosk_idle", "display_mode", "display_notices"),
    "watching": ("head_told_after", "audit_addresses", "watch_sample"),
}  # fmt: skip


class UnknownSetting(Refused):
    """No such setting, or a value that is not among its choices."""

    message = "Nilai pengaturan ini tidak dikenal."
    next_step = "Pilih salah satu nilai yang ditawarkan."


class OutOfBounds(Refused):
    """A number outside what this setting may be."""

    message = "Angka ini harus antara %(low)s dan %(high)s."
    next_step = "Perbaiki angkanya, lalu simpan lagi."


class NotAbove(Refused):
    """A number must be higher than another's; `label` is the other's, `value` what it is."""

    message = "Angka ini harus lebih besar dari “%(label)s”, yaitu %(value)s."
    next_step = "Perbaiki angkanya, lalu simpan lagi."


class NotBelow(Refused):
    """Another number must stay higher than this one; `label` is the other's, `value` what it is."""

    message = "Angka ini harus lebih kecil dari “%(label)s”, yaitu %(value)s."
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
    """The values of some settings in force at an instant, in one place (its id) or in the office, read at once.

    What was read is not read again in the same transaction, but after `put` or `call_off`.
    """
    wanted = tuple(keys)
    known = remembered().setdefault(several, {})
    if (wanted, place) not in known:
        known[wanted, place] = run(_EVER, keys=wanted, place=place).all()
    rows = [row for row in known[wanted, place] if row.valid_from <= at]
    found = {(row.key, row.place_id): row.value["v"] for row in rows if OFF not in row.value}
    return {key: _in_place(key, found, place) for key in wanted}


def own(key: str, at: datetime, place: int | None) -> Any:
    """The value that a place (its id) set for itself, None when it has none; for None, the office's."""
    if place is None:
        return get(key, at)
    # Never remembered: who changes a list reads it behind the lock that others wait for.
    rows = [row for row in run(_EVER, keys=(key,), place=place) if row.valid_from <= at]
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
        NotAbove, NotBelow: it contradicts the number of another setting.
    """
    known = KNOWN.get(key)
    if known is None or type(value) is not type(known.default) or not _offered(known, value):
        raise UnknownSetting()
    if type(value) is int and not known.low <= value <= known.high:
        raise OutOfBounds(low=known.low, high=known.high)
    start = valid_from or at
    if type(value) is int:
        _must_agree(key, value, start, place)
    where = places.find(place).id if place is not None else None
    db.session.add(Setting(key=key, value={"v": value}, valid_from=start, set_at=at, set_by=by.id, place_id=where))
    _flush()
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
    _flush()
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


def _flush() -> None:
    """Let `several` see a change: it reads by the connection, before which nothing is flushed, and remembers."""
    db.session.flush()
    remembered().pop(several, None)


def _in_place(key: str, found: Mapping[tuple[str, int | None], Any], place: int | None) -> Any:
    office = found.get((key, None), KNOWN[key].default)
    if place is None or (key, place) not in found:
        return office
    return [*office, *found[key, place]] if KNOWN[key].adds else found[key, place]


def _must_agree(key: str, value: int, at: datetime, place: int | None) -> None:
    for other, known in KNOWN.items():
        if known.above == key and value >= (their := get(other, at, place)):
            raise NotBelow(label=known.label, value=their)
    if (other := KNOWN[key].above) and value <= (their := get(other, at, place)):
        raise NotAbove(label=KNOWN[other].label, value=their)


def _offered(known: Known, value: Any) -> bool:
    if not known.choices:
        return True
    return set(value.split(",")) <= known.choices.keys() if known.many else value in known.choices
