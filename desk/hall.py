"""The hall's set-up: which counters there are, and which groups with their hours and quotas."""

import re
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, room
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import day_hour, language, say
from frame.pages import page
from office import catalogue, clock, once, settings
from office.db import transaction
from office.errors import Refused
from office.identity import one_line
from office.queue import counters, groups
from office.queue.groups import Group, Window

SPAN = re.compile(r"\s*(\d{1,2}[.:]\d{2})\s*-\s*(\d{1,2}[.:]\d{2})\s*(?::\s*(\d{1,4}))?\s*")
EMPTY_ROWS = 2
MOST_ROWS = groups.MOST_GROUPS + EMPTY_ROWS


@room.get("/ruang")
@open_to(*HOUSEKEEPING)
def show_hall() -> Response:
    """Show the counters and the groups."""
    return _page()


@room.post("/ruang/loket")
@open_to(*HOUSEKEEPING)
def add_counter() -> Response:
    """Set up a counter.

    Aborts: 422 BadCounter.
    """
    at, place, typed = clock.now(), url_for("desk.show_hall"), request.form.get("nomor", "")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
            counters.add(number, _letters(), by=officer().actor, at=at)
    except counters.BadCounter as refusal:
        return _page(counter_error=f"{say(refusal.message)} {say(refusal.next_step)}")
    return redirect(place, 303)


@room.post("/ruang/loket/<int(max=2147483647):number>")
@open_to(*HOUSEKEEPING)
def change_counter(number: int) -> Response:
    """Let a counter serve other groups.

    Aborts: 404 no such counter, 422 BadCounter.
    """
    at, place = clock.now(), url_for("desk.show_hall")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            counters.set_groups(counters.find(number), _letters(), by=officer().actor, at=at)
    except counters.BadCounter as refusal:
        return _page(counter_error=f"{say(refusal.message)} {say(refusal.next_step)}")
    return redirect(place, 303)


@room.post("/ruang/kelompok")
@open_to(*HOUSEKEEPING)
def change_groups() -> Response:
    """Give the office these groups, from now or from a later hour; nothing typed is lost when one can't be.

    Aborts: 422 BadGroups, PastDate.
    """
    at, place = clock.now(), url_for("desk.show_hall")
    try:
        start = dated.valid_from(request.form, at)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            groups.put(_typed_groups(), by=officer().actor, at=at, valid_from=start)
    except (groups.BadGroups, dated.BadDate) as refusal:
        return _page(group_error=f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}")
    flash(_("Kelompok disimpan."))
    return redirect(place, 303)


def _page(*, counter_error: str = "", group_error: str = "") -> Response:
    at = clock.now()
    now = groups.groups(at)
    rows = [_as_typed(index) for index in range(MOST_ROWS)] if group_error else [_row(group) for group in now]
    services = [("", _("tidak ada"))] + [
        (each.code, each.name.in_language(language())) for each in catalogue.services().values()
    ]
    return page(
        "desk/hall.html", status=422 if counter_error or group_error else 200, counters=counters.all_counters(),
        letters=[(group.letter, f"{group.letter} {group.short_in(language())}") for group in now if group.on],
        rows=rows if group_error else rows + [_row(None)] * EMPTY_ROWS, services=services, counter_error=counter_error,
        group_error=group_error, form=request.form,
        history=[(day_hour(row.valid_from), len(row.value["v"])) for row in settings.history("queue_groups")[:10]],
    )  # fmt: skip


def _letters() -> list[str]:
    on = [group.letter for group in groups.groups(clock.now()) if group.on]
    return [letter for letter in on if letter in request.form.getlist("kelompok")]


def _typed_groups() -> list[Group]:
    rows = (_as_typed(index) for index in range(MOST_ROWS))
    return [_group(row) for row in rows if row["letter"] or row["name"]]


def _as_typed(index: int) -> dict[str, Any]:
    """One row of the form, as it was typed."""
    texts = ("letter", "name", "name_en", "short", "short_en", "home", "minutes", "quota", "hours")
    row: dict[str, Any] = {name: one_line(request.form.get(f"g{index}-{name}", ""), 120) for name in texts}
    return row | {name: request.form.get(f"g{index}-{name}") == "1" for name in ("on", "appointments")}


def _group(row: Mapping[str, Any]) -> Group:
    """A row as a group.

    Raises:
        BadGroups: a number or the hours can't be read.
    """
    letter, refusal = row["letter"].upper(), groups.BadGroups(letter=row["letter"] or "?")
    known = set(catalogue.services()) | {""}
    if row["home"] not in known or not _whole(row["minutes"]) or not (row["quota"] == "" or _whole(row["quota"])):
        raise refusal
    return Group(
        letter, row["name"], row["name_en"], row["short"], row["short_en"], row["home"], int(row["minutes"]),
        int(row["quota"]) if row["quota"] else None, _windows(row["hours"], refusal), row["on"], row["appointments"],
    )  # fmt: skip


def _windows(text: str, refusal: Refused) -> tuple[Window, ...]:
    found = [SPAN.fullmatch(part) for part in text.split(";") if part.strip()]
    if any(part is None for part in found):
        raise refusal
    return tuple(
        Window(part[1].replace(":", ".").zfill(5), part[2].replace(":", ".").zfill(5), int(part[3]) if part[3] else None)
        for part in found if part
    )  # fmt: skip


def _row(group: Group | None) -> dict[str, Any]:
    if group is None:
        return {"letter": "", "name": "", "name_en": "", "short": "", "short_en": "", "home": "", "minutes": "10", "quota": "",
                "hours": "", "on": True, "appointments": True}  # fmt: skip
    hours = "; ".join(
        f"{each.opens}-{each.closes}" + (f": {each.quota}" if each.quota is not None else "") for each in group.windows
    )
    return {
        "letter": group.letter, "name": group.name, "name_en": group.name_en, "short": group.short, "short_en": group.short_en,
        "home": group.home, "minutes": str(group.minutes), "quota": "" if group.quota is None else str(group.quota),
        "hours": hours,
        "on": group.on, "appointments": group.appointments,
    }  # fmt: skip


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
