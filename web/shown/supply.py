"""What people read of blank cards before they travel: to be had today, or gone and expected when."""

from datetime import datetime

from flask_babel import gettext as _

from frame.language import day
from office import blanks
from office.blanks import Supply

Line = tuple[str, str, str]


def lines(at: datetime) -> list[Line]:
    """A note for each kind of blank that the office counts: kind, bold fact, the rest."""
    return [_line(each) for each in blanks.supply(at)]


def of(kinds: set[str], at: datetime) -> list[Line]:
    """The notes of some kinds of card alone."""
    return [_line(each) for each in blanks.supply(at) if each.kind in kinds]


def _line(each: Supply) -> Line:
    name = {"ktp": _("Blangko KTP-el"), "kia": _("Blangko KIA")}[each.kind]
    if each.available:
        return "good", _("%(name)s: tersedia hari ini", name=name), ""
    if each.expected_on:
        gone = _("%(name)s: habis, diperkirakan ada lagi %(day)s", name=name, day=day(each.expected_on))
    else:
        gone = _("%(name)s: habis, kapan ada lagi belum diketahui", name=name)
    rest = _("Permohonan dari rumah tetap jalan. Kartu dicetak begitu blangko datang.")
    return "warn", gone, f"{rest} {_letter()}" if each.kind == "ktp" else rest


def _letter() -> str:
    return _("Sementara itu kantor dapat memberi surat keterangan pengganti KTP-el (suket).")
