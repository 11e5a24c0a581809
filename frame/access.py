"""Who is asking: the signed-in officer, and the roles that open a door. Everything under /petugas is shut by default."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from office import clock, staff
from office.db import transaction
from office.errors import NotAllowed
from office.staff import Officer, OfficerSession, Role, sessions

KEY = "officer_key"
View = Callable[..., Any]
# Where a session goes that lacks something: to show the second factor, or to set one up.
MENDS = {sessions.PROOF: "desk.ask_code", sessions.FACTOR: "desk.set_up_code"}
# The families of browsers, as they name themselves; each names the ones after it too.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}


def officer() -> Officer:
    """The signed-in officer of this request."""
    found: Officer = g.officer
    return found


def seat() -> OfficerSession:
    """The session of this request's browser."""
    found: OfficerSession = g.seat
    return found


def browser() -> str:
    """The family of this request's browser, such as `Firefox`; '' when it isn't known."""
    agent = request.headers.get("User-Agent", "")
    return next((name for sign, name in BROWSERS.items() if sign in agent), "")


def open_to(*roles: Role) -> Callable[[View], View]:
    """Open a desk view to these roles; without it a view is shut to all.

    Raises:
        NotAllowed: the officer has another role, asked anew at each request.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if officer().role not in roles:
                raise NotAllowed()
            return view(*args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_all(view: View) -> View:
    """Open a desk view to people who haven't signed in: the sign-in page and an invitation alone."""
    view.public = True  # type: ignore[attr-defined]
    return view


def open_without(*lacks: str) -> Callable[[View], View]:
    """Open a desk view also to a session that still lacks its second factor: the pages where it is shown or set up."""

    def decorate(view: View) -> View:
        view.without = frozenset(lacks)  # type: ignore[attr-defined]
        return view

    return decorate


def guard(room: Blueprint) -> None:
    """Ask for an officer before every view of a room; a view that names no role is refused."""

    @room.before_request
    def _ask() -> Response | None:
        view = current_app.view_functions[request.endpoint or ""]
        if getattr(view, "public", False):
            return None
        key = session.get(KEY, "")
        at = clock.now()
        found = sessions.session_of(key, at=at) if key else None
        who = sessions.holder_of(found) if found else None
        if found is None or who is None:
            session.pop(KEY, None)
            return _sent_to("desk.sign_in")
        if found.lacks and found.lacks not in getattr(view, "without", ()):
            return _sent_to(MENDS[found.lacks])
        g.officer, g.seat = who, found
        if not hasattr(view, "roles"):
            raise NotAllowed()
        if staff.needs_touch(found, at=at):
            with transaction():
                staff.touch(key, at=at)
        return None


def _sent_to(endpoint: str) -> Response:
    place = request.path if request.method == "GET" else None
    if request.headers.get("HX-Request") and endpoint != "desk.sign_in":
        return Response(headers={"HX-Redirect": url_for(endpoint)})
    return redirect(url_for(endpoint, next=place), 303)
