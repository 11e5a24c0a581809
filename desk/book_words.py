"""What a register book says of each number: whose it is, what happened, and how it stands."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from frame.language import language
from office.documents import ACTIVE, Document, books, payload, replacement
from office.documents.books import Book, Entry
from office.documents.kinds import KINDS, LETTER
from office.documents.states import OFFICIAL, SUPERSEDED
from office.words import numeric_date


def title(book: Book) -> str:
    """What a book is called."""
    if book.letters == books.AGENDA:
        return _("Buku agenda surat tahun %(year)s", year=book.year)
    kinds = ", ".join(KINDS[kind].name.in_language(language()).removeprefix("Kutipan ") for kind in book.kinds)
    return _("Buku register %(letters)s (%(kinds)s) tahun %(year)s", letters=book.letters, kinds=kinds, year=book.year)


def columns(book: Book) -> list[str]:
    """The heads of a book's columns."""
    agenda = book.letters == books.AGENDA
    return [_("No."), _("Nomor surat") if agenda else _("Nomor akta"), _("Tanggal"), _("Nama"),
            _("Perihal") if agenda else _("Uraian"), _("Keterangan")]  # fmt: skip


def line(place: int, entry: Entry, document: Document | None) -> dict[str, Any]:
    """One row: `kind` ("", "void", "making" or "gap") and its cells in the order of `columns`."""
    kind = books.standing(document)
    head = [str(place), entry.number, numeric_date(entry.day)]
    if entry.void:
        return {"kind": books.VOID, "cells": [*head, "-", "-", _("Batal: %(reason)s", reason=entry.void)]}
    if document is None:
        return {"kind": kind, "cells": [*head, "-", "-", _("Nomor tidak terpakai")]}
    again = _again(document)
    if again is not None:
        # The akta holds as it was; only its kutipan is another paper.
        return {"kind": "", "cells": [*head, _names(again), _told(again), _("Berlaku, kutipan baru")]}
    return {"kind": "" if kind == books.ISSUED else kind,
            "cells": [*head, _names(document), _told(document), _state(document)]}  # fmt: skip


def _again(document: Document) -> Document | None:
    """The valid document with the same number that took the place of this one."""
    newest = replacement(document) if document.state == SUPERSEDED else None
    return newest if newest is not None and newest.state == ACTIVE and newest.label == document.number else None


def _names(document: Document) -> str:
    names = payload.holders(document)
    return _("%(one)s dan %(other)s", one=names[0], other=names[1]) if len(names) > 1 else "".join(names) or "-"


def _told(document: Document) -> str:
    """What happened, in a few words from the facts of its kind; a letter says first what it is."""
    said = {name: _fact(value) for name, value in document.facts.items() if isinstance(value, str | int)}
    sentences = {
        ("birth_place", "birth_date", "child_name"): _("Lahir di %(birth_place)s, %(birth_date)s."),
        ("mother_name", "child_name"): _("Ibu %(mother_name)s."),
        ("father_name", "child_name"): _("Ayah %(father_name)s."),
        ("death_place", "death_date"): _("Meninggal di %(death_place)s, %(death_date)s."),
        ("wedding_place", "wedding_date"): _("Menikah di %(wedding_place)s, %(wedding_date)s."),
        ("court", "ruling_number"): _("Putusan %(court)s nomor %(ruling_number)s."),
        ("target_address",): _("Ke %(target_address)s."),
    }  # fmt: skip
    told = [text % said for needs, text in sentences.items() if all(said.get(name) for name in needs)]
    movers = document.facts.get("movers")
    if isinstance(movers, list):
        told.append(ngettext("%(num)d orang.", "%(num)d orang.", len(movers)))
    kind = KINDS[document.kind]
    return " ".join([f"{kind.name.in_language(language())}.", *told] if kind.shape == LETTER else told) or "-"


def _state(document: Document) -> str:
    told = {books.ISSUED: "", books.MAKING: _("Sedang dibuat"),
            books.VOID: _("Diganti") if document.state == SUPERSEDED else _("Dicabut")}[books.standing(document)]  # fmt: skip
    if document.ended_at and told:
        told = f"{told}: {document.end_reason}" if document.end_reason else told
    from_siak = _("PDF dari sistem nasional") if document.origin == OFFICIAL else ""
    return "; ".join(part for part in (told, from_siak) if part) or _("Berlaku")


def _fact(value: str | int) -> str:
    """A fact as a row says it; a day as figures."""
    text = str(value)
    parts = text.split("-")
    if len(text) == 10 and len(parts) == 3 and all(part.isdigit() for part in parts):
        return "-".join(reversed(parts))
    return text
