"""What the welcome screen says of blank cards, before somebody waits for one in vain."""

from datetime import datetime

from flask_babel import gettext as _

from frame.language import day
from office import blanks
from office.blanks import Supply


def lines(at: datetime) -> list[tuple[str, str]]:
    """A line for each kind of blank that the office counts, with the kind of its note."""
    return [("good" if each.available else "warn", _words(each)) for each in blanks.supply(at)]


def _words(each: Supply) -> str:
    name = {"ktp": _("Blangko KTP-el"), "kia": _("Blangko KIA")}[each.kind]
    if each.available:
        return _("%(name)s: tersedia hari ini", name=name)
    if each.expected_on:
        return _("%(name)s: habis, diperkirakan ada lagi %(day)s", name=name, day=day(each.expected_on))
    return _("%(name)s: habis, kapan ada lagi belum diketahui", name=name)
