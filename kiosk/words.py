"""The kiosk's sentences about groups, printers and the checklist."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from frame.language import day, hour, language
from office import opening
from office.hours import Closure
from office.queue import groups
from office.queue.board import Hall
from office.queue.groups import Group

PRINTER_TROUBLE = ("paper_out", "cover_open", "offline")
SIGNS = {"mask": "face-mask", "hands": "wash-hand", "symptoms": "stethoscope", "contact": "users"}


def group_line(group: Group, seen: Hall, at: datetime) -> dict[str, Any]:
    """One group as its button shows it: open with people and time, or closed until when."""
    standing = seen.standings[group.letter]
    rest = groups.left(group, standing.window, seen.day, seen.place) if standing.open else None
    name = group.in_language(language())
    if not standing.open:
        return {"letter": group.letter, "name": name, "text": opens_again(standing.opens_next, at), "open": False}
    if rest == 0:
        return {"letter": group.letter, "name": name, "text": _("Nomor hari ini habis"), "open": False}
    return {"letter": group.letter, "name": name, "text": waiting(seen, group.letter), "open": True}


def waiting(seen: Hall, letter: str) -> str:
    """How many wait, and how long that may take."""
    people = seen.line.waiting(letter)
    if not seen.line.staffed(letter):
        words = ngettext("%(num)s menunggu, loket belum buka", "%(num)s menunggu, loket belum buka", people)
        return words if people else _("Loket belum buka")
    if not people:
        return _("Ruang penuh, tunggu di luar dulu") if seen.full else _("Langsung dilayani")
    minutes = seen.line.estimate(letter, people)[1]
    return ngettext("%(num)s menunggu, kira-kira %(minutes)s menit", "%(num)s menunggu, kira-kira %(minutes)s menit", people,
                    minutes=minutes)  # fmt: skip


def opens_again(when: datetime | None, at: datetime) -> str:
    """When a closed group or office opens."""
    if when is None:
        return _("Tutup sampai ada kabar")
    if opening.local_day(when) == opening.local_day(at):
        return _("Buka lagi pukul %(hour)s", hour=hour(when))
    return _("Buka lagi %(day)s, %(hour)s", day=day(when), hour=hour(when))


def closed_title(closure: Closure) -> str:
    """What a closure of the counter, or of the whole house, is called on the screen."""
    return str(_("Loket tutup, semua dari rumah") if closure.counter_only else _("Kantor tutup"))


def closed_until(closure: Closure) -> str:
    """Until which day a closure lasts, that day included."""
    return str(_("Sampai %(day)s.", day=day(closure.last)) if closure.last else _("Sampai ada kabar lagi."))


def printer_words(state: str) -> str:
    """What is wrong with the slip printer, as a visitor needs to know it."""
    return {
        "paper_out": _("Kertas habis."), "cover_open": _("Tutup pencetak terbuka."), "offline": _("Pencetak tidak menjawab."),
    }.get(state, _("Kertas tidak tercetak."))  # fmt: skip


def questions(codes: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """The questions of the checklist: code, sentence, picture."""
    sentences = {
        "mask": _("Saya memakai masker"), "hands": _("Tangan sudah dicuci"), "symptoms": _("Batuk, demam, atau sesak"),
        "contact": _("Dekat orang sakit, 14 hari ini"),
    }  # fmt: skip
    return [(code, sentences[code], SIGNS[code]) for code in codes]


def degrees(tenths: int) -> str:
    """`37,3 °C`, in English `37.3 °C`."""
    whole = f"{tenths // 10},{tenths % 10} °C"
    return whole.replace(",", ".") if language() == "en" else whole
