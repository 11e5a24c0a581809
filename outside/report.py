"""The report of a month as PDF: A4, the office's letterhead, charts and tables, a place for the signature.

Drawn in a child process from plain values; the charts are the shapes that the pages show as SVG.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from outside.book import BOLD, GREEN, HEAD, INK, LINE, REGULAR, drawable, know_the_faces

SIDE, TOP, BOTTOM = 20 * mm, 34 * mm, 18 * mm
WIDTH, PAD = A4[0] - 2 * SIDE, 6  # what a frame of reportlab keeps free at its edges
HEIGHT = A4[1] - TOP - BOTTOM - 2 * PAD
# A chart is as wide as this, smaller when it is high, but never so small that its words can't be read.
CHART, HIGHEST, SMALLEST = 0.7 * WIDTH, 155 * mm, 0.84
# A part up to so much of a page stands together; of a longer table so many rows stay with its heading.
TOGETHER, ROWS_AT_FOOT = 0.55, 4
CELL = 3
FILLS: Mapping[str, int] = {
    "a": 0x0B5748, "b": 0xC9A47C, "c": 0xFFFFFF, "h0": 0xFBF8F2, "h1": 0xD6E8E2, "h2": 0x9FCABD, "h3": 0x5A9F8D, "h4": 0x1D705E,
    "h5": 0x073D32, "dot": 0x0B5748, "dot2": 0x573522, "dot3": 0x0D4C68,
}  # fmt: skip
STROKES: Mapping[str, tuple[int, float, tuple[float, ...]]] = {
    "ln": (0x0B5748, 2.2, ()), "ln2": (0x573522, 2.2, (7, 5)), "ln3": (0x0D4C68, 2.2, (2, 4)), "gr": (0xDDD4C7, 0.8, ()),
    "ax": (0x6F685E, 1.0, ()), "ht": (0x573522, 0.9, ()),
}  # fmt: skip


def draw(report: Mapping[str, Any]) -> bytes:
    """Draw a report as PDF bytes.

    `report` holds `office`, `title`, `period`, `made`, `page` ("Halaman {n} dari {of}"), `empty`, `place`, `signed` (title,
    name, NIP) and `parts`: each with `section`, `title`, `note`, `heads`, `rows` of ready words, `right` (which columns are
    numbers), and `drawing` (or None): the `width`, `height` and `shapes` of frame/charts.py.
    """
    know_the_faces()
    out = io.BytesIO()
    paper = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=SIDE - PAD, rightMargin=SIDE - PAD, topMargin=TOP, bottomMargin=BOTTOM, invariant=1,
        title=drawable(report["title"]), author=drawable(report["office"]), creator="Lamin",
        initialFontName=REGULAR, initialFontSize=9,
    )  # fmt: skip
    story = list(_story(report))

    def numbered(*given: Any, **named: Any) -> "_Numbered":
        return _Numbered(report, *given, **named)

    paper.build(story, canvasmaker=numbered)
    return out.getvalue()


class _Numbered(Canvas):
    """A canvas that knows at the end how many pages there are, and only then writes their heads and feet."""

    def __init__(self, report: Mapping[str, Any], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.report, self.kept = report, []  # type: Mapping[str, Any], list[dict[str, Any]]

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self.kept, start=1):
            self.__dict__.update(page)
            _frame(self, self.report, number, len(self.kept))
            super().showPage()
        super().save()


class _Chart(Flowable):
    """The shapes of a chart at their place."""

    def __init__(self, drawing: Mapping[str, Any]) -> None:
        super().__init__()
        self.drawing = drawing
        self.scale = max(min(CHART / drawing["width"], HIGHEST / drawing["height"]), SMALLEST)
        self.width, self.height = drawing["width"] * self.scale, drawing["height"] * self.scale

    def draw(self) -> None:
        self.canv.saveState()
        # The shapes count from the upper left corner, a PDF from the lower one.
        self.canv.translate(0, self.height)
        self.canv.scale(self.scale, -self.scale)
        for tag, look, at, text in self.drawing["shapes"]:
            _SHAPES[tag](self.canv, look, at, text)
        self.canv.restoreState()


def _rect(canvas: Canvas, look: str, at: Mapping[str, Any], _text: str) -> None:
    canvas.setFillColor(HexColor(FILLS.get(look, 0xFFFFFF)))
    canvas.setStrokeColor(HexColor(0x6F685E))
    canvas.setLineWidth(0.5)
    canvas.setDash([3, 2] if look == "c" else [])
    canvas.rect(at["x"], at["y"], at["width"], at["height"], stroke=0 if look == "a" else 1, fill=1)


def _path(canvas: Canvas, look: str, at: Mapping[str, Any], _text: str) -> None:
    colour, width, dash = STROKES.get(look, STROKES["ax"])
    canvas.setStrokeColor(HexColor(colour))
    canvas.setLineWidth(width)
    canvas.setDash(list(dash))
    path = canvas.beginPath()
    for stroke in str(at["d"]).split("M")[1:]:
        for n, (x, y) in enumerate(_points(stroke)):
            (path.lineTo if n else path.moveTo)(x, y)
    canvas.drawPath(path, stroke=1, fill=0)


def _points(drawn: str) -> Iterator[tuple[float, float]]:
    """The corners of one stroke of the few kinds that charts have: `0 10H330`, `0 6h22`, `1 2L3 4L5 6`."""
    x = y = 0.0
    for piece in drawn.replace("H", "|H").replace("h", "|h").replace("L", "|L").split("|"):
        if piece.startswith("H"):
            x = float(piece[1:])
        elif piece.startswith("h"):
            x += float(piece[1:])
        else:
            x, y = (float(each) for each in piece.removeprefix("L").split())
        yield x, y


def _circle(canvas: Canvas, look: str, at: Mapping[str, Any], _text: str) -> None:
    canvas.setFillColor(HexColor(FILLS.get(look, 0)))
    canvas.circle(at["cx"], at["cy"], at["r"], stroke=0, fill=1)


def _words(canvas: Canvas, look: str, at: Mapping[str, Any], text: str) -> None:
    canvas.saveState()
    canvas.translate(at["x"], at["y"])
    canvas.scale(1, -1)
    canvas.setFont(BOLD if look in ("v", "on") else REGULAR, 9.5)
    canvas.setFillColor(Color(1, 1, 1) if look == "on" else INK)
    write = {"middle": canvas.drawCentredString, "end": canvas.drawRightString}.get(
        at["text-anchor"], canvas.drawString
    )
    write(0, 0, drawable(text))
    canvas.restoreState()


_SHAPES = {"rect": _rect, "path": _path, "circle": _circle, "text": _words}


def _story(report: Mapping[str, Any]) -> Iterator[Flowable]:
    yield Paragraph(_escaped(report["title"]), _style(15, bold=True, after=2))
    yield Paragraph(_escaped(report["period"]), _style(10, after=6))
    if not report["parts"]:
        yield Paragraph(_escaped(report["empty"]), _style(10))
    sections = ["", *(part["section"] for part in report["parts"])]
    for number, part in enumerate(report["parts"], start=1):
        begins = part["section"] != sections[number - 1]
        head = [Paragraph(_escaped(part["section"]), _style(14, bold=True, before=10, after=3))] if begins else []
        yield from _part(part, head, _signature(report) if part is report["parts"][-1] else [])
    yield from [] if report["parts"] else _signature(report)


def _signature(report: Mapping[str, Any]) -> list[Flowable]:
    title, name, nip = report["signed"]
    lines = [report["place"], title, "", "", "", name, f"NIP {nip}"]
    style = _style(10, left=WIDTH * 0.56)
    return [Spacer(0, 10 * mm), *(Paragraph(_escaped(line) or "&nbsp;", style) for line in lines)]


def _part(part: Mapping[str, Any], head: list[Flowable], last: list[Flowable]) -> Iterator[Flowable]:
    """A part with its headings: together where that takes no great piece of a page, else its chart before its table.

    `last` is the signature below the last part, which never stands on a page alone.
    """
    opening = [*head, Paragraph(_escaped(part["title"]), _style(11, bold=True, before=8, after=3))]
    if part["note"]:
        opening.append(Paragraph(_escaped(part["note"]), _style(9.5, after=3)))
    table = _table(part)
    drawn = [_Chart(part["drawing"]), Spacer(0, 3 * mm)] if part["drawing"] else []
    if _height([*opening, *drawn, table, *last]) <= HEIGHT * (1 if last else TOGETHER):
        yield KeepTogether([*opening, *drawn, table, *last])
    else:
        yield from [KeepTogether([*opening, *drawn])] if drawn else []
        again = [Paragraph(_escaped(part["title"]), _style(9.5, bold=True, after=2))]
        yield from _broken(again if drawn else opening, table)
        yield from [KeepTogether(last)] if last else []
    yield Spacer(0, 4 * mm)


def _broken(opening: list[Flowable], table: Table) -> Iterator[Flowable]:
    """A table that goes over pages: its heading stays with its first rows."""
    table.wrap(WIDTH, HEIGHT)
    yield CondPageBreak(_height(opening) + sum(table._rowHeights[: 1 + ROWS_AT_FOOT]))
    yield from [*opening, table]


def _height(parts: Sequence[Flowable]) -> float:
    return sum(each.getSpaceBefore() + each.wrap(WIDTH, HEIGHT)[1] + each.getSpaceAfter() for each in parts)


def _table(part: Mapping[str, Any]) -> Table:
    heads, rows, right = part["heads"], part["rows"], part["right"]
    size = 9 if len(heads) <= 6 else 8
    cells = [
        [Paragraph(_escaped(cell), _style(size, bold=n == 0, right=right[column])) for column, cell in enumerate(row)]
        for n, row in enumerate([heads, *rows])
    ]
    look = [
        ("GRID", (0, 0), (-1, -1), 0.4, LINE), ("BACKGROUND", (0, 0), (-1, 0), HEAD), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), CELL), ("RIGHTPADDING", (0, 0), (-1, -1), CELL), ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]  # fmt: skip
    return Table(cells, colWidths=_widths([heads, *rows], size), repeatRows=1, style=TableStyle(look), hAlign="LEFT")


def _widths(rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """Each column as wide as its longest cell where there is room for all, else as its longest word and a share of the rest.

    A table is at least as wide as a chart, so that the two stand in line; what that adds goes to the first column.
    """
    columns = list(zip(*rows, strict=True))
    whole = [max(_wide(cell, size) for cell in column) for column in columns]
    if sum(whole) <= WIDTH:
        return [whole[0] + max(CHART - sum(whole), 0), *whole[1:]]
    least = [max(_wide(word, size) for cell in column for word in cell.split() or [""]) for column in columns]
    wish = [min(full, WIDTH / 2) - word for full, word in zip(whole, least, strict=True)]
    rest = max(WIDTH - sum(least), 0) / (sum(max(each, 0) for each in wish) or 1)
    return [word + rest * max(each, 0) for word, each in zip(least, wish, strict=True)]


def _wide(text: str, size: float) -> float:
    return stringWidth(drawable(text), BOLD, size) + 2 * CELL + 1


def _frame(canvas: Canvas, report: Mapping[str, Any], number: int, of: int) -> None:
    wide, high = A4
    canvas.setFillColor(GREEN)
    canvas.setFont(BOLD, 12)
    canvas.drawString(SIDE, high - 19 * mm, drawable(report["office"]))
    canvas.setFont(REGULAR, 9)
    canvas.setFillColor(INK)
    canvas.drawString(SIDE, high - 24 * mm, drawable(report["title"]))
    canvas.setStrokeColor(GREEN)
    canvas.setLineWidth(1.4)
    canvas.line(SIDE, high - 27 * mm, wide - SIDE, high - 27 * mm)
    canvas.setFont(REGULAR, 8)
    canvas.drawString(SIDE, 10 * mm, drawable(report["made"]))
    canvas.drawRightString(wide - SIDE, 10 * mm, report["page"].format(n=number, of=of))


def _style(
    size: float, *, bold: bool = False, right: bool = False, before: float = 0, after: float = 0, left: float = 0
) -> ParagraphStyle:
    return ParagraphStyle(
        "report", fontName=BOLD if bold else REGULAR, fontSize=size, leading=size * 1.28, textColor=INK, spaceBefore=before,
        spaceAfter=after, leftIndent=left, alignment=2 if right else 0,
    )  # fmt: skip


def _escaped(text: str) -> str:
    return escape(drawable(text))
