"""Which screen of the hall is asking: kiosks and displays are known by the key in their cookie and by nothing else."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from frame.language import say
from frame.limits import GUESSING, limiter
from frame.pages import page, wants_fragment
from office import clock, devices
from office.db import transaction
from office.devices import Kind, Screen, WrongPairing
from office.errors import Refused

LIVES = 5 * 365 * 24 * 3600
View = Callable[..., Any]


class UnknownDevice(Refused):
    """The screen has no key, or its key was revoked."""

    status = 403
    message = "Layar ini belum, atau tidak lagi, dikenal kantor."
    next_step = "Minta administrator memasangnya dengan kode baru."


def device() -> Screen:
    """The screen that asks in this request."""
    found: Screen = g.device
    return found


def before_pairing(view: View) -> View:
    """Open a view of a hall room to screens that aren't enrolled yet: the pairing page alone."""
    view.public = True  # type: ignore[attr-defined]
    return view


def cookie(kind: Kind) -> str:
    """The name of the cookie that holds a device's key."""
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}lamin_{kind}_key"


def remember(response: Answer, kind: Kind, key: str) -> Answer:
    """Let the screen keep its key."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(cookie(kind), key, max_age=LIVES, httponly=True, samesite="Strict", secure=secure)
    return response


def guard_devices(room: Blueprint, kind: Kind) -> None:
    """Ask for an enrolled device of this kind before every view of a room; others are led to the room's `pair` page."""

    @room.before_request
    def _ask() -> Response | Answer | None:
        if getattr(current_app.view_functions[request.endpoint or ""], "public", False):
            return None
        found = devices.known(kind, request.cookies.get(cookie(kind), ""))
        if found is None:
            return _to_pairing(url_for(f"{room.name}.pair"))
        g.device, at = found, clock.now()
        if devices.needs_seen(found, at=at):
            with transaction():
                devices.seen(found, at=at)
        return None


def offer_pairing(room: Blueprint, kind: Kind, *, home: str) -> None:
    """Give a room of the hall its pairing page: a code for a key of the screen's own, then `home`, an endpoint."""
    template = f"{room.name}/pairing.html"

    @room.get("/pasang")
    @before_pairing
    def pair() -> Answer:
        """Ask for the pairing code."""
        return page(template, error="")

    @room.post("/pasang")
    @before_pairing
    @limiter.limit(GUESSING)
    def enrol() -> Answer:
        """Exchange the pairing code for the screen's key."""
        try:
            with transaction():
                key = devices.enrol(kind, request.form.get("kode", "")[:20], at=clock.now())
        except WrongPairing as refusal:
            return page(template, status=refusal.status, error=f"{say(refusal.message)} {say(refusal.next_step)}")
        return remember(redirect(url_for(home), 303), kind, key)


def _to_pairing(place: str) -> Response | Answer:
    if wants_fragment():
        return Response(status=204, headers={"HX-Redirect": place})
    if request.method == "GET" and (request.accept_mimetypes.accept_html or not request.accept_mimetypes):
        return redirect(place, 303)
    raise UnknownDevice()
