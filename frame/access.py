"""Who is asking: the signed-in officer, and the roles that open a door. Everything under /petugas is shut by default."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from office import clock, staff
from office.db import transaction
from office.errors import NotAllowed
from office.staff import Officer, Role

KEY = "officer_key"
View = Callable[..., Any]


def officer() -> Officer:
    """The signed-in officer of this request."""
    found: Officer = g.officer
    return found


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
    """Open a desk view to people who haven't signed in: the sign-in page alone."""
    view.public = True  # type: ignore[attr-defined]
    return view


def guard(room: Blueprint) -> None:
    """Ask for an officer before every view of a room; a view that names no role is refused."""

    @room.before_request
    def _ask() -> Response | None:
        view = current_app.view_functions[request.endpoint or ""]
        if getattr(view, "public", False):
            return None
        key = session.get(KEY, "")
        at = clock.now()
        found = staff.signed_in(key, at=at) if key else None
        if found is None:
            session.pop(KEY, None)
            return redirect(url_for("desk.sign_in", next=request.path if request.method == "GET" else None), 303)
        g.officer = found
        if not hasattr(view, "roles"):
            raise NotAllowed()
        if staff.needs_touch(key, at=at):
            with transaction():
                staff.touch(key, at=at)
        return None
