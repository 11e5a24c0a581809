"""Signing in and out of the desk."""

from urllib.parse import urlsplit

from flask import Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as Answer

from desk import room
from desk.roles import LISTS
from frame.access import KEY, open_to, open_to_all
from frame.language import say
from frame.limits import GUESSING, limiter, posts_only
from frame.pages import page
from office import clock, staff
from office.db import transaction


@room.get("/masuk")
@open_to_all
def sign_in() -> Answer:
    """Ask for name and password; a page that was open when the session ended is sent here whole."""
    if request.headers.get("HX-Request"):
        came_from = urlsplit(request.headers.get("HX-Current-URL", "")).path
        return Response(headers={"HX-Redirect": url_for("desk.sign_in", next=inside(came_from))})
    return page("desk/sign_in.html", next=inside(request.args.get("next", "")), login="", error="")


@room.post("/masuk")
@limiter.limit(GUESSING, exempt_when=posts_only)
@open_to_all
def begin_session() -> Answer:
    """Open a session when name and password fit together; a wrong try is counted and kept."""
    login, place = request.form.get("login", "")[:40], inside(request.form.get("next", ""))
    found, fits = staff.check_password(login, request.form.get("password", "")[:200])
    with transaction():
        key = staff.sign_in(found, fits, at=clock.now())
    if key is None:
        return page("desk/sign_in.html", status=staff.WrongSignIn.status, next=place, login=login, error=_sentence())
    session.clear()
    session[KEY] = key
    return redirect(place, 303)


@room.post("/keluar")
@open_to(*LISTS)
def sign_out() -> Answer:
    """End the session on the server and in the browser."""
    key = session.get(KEY, "")
    session.clear()
    with transaction():
        staff.sign_out(key, at=clock.now())
    return redirect(url_for("desk.sign_in"), 303)


def inside(place: str) -> str:
    """A place of the desk to go on to: never another host, and nothing that browsers read as one."""
    parts = urlsplit(place)
    plain = not parts.scheme and not parts.netloc and place.isprintable() and "\\" not in place and "//" not in place
    return parts.path if plain and parts.path.startswith("/petugas/") else url_for("desk.work_list")


def _sentence() -> str:
    return f"{say(staff.WrongSignIn.message)} {say(staff.WrongSignIn.next_step)}"
