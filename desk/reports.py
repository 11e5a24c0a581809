"""Reports of a period: a page for each section, the period and the service chosen in one form."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask import request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import report_words, room
from desk.finding import absent
from desk.report_parts import Section
from desk.report_sections import SECTIONS
from desk.roles import STEERS
from frame.access import open_to
from frame.language import day, say
from frame.pages import page
from office import catalogue, clock, opening, places
from office.db import transaction
from office.reports import cases, scope
from office.reports.scope import MONTH, WEEK, YEAR, BadPeriod, Scope

BOXES = ("dari", "sampai", "banding_dari", "banding_sampai", "layanan", "tempat")
MONTHS_SHOWN = 12


@room.get("/laporan", defaults={"code": "ringkasan"})
@room.get("/laporan/<code>")
@open_to(*STEERS)
def show_report(code: str) -> Response:
    """Show one section of the report; a period that can't be is said, and the form keeps what was typed.

    Aborts: 404 no such section, 422 BadPeriod.
    """
    at, section = clock.now(), next((each for each in SECTIONS if each.code == code), None) or absent()
    try:
        chosen = chosen_scope(at)
    except BadPeriod as refusal:
        return page("desk/report.html", status=422, **_form(section, at, refusal))
    left = counted()
    return page("desk/report.html", left=left, parts=section.parts(chosen, at), **_form(section, at, None, chosen))


def counted() -> bool:
    """Count what happened since the last report; whether so much did that more is left."""
    if not cases.behind():
        return False
    with transaction():
        return cases.catch_up()


def chosen_scope(at: datetime) -> Scope:
    """The period, the other period and the service that the address names.

    Raises:
        BadPeriod: a day can't be read, or a period can't be reported on.
    """
    today, code = opening.local_day(at), request.args.get("layanan", "")
    quick = scope.chosen(request.args.get("masa", ""), today)
    found = Scope(*quick) if quick else scope.read(request.args, today)
    other = request.args if any(request.args.get(box, "").strip() for box in BOXES[2:4]) else None
    beside = scope.read(other, today, names=("banding_dari", "banding_sampai")) if other else None
    known = code if code in catalogue.services() else ""
    place = next((each.id for each in places.every(active_only=False) if each.code == request.args.get("tempat")), 0)
    return replace(found, service=known, place=place, other=(beside.first, beside.last) if beside else None)


def _form(section: Section, at: datetime, refusal: BadPeriod | None, chosen: Scope | None = None) -> Mapping[str, Any]:
    """The form as it was typed, or as what it came to; the menu of sections, the files, and what was wrong."""
    typed = {box: request.args.get(box, "").strip()[: 20 if box != "layanan" else 40] for box in BOXES}
    if chosen:
        typed |= {"dari": chosen.first.isoformat(), "sampai": chosen.last.isoformat(), "layanan": chosen.service}
    kept = {box: value for box, value in typed.items() if value}
    menu = [(_url("show_report", kept, code=each.code), each.title(), "", each is section) for each in SECTIONS]
    quick = [(_url("show_report", _service(typed), code=section.code, masa=name), words) for name, words in _quick()]
    services = [(code, report_words.service(code)) for code in catalogue.services()]
    return {
        "section": section, "title": section.title(), "typed": typed, "menu": menu, "services": services,
        "places": [(each.code, each.name) for each in places.every(active_only=False)], "quick": quick,
        "compares": section.code == "banding", "period": _period(chosen) if chosen else "",
        "error": f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}" if refusal else "",
        "files": [(_url("report_csv", kept), "CSV"), (_url("report_xlsx", kept), "XLSX")],
        "months": _months(opening.local_day(at)),
    }  # fmt: skip


def _url(view: str, kept: Mapping[str, Any], **more: str) -> str:
    return url_for(f"desk.{view}", **{**kept, **more})


def _service(typed: Mapping[str, str]) -> dict[str, str]:
    return {"layanan": typed["layanan"]} if typed["layanan"] else {}


def _quick() -> list[tuple[str, str]]:
    return [(WEEK, _("Tujuh hari")), (MONTH, _("Bulan ini")), (YEAR, _("Tahun ini"))]


def _period(chosen: Scope) -> str:
    return _("%(first)s sampai %(last)s, %(days)s", first=day(chosen.first), last=day(chosen.last),
             days=report_words.days(chosen.days))  # fmt: skip


def _months(today: date) -> list[tuple[str, str]]:
    """The months whose report can be sent, newest first: those that are over, then this one so far."""
    found, year, number = [], today.year, today.month
    for _back in range(MONTHS_SHOWN):
        name = format_date(date(year, number, 1), "MMMM y")
        found.append((url_for("desk.report_month", year=year, month=number), name))
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return found
