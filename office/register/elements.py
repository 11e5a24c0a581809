"""The elements of F-1.01: how each is called in the table, in a CSV file and on a screen, and how it is read and written.

Source: F-1.01 of Permendagri 109/2019, 41 columns, and its head block. Column 1 is only the number of the row.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import enumerations
from office.identity import BadInput, read_email, read_kk, read_name, read_nik, read_phone, read_text
from office.identity.bad_input import N_

Value = str | date | bool | None


# Compared by identity: it is part of the key under which read cells are remembered, millions of times in an import.
@dataclass(frozen=True, eq=False)
class Element:
    """One element: `code` is its column in the tables, `column` its head in CSV files, `label` the msgid of its name.

    `kind` is name, text, nik, kk, date, code (of the enumeration `options`), flag (ada/tidak), digits, phone or email.
    """

    code: str
    column: str
    label: str
    kind: str = "text"
    longest: int = 60
    options: str = ""
    required: bool = False


class PersonColumns:
    """Columns 2 to 41 of F-1.01, as the register and the staged rows of an import both keep them."""

    nik: Mapped[str | None] = mapped_column(sa.String(16))
    name: Mapped[str] = mapped_column(sa.String(100))
    title_before: Mapped[str] = mapped_column(sa.String(40), default="")
    title_after: Mapped[str] = mapped_column(sa.String(40), default="")
    passport: Mapped[str] = mapped_column(sa.String(20), default="")
    passport_until: Mapped[date | None]
    sponsor_name: Mapped[str] = mapped_column(sa.String(100), default="")
    sponsor_type: Mapped[str] = mapped_column(sa.String(2), default="")
    sponsor_address: Mapped[str] = mapped_column(sa.String(200), default="")
    sex: Mapped[str] = mapped_column(sa.String(1))
    birth_place: Mapped[str] = mapped_column(sa.String(60), default="")
    birth_date: Mapped[date]
    citizenship: Mapped[str] = mapped_column(sa.String(1), default="1")
    citizenship_decree: Mapped[str] = mapped_column(sa.String(60), default="")
    has_birth_record: Mapped[bool | None]
    birth_number: Mapped[str] = mapped_column(sa.String(40), default="")
    blood: Mapped[str] = mapped_column(sa.String(2), default="")
    religion: Mapped[str] = mapped_column(sa.String(1), default="")
    belief: Mapped[str] = mapped_column(sa.String(100), default="")
    marital: Mapped[str] = mapped_column(sa.String(1), default="")
    has_marriage_record: Mapped[bool | None]
    marriage_number: Mapped[str] = mapped_column(sa.String(40), default="")
    marriage_date: Mapped[date | None]
    has_divorce_record: Mapped[bool | None]
    divorce_number: Mapped[str] = mapped_column(sa.String(40), default="")
    divorce_date: Mapped[date | None]
    shdk: Mapped[str] = mapped_column(sa.String(2), default="")
    has_condition: Mapped[bool | None]
    disability: Mapped[str] = mapped_column(sa.String(1), default="")
    education: Mapped[str] = mapped_column(sa.String(2), default="")
    occupation: Mapped[str] = mapped_column(sa.String(2), default="")
    permit_number: Mapped[str] = mapped_column(sa.String(40), default="")
    permit_place: Mapped[str] = mapped_column(sa.String(60), default="")
    permit_issued: Mapped[date | None]
    permit_until: Mapped[date | None]
    first_arrival_place: Mapped[str] = mapped_column(sa.String(60), default="")
    first_arrival_date: Mapped[date | None]
    mother_nik: Mapped[str] = mapped_column(sa.String(16), default="")
    mother_name: Mapped[str] = mapped_column(sa.String(100), default="")
    father_nik: Mapped[str] = mapped_column(sa.String(16), default="")
    father_name: Mapped[str] = mapped_column(sa.String(100), default="")


class FamilyColumns:
    """The head block of F-1.01: where a family lives and how it is reached."""

    kk: Mapped[str | None] = mapped_column(sa.String(16))
    address: Mapped[str] = mapped_column(sa.String(200), default="")
    rt: Mapped[str] = mapped_column(sa.String(3), default="")
    rw: Mapped[str] = mapped_column(sa.String(3), default="")
    hamlet: Mapped[str] = mapped_column(sa.String(60), default="")
    village_code: Mapped[str] = mapped_column(sa.String(13), default="")
    postal_code: Mapped[str] = mapped_column(sa.String(5), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")


FAMILY = (
    Element("kk", "no_kk", N_("Nomor KK"), "kk", required=True),
    Element("address", "alamat", N_("Alamat"), longest=200, required=True),
    Element("rt", "rt", N_("RT"), "digits", 3),
    Element("rw", "rw", N_("RW"), "digits", 3),
    Element("hamlet", "dusun", N_("Dusun")),
    Element("village_code", "kode_kelurahan", N_("Kelurahan"), "village", required=True),
    Element("postal_code", "kode_pos", N_("Kode pos"), "digits", 5),
    Element("phone", "telepon", N_("Telepon"), "phone"),
    Element("email", "email", N_("E-mail"), "email"),
)
PERSON = (
    Element("nik", "nik", N_("NIK"), "nik", required=True),
    Element("name", "nama", N_("Nama lengkap"), "name", 100, required=True),
    Element("title_before", "gelar_depan", N_("Gelar depan"), longest=40),
    Element("title_after", "gelar_belakang", N_("Gelar belakang"), longest=40),
    Element("passport", "no_paspor", N_("Nomor paspor"), longest=20),
    Element("passport_until", "tgl_akhir_paspor", N_("Paspor berlaku sampai"), "date"),
    Element("sponsor_name", "nama_sponsor", N_("Nama sponsor"), longest=100),
    Element("sponsor_type", "tipe_sponsor", N_("Tipe sponsor"), "code", options="tipe_sponsor"),
    Element("sponsor_address", "alamat_sponsor", N_("Alamat sponsor"), longest=200),
    Element("sex", "jenis_kelamin", N_("Jenis kelamin"), "code", options="jenis_kelamin", required=True),
    Element("birth_place", "tempat_lahir", N_("Tempat lahir")),
    Element("birth_date", "tgl_lahir", N_("Tanggal lahir"), "date", required=True),
    Element("citizenship", "kewarganegaraan", N_("Kewarganegaraan"), "code", options="kewarganegaraan"),
    Element("citizenship_decree", "no_sk_wni", N_("Nomor SK penetapan WNI")),
    Element("has_birth_record", "ada_akta_lahir", N_("Akta lahir"), "flag"),
    Element("birth_number", "no_akta_lahir", N_("Nomor akta kelahiran"), longest=40),
    Element("blood", "gol_darah", N_("Golongan darah"), "code", options="gol_darah"),
    Element("religion", "agama", N_("Agama"), "code", options="agama"),
    Element("belief", "organisasi_kepercayaan", N_("Organisasi kepercayaan"), longest=100),
    Element("marital", "status_perkawinan", N_("Status perkawinan"), "code", options="status_perkawinan"),
    Element("has_marriage_record", "ada_akta_perkawinan", N_("Akta perkawinan"), "flag"),
    Element("marriage_number", "no_akta_perkawinan", N_("Nomor akta perkawinan"), longest=40),
    Element("marriage_date", "tgl_perkawinan", N_("Tanggal perkawinan"), "date"),
    Element("has_divorce_record", "ada_akta_cerai", N_("Akta cerai"), "flag"),
    Element("divorce_number", "no_akta_cerai", N_("Nomor akta perceraian"), longest=40),
    Element("divorce_date", "tgl_cerai", N_("Tanggal perceraian"), "date"),
    Element("shdk", "shdk", N_("Hubungan dalam keluarga"), "code", options="shdk", required=True),
    Element("has_condition", "kelainan", N_("Kelainan fisik dan mental"), "flag"),
    Element("disability", "penyandang_disabilitas", N_("Penyandang disabilitas"), "code", options="disabilitas"),
    Element("education", "pendidikan", N_("Pendidikan terakhir"), "code", options="pendidikan"),
    Element("occupation", "pekerjaan", N_("Jenis pekerjaan"), "code", options="pekerjaan"),
    Element("permit_number", "no_itas_itap", N_("Nomor ITAS/ITAP"), longest=40),
    Element("permit_place", "tempat_terbit", N_("Tempat terbit")),
    Element("permit_issued", "tgl_terbit", N_("Tanggal terbit"), "date"),
    Element("permit_until", "tgl_akhir", N_("Berlaku sampai"), "date"),
    Element("first_arrival_place", "tempat_datang", N_("Tempat datang pertama")),
    Element("first_arrival_date", "tgl_datang", N_("Tanggal kedatangan pertama"), "date"),
    Element("mother_nik", "nik_ibu", N_("NIK ibu"), "nik"),
    Element("mother_name", "nama_ibu", N_("Nama ibu"), "name", 100),
    Element("father_nik", "nik_ayah", N_("NIK ayah"), "nik"),
    Element("father_name", "nama_ayah", N_("Nama ayah"), "name", 100),
)
BY_CODE: Mapping[str, Element] = MappingProxyType({each.code: each for each in FAMILY + PERSON})
BY_COLUMN: Mapping[str, Element] = MappingProxyType({each.column: each for each in FAMILY + PERSON})

_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z'.,-]*( [A-Za-z'.,-]+)*")
_PLAIN_TEXT = re.compile(r"[!-~]+( [!-~]+)*")
_NIK = re.compile(r"[0-9]{6}([04][1-9]|[1256][0-9]|[37][01])(0[1-9]|1[0-2])[0-9]{2}(?!0000)[0-9]{4}")
_KK = re.compile(r"[0-9]{16}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LOCAL = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_FLAGS = {"ada": True, "ya": True, "1": True, "tidak": False, "tidak ada": False, "0": False, "2": False}
_EMPTY = N_("Bagian ini belum diisi.")
_DATE = N_("Tanggal ini tidak ada di kalender. Tulis seperti 17-08-1990.")
_CODE = N_("Kode ini tidak ada di daftar. Yang dikenal: %(known)s.")
_FLAG = N_("Tulis ada atau tidak.")
_DIGITS = N_("Hanya angka, paling banyak %(most)s.")
_FIRST_YEAR = 1860


def read(element: Element, text: str) -> Value:
    """An element's value as typed or as a CSV cell carries it; nothing typed gives None for dates and flags, else "".

    A code may be written as its number or its words, a date as 1990-08-17 or 17-08-1990.

    Raises:
        BadInput: it can't be right, or is missing although F-1.01 needs it.
    """
    text = text.strip()
    if not text:
        if element.required:
            raise BadInput("empty", _EMPTY)
        return None if element.kind in ("date", "flag") else ""
    # Numbers stand once or twice in a file each, so they are looked at here and not remembered.
    if (element.kind == "nik" and _NIK.fullmatch(text)) or (element.kind == "kk" and _KK.fullmatch(text)):
        return text
    return _read(element, text)


# A city has a few thousand names and words for its 200,000 residents: most cells have been read before.
@lru_cache(maxsize=65_536)
def _read(element: Element, text: str) -> Value:
    if element.kind == "code":
        return _code(element.options, text)
    if element.kind == "date":
        return _date(text)
    if element.kind == "flag":
        return _flag(text)
    if element.kind == "name":
        return text if len(text) <= element.longest and _PLAIN_NAME.fullmatch(text) else read_name(text)
    if element.kind == "digits":
        return _digits(text, element.longest)
    readers = {"nik": read_nik, "kk": read_kk, "phone": read_phone, "email": read_email}
    if element.kind in readers:
        return str(readers[element.kind](text))
    return text if len(text) <= element.longest and _PLAIN_TEXT.fullmatch(text) else read_text(text, element.longest)


def written(value: Value) -> str:
    """A value as CSV files and the history carry it: codes as they are, dates as 1990-08-17, flags as ada or tidak."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ada" if value else "tidak"
    return value.isoformat() if isinstance(value, date) else value


def _code(options: str, text: str) -> str:
    known = enumerations.ALL[options]
    code = text.lstrip("0")
    if code in known:
        return code
    wanted = " ".join(text.casefold().split())
    for each, label in known.items():
        if label["id"].casefold() == wanted:
            return each
    raise BadInput("code_unknown", _CODE, known=", ".join(known) if len(known) < 20 else f"1-{len(known)}")


def _date(text: str) -> date:
    found = _ISO.fullmatch(text)
    parts = found.groups() if found else ()
    if not parts and (found := _LOCAL.fullmatch(text)):
        parts = found.groups()[::-1]
    try:
        day = date(*(int(part) for part in parts))
    except (ValueError, TypeError):
        raise BadInput("date_impossible", _DATE) from None
    if day.year < _FIRST_YEAR:
        raise BadInput("date_impossible", _DATE)
    return day


def _flag(text: str) -> bool:
    flag = _FLAGS.get(text.casefold())
    if flag is None:
        raise BadInput("flag_unknown", _FLAG)
    return flag


def _digits(text: str, most: int) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= most):
        raise BadInput("digits", _DIGITS, most=most)
    return text
