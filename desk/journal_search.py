"""The forms of the journal: what was typed or stands in the address, and the fields with their choices."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import request
from flask_babel import gettext as _

from desk import history
from desk.event_facts import purposes
from desk.strays import strays
from frame.access import officer
from frame.language import say
from office import codes
from office.applications import Application, worklist
from office.db import db
from office.errors import Refused
from office.identity import BadInput, read_day
from office.reports.scope import DayUnreadable, PeriodReversed
from office.staff import Officer
from office.watching import heads, lookups, search
from office.watching.lookups import Lookup
from office.watching.search import Wanted

BOXES = ("petugas", "jenis", "dari", "sampai", "berkas", "pencarian")
Typed = Mapping[str, str]


def read(typed: Typed, at: datetime) -> tuple[Wanted, Lookup | None]:
    """What an address asks for, and the search for a person that it belongs to.

    Raises:
        NotFound: a search that is not one's own, or is over.
        DayUnreadable, PeriodReversed: the days can't be.
    """
    first, last = _days(typed)
    kept = lookups.find(number(typed["pencarian"]), officer(), at=at) if typed.get("pencarian") else None
    about: search.Subjects | None = dict(kept.subjects) if kept else None
    if reference := typed.get("berkas", ""):
        file = worklist.by_reference(reference)
        about = {"application": [file.id] if file else []}
    kind = typed.get("jenis", "")
    who = number(typed.get("petugas", ""))
    who = who if who and db.session.get(Officer, who) else 0
    return Wanted(who, kind if kind in history.words() else "", first, last, about), kept


def unknown() -> list[str]:
    """A sentence for each box of the address whose value was left out, since the journal doesn't know it."""
    chosen = number(request.values.get("petugas", ""))
    return strays(
        ("petugas", _("Petugas"), bool(chosen and db.session.get(Officer, chosen))),
        ("jenis", _("Apa"), request.values.get("jenis", "") in history.words()),
        ("sebelum", _("Baris"), bool(number(request.values.get("sebelum", "")))),
    )


def address(typed: Typed, at: datetime) -> dict[str, Any]:
    """The arguments of the address for what was typed: a document's number becomes its application's reference.

    Raises:
        PersonalNumber, NothingHasIt: the number is a NIK or KK, or nothing has it.
        DayUnreadable, PeriodReversed: the days can't be.
    """
    _days(typed)
    found = {name: typed.get(name, "").strip()[:40] for name in ("petugas", "jenis", "dari", "sampai")}
    if typed.get("nomor", "").strip():
        found["berkas"] = db.session.get_one(Application, search.file_with(typed["nomor"])).reference
    return {name: value for name, value in found.items() if value}


def number(text: str) -> int:
    """A row's or an officer's number in an address; 0 for what is none."""
    plain = text.isascii() and text.isdigit() and len(text) < 11
    return int(text) if plain and int(text) <= heads.HIGHEST else 0


def errors(wrong: BadInput | Refused) -> list[tuple[str, str]]:
    """The box that is wrong and why, as the page's summary takes them."""
    if isinstance(wrong, BadInput):
        return [("angka", say(wrong.sentence, wrong.params))]
    boxes = {
        heads.BadHead: "baris", lookups.PurposeWanted: "alasan", lookups.NumberInWords: "keterangan",
        DayUnreadable: "dari", PeriodReversed: "sampai",
    }  # fmt: skip
    return [(boxes.get(type(wrong), "nomor"), f"{say(wrong.message, wrong.params)} {say(wrong.next_step)}")]


def form(typed: Typed, wrong: Typed) -> dict[str, Any]:
    """What the search form shows: officers and kinds to choose from, and what is chosen."""
    people = [(str(row.id), row.name) for row in db.session.execute(sa.select(Officer.id, Officer.name).order_by(Officer.name))]
    shown = {name: typed.get(name, "") for name in (*BOXES, "nomor")}
    shown["nomor"] = shown["nomor"] or codes.fours(codes.tidy(shown["berkas"])[:8]) * bool(shown["berkas"])
    return {"officers": people, "kinds": _kinds(), "value": shown, "error": wrong}


def person(typed: Typed, wrong: Typed) -> list[dict[str, Any]]:
    """The fields of the search for a person; the number itself is never shown again once it was read."""
    kinds = [(lookups.NIK, _("NIK")), (lookups.KK, _("Nomor KK"))]
    return [
        {"name": "macam", "label": _("Cari dengan"), "kind": "choice", "options": kinds,
         "value": typed.get("macam", "") or lookups.NIK},
        {"name": "angka", "label": _("NIK atau nomor KK"), "kind": "nik", "value": typed.get("angka", ""),
         "error": wrong.get("angka", "")},
        {"name": "alasan", "label": _("Alasan"), "kind": "choice", "options": list(purposes().items()),
         "value": typed.get("alasan", ""), "error": wrong.get("alasan", "")},
        {"name": "keterangan", "label": _("Keterangan"), "kind": "text", "value": typed.get("keterangan", ""),
         "error": wrong.get("keterangan", ""), "hint": _("Misalnya nomor surat permintaan. Tanpa nama, NIK atau nomor KK.")},
    ]  # fmt: skip


def paper(typed: Typed, wrong: Typed) -> list[dict[str, Any]]:
    """The fields for a head on paper."""
    return [
        {"name": "baris", "label": _("Baris"), "kind": "number", "width": "w-8", "value": typed.get("baris", ""),
         "error": wrong.get("baris", "")},
        {"name": "sidik", "label": _("Sidik, 64 tanda"), "kind": "text", "value": typed.get("sidik", "")},
    ]  # fmt: skip


def subjects() -> dict[str, str]:
    """What an event is about."""
    return {
        "application": _("Berkas"), "officer": _("Petugas"), "job": _("Pekerjaan"), "setting": _("Pengaturan"),
        "book": _("Buku"), "resident": _("Penduduk"), "family": _("Keluarga"), "register": _("Buku penduduk"),
        "ticket": _("Nomor antrean"), "document": _("Surat"), "appointment": _("Janji temu"), "device": _("Perangkat"),
        "counter": _("Loket"), "lookup": _("Pencarian"), "look": _("Pembukaan"), "blanks": _("Blangko"),
        "place": _("Tempat"), "room": _("Ruang tunggu"), "signatory": _("Masa jabatan"), "wording": _("Kata-kata"),
        "batch": _("Perintah tanda tangan"), "number": _("Nomor surat"), "register_import": _("Impor penduduk"),
        "resident_phone": _("Telepon warga"), "sign_in": _("Masuk warga"),
    }  # fmt: skip


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of events in groups, by what they are about."""
    groups: dict[str, list[tuple[str, str]]] = {}
    names = subjects() | {
        "notice": _("Kabar"), "card": _("Kartu"), "correction": _("Pembetulan"), "journal": _("Jejak"),
        "delivery": _("Pengantaran"), "signing": _("Perintah tanda tangan"), "survey": _("Survei"), "account": _("Telepon warga"),
    }  # fmt: skip
    for kind, name in sorted(history.words().items(), key=lambda each: each[1]):
        first = kind.partition(".")[0]
        groups.setdefault(names.get(first, _("Lainnya")), []).append((kind, name))
    return sorted(groups.items())


def _days(typed: Typed) -> tuple[date | None, date | None]:
    first, last = (_day(typed.get(name, "").strip()[:20]) for name in ("dari", "sampai"))
    if first and last and last < first:
        raise PeriodReversed()
    return first, last


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return read_day(text)
    except BadInput:
        raise DayUnreadable(typed=text) from None
