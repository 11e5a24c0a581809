"""The family card's sheets: which members stand on which, measured so that nothing runs over the edge.

Ten members fill a sheet; fewer do where long names make their rows taller. The columns are the card's seventeen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from office import words

Member = Mapping[str, Any]
Measure = Callable[[str, float], float]  # the width in points of a text at a size in points

MM = 72 / 25.4
ROWS = 10
# What templates/documents/kk.html has for the rows of both tables on a sheet, and how it sets them; in points.
ROOM = 95 * MM
SIZES = ((7.0, 34), (6.2, 60), (5.6, 10_000))  # size of letters, for texts of up to so many
SCALES = (1.0, 0.93, 0.86)  # the sizes shrink where that saves a sheet
LEADING = 1.245
PADDING = 1.6 * MM
SIDES = 2.0 * MM


@dataclass(frozen=True)
class Column:
    """One numbered column: its heading, its width in mm, and the fact of a member that stands in it."""

    number: int
    heading: str
    width: float
    fact: str


@dataclass(frozen=True)
class Cell:
    """What stands in one column of a row, and at which of the sizes (0 is the largest)."""

    text: str
    step: int


@dataclass(frozen=True)
class Row:
    """One member: the number within the family, the cells of the upper and of the lower table."""

    number: int
    upper: tuple[Cell, ...]
    lower: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """One page: its members, the numbers of the rows that stay empty and are struck out, and how much it shrinks."""

    rows: tuple[Row, ...]
    empty: tuple[int, ...]
    scale: float


UPPER = (
    Column(1, "Nama Lengkap", 59, "name"),
    Column(2, "NIK", 32, "nik"),
    Column(3, "Jenis Kelamin", 20, "sex"),
    Column(4, "Tempat Lahir", 31, "birth_place"),
    Column(5, "Tanggal Lahir", 21, "birth_date"),
    Column(6, "Agama", 23, "religion"),
    Column(7, "Pendidikan", 33, "education"),
    Column(8, "Jenis Pekerjaan", 31, "occupation"),
    Column(9, "Golongan Darah", 16, "blood"),
)
LOWER = (
    Column(10, "Status Perkawinan", 35, "marital"),
    Column(11, "Tanggal Perkawinan/ Perceraian", 25, "marital_date"),
    Column(12, "Status Hubungan dalam Keluarga", 30, "shdk"),
    Column(13, "Kewarga- negaraan", 20, "citizenship"),
    Column(14, "No. Paspor", 26, "passport"),
    Column(15, "No. KITAP", 26, "permit"),
    Column(16, "Ayah", 52, "father"),
    Column(17, "Ibu", 52, "mother"),
)


def sheets(members: Sequence[Member], measure: Measure, fit: int = 0) -> list[Sheet]:
    """Spread the members, as `says.prepare` gives them, over as few sheets as hold them in their order.

    `fit` above 0 leaves some room free: the renderer broke a word into more lines than was foreseen.
    """
    room = ROOM * (1 - fit / 10)
    rows = [Row(number, _cells(UPPER, member), _cells(LOWER, member)) for number, member in enumerate(members, start=1)]
    spreads = (_spread(rows, scale, room, measure) for scale in SCALES)
    # Of spreads that are equally good the first is taken, and has the largest letters.
    return min(spreads, key=lambda spread: (len(spread), -sum(len(sheet.rows) for sheet in spread[:-1])))


def _spread(rows: Sequence[Row], scale: float, room: float, measure: Measure) -> list[Sheet]:
    pages: list[list[Row]] = [[]]
    left = [room]
    for row in rows:
        height = _height(UPPER, row.upper, scale, measure) + _height(LOWER, row.lower, scale, measure)
        if pages[-1] and (len(pages[-1]) == ROWS or height > left[-1]):
            pages.append([])
            left.append(room)
        pages[-1].append(row)
        left[-1] -= height
    return [_sheet(page, scale, free) for page, free in zip(pages, left, strict=True)]


def _sheet(rows: Sequence[Row], scale: float, left: float) -> Sheet:
    fitting = int(left // (2 * (PADDING + SIZES[0][0] * scale * LEADING)))
    after = rows[-1].number + 1 if rows else 1
    return Sheet(tuple(rows), tuple(range(after, after + max(0, min(ROWS - len(rows), fitting)))), scale)


def _cells(columns: Sequence[Column], member: Member) -> tuple[Cell, ...]:
    return tuple(_cell(member.get(column.fact)) for column in columns)


def _cell(value: Any) -> Cell:
    text = _said(value)
    return Cell(text, next(step for step, (_, longest) in enumerate(SIZES) if len(text) <= longest))


def _said(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, Mapping):
        return str(value["id"])
    return words.numeric_date(value) if isinstance(value, date) else str(value)


def _height(columns: Sequence[Column], cells: Sequence[Cell], scale: float, measure: Measure) -> float:
    return PADDING + max(
        lines(cell.text, SIZES[cell.step][0] * scale, column.width * MM - SIDES, measure)
        * SIZES[cell.step][0] * scale * LEADING
        for column, cell in zip(columns, cells, strict=True)
    )  # fmt: skip


def lines(text: str, size: float, width: float, measure: Measure) -> int:
    """How many lines a text takes in a column of so many points; a word wider than the column is broken."""
    count, room = 1, width
    blank = measure(" ", size)
    for word in text.split():
        long = measure(word, size)
        if long > room and room < width:
            count, room = count + 1, width
        if long > width:
            broken = _broken(word, size, width, measure)
            count, room = count + broken, 0.0
        else:
            room -= long + blank
    return count


def _broken(word: str, size: float, width: float, measure: Measure) -> int:
    """How many times a word that is wider than the column breaks."""
    breaks, room = 0, width
    for letter in word:
        wide = measure(letter, size)
        if wide > room:
            breaks, room = breaks + 1, width
        room -= wide
    return breaks
