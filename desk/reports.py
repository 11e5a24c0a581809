"""Reports of a period: a page for each section, the period and the service chosen in one form."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask import request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, report_words, room
from desk.finding import absent
from desk.report_parts import Section
from desk.report_sections import SECTIONS
from desk.roles import STEERS
from frame.access import open_to
from frame.language import say
from frame.pages import page
from office import catalogue, clock, opening, places
from office.db import transaction
from office.places import Place
from office.reports import cases, scope
from office.reports.scope import MONTH, WEEK, YEAR, BadPeriod, ChoiceUnknown, Scope

BOXES = ("dari", "sampai", "banding_dari", "banding_sampai", "layanan", "tempat")
MONTHS_SHOWN = 12


@room.get("/laporan", defaults={"code": "ringkasan"})
@room.get("/laporan/<code>")
@open_to(*STEERS)
def show_report(code: str) -> Response:
    """Show one section of the report; a period that can't be is said, and the form keeps what was typed.

    An unknown service or place is said too, and left aside. Aborts: 404 no such section, 422 BadPeriod.
    """
    at, section = clock.now(), next((each for each in SECTIONS if each.code == code), None) or absent()
    unknown = _unknown()
    try:
        chosen = _chosen(at, {name: value for name, value in request.args.items() if name not in unknown})
    except BadPeriod as refusal:
        return page("desk/report.html", status=422, **_form(section, at, {str(refusal.params["box"]): refusal}))
    left = counted()
    return page("desk/report.html", left=left, parts=section.parts(chosen, at), **_form(section, at, unknown, chosen))


def counted() -> bool:
    """Count what happened since the last report; whether so much did that more is left."""
    if not cases.behind():
        return False
    with transaction():
        return cases.catch_up()


def chosen_scope(at: datetime) -> Scope:
    """The period, the other period, the service and the place that the address names.

    Raises:
        BadPeriod: a day can't be read, a period can't be reported on, or a choice is not on offer.
    """
    for refusal in _unknown().values():
        raise refusal
    return _chosen(at, request.args)


def _unknown() -> dict[str, ChoiceUnknown]:
    """The boxes of the address whose choice nobody offers."""
    known = {"layanan": catalogue.services(), "tempat": _places(), "masa": dict(_quick())}
    typed = {box: request.args.get(box, "").strip() for box in known}
    return {box: ChoiceUnknown(typed=value[:40]) for box, value in typed.items() if value and value not in known[box]}


def _places() -> dict[str, Place]:
    return {each.code: each for each in places.every(active_only=False)}


def _chosen(at: datetime, given: Mapping[str, str]) -> Scope:
    today, place = opening.local_day(at), _places().get(given.get("tempat", "").strip())
    quick = scope.chosen(given.get("masa", "").strip(), today)
    found = Scope(*quick) if quick else scope.read(given, today)
    other = any(given.get(box, "").strip() for box in BOXES[2:4])
    beside = scope.read(given, today, names=("banding_dari", "banding_sampai")) if other else None
    return replace(found, service=given.get("layanan", "").strip(), place=place.id if place else 0,
                   other=(beside.first, beside.last) if beside else None)  # fmt: skip


def _form(
    section: Section, at: datetime, wrong: Mapping[str, BadPeriod], chosen: Scope | None = None
) -> Mapping[str, Any]:
    """The form as it was typed, or as what it came to; the menu of sections, the files, and what was wrong."""
    typed = {box: request.args.get(box, "").strip()[: 20 if box != "layanan" else 40] for box in BOXES}
    if chosen:
        place = typed["tempat"] if chosen.place else ""
        typed |= {"dari": dated.as_typed(chosen.first), "sampai": dated.as_typed(chosen.last)}
        typed |= {"layanan": chosen.service, "tempat": place}
    kept = {box: value for box, value in typed.items() if value}
    menu = [(_url("show_report", kept, code=each.code), each.title(), "", each is section) for each in SECTIONS]
    aside = {box: typed[box] for box in ("layanan", "tempat") if typed[box]}
    quick = [(_url("show_report", aside, code=section.code, masa=name), words) for name, words in _quick()]
    services, today = [(code, report_words.service(code)) for code in catalogue.services()], opening.local_day(at)
    return {
        "section": section, "title": section.title(), "typed": typed, "menu": menu, "services": services,
        "places": [(code, each.name) for code, each in _places().items()], "quick": quick, "figures": chosen is not None,
        "compares": section.code == "banding", "period": report_words.period(chosen, today) if chosen else "",
        "errors": [_said(box, each) for box, each in wrong.items()],
        "files": [(_url("report_csv", kept), "CSV"), (_url("report_xlsx", kept), "XLSX")],
        "months": _months(today),
    }  # fmt: skip


def _said(box: str, refusal: BadPeriod) -> tuple[str, str]:
    """A refusal for the list above the form: at which box, and its sentences."""
    return box if box in BOXES else "dari", f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"


def _url(view: str, kept: Mapping[str, Any], **more: str) -> str:
    return url_for(f"desk.{view}", **{**kept, **more})


def _quick() -> list[tuple[str, str]]:
    return [(WEEK, _("Tujuh hari")), (MONTH, _("Bulan ini")), (YEAR, _("Tahun ini"))]


def _months(today: date) -> list[tuple[str, str]]:
    """The months whose report can be sent, newest first: those that are over, then this one so far."""
    found, year, number = list[tuple[str, str]](), today.year, today.month
    for _back in range(MONTHS_SHOWN):
        name = format_date(date(year, number, 1), "MMMM y")
        name = name if found else _("%(month)s (belum selesai)", month=name)
        found.append((url_for("desk.report_month", year=year, month=number), name))
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    return found
