"""A family typed by hand from a photographed KK, and corrected: head block and members in one form."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import register_reasons as reasons
from desk import register_words as words
from desk import room
from desk.register import cause, sentence
from desk.roles import FILES
from frame.access import open_to
from frame.language import language, say
from frame.pages import page
from office import clock, enumerations, once, opening, regions
from office.db import transaction
from office.errors import Refused
from office.register import Family, entering, families
from office.register.elements import Element, written
from office.register.entering import HEAD_BLOCK, MEMBER, MOST_MEMBERS, Entry
from office.register.looking import TIDYING, Reason

FIRST_ROWS = 4
Row = dict[str, str]


@room.get("/penduduk/keluarga/baru")
@open_to(*FILES)
def new_family() -> Response:
    """Show the empty form of a family."""
    return _form_page(
        None, {}, [{"shdk": "1", "citizenship": "1"}, *({"citizenship": "1"} for _n in range(FIRST_ROWS - 1))]
    )


@room.post("/penduduk/keluarga/baru")
@open_to(*FILES)
def save_new_family() -> Response:
    """Keep a new family, or show one more row.

    Aborts: 422 something is wrong; all that was typed stays.
    """
    return _save(None, clock.now())


@room.get("/penduduk/keluarga/<int(max=2147483647):number>/ubah")
@open_to(*FILES)
def edit_family(number: int) -> Response:
    """Show the form of a family as the register has it; that it was seen is noted first.

    Aborts: 303 to the search page without a reason, 404 no such family.
    """
    reasons.look("family", families.find(number).id, clock.now(), what="nik")
    family = families.find(number)
    head = {each.code: getattr(family, each.code) or "" for each in HEAD_BLOCK}
    return _form_page(family, head, _rows_of(family))


@room.post("/penduduk/keluarga/<int(max=2147483647):number>/ubah")
@open_to(*FILES)
def save_family(number: int) -> Response:
    """Keep a corrected family, or show one more row.

    Aborts: 404 no such family, 422 something is wrong; all that was typed stays.
    """
    return _save(families.find(number), clock.now())


def _save(family: Family | None, at: datetime) -> Response:
    rows = _typed_rows()
    if "tambah" in request.form:
        return _form_page(family, request.form, [*rows, {"citizenship": "1"}][:MOST_MEMBERS])
    entry = entering.read_form(request.form, rows, family, on=opening.local_day(at))
    if entry.wrong:
        return _form_page(family, request.form, rows, errors=words.sentences(entry.wrong))
    try:
        kept = _keep(family, entry, at)
    except Refused as wrong:
        return _form_page(family, request.form, rows, errors={"kk": sentence(wrong)})
    reasons.keep(reasons.kept(at) or Reason(TIDYING), at)
    flash(_("Keluarga disimpan. Nilai lama tetap ada di riwayat."))
    return redirect(url_for("desk.show_family", number=kept), 303)


def _keep(family: Family | None, entry: Entry, at: datetime) -> int:
    place = url_for("desk.show_family", number=family.id) if family else url_for("desk.find_resident")
    number = family.id if family else None
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        again = families.find(number) if number else None
        return entering.save(again, entry, cause("corrected" if again else "entered", at)).id


def _typed_rows() -> list[Row]:
    """The members as typed, in the order of the form: `m0-name`, `m0-nik`, …, `m1-name`, …"""
    count = min(sum(name.endswith("-name") for name in request.form), MOST_MEMBERS + 1)
    codes = ("id", *(each.code for each in MEMBER))
    rows = [{code: request.form.get(f"m{index}-{code}", "") for code in codes} for index in range(count)]
    # An empty row is a row that nobody needed: the ready-made citizenship in it is nobody's.
    return [
        row for row in rows if any(value.strip() for code, value in row.items() if code not in ("citizenship", "shdk"))
    ] or rows[:1]


def _rows_of(family: Family) -> list[Row]:
    return [
        {"id": str(person.id)} | {each.code: _typed_as(getattr(person, each.code)) for each in MEMBER}
        for person in families.members(family)
    ]


def _typed_as(value: Any) -> str:
    """A kept value as somebody would type it."""
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else written(value)


def _form_page(
    family: Family | None, head: Mapping[str, Any], rows: Sequence[Row], *, errors: dict[str, str] | None = None
) -> Response:
    errors = errors or {}
    blocks = [_field(each, "", head, errors) for each in HEAD_BLOCK]
    members: list[dict[str, Any]] = [
        {"id": row.get("id", ""), "prefix": f"m{index}-", "fields": [_field(each, f"m{index}-", row, errors) for each in MEMBER]}
        for index, row in enumerate(rows)
    ]  # fmt: skip
    back = url_for("desk.show_family", number=family.id) if family else url_for("desk.find_resident")
    said = [(one["name"], f"{one['label']}: {one['error']}") for one in blocks if one["error"]]
    said += [(one["name"], f"{_('Anggota %(n)d', n=number)}, {one['label']}: {one['error']}")
             for number, member in enumerate(members, start=1) for one in member["fields"] if one["error"]]  # fmt: skip
    return page("desk/register/entry.html", status=422 if errors else 200, family=family, head=blocks, members=members,
                said=said, back=back)  # fmt: skip


def _field(element: Element, prefix: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> dict[str, Any]:
    name = f"{prefix}{element.code}"
    return {"name": name, "label": say(element.label), "value": typed.get(element.code, "") or "", "error": errors.get(name, ""),
            "options": _options(element), "narrow": element.kind in ("digits", "date") or element.code in ("sex", "blood"),
            "numeric": element.kind in ("nik", "kk", "digits"),
            "hint": "17-08-1990" if element.kind == "date" else ""}  # fmt: skip


def _options(element: Element) -> list[tuple[str, str]]:
    if element.kind == "village":
        return [(each.code, each.name) for each in regions.villages_of(regions.BONTANG)]
    if element.kind != "code":
        return []
    return [(code, enumerations.label(element.options, code, language())) for code in enumerations.ALL[element.options]]
