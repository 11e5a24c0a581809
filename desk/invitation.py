"""A new officer's way in, or a locked-out one's way back: the link chooses a password, and the second factor follows."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from desk import room
from desk.roles import words
from desk.sign_in import sentence, take_seat
from frame.access import browser, open_to_all
from frame.limits import GUESSING, limiter, posts_only
from frame.pages import page
from office import clock, staff
from office.db import transaction
from office.errors import Refused
from office.staff import MUST_PROVE, invitations, passwords, sessions


@room.get("/undangan/<key>")
@open_to_all
def show_invitation(key: str) -> Response:
    """Ask the invited officer for a password of their own.

    Aborts: 410 the link was used or has run out.
    """
    return _page(key)


@room.post("/undangan/<key>")
@limiter.limit(GUESSING, exempt_when=posts_only)
@open_to_all
def accept_invitation(key: str) -> Response:
    """Use the link up and sign its officer in; the page for the second factor comes next.

    Aborts: 410 the link was used or has run out, 422 too short a password.
    """
    at = clock.now()
    invitations.invited(key, at=at)
    try:
        hashed = passwords.hashed(request.form.get("sandi", "")[:200])
    except staff.WeakPassword as refusal:
        return _page(key, refusal)
    with transaction():
        take_seat(sessions.begin(invitations.accept(key, hashed, at=at), at=at, browser=browser()))
    return redirect(url_for("desk.set_up_code"), 303)


def _page(key: str, refusal: Refused | None = None) -> Response:
    whose = invitations.invited(key, at=clock.now())
    return page(
        "desk/invitation.html", status=refusal.status if refusal else 200, name=whose.name, login=whose.login,
        role=words()[whose.role], must=whose.role in MUST_PROVE, shortest=staff.SHORTEST_PASSWORD,
        error=sentence(refusal) if refusal else "", place=request.path,
    )  # fmt: skip
