"""What an address asks for and the desk doesn't know: said on the page, so that nobody takes a whole list for a part of it."""

from flask import request
from flask_babel import gettext as _

from office.identity import one_line

SHOWN = 40


def strays(*asked: tuple[str, str, bool]) -> list[str]:
    """A sentence for each filter (its box in the address, its words, whether its value is known) that is set and unknown."""
    typed = [(words, one_line(request.values.get(box, ""), SHOWN), known) for box, words, known in asked]
    return [
        _("%(filter)s “%(value)s” tidak dikenal, jadi tidak dipakai untuk menyaring.", filter=words, value=value)
        for words, value, known in typed
        if value and not known
    ]


def page_number() -> int:
    """The page that the address names, from 1; the first when it names none."""
    return min(max(request.args.get("halaman", 1, type=int) or 1, 1), 10_000)
