"""The counter: an officer calls, serves and finishes; one action a touch or a key."""

from datetime import datetime

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from desk import calendar_shown, counter_deeds, counter_screen, places, room
from desk.roles import COUNTERS
from frame.access import officer, open_to
from frame.language import say
from frame.live import live, stream_response, version_response
from frame.pages import page
from office import clock, once, opening
from office.db import transaction
from office.errors import NotFound, Refused
from office.queue import counters, sitting, tickets
from office.queue.counters import ServiceCounter


@room.get("/loket")
@open_to(*COUNTERS)
def show_counter() -> Response:
    """Show the officer's counter, or the counters to choose from."""
    return _page()


@room.post("/loket/<int(max=2147483647):number>/buka")
@open_to(*COUNTERS)
def open_counter(number: int) -> Response:
    """Sit down at a counter.

    Aborts: 409 CounterTaken, CounterBusy.
    """
    at, place = clock.now(), url_for("desk.show_counter")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            sitting.sit(counters.find(number, places.here()), officer(), at=at, take_over=request.form.get("ambil_alih") == "1")
    except Refused as refusal:
        return _page(refusal)
    return redirect(place, 303)


@room.post("/loket/<int(max=2147483647):number>/<action>")
@open_to(*COUNTERS)
def act(number: int, action: str) -> Response:
    """Do one thing at the officer's counter; a refusal is said on the same page, with how things stand.

    Aborts: 409 what can't be done now, 422 no such number today.
    """
    at, place = clock.now(), url_for("desk.show_counter")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            said = counter_deeds.do(action, _counter(number), officer(), request.form, at=at)
    except Refused as refusal:
        return _page(refusal)
    flash(said)
    return redirect(place, 303)


@room.post("/loket/cetak-ulang")
@open_to(*COUNTERS)
def print_slip_again() -> Response:
    """Print the slip of a number once more, at the kiosk that gave it.

    Aborts: 409 it is over, 422 no such number today.
    """
    at, place = clock.now(), url_for("desk.show_counter")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            label, day = request.form.get("nomor", "")[:12], opening.local_day(at)
            tickets.print_again(tickets.by_label(label, day, _hall()), at=at)
    except Refused as refusal:
        return _page(refusal)
    flash(counter_deeds.printing())
    return redirect(place, 303)


@room.get("/loket/cetak-ulang", defaults={"number": 0, "action": ""})
@room.get("/loket/<int(max=2147483647):number>/<action>")
@open_to(*COUNTERS)
def back_to_counter(number: int, action: str) -> Response:
    """Lead back from the address of a refusal, where a reload or the other language ends up."""
    return redirect(url_for("desk.show_counter"), 303)


@room.get("/loket/alir")
@open_to(*COUNTERS)
def counter_stream() -> Response:
    """Say when the hall has changed.

    Aborts: 503 beyond the cap of streams; the page then asks for the version.
    """
    return stream_response(_hall())


@room.get("/loket/versi")
@open_to(*COUNTERS)
def counter_version() -> Response:
    """The hall's version, for pages without a stream."""
    return version_response(_hall())


def _counter(number: int) -> ServiceCounter:
    """The officer's own counter when it has this number, else that of the place where they work."""
    mine = counters.of_officer(officer().id)
    return mine if mine and mine.number == number else counters.find(number, places.here())


def _hall() -> int:
    """The place (its id) of the officer's counter, or where they would open one."""
    mine = counters.of_officer(officer().id)
    return mine.place_id if mine else places.here()


def _page(refusal: Refused | None = None) -> Response:
    at, mine = clock.now(), counters.of_officer(officer().id)
    said = f"{say(refusal.message, refusal.params)} {say(refusal.next_step, refusal.params)}" if refusal else ""
    status = refusal.status if refusal else 200
    if isinstance(refusal, NotFound):
        said, status = counter_deeds.no_such_number(), 422
    if mine is None and request.headers.get("HX-Request"):
        # Closed, or taken over by a colleague, while this page was open: the list of counters is no part of it.
        if said:
            flash(said, "warn")
        return Response(headers={"HX-Redirect": url_for("desk.show_counter")})
    if mine is None:
        where = places.here()
        return page("desk/counters.html", status=status, said=said, counters=counter_screen.choices(where),
                    places=places.halls(where, "desk.show_counter"))  # fmt: skip
    touched = request.headers.get("HX-Boosted") is not None
    whole = "counter/_desk.html" if touched else "desk/counter.html"
    return page(whole, "" if refusal else "counter/_counter.html", status=status, said=said, keeps=not touched,
                **_shown(mine, at))  # fmt: skip


def _shown(mine: ServiceCounter, at: datetime) -> dict[str, object]:
    seen = live().look(mine.place_id)
    shut = calendar_shown.closure_note(seen.office.closure)
    return {"version": seen.version, "closure_now": lambda: shut, **counter_screen.screen(mine, officer(), seen, at=at)}
