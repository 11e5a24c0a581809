"""The public figures: no cell under five anywhere, the same on the page and in the data, kept for an hour."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest

from office import clock, opening
from office.db import db, transaction
from office.numbers import Counter
from office.reports import published, tally
from office.reports.tally import FigureDay
from web import figures

COUNTS = {
    tally.FILES: {
        "sent|akta-kelahiran|web": 9, "sent|kk-perubahan|counter": 3, "sent|kia-anak|web": 6, "village|64.74.01.1001": 9,
        "village|64.74.01.1002": 3, "village|": 6, "state|finished": 18, "done|all": 18, "done|right": 18,
    },
    tally.TIMES: {"minutes|akta-kelahiran|90": 18},
}  # fmt: skip


@pytest.fixture
def filled(app) -> date:
    """What was counted on the last day of last month: of each kind of row one is small."""
    last = published.window(opening.local_day(clock.now())).last
    with transaction():
        for part, counts in COUNTS.items():
            db.session.add(FigureDay(day=last, part=part, counts=counts))
        db.session.add(Counter(series=f"saved:{last}:B", value=3))
    return last


@pytest.mark.both_engines
def test_no_cell_under_five_is_told_and_none_can_be_subtracted(filled, phone):
    data = phone.client.get("/data/angka.json").get_json()
    cells = {name: {row["code"]: row["value"] for row in data[name]} for name in figures.TABLES}
    assert data["totals"]["sent"] == 18 and fits(data, phone.client.get("/data/angka.schema.json").get_json())
    # Three is kept back, and with it the next smallest, or eighteen less the others would tell it.
    assert cells["services"] == {"akta-kelahiran": 9, "kia-anak": None, "kk-perubahan": None}
    assert cells["villages"] == {"64.74.01.1001": 9, "": None, "64.74.01.1002": None}
    assert cells["channels"] == {"home": None, "counter": None}
    told = [value for table in cells.values() for value in table.values() if value is not None]
    assert all(value >= 5 for value in told) and data["withheld"] == ["saved"] and data["totals"]["tickets"] == 0
    assert data["totals"]["median_hours"] == 1.5 and data["totals"]["right_first"] == 100


def test_page_and_csv_say_the_same_as_the_json(filled, phone):
    data = phone.client.get("/data/angka.json").get_json()
    rows = list(csv.reader(io.StringIO(phone.client.get("/data/angka.csv").data.decode("utf-8-sig"))))
    assert rows[0] == ["tabel", "kode", "nama", "nilai", "keadaan"]
    told = {(table, code): value for table, code, _name, value, _state in rows[1:]}
    states = {code: state for table, code, _name, _value, state in rows[1:] if table == "total"}
    assert (states["sent"], states["saved"], states["wait_minutes"]) == ("ada", "ditahan", "belum ada data")
    for name in figures.TABLES:
        for row in data[name]:
            assert told[name, row["code"]] == ("" if row["value"] is None else str(row["value"]))
    page = phone.client.get("/angka")
    assert page.status_code == 200 and "Akta kelahiran" in page.text
    # Nothing, nothing to measure, and too few to tell are three things.
    tiles = dict(re.findall(r"<dt>([^<]+)</dt><dd><b>([^<]+)</b>", page.text))
    assert (tiles["Nomor antrean"], tiles["Rata-rata menunggu"]) == ("0", "Belum ada data")
    assert tiles["Kunjungan dihemat"] == "Kurang dari 5" and '<td class="r">tidak ditampilkan</td>' in page.text
    assert all(f'href="/data/angka.{kind}"' in page.text for kind in ("csv", "json", "schema.json"))
    assert 'rel="license' in page.text
    assert page.headers["Cache-Control"] == "public, max-age=3600" and "Cookie" in page.headers["Vary"]
    assert "Set-Cookie" not in page.headers


def test_the_data_are_as_the_schema_says_with_figures_and_without(app, phone):
    empty = phone.client.get("/data/angka.json").get_json()
    schema = phone.client.get("/data/angka.schema.json").get_json()
    assert fits(empty, schema) and (empty["totals"]["sent"], empty["totals"]["median_hours"]) == (0, None)
    for cell, good in ((4, False), (0, True), (5, True), (None, True), (5.5, False)):
        assert fits({**empty, "services": [{"code": "x", "name": "x", "value": cell}]}, schema) is good
    assert not fits({**empty, "extra": 1}, schema) and not fits({**empty, "withheld": ["extra"]}, schema)
    assert not fits({name: value for name, value in empty.items() if name != "licence"}, schema)


def test_the_figures_are_counted_once_an_hour(filled, app, phone, monkeypatch):
    asked: list[date] = []
    counted = published.published
    monkeypatch.setattr(published, "published", lambda today: (asked.append(today), counted(today))[1])
    for _ in range(3):
        phone.client.get("/angka")
    assert len(asked) == 1


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """The part of JSON schema that this schema uses."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None)}
    wanted = schema.get("type", [])
    if wanted and not any(isinstance(value, kinds[kind]) for kind in ([wanted] if isinstance(wanted, str) else wanted)):
        return False
    if value not in schema.get("enum", [schema.get("const", value)]):
        return False
    if "anyOf" in schema:
        return any(fits(value, each) for each in schema["anyOf"])
    if isinstance(value, int | float) and value < schema.get("minimum", value):
        return False
    if isinstance(value, list):
        return all(fits(each, schema["items"]) for each in value)
    if isinstance(value, dict):
        named = schema.get("properties", {})
        closed = schema.get("additionalProperties", True) or value.keys() <= named.keys()
        return closed and set(schema.get("required", ())) <= value.keys() and all(
            fits(each, named[name]) for name, each in value.items() if name in named)  # fmt: skip
    return True
