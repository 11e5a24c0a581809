"""The office's figures for everybody: a page, and the same as open data; office/reports/published.py keeps small cells back."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Response, current_app
from flask_babel import force_locale, format_date, format_decimal
from flask_babel import gettext as _

from frame import charts
from frame.language import day, language
from frame.pages import page
from office import catalogue, clock, opening, regions, settings
from office.reports import published
from office.reports.applications import COUNTER, HELPER, HOME
from office.reports.cases import ELSEWHERE
from office.reports.published import Published
from web import room

FRESH = "public, max-age=3600"
LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
TABLES = ("months", "services", "villages", "channels")
VERSION, BARS = 1, 16


@room.get("/angka")
def show_figures() -> Response:
    """Show what the office did in the last twelve months that are over."""
    found = _published()
    shown = page("web/figures.html", first=day(found.first), last=day(found.last), tiles=_tiles(found), tables=_tables(found),
                 smallest=published.SMALLEST, licence=LICENCE, licence_url=LICENCE_URL)  # fmt: skip
    return _kept(shown)


@room.get("/data/angka.csv")
def figures_csv() -> Response:
    """Give the same figures as one table: table, code, name, value; a value kept back is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["tabel", "kode", "nama", "nilai"])
    with force_locale("id"):
        writer.writerows(_rows(_published()))
    return _kept(Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv"))


@room.get("/data/angka.json")
def figures_json() -> Response:
    """Give the same figures as JSON, as /data/angka.schema.json describes it; a value kept back is null."""
    with force_locale("id"):
        found = _plain(_published())
    return _kept(Response(json.dumps(found, ensure_ascii=False, indent=1), mimetype="application/json"))


@room.get("/data/angka.schema.json")
def figures_schema() -> Response:
    """Give the JSON schema of /data/angka.json."""
    return _kept(Response(json.dumps(SCHEMA, ensure_ascii=False, indent=1), mimetype="application/schema+json"))


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = FRESH
    response.vary.add("Cookie")
    return response


def _published() -> Published:
    """The figures, counted at most once an hour by a process: they change with the month."""
    at = clock.now()
    hour = f"{opening.local(at):%Y-%m-%d %H}"
    name, found = current_app.extensions.get("published", ("", None))
    if name != hour or found is None:
        found = published.published(opening.local_day(at))
        current_app.extensions["published"] = (hour, found)
    return found


def _tiles(found: Published) -> list[tuple[str, str, str]]:
    hours = _("jam kerja")
    return [
        (_("Permohonan masuk"), _said(found.sent), ""), (_("Permohonan selesai"), _said(found.done), ""),
        (_("Separuh selesai dalam"), _said(found.median_hours), hours),
        (_("Sembilan dari sepuluh dalam"), _said(found.ninetieth_hours), hours),
        (_("Benar sejak pertama dikirim"), _said(found.right_first), _("persen")),
        (_("Nomor antrean"), _said(found.tickets), ""), (_("Rata-rata menunggu"), _said(found.wait_minutes), _("menit")),
        (_("Kunjungan dihemat"), _said(found.saved), _("memilih mengurus dari rumah")),
    ]  # fmt: skip


def _tables(found: Published) -> list[dict[str, Any]]:
    names = {"months": _("Permohonan menurut bulan"), "services": _("Permohonan menurut layanan"),
             "villages": _("Permohonan menurut kelurahan"), "channels": _("Permohonan menurut jalur")}  # fmt: skip
    return [_table(code, names[code], getattr(found, code)) for code in TABLES]


def _table(code: str, title: str, cells: Mapping[str, int | None]) -> dict[str, Any]:
    named = [(_name(code, key), value) for key, value in cells.items()]
    shown = [(name, [value]) for name, value in named if value is not None][:BARS]
    drawing = charts.bars(shown, [""], title, format_decimal) if shown else None
    return {"title": title, "rows": [(name, _said(value)) for name, value in named], "drawing": drawing}


def _name(table: str, code: str) -> str:
    """What a cell is called; in the data in Indonesian, whoever asks."""
    if table == "months":
        return format_date(date.fromisoformat(f"{code}-01"), "MMMM y")
    if table == "services":
        found = catalogue.services().get(code)
        return found.name.in_language(language()) if found else code
    if table == "villages":
        return {"": _("Tidak disebut"), ELSEWHERE: _("Luar kota")}.get(code) or regions.name_of(code) or code
    return {HOME: _("Dari rumah"), COUNTER: _("Di loket"), HELPER: _("Lewat pendamping")}[code]


def _said(value: float | None) -> str:
    return _("ditahan") if value is None else str(format_decimal(value, "#,##0.#"))


def _rows(found: Published) -> list[tuple[str, str, str, Any]]:
    totals = [("total", name, "", value) for name, value in _totals(found).items()]
    cells = [(code, key, _name(code, key), value) for code in TABLES for key, value in getattr(found, code).items()]
    return totals + cells


def _plain(found: Published) -> dict[str, Any]:
    tables = {
        code: [{"code": key, "name": _name(code, key), "value": value} for key, value in getattr(found, code).items()]
        for code in TABLES
    }
    return {
        "version": VERSION, "schema": "/data/angka.schema.json", "licence": LICENCE, "licence_url": LICENCE_URL,
        "publisher": settings.get("office_name", clock.now()), "first": found.first.isoformat(),
        "last": found.last.isoformat(), "smallest_cell": published.SMALLEST, "totals": _totals(found), **tables,
    }  # fmt: skip


def _totals(found: Published) -> dict[str, float | None]:
    names = ("sent", "done", "median_hours", "ninetieth_hours", "right_first", "tickets", "wait_minutes", "saved")
    return {name: getattr(found, name) for name in names}


_CELL = {
    "type": "object", "required": ["code", "name", "value"], "additionalProperties": False,
    "properties": {"code": {"type": "string"}, "name": {"type": "string"}, "value": {"type": ["integer", "null"], "minimum": 5}},
}  # fmt: skip
_NUMBER = {"type": ["number", "null"], "minimum": 0}
_COUNT = {"type": ["integer", "null"], "minimum": 5}
SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Angka pelayanan Disdukcapil Kota Bontang",
    "description": "Dua belas bulan terakhir yang sudah lewat. Nilai null ditahan agar tidak ada orang yang dikenali.",
    "type": "object", "additionalProperties": False,
    "required": ["version", "licence", "first", "last", "smallest_cell", "totals", *TABLES],
    "properties": {
        "version": {"const": VERSION}, "schema": {"type": "string"}, "licence": {"type": "string"},
        "licence_url": {"type": "string"}, "publisher": {"type": "string"}, "first": {"type": "string", "format": "date"},
        "last": {"type": "string", "format": "date"}, "smallest_cell": {"const": published.SMALLEST},
        "totals": {
            "type": "object", "additionalProperties": False,
            "properties": {
                **dict.fromkeys(("sent", "done", "tickets", "saved"), _COUNT),
                **dict.fromkeys(("median_hours", "ninetieth_hours", "right_first", "wait_minutes"), _NUMBER),
            },
        },
        **{code: {"type": "array", "items": _CELL} for code in TABLES},
    },
}  # fmt: skip
