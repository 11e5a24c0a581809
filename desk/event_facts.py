"""What an event's facts say: the codes and counts that the journal keeps, in words; an unknown code is shown as a code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from desk import card_words, reassign, register_reasons, report_words, roles, signatories, verified, wording_words
from desk.failures import notice_words, trouble_words
from frame.language import day, language, say
from office import catalogue, codes, settings
from office.events import Event
from office.promises import LONG_BROKEN, PROMISE, STEP
from office.register import duplicates, looking
from office.staff.second_factor import CODE, PASSKEY, RECOVERY
from office.survey.answers import KIOSK, PAPER, PHONE
from office.watching import lookups, sampling
from office.wordings import messages, sheets

Names = Mapping[int, str]
# Facts that point at rows: the row is the event's subject, or told by a name.
OFFICERS = ("deputy", "from_officer", "to_officer")


@dataclass(frozen=True)
class Known:
    """What is known when events are told: officers and places by id, and the service of each application by its id."""

    names: Names
    places: Names
    services: Names


Say = Callable[[Any, Event, Known], str]


def told(row: Event, known: Known) -> list[str]:
    """The facts of an event that say something to people, each in words."""
    found = [
        speak(row.facts[name], row, known) for name, speak in SAID.items() if row.facts.get(name) not in (None, "", [])
    ]
    return [words for words in found if words]


def code(value: Any) -> str:
    """A code for which there are no words."""
    return _("kode %(code)s", code=value)


def purposes() -> dict[str, str]:
    """Why somebody is looked for, as a choice."""
    return {
        lookups.COMPLAINT: _("Aduan warga"), lookups.DOUBT: _("Laporan “siapa yang membuka berkas saya”"),
        lookups.AUTHORITY: _("Permintaan tertulis instansi"), lookups.CHECK: _("Pemeriksaan internal"),
    }  # fmt: skip


def _one_of(words: Callable[[], Mapping[str, str]]) -> Say:
    def speak(value: Any, row: Event, known: Known) -> str:
        said = words()
        values = value if isinstance(value, list) else [value]
        return ", ".join(said.get(str(each)) or code(each) for each in values)

    return speak


def _what(value: Any, row: Event, known: Known) -> str:
    plain, (kind, _colon, name) = str(value), str(value).partition(":")
    whole = {
        "file": _("berkas"), "card": _("kartu"), "forms": _("formulir"), "page": _("halaman"), "nik": _("NIK"),
        "address": _("alamat"), "correct": _("pembetulan surat"), "revoke": _("pencabutan surat"),
    }  # fmt: skip
    if not name:
        return whole.get(plain) or code(plain)
    if kind == "document":
        return _("surat")
    said = _of_service(kind, name, known.services.get(row.subject_id, "")) or code(name)
    return _("NIK, %(part)s", part=said) if kind == "nik" else said


def _of_service(kind: str, name: str, service: str) -> str:
    """A paper, or a step of the answers, as its service calls it; empty when it isn't known."""
    found = catalogue.services().get(service)
    part = (found.paper(name) if kind == "paper" else found.step(name)) if found else None
    if part is None:
        return ""
    return (part.label if kind == "paper" else part.name).in_language(language())  # type: ignore[union-attr]


def _part(value: Any, row: Event, known: Known) -> str:
    if row.kind != "wording.changed":
        return _what(value, row, known)
    part = str(value)
    return wording_words.part_name(part) if part in sheets.PARTS or part in messages.MESSAGES else code(part)


def _role(value: Any, row: Event, known: Known) -> str:
    words = signatories.role_words() if row.kind.startswith("signatory.") else roles.words()
    return words.get(value) or code(value)


def _reason(value: Any, row: Event, known: Known) -> str:
    words = report_words.why() if row.kind == "application.judged" else dict(register_reasons.words())
    return words.get(value) or code(value)


def _why(value: Any, row: Event, known: Known) -> str:
    return _one_of(reassign.reason_words if row.kind == "application.moved" else _doubles)(value, row, known)


def _verdict(value: Any, row: Event, known: Known) -> str:
    words = {"ok": _("benar"), "fix": _("perbaiki"), sampling.FAIR: _("wajar"), sampling.EXPLAIN: _("perlu penjelasan")}
    return words.get(value) or code(value)


def _number(value: Any, row: Event, known: Known) -> str:
    if row.subject == "counter":
        return _("Loket %(number)s", number=value)
    return _("pengingat ke-%(n)s", n=value) if row.kind == "card.reminded" else str(value)


def _blank(value: Any, row: Event, known: Known) -> str:
    if isinstance(value, bool):
        return _("satu blangko terpakai") if value else _("tanpa blangko terpakai")
    return card_words.blank_words().get(value) or code(value)


def _case(value: Any, row: Event, known: Known) -> str:
    is_file = row.facts.get("reason") == looking.FILE
    return _("nomor %(number)s", number=codes.fours(str(value)) if is_file else value)


def _setting(value: Any, row: Event, known: Known) -> str:
    found = settings.KNOWN.get(str(value))
    return say(found.label) if found else code(value)


def _place(value: Any, row: Event, known: Known) -> str:
    return known.places.get(value) or code(value)


def _day(value: Any, row: Event, known: Known) -> str:
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        return code(value)


def _officer(before: Callable[[str], str]) -> Say:
    return lambda value, row, known: before(known.names[value]) if value in known.names else ""


def _doubles() -> dict[str, str]:
    return {
        duplicates.SAME_CHILD: _("anak yang sama"), duplicates.CLOSE_BIRTH: _("kelahiran terlalu dekat"),
        duplicates.SAME_DECEASED: _("almarhum yang sama"), duplicates.DEAD_ALREADY: _("sudah tercatat meninggal"),
    }  # fmt: skip


def _services() -> dict[str, str]:
    return {each.code: each.name.in_language(language()) for each in catalogue.services().values()}


def _jobs() -> dict[str, str]:
    return {
        "document": _("Membuat surat"), "day_head": _("Mengirim sidik jejak"), "notice": _("Mengirim kabar"),
        "slip": _("Mencetak nomor antrean"), "sheet": _("Mencetak surat di kios"), "alarm": _("Mengabari petugas"),
    }  # fmt: skip


def _levels() -> dict[str, str]:
    return {
        str(STEP): _("lewat batas langkah"),
        str(PROMISE): _("janji terlewat"),
        str(LONG_BROKEN): _("janji lama terlewat"),
    }


def _factors() -> dict[str, str]:
    return {CODE: _("kode dari aplikasi"), RECOVERY: _("kode cadangan"), PASSKEY: _("kunci sandi")}


def _ways() -> dict[str, str]:
    return {
        "nik": _("NIK"),
        "kk": _("Nomor KK"),
        "name": _("nama"),
        "birth": _("tanggal lahir"),
        "nothing": _("tanpa kata"),
    }


def _channels() -> dict[str, str]:
    return {PHONE: _("lewat telepon"), KIOSK: _("di kios"), PAPER: _("di kertas")}


def _device_kinds() -> dict[str, str]:
    return {"kiosk": _("Kios sentuh"), "display": _("Layar antrean")}


def _place_kinds() -> dict[str, str]:
    return {
        "head_office": _("Kantor utama"), "mall": _("Mal Pelayanan Publik"), "point": _("Titik layanan kecamatan"),
    }  # fmt: skip


def _plain(value: Any, row: Event, known: Known) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _count(words: Callable[[int], str]) -> Say:
    return lambda value, row, known: words(len(value) if isinstance(value, list) else int(value))


# In the order in which they are told.
SAID: Mapping[str, Say] = {
    "label": _plain, "group": _plain, "number": _number, "letters": _plain, "code": _plain, "what": _what, "part": _part,
    "service": _one_of(_services), "template": _one_of(notice_words), "key": _setting, "role": _role, "job": _one_of(_jobs),
    "trouble": lambda value, row, known: trouble_words(str(value).partition(" ")[0]), "level": _one_of(_levels),
    "factor": _one_of(_factors), "purpose": _one_of(purposes), "way": _one_of(_ways), "channel": _one_of(_channels),
    "device_kind": _one_of(_device_kinds), "place_kind": _one_of(_place_kinds), "place": _place, "groups": _plain,
    "active": lambda value, row, known: "" if value else _("tidak dipakai lagi"), "blank": _blank,
    "failure": _one_of(card_words.failure_words), "problem": _one_of(verified.problem_words), "why": _why, "reason": _reason,
    "case": _case, "verdict": _verdict, "first": _day, "last": _day, "day": _day, "hour": _plain,
    "from_officer": _officer(lambda name: _("dari %(name)s", name=name)),
    "to_officer": _officer(lambda name: _("kepada %(name)s", name=name)),
    "deputy": _officer(lambda name: _("digantikan %(name)s", name=name)),
    "people": _count(lambda n: ngettext("%(num)d orang", "%(num)d orang", n)),
    "missing": _count(lambda n: ngettext("%(num)d orang", "%(num)d orang", n)),
    "amount": lambda value, row, known: f"{value:+d}", "balance": lambda value, row, known: _("sisa %(n)s", n=value),
    "rows": _count(lambda n: ngettext("%(num)d baris", "%(num)d baris", n)),
    "found": _count(lambda n: ngettext("%(num)d ditemukan", "%(num)d ditemukan", n)),
    "documents": _count(lambda n: ngettext("%(num)d surat", "%(num)d surat", n)),
    "parts": _count(lambda n: ngettext("%(num)d bagian", "%(num)d bagian", n)),
}  # fmt: skip
# Numbers of rows and counts that say nothing to people by themselves.
UNSAID = frozenset({
    "card", "document", "notice", "correction", "doubt", "helper", "device", "counter", "others", "new", "changed", "families",
})  # fmt: skip
