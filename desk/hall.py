"""The hall's set-up: which counters there are, and which groups with their hours and quotas; of the office, or of a place."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, group_rows, place_rules, room
from desk.group_rows import Row
from desk.places import chosen_place, offered
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import language, say
from frame.pages import page
from office import catalogue, clock, once, opening, places, settings
from office.db import transaction
from office.errors import Refused
from office.places import MAIN
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
    at, place, typed = clock.now(), _here(), request.form.get("nomor", "")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
            counters.add(number, _letters(), by=officer().actor, at=at, place=chosen_place() or MAIN)
    except BadCounter as refusal:
        return _page({"nomor": _sentence(refusal)})
    return redirect(place, 303)


@room.post("/ruang/loket/<int(max=2147483647):number>")
@open_to(*HOUSEKEEPING)
def change_counter(number: int) -> Response:
    """Let a counter serve other groups.

    Aborts: 404 no such counter, 422 BadCounter.
    """
    at, place = clock.now(), _here()
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            found = counters.find(number, chosen_place() or MAIN)
            counters.set_groups(found, _letters(), by=officer().actor, at=at)
    except BadCounter as refusal:
        return _page({f"loket-{number}": _sentence(refusal)})
    flash(_("Loket %(number)s disimpan.", number=number))
    return redirect(place, 303)


@room.post("/ruang/tempat")
@open_to(*HOUSEKEEPING)
def change_place_rules() -> Response:
    """Give one place its own seats, protocol and services, from now or from a later hour; what is as before stays so.

    Aborts: 404 no such place; 422 a value or a start that can't be.
    """
    at, place, where = clock.now(), _here(), chosen_place() or MAIN
    try:
        values, start = place_rules.typed(where, at), dated.valid_from(request.form, at)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            for key, value in values.items():
                settings.put(key, value, by=officer().actor, at=at, valid_from=start, place=where)
    except (place_rules.BadRule, dated.BadDate) as refusal:
        return _page({place_rules.box_of(refusal): _sentence(refusal)})
    flash(_("Aturan tempat ini disimpan."))
    return redirect(place, 303)


@room.post("/ruang/kelompok")
@open_to(*HOUSEKEEPING)
def change_groups() -> Response:
    """Give the office, or a place, these groups, from now or from a later hour; nothing typed is lost when one can't be.

    Aborts: 422 BadGroups, BadDate.
    """
    at, place, rows = clock.now(), _here(), group_rows.as_typed(request.form)
    found, wrong = group_rows.read(rows)
    if wrong:
        return _page({f"g{index}-letter": _sentence(refusal) for index, refusal in wrong.items()}, rows)
    try:
        _put(found, place, at)
    except (BadGroups, dated.BadDate) as refusal:
        return _page({_box(refusal, rows): _sentence(refusal)}, rows)
    flash(_("Kelompok disimpan."))
    return redirect(place, 303)


def _put(found: Sequence[Group], place: str, at: datetime) -> None:
    """Keep the groups.

    Raises:
        BadGroups, BadDate: they or their start can't be.
        QuotaGiven: a quota that holds today is below what was given already.
    """
    start, where = dated.valid_from(request.form, at), chosen_place()
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        groups.put(found, by=officer().actor, at=at, valid_from=start, place=where)
        # A place with groups of its own keeps them when the office's change.
        follow = [each.id for each in places.every() if settings.own("queue_groups", at, each.id) is None]
        halls = [where] if where else follow
        if start is None or opening.local_day(start) == opening.local_day(at):
            beyond = [each for hall in halls for each in tickets.reckon_quotas(found, at=at, place_id=hall)]
            for group, count in sorted(beyond, key=lambda each: -each[1]):
                raise groups.QuotaGiven(letter=group.letter, count=count)


def _box(refusal: Refused, rows: Sequence[Row]) -> str:
    if isinstance(refusal, dated.BadDate):
        return "mulai"
    letters = [row["letter"].upper() for row in rows]
    letter = refusal.params.get("letter")
    return f"g{letters.index(letter) if letter in letters else 0}-letter"


def _page(errors: Mapping[str, str] | None = None, rows: Sequence[Row] | None = None) -> Response:
    """The page; `errors` by the field they are about, `rows` as they were typed in the table of groups."""
    at, errors, where = clock.now(), errors or {}, chosen_place()
    now, history = groups.groups(at, where), settings.history("queue_groups", where)
    tabs, today = offered(where, "desk.show_hall"), opening.local_day(at)
    # Where there are several places, the counters stand on the page of their own.
    here = counters.all_counters(where or MAIN) if where or not tabs["places"] else None
    return page(
        "desk/hall.html", status=422 if errors else 200, errors=errors, form=request.form, counters=here,
        letters=[(group.letter, f"{group.letter} {group.short_in(language())}") for group in now if group.on],
        rows=group_rows.shown([group_rows.of(group) for group in now] if rows is None else rows), services=_services(),
        history=dated.past(history, dated.names(history), _in_words), coming=dated.coming(history, _in_words, at),
        saved_today=board.saved_visits(today), saved_month=_saved_this_month(today), **tabs,
        own=where is not None and settings.own("queue_groups", at, where) is not None,
        **place_rules.shown(where if tabs["places"] else None, errors, at),
    )  # fmt: skip


def _here() -> str:
    return url_for("desk.show_hall", tempat=chosen_place())


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
    on = [group.letter for group in groups.groups(clock.now(), chosen_place()) if group.on]
    return [letter for letter in on if letter in request.form.getlist("kelompok")]


def _sentence(refusal: Refused) -> str:
    return f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"
