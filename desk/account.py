"""One's own account: the browsers in which one is signed in, and the password."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.proving import first_time
from desk.roles import LISTS
from desk.sign_in import sentence
from frame.access import officer, open_to, seat
from frame.doors import doors
from frame.language import day_hour
from frame.pages import page
from office import clock, once, staff
from office.db import transaction
from office.errors import Refused
from office.staff import MUST_PROVE, OfficerSession, passkeys, passwords, second_factor, sessions


class WrongPassword(Refused):
    """The password that was typed to confirm something isn't the officer's."""

    message = "Kata sandi Anda sekarang tidak cocok."
    next_step = "Ketik lagi kata sandi yang Anda pakai untuk masuk."


@room.get("/akun")
@open_to(*LISTS)
def show_account() -> Response:
    """Show one's own browsers, second factor and password form."""
    return account_page()


@room.post("/akun/sesi/<int(max=2147483647):number>/akhiri")
@open_to(*LISTS)
def end_session(number: int) -> Response:
    """Sign one of one's own browsers out.

    Aborts: 404 it isn't one's own, or has ended.
    """
    at, place = clock.now(), url_for("desk.show_account")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        sessions.end(officer(), number, at=at)
    return redirect(place, 303)


@room.post("/akun/sesi/akhiri-lain")
@open_to(*LISTS)
def end_other_sessions() -> Response:
    """Sign every other browser of one's own out."""
    at, place = clock.now(), url_for("desk.show_account")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        sessions.end_all(officer(), at=at, but=seat().id)
    flash(_("Semua peramban lain sudah keluar."))
    return redirect(place, 303)


@room.post("/akun/sandi")
@open_to(*LISTS)
def change_password() -> Response:
    """Change one's own password; every other browser is signed out.

    Aborts: 422 the present one is wrong or the new one too short, 429 too many wrong ones.
    """
    at, place = clock.now(), url_for("desk.show_account")
    fresh, right = _hashed(request.form.get("baru", "")), password_fits()
    with transaction():
        refusal = confirm(right, at) if fresh else staff.WeakPassword()
        if not refusal:
            once.spend(request.form.get("once", ""), place=place, at=at)
            staff.take_password(officer(), fresh, by=officer().actor, at=at)
            sessions.end_all(officer(), at=at, but=seat().id)
    return account_page(refusal) if refusal else saved(_("Kata sandi diganti. Peramban lain sudah keluar."))


def account_page(refusal: Refused | None = None, *, field: str = "") -> Response:
    """The page; a refusal stands at the box that it is about."""
    at, mine = clock.now(), officer()
    fields = {WrongPassword: "sandi", staff.SignInPaused: "sandi", staff.WeakPassword: "baru"}
    errors = {field or fields.get(type(refusal), "sandi"): sentence(refusal)} if refusal else {}
    return page(
        "desk/account.html", status=refusal.status if refusal else 200, errors=errors,
        sessions=[_line(each, at) for each in sessions.open_of(mine, at=at)], shortest=staff.SHORTEST_PASSWORD,
        has_app=mine.authenticator is not None, has_factor=second_factor.has_one(mine), must=mine.role in MUST_PROVE,
        codes_left=second_factor.recovery_left(mine), passkeys=[_passkey(each) for each in passkeys.of(mine)],
        passkeys_possible=passkeys.possible(doors().base_url), most=passkeys.MOST,
    )  # fmt: skip


def password_fits() -> bool:
    """Whether the form's `sandi` is the officer's own password: slow by design, so outside a transaction."""
    return staff.check_password(officer().login, request.form.get("sandi", "")[:200])[1]


def confirm(right: bool, at: datetime) -> Refused | None:
    """Count the try of one's own password, within a transaction that must commit; why it doesn't pass, or None.

    Raises:
        Repeated: the form did what it asks before, with a password that may be the earlier one by now.
    """
    first_time()
    try:
        return None if sessions.fits(officer().id, right, at=at) else WrongPassword()
    except staff.SignInPaused as paused:
        return paused


def saved(words: str) -> Response:
    """Back to the account, saying what was done."""
    flash(words)
    return redirect(url_for("desk.show_account"), 303)


def _hashed(password: str) -> str:
    try:
        return passwords.hashed(password[:200])
    except staff.WeakPassword:
        return ""


def _line(session: OfficerSession, at: datetime) -> dict[str, Any]:
    return {
        "id": session.id, "browser": session.browser or _("Peramban lain"), "here": session.id == seat().id,
        "since": day_hour(session.made_at), "seen": day_hour(session.seen_at),
        "end_url": url_for("desk.end_session", number=session.id),
    }  # fmt: skip


def _passkey(passkey: second_factor.Passkey) -> dict[str, Any]:
    return {
        "name": passkey.name, "since": day_hour(passkey.made_at), "used": day_hour(passkey.used_at),
        "drop_url": url_for("desk.drop_passkey", number=passkey.id),
    }  # fmt: skip
