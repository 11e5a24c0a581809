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


def gone(kinds: set[str], at: datetime) -> Supply | None:
    """The first of some kinds of card of which no blank is left; None while there are some of each."""
    return next((each for each in blanks.supply(at) if each.kind in kinds and not each.available), None)


def expected(each: Supply) -> str:
    """When the office has blanks again, as far as it knows."""
    if each.expected_on is None:
        return _("Kapan ada lagi belum diketahui.")
    return _("Diperkirakan ada lagi %(day)s.", day=day(each.expected_on))


def empty(each: Supply) -> str:
    """That there are no blanks of a kind, as a title."""
    return _("%(name)s sedang habis.", name=name(each.kind))


def name(kind: str) -> str:
    """What the blanks of a kind of card are called."""
    return {"ktp": _("Blangko KTP-el"), "kia": _("Blangko KIA")}[kind]


def _line(each: Supply) -> Line:
    called = name(each.kind)
    if each.available:
        return "good", _("%(name)s: tersedia hari ini", name=called), ""
    if each.expected_on:
        fact = _("%(name)s: habis, diperkirakan ada lagi %(day)s", name=called, day=day(each.expected_on))
    else:
        fact = _("%(name)s: habis, kapan ada lagi belum diketahui", name=called)
    rest = _("Permohonan dari rumah tetap jalan. Kartu dicetak begitu blangko datang.")
    return "warn", fact, f"{rest} {_letter()}" if each.kind == "ktp" else rest


def _letter() -> str:
    return _("Sementara itu kantor dapat memberi surat keterangan pengganti KTP-el (suket).")
