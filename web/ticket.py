"""A ticket followed from a phone: how many are ahead, where to wait, where to go; asked again every few seconds."""

import hashlib
from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from frame.language import language, minute, say
from frame.limits import GUESSING, limiter
from frame.live import live
from frame.pages import page, wants_fragment
from office import clock, events, once, opening
from office.db import db, transaction
from office.identity import BadInput, read_phone
from office.queue import board, calling, tickets
from office.queue.counters import ServiceCounter
from office.queue.room import OUTSIDE
from office.queue.tickets import ACTIVE, AlreadyWaiting, Ticket, TicketOver
from web import room

NOW_CALLED = 3


@room.get("/antrean/<token>")
def follow_ticket(token: str) -> Response:
    """Show a ticket; whoever has seen this very state already gets 304 and no page.

    Aborts: 404 NotFound.
    """
    ticket, seen = tickets.by_token(token), live().look()
    tag = _tag(ticket, seen.version)
    response = Response(status=304) if tag in request.if_none_match else _page(ticket)
    response.set_etag(tag)
    # Kept, but asked for each time: the page names nobody, and thousands of phones that ask again should cost little.
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("HX-Request")
    return response


@room.post("/antrean/<token>/kabari")
@limiter.limit(GUESSING)
def tell_me(token: str) -> Answer:
    """Send a message to this number when few are ahead.

    Aborts: 404 NotFound, 409 AlreadyWaiting, 422 what is no mobile number.
    """
    ticket, typed = tickets.by_token(token), request.form.get("telepon", "")[:30]
    try:
        number = read_phone(typed)
        with transaction():
            tickets.follow(ticket, number, at=clock.now())
    except BadInput as wrong:
        return _page(ticket, status=422, error=say(wrong.sentence, wrong.params), typed=typed)
    except (AlreadyWaiting, TicketOver) as refusal:
        return _page(ticket, status=409, error=say(refusal.message, refusal.params), typed=typed)
    return redirect(url_for("web.follow_ticket", token=token), 303)


@room.post("/antrean/<token>/lepas")
def give_up(token: str) -> Answer:
    """Give the place up; the next one comes in.

    Aborts: 404 NotFound, 409 TicketOver.
    """
    at, place = clock.now(), url_for("web.follow_ticket", token=token)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        tickets.give_up(tickets.by_token(token), by=events.RESIDENT, at=at)
        calling.let_in(at=at)
    return redirect(place, 303)


def _tag(ticket: Ticket, version: str) -> str:
    part = "fragment" if wants_fragment() else "page"
    facts = (version, ticket.id, ticket.state, ticket.place, bool(ticket.phone), part, language())
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:24]


def _page(ticket: Ticket, *, status: int = 200, error: str = "", typed: str = "") -> Response:
    at, seen = clock.now(), live().look()
    group, today = seen.group(ticket.group), ticket.day == opening.local_day(at)
    counter = db.session.get(ServiceCounter, ticket.counter_id) if ticket.counter_id else None
    where = board.whereabouts(ticket, seen, counter.number if counter else None)
    state = ticket.state if today or ticket.state not in ACTIVE else tickets.EXPIRED
    facts: dict[str, Any] = {
        "ticket": ticket, "name": group.in_language(language()) if group else ticket.group, "where": where, "state": state,
        "outside": ticket.place == OUTSIDE, "going": today and ticket.state in ACTIVE, "updated": f"{minute(at)}",
        "now_called": [(call.counter, call.label) for call in seen.last[:NOW_CALLED]], "error": error, "typed": typed,
        "calls": seen.calls_wanted, "after": seen.return_after, "title": _title(ticket, state, where.counter, where.ahead),
    }  # fmt: skip
    return page("web/ticket.html", "ticket/_phone.html", status=status, **facts)


def _title(ticket: Ticket, state: str, counter: int | None, ahead: int) -> str:
    """What the tab says, so that a phone in a pocket can be glanced at."""
    if state == tickets.CALLED:
        return _("%(label)s: ke loket %(counter)s", label=ticket.label, counter=counter)
    return (
        _("%(label)s: %(ahead)s di depan", label=ticket.label, ahead=ahead)
        if state == tickets.WAITING
        else ticket.label
    )
