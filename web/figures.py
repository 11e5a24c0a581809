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
COUNTS = ("sent", "done", "tickets", "saved")
MEASURES = ("median_hours", "ninetieth_hours", "right_first", "wait_minutes")
VERSION, BARS = 2, 24


@room.get("/angka")
def show_figures() -> Response:
    """Show what the office did in the last twelve months that are over."""
    found = _published()
    shown = page("web/figures.html", first=day(found.first), last=day(found.last), tiles=_tiles(found), tables=_tables(found),
                 smallest=published.SMALLEST, licence=LICENCE, licence_url=LICENCE_URL)  # fmt: skip
    return _kept(shown)


@room.get("/data/angka.csv")
def figures_csv() -> Response:
    """Give the same figures as one table: table, code, name, value, state; a value kept back or not there is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["tabel", "kode", "nama", "nilai", "keadaan"])
    with force_locale("id"):
        writer.writerows(_rows(_published()))
    return _kept(Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv"))


@room.get("/data/angka.json")
def figures_json() -> Response:
    """Give the same figures as JSON, as /data/angka.schema.json describes it; a value kept back or not there is null."""
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
    hours, few = _("jam kerja"), _("Kurang dari %(n)s", n=published.SMALLEST)
    named = {
        "sent": (_("Permohonan masuk"), ""), "done": (_("Permohonan selesai"), ""),
        "median_hours": (_("Separuh selesai dalam"), hours), "ninetieth_hours": (_("Sembilan dari sepuluh dalam"), hours),
        "right_first": (_("Benar sejak pertama dikirim"), _("persen")), "tickets": (_("Nomor antrean"), ""),
        "wait_minutes": (_("Rata-rata menunggu"), _("menit")),
        "saved": (_("Kunjungan dihemat"), _("memilih mengurus dari rumah")),
    }  # fmt: skip
    kept = {True: (few, _("tidak ditampilkan")), False: (_("Tidak ditampilkan"), _("menyangkut terlalu sedikit orang"))}
    return [(label, *_tile(found, name, unit, kept[name in COUNTS])) for name, (label, unit) in named.items()]


def _tile(found: Published, name: str, unit: str, kept: tuple[str, str]) -> tuple[str, str]:
    """A figure and the words below it: kept back, not there, or told."""
    value = getattr(found, name)
    if value is None:
        return kept if name in found.withheld else (_("Belum ada data"), "")
    return str(format_decimal(value, "#,##0.#")), unit


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


def _said(value: int | None) -> str:
    return _("tidak ditampilkan") if value is None else str(format_decimal(value))


def _rows(found: Published) -> list[tuple[str, str, str, Any, str]]:
    totals = [
        ("total", name, "", value, _state(value, name in found.withheld)) for name, value in _totals(found).items()
    ]
    cells = [
        (code, key, _name(code, key), value, _state(value, True))
        for code in TABLES for key, value in getattr(found, code).items()
    ]  # fmt: skip
    return totals + cells


def _state(value: float | None, withheld: bool) -> str:
    return "ada" if value is not None else "ditahan" if withheld else "belum ada data"


def _plain(found: Published) -> dict[str, Any]:
    tables = {
        code: [{"code": key, "name": _name(code, key), "value": value} for key, value in getattr(found, code).items()]
        for code in TABLES
    }
    return {
        "version": VERSION, "schema": "/data/angka.schema.json", "licence": LICENCE, "licence_url": LICENCE_URL,
        "publisher": settings.get("office_name", clock.now()), "first": found.first.isoformat(),
        "last": found.last.isoformat(), "smallest_cell": published.SMALLEST, "totals": _totals(found),
        "withheld": sorted(found.withheld), **tables,
    }  # fmt: skip


def _totals(found: Published) -> dict[str, float | None]:
    return {name: getattr(found, name) for name in (*COUNTS, *MEASURES)}


_COUNT = {"anyOf": [{"const": 0}, {"type": "integer", "minimum": published.SMALLEST}, {"type": "null"}]}
_NUMBER = {"type": ["number", "null"], "minimum": 0}
_CELL = {
    "type": "object", "required": ["code", "name", "value"], "additionalProperties": False,
    "properties": {"code": {"type": "string"}, "name": {"type": "string"}, "value": _COUNT},
}  # fmt: skip
SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Angka pelayanan Disdukcapil Kota Bontang",
    "description": "Dua belas bulan terakhir yang sudah lewat. Nilai null dalam tabel ditahan agar tidak ada yang dikenali; "
                   "nilai null dalam totals ditahan bila namanya ada dalam withheld, selain itu belum ada datanya.",
    "type": "object", "additionalProperties": False,
    "required": [
        "version", "schema", "licence", "licence_url", "publisher", "first", "last", "smallest_cell", "totals", "withheld",
        *TABLES,
    ],
    "properties": {
        "version": {"const": VERSION}, "schema": {"type": "string"}, "licence": {"type": "string"},
        "licence_url": {"type": "string"}, "publisher": {"type": "string"}, "first": {"type": "string", "format": "date"},
        "last": {"type": "string", "format": "date"}, "smallest_cell": {"const": published.SMALLEST},
        "totals": {
            "type": "object", "additionalProperties": False, "required": [*COUNTS, *MEASURES],
            "properties": dict.fromkeys(COUNTS, _COUNT) | dict.fromkeys(MEASURES, _NUMBER),
        },
        "withheld": {"type": "array", "items": {"enum": [*COUNTS, *MEASURES]}},
        **{code: {"type": "array", "items": _CELL} for code in TABLES},
    },
}  # fmt: skip
