"""Setting up the second factor: an app that shows codes, codes on paper for a lost phone, and passkeys."""

from datetime import datetime

from flask import redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.account import account_page, confirm, password_fits, saved
from desk.roles import LISTS
from desk.sign_in import sentence
from frame.access import officer, open_to, open_without, seat
from frame.doors import doors
from frame.pages import page
from office import clock, codes, once
from office.db import transaction
from office.errors import Refused
from office.identity import one_line
from office.staff import MUST_PROVE, passkeys, second_factor, sessions

# In the browser's cookie while the app is being set up: a name of the secret, which only the office's key makes of it.
PENDING = "authenticator"


@room.get("/akun/kode")
@open_without(sessions.FACTOR)
@open_to(*LISTS)
def set_up_code() -> Response:
    """Show the QR for an authenticator app."""
    return _set_up_page()


@room.post("/akun/kode")
@open_without(sessions.FACTOR)
@open_to(*LISTS)
def confirm_code() -> Response:
    """Keep the app once it shows the right code; the recovery codes are in this answer and nowhere else.

    Aborts: 422 a wrong code or password, 429 too many of them.
    """
    at, place, right = clock.now(), url_for("desk.show_account"), password_fits()
    with transaction():
        refusal = confirm(right, at) if second_factor.has_one(officer()) else None
        fresh, refusal = (None, refusal) if refusal else _set_up(at)
        if fresh:
            once.spend(request.form.get("once", ""), place=place, at=at)
            sessions.complete(seat())
    return _codes_page(fresh) if fresh else _set_up_page(refusal)


@room.post("/akun/cadangan")
@open_to(*LISTS)
def renew_recovery_codes() -> Response:
    """Make ten new recovery codes in place of the earlier ones; they are in this answer and nowhere else.

    Aborts: 422 a wrong password, 429 too many of them.
    """
    at, place, right = clock.now(), url_for("desk.show_account"), password_fits()
    with transaction():
        refusal, fresh = confirm(right, at), None
        if not refusal:
            once.spend(request.form.get("once", ""), place=place, at=at)
            fresh = second_factor.renew_recovery_codes(officer(), at=at)
    return _codes_page(fresh) if fresh else account_page(refusal, field="sandi-cadangan")


@room.get("/akun/kunci")
@open_without(sessions.FACTOR)
@open_to(*LISTS)
def set_up_passkey() -> Response:
    """Ask the browser for a new passkey."""
    return _passkey_page()


@room.post("/akun/kunci")
@open_without(sessions.FACTOR)
@open_to(*LISTS)
def add_passkey() -> Response:
    """Keep a new passkey under a name of one's own.

    Aborts: 422 an answer that doesn't fit, or a wrong password.
    """
    at, right = clock.now(), password_fits()
    with transaction():
        refusal = confirm(right, at) if second_factor.has_one(officer()) else None
        refusal = refusal or _register(at)
        if not refusal:
            once.spend(request.form.get("once", ""), place=url_for("desk.show_account"), at=at)
            sessions.complete(seat())
    return _passkey_page(refusal) if refusal else saved(_("Kunci sandi disimpan."))


@room.post("/akun/kunci/<int(max=2147483647):number>/hapus")
@open_to(*LISTS)
def drop_passkey(number: int) -> Response:
    """Forget one of one's own passkeys.

    Aborts: 404 it isn't one's own, 422 it is the last factor of somebody who must have one.
    """
    at, place = clock.now(), url_for("desk.show_account")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        passkeys.drop(officer(), number, at=at)
    return redirect(place, 303)


def _set_up(at: datetime) -> tuple[list[str] | None, Refused | None]:
    try:
        fresh = second_factor.set_up(officer(), _pending(), request.form.get("kode", ""), at=at)
    except second_factor.CodePaused as paused:
        return None, paused
    return fresh, second_factor.WrongCode()


def _register(at: datetime) -> Refused | None:
    name = one_line(request.form.get("nama", ""), 40) or _("Kunci sandi")
    try:
        passkeys.register(officer(), seat(), request.form.get("kunci", ""), name, base_url=doors().base_url, at=at)
    except passkeys.BadPasskey as refusal:
        return refusal
    return None


def _pending() -> str:
    """The name of the secret that the QR on this browser's page holds."""
    token: str = session.setdefault(PENDING, codes.new_token())
    return token


def _set_up_page(refusal: Refused | None = None) -> Response:
    token, mine = _pending(), officer()
    secret = second_factor.secret(token)
    return page(
        "desk/set_up_code.html", status=refusal.status if refusal else 200, error=refusal and sentence(refusal),
        at_password=_at_password(refusal), qr=doors().qr_svg(second_factor.address(mine, token), _("Kode QR untuk aplikasi")),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)), login=mine.login,
        must=mine.role in MUST_PROVE, half=bool(seat().lacks), has_factor=second_factor.has_one(mine),
        passkeys_possible=passkeys.possible(doors().base_url),
    )  # fmt: skip


def _passkey_page(refusal: Refused | None = None) -> Response:
    with transaction():
        asked = passkeys.asked_to_register(officer(), seat(), base_url=doors().base_url)
    return page(
        "desk/set_up_passkey.html", status=refusal.status if refusal else 200, error=refusal and sentence(refusal),
        at_password=_at_password(refusal), asked=asked, has_factor=second_factor.has_one(officer()),
        possible=passkeys.possible(doors().base_url), name=request.form.get("nama", "")[:40], half=bool(seat().lacks),
    )  # fmt: skip


def _codes_page(fresh: list[str]) -> Response:
    session.pop(PENDING, None)
    return page("desk/recovery_codes.html", codes=fresh)


def _at_password(refusal: Refused | None) -> bool:
    return refusal is not None and not isinstance(
        refusal, second_factor.WrongCode | second_factor.CodePaused | passkeys.BadPasskey
    )
