"""The report as files: CSV and XLSX of the chosen period, and the month as PDF, ready to be sent."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import report_words, room
from desk.report_parts import Cell, Part, cell
from desk.report_sections import SECTIONS
from desk.reports import chosen_scope, counted
from desk.roles import STEERS
from frame.access import open_to
from frame.doors import doors
from frame.language import day, day_hour
from frame.pages import download
from office import clock, opening, settings
from office.errors import Refused
from office.reports import scope
from office.reports.scope import Scope

# A cell that begins so would be worked out by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# On paper a table is cut, and a picture higher than this says less than its table.
PDF_ROWS, PDF_HIGH = 18, 560


class NotDrawn(Refused):
    """The report could not be drawn in time."""

    status = 503
    message = "Laporan ini belum bisa digambar."
    next_step = "Tunggu sebentar, lalu coba lagi."


@room.get("/laporan.csv")
@open_to(*STEERS)
def report_csv() -> Response:
    """Give every figure of the period as one table: section, table, row, column, value.

    Aborts: 422 BadPeriod.
    """
    at = clock.now()
    chosen = chosen_scope(at)
    counted()
    return download(as_csv(chosen, at), "text/csv; charset=utf-8", f"{_name(chosen)}.csv")


@room.get("/laporan.xlsx")
@open_to(*STEERS)
def report_xlsx() -> Response:
    """Give the report of the period as a workbook, a sheet for each section.

    Aborts: 422 BadPeriod.
    """
    at = clock.now()
    chosen = chosen_scope(at)
    counted()
    return download(as_xlsx(chosen, at), XLSX, f"{_name(chosen)}.xlsx")


@room.get("/laporan/bulan/<int(max=9999):year>-<int(max=99):month>.pdf")
@open_to(*STEERS)
def report_month(year: int, month: int) -> Response:
    """Give the report of a month as PDF, in Indonesian.

    Aborts: 422 no such month, or it has not begun; 503 it could not be drawn in time.
    """
    at = clock.now()
    chosen = scope.month(year, month, opening.local_day(at))
    counted()
    with force_locale("id"):
        facts = month_facts(chosen, at)
    try:
        return download(doors().draw_report(facts), "application/pdf", f"laporan-{year}-{month:02d}.pdf")
    except doors().overran:
        raise NotDrawn() from None


def as_csv(chosen: Scope, at: datetime) -> bytes:
    """The figures in UTF-8, with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Bagian"), _("Tabel"), _("Baris"), _("Kolom"), _("Nilai")])
    for title, part in _parts(chosen, at):
        for row in part.table.rows:
            for head, value in zip(part.table.heads[1:], row[1:], strict=True):
                writer.writerow([safe(each) for each in (title, part.title, row[0], head, value)])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(chosen: Scope, at: datetime) -> bytes:
    """A workbook: text is kept as text, numbers as numbers, nothing as a formula or a link."""
    # Loaded only here: few page processes ever make one.
    import xlsxwriter

    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, plain) as book:
        book.set_properties({"title": _name(chosen), "created": at.replace(tzinfo=None)})
        bold, head = book.add_format({"bold": True, "font_size": 13}), book.add_format({"bold": True, "bottom": 1})
        for section in SECTIONS:
            sheet = book.add_worksheet(section.title()[:31])
            sheet.set_column(0, 0, 44)
            sheet.set_column(1, 12, 16)
            _fill(sheet, section.parts(chosen, at), _period(chosen), bold, head)
    return out.getvalue()


def safe(value: Cell) -> Cell:
    """A cell that no spreadsheet works out: text that begins like a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def month_facts(chosen: Scope, at: datetime) -> dict[str, Any]:
    """The report of a month as outside/report.py draws it."""
    parts = [
        {"title": part.title, "note": part.note, "section": section.title(), "drawing": _on_paper(part),
         "heads": list(part.table.heads), "right": [part.table.numbers(n) for n in range(len(part.table.heads))],
         "rows": [[cell(value) for value in row] for row in part.table.rows[:PDF_ROWS]],
         "more": max(len(part.table.rows) - PDF_ROWS, 0)}
        for section in SECTIONS for part in section.parts(chosen, at) if part.table.rows
    ]  # fmt: skip
    for part in parts:
        part["more"] = _("dan %(n)s baris lagi; lihat berkas XLSX", n=part["more"]) if part["more"] else ""
    return {
        "office": settings.get("office_name", at), "city": settings.get("office_city", at),
        "title": _("Laporan pelayanan bulan %(month)s", month=format_date(chosen.first, "MMMM y")), "period": _period(chosen),
        "made": _("Dibuat %(when)s dari catatan elektronik kantor, tanpa nama warga.", when=day_hour(at)),
        "page": _("Halaman %(n)s dari %(of)s", n="{n}", of="{of}"), "parts": parts, "empty": _("Belum ada angka pada masa ini."),
        "signed": (settings.get("head_title", at), settings.get("head_name", at), settings.get("head_nip", at)),
        "place": f"{settings.get('office_city', at)}, {format_date(opening.local_day(at), 'd MMMM y')}",
    }  # fmt: skip


def _on_paper(part: Part) -> dict[str, Any] | None:
    return part.drawing.plain() if part.drawing and part.drawing.height <= PDF_HIGH else None


def _parts(chosen: Scope, at: datetime) -> Iterator[tuple[str, Part]]:
    for section in SECTIONS:
        yield from ((section.title(), part) for part in section.parts(chosen, at))


def _fill(sheet: Any, parts: list[Part], period: str, bold: Any, head: Any) -> None:
    sheet.write_string(0, 0, period)
    line = 2
    for part in parts:
        sheet.write_string(line, 0, part.title, bold)
        for column, name in enumerate(part.table.heads):
            sheet.write_string(line + 1, column, name, head)
        for number, row in enumerate(part.table.rows, start=line + 2):
            for column, value in enumerate(row):
                _write(sheet, number, column, value)
        line += len(part.table.rows) + 4


def _write(sheet: Any, line: int, column: int, value: Cell) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(line, column, value)
    else:
        sheet.write_number(line, column, value)


def _name(chosen: Scope) -> str:
    return f"laporan-{chosen.first}-{chosen.last}"


def _period(chosen: Scope) -> str:
    return _("%(first)s sampai %(last)s, %(days)s", first=day(chosen.first), last=day(chosen.last),
             days=report_words.days(chosen.days))  # fmt: skip
