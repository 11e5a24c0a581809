"""The report as files: CSV and XLSX of the chosen period, and the month as PDF, ready to be sent."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
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
from frame.language import day_hour
from frame.pages import download
from office import clock, opening, settings
from office.errors import Refused
from office.reports import scope
from office.reports.scope import Scope

# A cell that begins so would be worked out by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 14}, "part": {"bold": True, "font_size": 12}, "head": {"bold": True, "bottom": 1},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"}, "int": {"num_format": "#,##0"}, "float": {"num_format": "#,##0.0"},
    "places2": {"num_format": "0.00"}, "places3": {"num_format": "0.000"},
}  # fmt: skip


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
    return download(as_csv(chosen, at), "text/csv; charset=utf-8", f"{_name(chosen, at)}.csv")


@room.get("/laporan.xlsx")
@open_to(*STEERS)
def report_xlsx() -> Response:
    """Give the report of the period as a workbook, a sheet for each section.

    Aborts: 422 BadPeriod.
    """
    at = clock.now()
    chosen = chosen_scope(at)
    counted()
    return download(as_xlsx(chosen, at), XLSX, f"{_name(chosen, at)}.xlsx")


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
        return download(doors().draw_report(facts), "application/pdf", f"{_name(chosen, at)}.pdf")
    except doors().overran:
        raise NotDrawn() from None


def as_csv(chosen: Scope, at: datetime) -> bytes:
    """The figures in UTF-8, with the mark by which spreadsheets know it; the first rows say of what and of which days."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Bagian"), _("Tabel"), _("Baris"), _("Kolom"), _("Nilai")])
    for name, said in _about(chosen, at):
        writer.writerow([safe(_plain(each)) for each in (_("Laporan ini"), _("Masa dan cakupan"), name, "", said)])
    for title, part in _parts(chosen, at):
        for row in part.table.rows:
            for head, value in zip(part.table.heads[1:], row[1:], strict=True):
                writer.writerow([safe(_plain(each)) for each in (title, part.title, row[0], head, value)])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(chosen: Scope, at: datetime) -> bytes:
    """A workbook: text is kept as text, numbers and days as such, nothing as a formula or a link."""
    # Loaded only here: few page processes ever make one.
    import xlsxwriter

    out = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, plain) as book:
        book.set_properties({"title": _name(chosen, at), "created": at.replace(tzinfo=None)})
        looks = {name: book.add_format(look) for name, look in LOOKS.items()}
        for section in SECTIONS:
            sheet = book.add_worksheet(section.title()[:31])
            sheet.set_column(0, 0, 44)
            sheet.set_column(1, 12, 16)
            line = _head(sheet, section.title(), chosen, at, looks)
            _fill(sheet, line, section.parts(chosen, at), looks)
    return out.getvalue()


def safe(value: Cell) -> Cell:
    """A cell that no spreadsheet works out: text that begins like a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def month_facts(chosen: Scope, at: datetime) -> dict[str, Any]:
    """The report of a month as outside/report.py draws it."""
    parts = [
        {"title": part.title, "note": part.note, "section": section.title(),
         "drawing": part.drawing.plain() if part.drawing else None, "heads": list(part.table.heads),
         "right": [part.table.numbers(n) for n in range(len(part.table.heads))],
         "rows": [[cell(value) for value in row] for row in part.table.rows]}
        for section in SECTIONS for part in section.parts(chosen, at) if part.table.rows
    ]  # fmt: skip
    today = opening.local_day(at)
    given = {"month": format_date(chosen.first, "MMMM y"), "day": format_date(chosen.last, "d MMMM y")}
    title = _("Laporan pelayanan bulan %(month)s", **given)
    if chosen.running(today):
        title = _("Laporan pelayanan bulan %(month)s, sampai %(day)s (belum selesai)", **given)
    return {
        "office": settings.get("office_name", at), "title": title, "period": report_words.period(chosen, today),
        "made": _("Dibuat %(when)s dari catatan elektronik kantor, tanpa nama warga.", when=day_hour(at)),
        "page": _("Halaman %(n)s dari %(of)s", n="{n}", of="{of}"), "parts": parts, "empty": _("Belum ada angka pada masa ini."),
        "signed": (settings.get("head_title", at), settings.get("head_name", at), settings.get("head_nip", at)),
        "place": f"{settings.get('office_city', at)}, {format_date(today, 'd MMMM y')}",
    }  # fmt: skip


def _parts(chosen: Scope, at: datetime) -> Iterator[tuple[str, Part]]:
    for section in SECTIONS:
        yield from ((section.title(), part) for part in section.parts(chosen, at))


def _about(chosen: Scope, at: datetime) -> list[tuple[str, Cell]]:
    """The days, whether they are over, and of which service and place, for the head of a file."""
    state = _("belum selesai") if chosen.running(opening.local_day(at)) else _("selesai")
    return [
        (_("Dari hari"), chosen.first), (_("Sampai hari"), chosen.last), (_("Keadaan masa"), state),
        (_("Cakupan"), report_words.reach(chosen)), (_("Dibuat"), day_hour(at)),
    ]  # fmt: skip


def _head(sheet: Any, title: str, chosen: Scope, at: datetime, looks: Mapping[str, Any]) -> int:
    """Write what a sheet is about; the line on which its tables begin."""
    sheet.write_string(0, 0, title, looks["title"])
    sheet.write_string(1, 0, report_words.period(chosen, opening.local_day(at)))
    sheet.write_string(2, 0, report_words.reach(chosen))
    return 4


def _fill(sheet: Any, line: int, parts: list[Part], looks: Mapping[str, Any]) -> None:
    for part in parts:
        sheet.write_string(line, 0, part.title, looks["part"])
        for column, name in enumerate(part.table.heads):
            sheet.write_string(line + 1, column, name, looks["head"])
        for number, row in enumerate(part.table.rows, start=line + 2):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, looks)
        line += len(part.table.rows) + 4


def _write(sheet: Any, line: int, column: int, value: Cell, looks: Mapping[str, Any]) -> None:
    if isinstance(value, str):
        sheet.write_string(line, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, column, datetime.combine(value, time()), looks["day"])
    elif value is not None:
        look = f"places{-int(value.as_tuple().exponent)}" if isinstance(value, Decimal) else type(value).__name__
        sheet.write_number(line, column, float(value), looks[look])


def _plain(value: Cell) -> str | int | float | Decimal | None:
    """A cell as machines read it: a point before decimals, a day as 2020-06-04."""
    if isinstance(value, date):
        return value.isoformat()
    return round(value, 2) if isinstance(value, float) else value


def _name(chosen: Scope, at: datetime) -> str:
    unfinished = "-belum-selesai" if chosen.running(opening.local_day(at)) else ""
    return f"laporan-{chosen.first}-{chosen.last}{unfinished}"
