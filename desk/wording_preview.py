"""A part of a document's words drawn on real sheets with invented facts, before anybody is issued one.

The names on them are as long as names come, so that who writes sees what is left of the sheet then.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from frame.doors import CannotDraw, doors
from office import opening, settings
from office.documents import numbering, says
from office.documents.kinds import KINDS
from office.errors import Refused
from office.wordings import samples, sheets, versions


class DoesNotFit(Refused):
    """The words take more room than the sheet has."""

    message = "Teks ini tidak muat di lembar %(kind)s."
    next_step = "Pendekkan teksnya, lalu coba lagi."


class CannotBeDrawn(Refused):
    """Something in the words can't be drawn, such as a letter that the document's font lacks."""

    message = "Teks ini tidak bisa digambar pada %(kind)s: mungkin ada huruf atau tanda yang tidak dikenal."
    next_step = "Hapus tanda khusus atau emoji, lalu coba lagi."


class TooSlow(Refused):
    """The sheet could not be drawn in time."""

    status = 503
    message = "Pratinjau belum bisa digambar."
    next_step = "Tunggu sebentar, lalu coba lagi."


def draw(part: str, texts: Mapping[str, str], logo: bytes | None, at: datetime, *, every: bool = False) -> bytes:
    """The first sheet with these words; with `every`, see that all that bear them can be drawn.

    Raises:
        DoesNotFit, CannotBeDrawn, TooSlow: it can't be drawn.
    """
    kinds = samples.kinds_of(part)
    # As it will be issued when all are tried: a preview's own foot is shorter.
    drawn = [_sheet(kind, part, texts, logo, at, preview=not every) for kind in (kinds if every else kinds[:1])]
    return drawn[0]


def _sheet(kind: str, part: str, texts: Mapping[str, str], logo: bytes | None, at: datetime, *, preview: bool) -> bytes:
    others = {name: row.texts for name, row in versions.in_force(sheets.parts_of(kind), at).items()}
    head = texts if part == sheets.HEAD else others.get(sheets.HEAD, {})
    kept = head.get(sheets.LOGO)
    picture = logo or (doors().store.get(kept) if kept else None)
    said = says.prepare(kind, samples.longest(kind), samples.place) | _office(kind, at)
    said |= {"wordings": others | {part: dict(texts)}, "logo": picture, "preview": preview}
    try:
        return doors().draw_sample(kind, said)
    except CannotDraw as failed:
        raise (DoesNotFit if failed.overflows else CannotBeDrawn)(kind=KINDS[kind].name.id) from None
    except doors().overran:
        raise TooSlow() from None


def _office(kind: str, at: datetime) -> dict[str, Any]:
    day = opening.local_day(at)
    number = samples.NUMBERS.get(kind) or numbering.form(kind, KINDS[kind].letters, at).example("9999", day)
    return samples.SIGNED | {
        "number": number, "issued_on": day, "issued_place": settings.get("office_city", at),
        "office_name": settings.get("office_name", at),
    }  # fmt: skip
