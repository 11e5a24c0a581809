"""The same family card of one sheet drawn straight with reportlab: what the road through HTML is held against."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from office import words
from outside import kk_sheets
from outside.pdf import FONTS, text_width

PLAIN, BOLD = "Bench", "Bench-Bold"
MM = kk_sheets.MM
LEFT, NUMBER = 12 * MM, 7.0


def draw(said: Mapping[str, Any]) -> bytes:
    """One sheet of a family card, from the facts that its template is given."""
    _register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4), invariant=1)
    sheet = kk_sheets.sheets(said["members"], text_width)[0]
    _specimen(canvas)
    _head(canvas, said)
    y = _table(canvas, A4[0] - 38 * MM, kk_sheets.UPPER, [(row.number, row.upper) for row in sheet.rows], sheet.empty)
    _table(canvas, y - 2 * MM, kk_sheets.LOWER, [(row.number, row.lower) for row in sheet.rows], sheet.empty)
    _foot(canvas, said)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _register() -> None:
    if PLAIN not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(PLAIN, str(FONTS / "DejaVuSans.ttf")))
        pdfmetrics.registerFont(TTFont(BOLD, str(FONTS / "DejaVuSans-Bold.ttf")))


def _specimen(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillColorRGB(0.965, 0.890, 0.871)
    canvas.translate(A4[1] / 2, A4[0] / 2)
    canvas.rotate(35)
    canvas.setFont(BOLD, 130)
    canvas.drawCentredString(0, -20, "CONTOH")
    canvas.setFont(BOLD, 36)
    canvas.drawCentredString(0, -80, "belum ber-TTE resmi")
    canvas.restoreState()


def _head(canvas: Canvas, said: Mapping[str, Any]) -> None:
    top = A4[0] - 10 * MM
    _middle(canvas, top - 15, "KARTU KELUARGA", 16)
    _middle(canvas, top - 31, f"No. {said['kk']}", 11)
    place = said["village"]
    rows = (
        ("Nama Kepala Keluarga", said["head_name"], "Desa/Kelurahan", place["village"]),
        ("Alamat", said["address"], "Kecamatan", place["district"]),
        ("RT/RW", f"{said['rt']}/{said['rw']}", "Kabupaten/Kota", place["regency"]),
        ("Kode Pos", said["postal_code"], "Provinsi", place["province"]),
    )
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            canvas.setFont(BOLD if column % 2 else PLAIN, 8)
            x = LEFT + (0, 37, 137, 174)[column] * MM
            canvas.drawString(x, top - 44 - 10 * line, f": {text}" if column % 2 else text)


def _table(
    canvas: Canvas, y: float, columns: Sequence[kk_sheets.Column],
    rows: Sequence[tuple[int, Sequence[kk_sheets.Cell]]], empty: Sequence[int],
) -> float:  # fmt: skip
    widths = [NUMBER * MM, *(column.width * MM for column in columns)]
    heads = ["No.", *(column.heading for column in columns)]
    y = _row(canvas, y, widths, heads, BOLD, [6.5] * len(heads))
    y = _row(canvas, y, widths, ["", *(f"({column.number})" for column in columns)], PLAIN, [5.5] * len(heads))
    for number, cells in rows:
        sizes = [7.0, *(kk_sheets.SIZES[cell.step][0] for cell in cells)]
        y = _row(canvas, y, widths, [str(number), *(cell.text for cell in cells)], PLAIN, sizes)
    for number in empty:
        y = _row(canvas, y, widths, [str(number), *("-" for _ in columns)], PLAIN, [7.0] * len(heads))
    return y


def _row(
    canvas: Canvas, y: float, widths: Sequence[float], texts: Sequence[str], font: str, sizes: Sequence[float]
) -> float:
    broken = [
        simpleSplit(text, font, size, width - kk_sheets.SIDES) or [""]
        for text, size, width in zip(texts, sizes, widths, strict=True)
    ]
    height = kk_sheets.PADDING + max(len(lines) * size * 1.2 for lines, size in zip(broken, sizes, strict=True))
    x = LEFT
    for lines, size, width in zip(broken, sizes, widths, strict=True):
        canvas.setLineWidth(0.4)
        canvas.rect(x, y - height, width, height)
        canvas.setFont(font, size)
        for place, line in enumerate(lines):
            canvas.drawString(x + kk_sheets.SIDES / 2, y - 2.5 - size * (1 + 1.2 * place), line)
        x += width
    return y - height


def _foot(canvas: Canvas, said: Mapping[str, Any]) -> None:
    top = A4[0] - 162 * MM
    canvas.setFont(PLAIN, 7)
    canvas.drawString(LEFT, top, f"Dikeluarkan tanggal: {words.numeric_date(said['issued_on'])}")
    canvas.drawString(LEFT, top - 9, "Lembar 1 dari 1")
    lines = ("Pindai kode atau buka alamat ini untuk memeriksa keaslian:", said["check_url"], said["office_name"])
    for place, line in enumerate(lines):
        canvas.drawString(LEFT + 62 * MM, top - 9 * place, line)
    canvas.drawCentredString(LEFT + 159 * MM, top, "Kepala Keluarga")
    canvas.drawCentredString(LEFT + 159 * MM, top - 48, said["head_name"])
    canvas.drawCentredString(LEFT + 234 * MM, top, said["signatory_title"])
    canvas.drawImage(ImageReader(io.BytesIO(said["qr_png"])), LEFT + 224 * MM, top - 60, 19 * MM, 19 * MM)
    canvas.drawCentredString(LEFT + 234 * MM, top - 70, said["signatory_name"])
    canvas.drawCentredString(LEFT + 234 * MM, top - 79, f"NIP {said['signatory_nip']}")
    _middle(canvas, A4[0] - 196 * MM, "CONTOH - belum ber-TTE resmi.", 6.5)
    canvas.rect(8 * MM, 8 * MM, 281 * MM, 194 * MM)


def _middle(canvas: Canvas, y: float, text: str, size: float) -> None:
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(A4[1] / 2, y, text)
