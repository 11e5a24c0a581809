"""Signing in and out of the desk: name and password, then the second factor of whoever has one."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as Answer

from desk import room
from desk.proving import passkey_asked, prove
from desk.roles import LISTS
from frame.access import KEY, browser, officer, open_to, open_to_all, open_without, seat
from frame.language import say
from frame.limits import GUESSING, limiter, posts_only
from frame.pages import page
from office import clock, staff
from office.db import transaction
from office.errors import Refused
from office.staff import sessions


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
        key = staff.sign_in(found, fits, at=clock.now(), browser=browser())
    if key is None:
        error = sentence(staff.WrongSignIn())
        return page("desk/sign_in.html", status=staff.WrongSignIn.status, next=place, login=login, error=error)
    take_seat(key)
    return redirect(place, 303)


@room.get("/masuk/kode")
@open_without(sessions.PROOF)
@open_to(*LISTS)
def ask_code() -> Answer:
    """Ask for the second factor: a code, or a passkey."""
    place = inside(request.args.get("next", ""))
    return _code_page(place) if seat().lacks else redirect(place, 303)


@room.post("/masuk/kode")
@limiter.limit(GUESSING, exempt_when=posts_only)
@open_without(sessions.PROOF)
@open_to(*LISTS)
def prove_code() -> Answer:
    """Complete the session with a right code or passkey; a wrong one is counted and kept.

    Aborts: 422 a wrong one, 429 too many of them.
    """
    place = inside(request.form.get("next", ""))
    with transaction():
        refusal = _complete(clock.now())
    return _code_page(place, refusal) if refusal else redirect(place, 303)


@room.post("/keluar")
@open_without(sessions.PROOF, sessions.FACTOR)
@open_to(*LISTS)
def sign_out() -> Answer:
    """End the session on the server and in the browser."""
    key = session.get(KEY, "")
    session.clear()
    with transaction():
        staff.sign_out(key, at=clock.now())
    return redirect(url_for("desk.sign_in"), 303)


def take_seat(key: str) -> None:
    """Give the browser a new session's key; what an earlier one left in the cookie is gone."""
    session.clear()
    session[KEY] = key


def inside(place: str) -> str:
    """A place of the desk to go on to: never another host, and nothing that browsers read as one."""
    parts = urlsplit(place)
    plain = not parts.scheme and not parts.netloc and place.isprintable() and "\\" not in place and "//" not in place
    return parts.path if plain and parts.path.startswith("/petugas/") else url_for("desk.work_list")


def sentence(refusal: Refused) -> str:
    """A refusal and its next step in one line."""
    return f"{say(refusal.message, refusal.params)} {say(refusal.next_step, refusal.params)}"


def _complete(at: datetime) -> Refused | None:
    """Complete the session if the form proves the second factor, or why not; one that lacks nothing stays as it is."""
    factor, refusal = prove(at) if seat().lacks else ("", None)
    if factor:
        sessions.complete(seat())
    return None if factor else refusal


def _code_page(place: str, refusal: Refused | None = None) -> Answer:
    with transaction():
        asked = passkey_asked()
    has_app = officer().authenticator is not None
    return page("desk/code.html", status=refusal.status if refusal else 200, next=place, asked=asked, has_app=has_app,
                error=sentence(refusal) if refusal else "")  # fmt: skip
