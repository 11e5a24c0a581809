"""A ticket followed from a phone: how many are ahead, where to wait, where to go; asked again every few seconds."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from frame.language import say
from frame.limits import GUESSING, limiter
from frame.live import live
from frame.pages import page, wants_fragment
from office import clock, events, once
from office.db import transaction
from office.identity import BadInput, read_phone
from office.queue import calling, tickets
from office.queue.tickets import AlreadyWaiting, Ticket, TicketOver
from web import room
from web.shown import following
from web.shown.following import Followed


@room.get("/antrean/<token>")
def follow_ticket(token: str) -> Response:
    """Show a ticket; whoever has seen this very state already gets 304 and no page.

    Aborts: 404 NotFound.
    """
    at, ticket = clock.now(), tickets.by_token(token)
    facts = following.followed(ticket, live().look(ticket.place_id), at=at)
    tag = following.tag(facts, fragment=wants_fragment(), at=at)
    # A proxy that packs the page makes the tag a weak one; it still names the same facts.
    known = request.if_none_match.contains_weak(tag)
    return _keep(Response(status=304) if known else _page(ticket, facts), tag)


@room.post("/antrean/<token>/kabari")
@limiter.limit(GUESSING)
def tell_me(token: str) -> Answer:
    """Send a message to this number when few are ahead.

    Aborts: 404 NotFound, 409 AlreadyWaiting, TicketOver or few ahead already, 422 what is no mobile number.
    """
    at, ticket, typed = clock.now(), tickets.by_token(token), request.form.get("telepon", "")[:30]
    facts = following.followed(ticket, live().look(ticket.place_id), at=at)
    if facts.near:
        return _page(ticket, facts, status=409)
    try:
        number = read_phone(typed)
        with transaction():
            tickets.follow(ticket, number, at=at)
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
        ticket = tickets.by_token(token)
        tickets.give_up(ticket, by=events.RESIDENT, at=at)
        calling.let_in(at=at, place_id=ticket.place_id)
    return redirect(place, 303)


def _page(
    ticket: Ticket, facts: Followed | None = None, *, status: int = 200, error: str = "", typed: str = ""
) -> Response:
    at = clock.now()
    words = following.words(facts or following.followed(ticket, live().look(ticket.place_id), at=at), at=at)
    return page(
        "web/ticket.html", "ticket/_phone.html", status=status, ticket=ticket, error=error, typed=typed, **words
    )


def _keep(response: Response, tag: str) -> Response:
    """Let the phone keep what it got, but ask each time: the page names nobody, and a thousand that ask should cost little."""
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    # A 304 brings no page: the time at which its facts were looked up comes beside it.
    response.headers["Lamin-Seen"] = following.second(clock.now())
    response.vary.update(("HX-Request", "Cookie"))
    return response
