"""The hall's set-up: which counters there are, and which groups with their hours and quotas."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, group_rows, room
from desk.group_rows import Row
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import language, say
from frame.pages import page
from office import catalogue, clock, once, opening, settings
from office.db import transaction
from office.errors import Refused
from office.queue import board, counters, groups, tickets
from office.queue.counters import BadCounter
from office.queue.groups import BadGroups, Group


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
    except BadCounter as refusal:
        return _page({"nomor": _sentence(refusal)})
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
    except BadCounter as refusal:
        return _page({f"loket-{number}": _sentence(refusal)})
    flash(_("Loket %(number)s disimpan.", number=number))
    return redirect(place, 303)


@room.post("/ruang/kelompok")
@open_to(*HOUSEKEEPING)
def change_groups() -> Response:
    """Give the office these groups, from now or from a later hour; nothing typed is lost when one can't be.

    Aborts: 422 BadGroups, BadDate.
    """
    at, place, rows = clock.now(), url_for("desk.show_hall"), group_rows.as_typed(request.form)
    found, wrong = group_rows.read(rows)
    if wrong:
        return _page({f"g{index}-letter": _sentence(refusal) for index, refusal in wrong.items()}, rows)
    try:
        beyond = _put(found, place, at)
    except (BadGroups, dated.BadDate) as refusal:
        return _page({"mulai" if isinstance(refusal, dated.BadDate) else "g0-letter": _sentence(refusal)}, rows)
    _say_saved(beyond)
    return redirect(place, 303)


def _put(found: Sequence[Group], place: str, at: Any) -> list[tuple[Group, int]]:
    """Keep the groups; those that already gave more tickets today than their quota, when it holds from now."""
    start = dated.valid_from(request.form, at)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        groups.put(found, by=officer().actor, at=at, valid_from=start)
        return [] if start else tickets.reckon_quotas(found, at=at)


def _say_saved(beyond: Sequence[tuple[Group, int]]) -> None:
    flash(_("Kelompok disimpan."))
    for group, count in beyond:
        flash(
            _(
                "Kelompok %(letter)s sudah memberi %(count)s nomor hari ini, lebih dari kuotanya (%(quota)s). Nomor itu tetap "
                "dilayani; nomor baru ada lagi besok.", letter=group.letter, count=count, quota=group.quota,
            ),
            "warn",
        )  # fmt: skip


def _page(errors: Mapping[str, str] | None = None, rows: Sequence[Row] | None = None) -> Response:
    """The page; `errors` by the field they are about, `rows` as they were typed in the table of groups."""
    at, errors = clock.now(), errors or {}
    now, history, today = groups.groups(at), settings.history("queue_groups"), opening.local_day(at)
    return page(
        "desk/hall.html", status=422 if errors else 200, errors=errors, form=request.form, counters=counters.all_counters(),
        letters=[(group.letter, f"{group.letter} {group.short_in(language())}") for group in now if group.on],
        rows=group_rows.shown([group_rows.of(group) for group in now] if rows is None else rows), services=_services(),
        history=dated.past(history, dated.names(history), _in_words), coming=dated.coming(history, _in_words, at),
        saved_today=board.saved_visits(today), saved_month=_saved_this_month(today),
    )  # fmt: skip


def _saved_this_month(today: date) -> int:
    return sum(board.saved_visits(today - timedelta(days=back)) for back in range(today.day))


def _services() -> list[tuple[str, str]]:
    found = [(each.code, each.name.in_language(language())) for each in catalogue.services().values()]
    return [("", _("tidak ada")), *found]


def _in_words(value: Sequence[Mapping[str, Any]]) -> str:
    """The groups of a kept value, in short: letter, quota, and which are shut."""
    return ", ".join(_short(group) for group in groups.groups_of(value))


def _short(group: Group) -> str:
    quota = "" if group.quota is None else _("kuota %(quota)s", quota=group.quota)
    shut = "" if group.on else _("tutup")
    about = "; ".join(filter(None, (quota, "; ".join(f"{each.opens}-{each.closes}" for each in group.windows), shut)))
    return f"{group.letter} ({about})" if about else group.letter


def _letters() -> list[str]:
    """The groups that were ticked, those that are switched off left out."""
    on = [group.letter for group in groups.groups(clock.now()) if group.on]
    return [letter for letter in on if letter in request.form.getlist("kelompok")]


def _sentence(refusal: Refused) -> str:
    return f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"
