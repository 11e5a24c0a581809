"""The sentences on documents that are the office's own: which there are, what they say by default, and how a sheet has them.

What the law prescribes (the parts of an akta, the columns of a family card) is not among them. Pure functions: a process
that draws knows no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from office import words
from office.wordings import gaps, printed

HEAD, CHECK = "kop", "periksa"
# The key of the stored picture, beside the texts of the letterhead.
LOGO = "logo"


@dataclass(frozen=True)
class Piece:
    """One text of a part: its name, what it is called, what it says until the office decides, and how long it may be."""

    name: str
    label: str
    default: str = ""
    lines: int = 1
    most: int = 200


LETTERS: Mapping[str, tuple[Piece, ...]] = {
    kind: (
        Piece("opening", "Kalimat pembuka", opening, lines=3, most=400),
        Piece("closing", "Kalimat penutup", closing, lines=3, most=400),
    )
    for kind, (opening, closing) in printed.LETTERS.items()
}
PARTS: Mapping[str, tuple[Piece, ...]] = {
    HEAD: (
        Piece("lines", "Baris kop surat, paling banyak empat", "{kantor}", lines=4, most=300),
        Piece("foot", "Baris di kaki surat", most=120),
    ),
    CHECK: (
        Piece("check", "Ajakan memeriksa keaslian", printed.CHECK, most=120),
        Piece("check_en", "Ajakan memeriksa keaslian, bahasa Inggris",
              printed.CHECK_ENGLISH, most=120),
    ),
    **LETTERS,
}  # fmt: skip
# Whom a letter is about, by the name of the fact.
NAMES = ("name", "applicant_name", "husband_name")
COMMON = ("kantor", "kota", "nomor", "tanggal")


def allowed(part: str) -> tuple[str, ...]:
    """The gaps that a part's texts may have."""
    if part == CHECK:
        return ()
    return (*COMMON, "nama") if part in LETTERS else COMMON[:2]


def parts_of(kind: str) -> tuple[str, ...]:
    """The parts that a kind of document (its code) is drawn with."""
    return (CHECK, HEAD, kind) if kind in LETTERS else (CHECK,)


def defaults(part: str) -> dict[str, str]:
    """What a part says until the office decides."""
    return {piece.name: piece.default for piece in PARTS[part]}


def says(kind: str, texts: Mapping[str, Mapping[str, str]], facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """The lines of each text on a document of this kind: those of `texts` (by part and name), or the defaults."""
    said = {}
    for part in parts_of(kind):
        values = {gap: _value(gap, facts) for gap in allowed(part)}
        for name, text in (defaults(part) | dict(texts.get(part, {}))).items():
            if name != LOGO:
                said[name] = [line for line in gaps.fill(text, values).splitlines() if line]
    return said


def _value(gap: str, facts: Mapping[str, Any]) -> str:
    if gap == "nama":
        return next((str(facts[name]) for name in NAMES if facts.get(name)), "")
    if gap == "tanggal":
        day = facts.get("issued_on")
        return words.short_date(day) if isinstance(day, date) else ""
    return str(facts.get({"kantor": "office_name", "kota": "issued_place", "nomor": "number"}[gap]) or "")
