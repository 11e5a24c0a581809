"""A CSV file of residents as lines: decoded, its columns known, each cell read or refused with a sentence."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from office.errors import Refused
from office.identity import BadInput
from office.identity.bad_input import N_
from office.register import checks
from office.register.elements import BY_CODE, BY_COLUMN, FAMILY, PERSON, Element, read

REQUIRED = tuple(each.column for each in FAMILY + PERSON if each.required)
FORMULA = ("=", "+", "-", "@", "\t", "\r")

_BLANK = {each.code: None if each.kind in ("date", "flag") else "" for each in FAMILY + PERSON}
_WIDTH = N_("Baris ini punya %(count)s sel, judulnya %(wanted)s.")
_BROKEN = N_("Baris ini tidak bisa dibaca sebagai CSV. Periksa tanda kutipnya.")


class BadFile(Refused):
    """The file can't be read as a CSV file of residents; nothing of it was kept."""

    message = "Berkas ini tidak bisa dibaca."
    next_step = "Simpan lagi sebagai CSV UTF-8, dengan judul kolom seperti pada hasil ekspor."


class WrongEncoding(BadFile):
    """The bytes are not UTF-8."""

    message = "Berkas ini bukan UTF-8, jadi huruf di baris %(line)s tidak bisa dibaca."
    next_step = "Di Excel pilih Simpan sebagai, lalu CSV UTF-8."


class EmptyFile(BadFile):
    """There is no line below the heads."""

    message = "Berkas ini kosong."


class WrongColumns(BadFile):
    """Heads are missing, unknown or stand twice."""

    message = "Judul kolom tidak cocok. Kurang: %(missing)s. Tidak dikenal: %(unknown)s. Ganda: %(doubled)s."


@dataclass
class Line:
    """One line of the file: its number, its values by code, and what is wrong (column, sentence)."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    wrong: list[tuple[str, BadInput]] = field(default_factory=list)


def lines_of(file: BinaryIO, *, on: Any) -> Iterator[Line]:
    """The lines below the heads of a UTF-8 file with or without BOM, cells parted by `;` or `,`.

    `on` is the office's local day, after which nobody can be born.

    Raises:
        BadFile: WrongEncoding, WrongColumns, EmptyFile; possibly after some lines.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield from _lines(text, on)
    finally:
        text.detach()


def _lines(text: io.TextIOWrapper, on: Any) -> Iterator[Line]:
    reader: Any = None
    try:
        first = text.readline(20_000)
        delimiter = ";" if first.count(";") > first.count(",") else ","
        columns = _columns(next(csv.reader([first], delimiter=delimiter), []))
        reader, empty = csv.reader(text, delimiter=delimiter), True
        for cells in reader:
            if cells and any(cells):
                empty = False
                yield _line(reader.line_num + 1, cells, columns, on)
        if empty:
            raise EmptyFile()
    except UnicodeDecodeError:
        raise WrongEncoding(line=reader.line_num + 2 if reader else 1) from None
    except csv.Error:
        yield Line(reader.line_num + 1 if reader else 1, wrong=[("", BadInput("broken", _BROKEN))])


def _columns(heads: Sequence[str]) -> list[Element]:
    named = [re.sub(r"[\s_]+", "_", head.strip().casefold()) for head in heads]
    unknown = [name for name in named if name not in BY_COLUMN]
    missing = [name for name in REQUIRED if name not in named]
    doubled = sorted({name for name in named if named.count(name) > 1})
    if not any(named):
        raise EmptyFile()
    if unknown or missing or doubled:
        raise WrongColumns(missing=_listed(missing), unknown=_listed(unknown), doubled=_listed(doubled))
    return [BY_COLUMN[name] for name in named]


def _listed(names: Sequence[str]) -> str:
    # A file of another kind may have anything in its first line, even people.
    return ", ".join(name[:30] for name in names[:6]) + (", …" if len(names) > 6 else "") if names else "-"


def _line(number: int, cells: Sequence[str], columns: Sequence[Element], on: Any) -> Line:
    line = Line(number, dict(_BLANK))
    if len(cells) != len(columns):
        line.wrong.append(("", BadInput("width", _WIDTH, count=len(cells), wanted=len(columns))))
        return line
    for element, cell in zip(columns, cells, strict=True):
        if not cell and not element.required:
            continue
        try:
            line.values[element.code] = read(element, unguarded(cell))
        except BadInput as wrong:
            line.wrong.append((element.column, wrong))
    if not line.wrong:
        line.wrong += [(BY_CODE[code].column, wrong) for code, wrong in checks.of_person(line.values, on=on)]
    return line


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell
