"""A register book as PDF: A4 landscape, as many pages as it takes, the heads of its columns on each.

Drawn line by line: the documents' renderer takes a minute for a year of births, and this takes a second or two. Pure, so that
it can run in a child process.
"""

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from outside.pdf import FONTS

REGULAR, BOLD = "Lamin-Book", "Lamin-Book-Bold"
FACES = {REGULAR: "DejaVuSans.ttf", BOLD: "DejaVuSans-Bold.ttf"}
SIZE, LEADING, PAD = 7.5, 9.4, 1.4 * mm
WIDE, HIGH = landscape(A4)
LEFT, TOP, BOTTOM = 15 * mm, HIGH - 27 * mm, 14 * mm
WIDTH = WIDE - 2 * LEFT
INK, GREEN, BROWN, LINE, HEAD, GAP, RED = (
    HexColor(colour) for colour in (0x15211E, 0x073D32, 0x573522, 0xC9A47C, 0xF4EBDF, 0xFBEDEA, 0x8A1C13)
)
STRUCK = 1  # the column whose text is struck out when a row is void: the number


class Row(NamedTuple):
    """One row, broken into lines: its kind ("", "void" or "gap"), the lines of each cell, its height in points."""

    kind: str
    cells: tuple[tuple[str, ...], ...]
    height: float


def draw(book: Mapping[str, Any]) -> bytes:
    """Draw a book as PDF bytes.

    `book` holds `title`, `office`, `printed` (the sentence at the foot), `page` ("Halaman {n} dari {of}"), `columns` (names
    with their shares of the width), `rows` (kinds with their cells) and `empty` (what stands there without a row). A letter
    that the font doesn't have is drawn as a question mark: one odd name must not cost the office its book.
    """
    know_the_faces()
    columns = [(str(name), WIDTH * share / sum(each for _, each in book["columns"])) for name, share in book["columns"]]
    head = _row("", [name for name, _width in columns], columns, BOLD)
    pages = list(_pages([_row(kind, cells, columns) for kind, cells in book["rows"]], TOP - head.height - BOTTOM))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDE, HIGH), invariant=1, initialFontName=REGULAR, initialFontSize=SIZE)
    canvas.setTitle(drawable(book["title"]))
    canvas.setCreator("Lamin")
    for number, rows in enumerate(pages, start=1):
        _frame(canvas, book, number, len(pages))
        at = _draw_row(canvas, head, columns, TOP, BOLD, HEAD)
        for row in rows:
            at = _draw_row(canvas, row, columns, at, REGULAR, GAP if row.kind == "gap" else None)
        if not book["rows"]:
            canvas.drawString(LEFT, at - LEADING - PAD, drawable(book["empty"]))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _pages(rows: Sequence[Row], room: float) -> Iterator[list[Row]]:
    page: list[Row] = []
    left = room
    for row in rows:
        if page and row.height > left:
            yield page
            page, left = [], room
        page.append(row)
        left -= row.height
    yield page


def _row(kind: str, cells: Sequence[str], columns: Sequence[tuple[str, float]], face: str = REGULAR) -> Row:
    broken = tuple(
        tuple(_lines(drawable(cell), width - 2 * PAD, face))
        for cell, (_name, width) in zip(cells, columns, strict=True)
    )
    return Row(kind, broken, max(len(lines) for lines in broken) * LEADING + 1.4 * PAD)


def _lines(text: str, width: float, face: str) -> Iterator[str]:
    """Break a text into lines; a word wider than the column is broken where it must."""
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if _width(joined, face) <= width:
            line = joined
            continue
        if line:
            yield line
        line = word
        while _width(line, face) > width:
            fits = next(n for n in range(len(line), 0, -1) if n == 1 or _width(line[:n], face) <= width)
            yield line[:fits]
            line = line[fits:]
    yield line


def _draw_row(
    canvas: Canvas, row: Row, columns: Sequence[tuple[str, float]], top: float, face: str, ground: Color | None
) -> float:
    """Draw one row with its frame, from `top` down; where the next one begins."""
    if ground is not None:
        canvas.setFillColor(ground)
        canvas.rect(LEFT, top - row.height, WIDTH, row.height, stroke=0, fill=1)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    canvas.setFillColor(BROWN if face == BOLD else RED if row.kind == "gap" else INK)
    canvas.setFont(face, SIZE)
    left = LEFT
    for place, (lines, (_name, width)) in enumerate(zip(row.cells, columns, strict=True)):
        canvas.rect(left, top - row.height, width, row.height)
        for n, line in enumerate(lines):
            base = top - 0.5 * PAD - SIZE - n * LEADING
            canvas.drawString(left + PAD, base, line)
            if row.kind == "void" and place == STRUCK:
                canvas.setStrokeColor(INK)
                canvas.line(left + PAD, base + SIZE * 0.32, left + PAD + _width(line, face), base + SIZE * 0.32)
                canvas.setStrokeColor(LINE)
        left += width
    return top - row.height


def _frame(canvas: Canvas, book: Mapping[str, Any], number: int, of: int) -> None:
    canvas.setFillColor(GREEN)
    canvas.setFont(REGULAR, 9)
    canvas.drawString(LEFT, HIGH - 15 * mm, drawable(book["office"]))
    canvas.setFont(BOLD, 14)
    canvas.drawString(LEFT, HIGH - 22 * mm, drawable(book["title"]))
    canvas.setFillColor(INK)
    canvas.setFont(REGULAR, 7)
    canvas.drawString(LEFT, 8 * mm, drawable(book["printed"]))
    canvas.drawRightString(WIDE - LEFT, 8 * mm, book["page"].format(n=number, of=of))


def drawable(text: str) -> str:
    """Letters and their marks composed, and a question mark for what the faces don't have."""
    known = _letters()
    return "".join(letter if ord(letter) in known else "?" for letter in unicodedata.normalize("NFC", text))


def _width(text: str, face: str) -> float:
    return float(pdfmetrics.stringWidth(text, face, SIZE))


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    faces = (frozenset(pdfmetrics.getFont(name).face.charToGlyph) for name in FACES)
    # Beyond 16 bits reportlab writes letters that can be seen and not copied.
    return frozenset(code for code in frozenset.intersection(*faces) if code <= 0xFFFF)


@lru_cache(maxsize=1)
def know_the_faces() -> None:
    """Register REGULAR and BOLD, once."""
    for name, file in FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
