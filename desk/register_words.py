"""The register in words: elements with their labels, states, the lines of a history."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from frame.language import day_hour, language, say
from office import enumerations, masks, regions
from office.applications import Application
from office.db import db
from office.identity import BadInput
from office.register import Family, RegisterChange, Resident
from office.register.elements import BY_CODE, FAMILY, PERSON, Element
from office.register.residents import ALIVE, CONFIRMED, DEAD
from office.register.search import Hit
from office.staff import Officer

SECRET = frozenset({"nik", "kk", "mother_nik", "father_nik"})
_PARENTS = ("mother_name", "mother_nik", "father_name", "father_nik")
_STRANGE = ("passport", "passport_until", "sponsor_name", "sponsor_type", "sponsor_address", "permit_number", "permit_place",
            "permit_issued", "permit_until", "first_arrival_place", "first_arrival_date")  # fmt: skip


def shown(element: Element, value: Any, *, masked: bool = True) -> str:
    """An element's value as people read it; numbers of people masked unless they were asked for."""
    if value is None or value == "":
        return "-"
    if element.code in SECRET:
        return masks.mask_nik(value) if masked else spaced(value)
    if element.kind == "code":
        return enumerations.label(element.options, value, language())
    if element.kind == "flag":
        return _("Ada") if value else _("Tidak")
    if element.kind == "village":
        return regions.path_of(value) or str(value)
    return format_date(value, "d MMMM y") if isinstance(value, date) else str(value)


def spaced(number: str) -> str:
    """A NIK or KK in fours, for reading only."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def person_facts(person: Resident, *, masked: bool) -> list[tuple[str, list[tuple[str, ...]]]]:
    """The elements of a resident in groups, each with label and value; of what only foreigners have, what is there."""
    own = [each for each in PERSON if each.code not in (*_PARENTS, *_STRANGE, "name", "shdk")]
    parents = [BY_CODE[code] for code in _PARENTS]
    strange = [BY_CODE[code] for code in _STRANGE if getattr(person, code)]
    groups = [(_("Data diri"), own), (_("Orang tua"), parents), (_("Dokumen perjalanan dan izin tinggal"), strange)]
    rare = frozenset({"title_before", "title_after", "citizenship_decree", "belief", "has_condition", "divorce_number",
                      "has_divorce_record", "divorce_date", "disability"})  # fmt: skip
    return [
        (
            title,
            [
                _fact(each, getattr(person, each.code), masked)
                for each in elements
                if each.code not in rare or getattr(person, each.code)
            ],
        )
        for title, elements in groups
        if elements
    ]


def family_facts(family: Family, *, masked: bool) -> list[tuple[str, ...]]:
    """The head block of a family."""
    return [
        _fact(each, getattr(family, each.code), masked) for each in FAMILY if each.code != "hamlet" or family.hamlet
    ]


def person_badges(person: Resident) -> list[tuple[str, str]]:
    """Whether somebody lives here, and who vouches for the data."""
    states = {
        ALIVE: ("good", _("Tinggal di sini")),
        DEAD: ("quiet", _("Meninggal %(day)s", day=_short(person.ended_on))),
    }
    moved = ("warn", _("Pindah %(day)s", day=_short(person.ended_on)))
    return [states.get(person.state, moved), origin_badge(person)]


def origin_badge(thing: Resident | Family) -> tuple[str, str]:
    """Own data, or confirmed in the national system and when."""
    if thing.origin == CONFIRMED and thing.confirmed_at:
        return "info", _("Cocok dengan sistem nasional, %(day)s", day=_short(thing.confirmed_at.date()))
    return "warn", _("Data kantor sendiri")


def relation(code: str) -> str:
    """What somebody is to the head of the family."""
    return enumerations.label("shdk", code, language()) if code else "-"


def hit_line(hit: Hit, places: dict[str, str]) -> dict[str, Any]:
    """One row of a list of results."""
    states = {DEAD: ("quiet", _("Meninggal")), ALIVE: None}
    return {
        "url": url_for("desk.show_resident", number=hit.id), "name": hit.name, "nik": masks.mask_nik(hit.nik) if hit.nik else "",
        "born": f"{hit.birth_place}, {_short(hit.birth_date)}" if hit.birth_place else _short(hit.birth_date),
        "sex": enumerations.label("jenis_kelamin", hit.sex, language()), "shdk": relation(hit.shdk),
        "address": hit.address, "village": places.get(hit.village_code, hit.village_code),
        "state": states.get(hit.state, ("warn", _("Pindah"))),
    }  # fmt: skip


def member_line(person: Resident, on: date, *, masked: bool) -> dict[str, Any]:
    """One row of a family's table."""
    return {
        "id": person.id, "url": url_for("desk.show_resident", number=person.id), "name": person.name,
        "nik": (masks.mask_nik(person.nik) if masked else spaced(person.nik)) if person.nik else "",
        "shdk": relation(person.shdk), "sex": enumerations.label("jenis_kelamin", person.sex, language()),
        "born": _short(person.birth_date), "age": person.age(on), "badges": person_badges(person),
    }  # fmt: skip


def history(rows: Iterable[RegisterChange], *, masked: bool, of_family: bool = False) -> list[dict[str, str]]:
    """The history as lines: when, who, what, and from what to what; in that of a family also about whom."""
    rows = list(rows)
    people, files = _officers(rows), _references(rows)
    names = _residents(rows) if of_family else {}
    return [
        {
            "when": day_hour(row.at), "who": people.get(row.actor_id or 0, _("Sistem")), "what": _whats().get(row.what, row.what),
            "name": names.get(row.resident_id or 0, ""), "element": _label(row.element),
            "old": _kept(row.element, row.old, masked), "new": _kept(row.element, row.new, masked),
            "file": files.get(row.application_id or 0, ""),
        }
        for row in rows
    ]  # fmt: skip


def sentences(wrong: dict[str, BadInput]) -> dict[str, str]:
    """What is wrong, by field, in the reader's language."""
    return {name: say(each.sentence, each.params) for name, each in wrong.items()}


def _fact(element: Element, value: Any, masked: bool) -> tuple[str, ...]:
    return say(element.label), shown(element, value, masked=masked), *(("num",) if element.code in SECRET else ())


def _short(day: date | None) -> str:
    return format_date(day, "d MMM y") if day else "-"


def _label(code: str) -> str:
    more = {"family_id": _("Keluarga"), "state": _("Keadaan"), "ended_on": _("Tanggal"), "origin": _("Asal data")}
    return say(BY_CODE[code].label) if code in BY_CODE else more.get(code, "")


def _kept(code: str, text: str, masked: bool) -> str:
    """A kept value in words; it may come from an older list, so what isn't known is shown as it is."""
    element = BY_CODE.get(code)
    if element is None or not text:
        words = {"alive": _("Tinggal di sini"), "dead": _("Meninggal"), "moved": _("Pindah"), "ended": _("Berakhir"),
                 "own": _("Data kantor sendiri"), "confirmed": _("Cocok dengan sistem nasional"),
                 "active": _("Berlaku")}  # fmt: skip
        return words.get(text, text) if code != "family_id" else ""
    return shown(element, text, masked=masked) if element.kind in ("code", "nik", "kk", "village") else text


def _officers(rows: list[RegisterChange]) -> dict[int, str]:
    ids = {row.actor_id for row in rows if row.actor_kind == "officer"}
    return {each.id: each.name for each in db.session.scalars(sa.select(Officer).where(Officer.id.in_(ids)))}


def _residents(rows: list[RegisterChange]) -> dict[int, str]:
    ids = {row.resident_id for row in rows if row.resident_id}
    return dict(db.session.execute(sa.select(Resident.id, Resident.name).where(Resident.id.in_(ids))).all())


def _references(rows: list[RegisterChange]) -> dict[int, str]:
    ids = {row.application_id for row in rows if row.application_id}
    found = db.session.execute(sa.select(Application.id, Application.reference).where(Application.id.in_(ids)))
    return dict(found.all())


def _whats() -> dict[str, str]:
    return {
        "import": _("Dari berkas impor"), "entered": _("Diketik petugas"), "corrected": _("Dibetulkan petugas"),
        "confirmed": _("Nomor dari sistem nasional"), "birth": _("Kelahiran"), "death": _("Kematian"), "marry": _("Perkawinan"),
        "divorce": _("Perceraian"), "move_out": _("Pindah keluar"), "move_within": _("Pindah alamat"),
        "move_in": _("Pindah datang"), "split": _("Pisah KK"), "new_family": _("KK baru"),
        "head_change": _("Ganti kepala keluarga"), "correct": _("Perubahan data"), "name_change": _("Perubahan nama"),
        "citizenship": _("Perubahan kewarganegaraan"), "adopt": _("Pengangkatan anak"),
    }  # fmt: skip
