"""Perhatian: the files that are late or were moved, as this officer is told of them."""

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.finding import place_of
from desk.promises import Badge, promise, span, state
from desk.roles import FILES, LISTS, STEERS
from frame.access import officer, open_to
from frame.language import language, say
from frame.pages import page
from office import clock, codes, opening, promises
from office.db import transaction
from office.hours import Calendar
from office.identity import BadInput, read_email
from office.promises.alarms import Shown


@room.get("/perhatian")
@open_to(*LISTS)
def show_attention() -> Response:
    """Show what this officer is told of, unread first, and where else it goes."""
    return _attention_page(officer().email or "")


@room.post("/perhatian/dibaca")
@open_to(*LISTS)
def mark_read() -> Response:
    """Note that the officer read what stood on the page, and nothing that came since."""
    at, given = clock.now(), request.form.get("sampai", "")
    seconds = int(given) + 1 if given.isascii() and given.isdigit() and len(given) < 11 else 0
    with transaction():
        promises.read_all(officer(), until=min(datetime.fromtimestamp(seconds, UTC), at), at=at)
    return redirect(url_for("desk.show_attention"), 303)


@room.post("/perhatian/e-mail")
@open_to(*LISTS)
def set_mail() -> Response:
    """Send what is told here also to the officer's own address; an empty one ends that.

    Aborts: 422 no such address can be.
    """
    at, typed = clock.now(), request.form.get("email", "").strip()
    try:
        email = read_email(typed) if typed else ""
    except BadInput as wrong:
        return _attention_page(typed, say(wrong.sentence, wrong.params))
    with transaction():
        promises.mail_to(officer(), email, at=at)
    flash(_("Kabar juga dikirim ke %(email)s.", email=email) if email else _("Kabar hanya ada di halaman ini."))
    return redirect(url_for("desk.show_attention"), 303)


def level_badge(level: int) -> Badge:
    """Why somebody is told, as a badge."""
    return {
        promises.HANDED: ("info", _("Dipindahkan kepada Anda"), "arrow-right"),
        promises.STEP: ("warn", _("Lewat batas langkah"), None),
        promises.PROMISE: ("bad", _("Janji terlewat"), None),
        promises.LONG_BROKEN: ("bad", _("Janji lama terlewat"), None),
    }[level]


def _attention_page(email: str, error: str = "") -> Response:
    at = clock.now()
    calendars = opening.Calendars(at)
    rows = [_line(each, at, calendars[each.application.place_id]) for each in promises.shown(officer())]
    return page(
        "desk/attention.html", status=422 if error else 200, rows=rows, unread=sum(row["new"] for row in rows),
        until=int(at.timestamp()), steers=officer().role in STEERS, email=email, error=error,
    )  # fmt: skip


def _line(shown: Shown, at: datetime, calendar: Calendar) -> dict[str, Any]:
    application, who = shown.application, officer()
    return {
        "new": not shown.read, "level": level_badge(shown.alarm.level), "reference": codes.fours(application.reference),
        "name": application.subject_name, "service": application.service.name.in_language(language()),
        "state": state(application), "promise": promise(application, at=at, calendar=calendar), "holder": shown.holder or "",
        "since": span(at - application.state_since), "url": place_of(application) if who.role in FILES else "",
        "move_url": url_for("desk.move_form", reference=application.reference)
        if who.role in STEERS and application.state in promises.AT_DESK else "",
    }  # fmt: skip
