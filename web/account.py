"""Signing in with a code sent to the registered phone, one's own page, and signing out. Nobody needs it to apply."""

from flask import Response, redirect, request, session, url_for
from werkzeug.wrappers import Response as Answer

from frame.language import language, say
from frame.limits import GUESSING, limiter, posts_only
from frame.pages import page
from office import accounts, clock, once
from office.db import transaction
from office.errors import Refused
from office.identity import BadInput, read_nik, read_phone
from web import room
from web.account_seat import ASKED, KEY, account, must_be_signed_in
from web.shown.accounts import account_page


class WrongCode(Refused):
    """The code isn't the one that was sent, or none was sent to anybody: the two look alike."""

    message = "Kode tidak cocok."
    next_step = "Lihat lagi pesan terakhir di telepon Anda."


@room.get("/akun")
def show_account() -> Response:
    """Show one's own applications, documents and papers, or ask for NIK and phone."""
    found = account()
    if found is None:
        return page("web/sign_in.html", errors={}, nik="", phone="")
    return page("web/account.html", **account_page(found, at=clock.now()))


@room.post("/akun")
@limiter.limit(GUESSING, exempt_when=posts_only)
def ask_code() -> Answer:
    """Ask for a code; the answer and the work are the same whether or not the office knows the NIK and the phone.

    Aborts: 422 what was typed can't be a NIK or a mobile number, 429 asked too often.
    """
    nik, phone, at = request.form.get("nik", "")[:40], request.form.get("telepon", "")[:40], clock.now()
    errors = _wrong(nik, phone)
    if errors:
        return page("web/sign_in.html", status=422, errors=errors, nik=nik, phone=phone)
    place = url_for("web.enter_code")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        asked = accounts.ask(nik, phone, language=language(), at=at)
        session[ASKED] = asked.token
    return redirect(place, 303)


@room.get("/akun/kode")
def enter_code() -> Answer:
    """Ask for the code that was sent, if it was."""
    if not accounts.may_still(str(session.get(ASKED, "")), at=clock.now()):
        return redirect(url_for("web.show_account"), 303)
    return page("web/enter_code.html", error="")


@room.post("/akun/kode")
@limiter.limit(GUESSING)
def check_code() -> Answer:
    """Sign in with the right code; a wrong one is counted and kept.

    Aborts: 410 CodeGone, 422 WrongCode, 429.
    """
    with transaction():
        key = accounts.enter(str(session.get(ASKED, "")), request.form.get("kode", "")[:20], at=clock.now())
    if key is None:
        error = f"{say(WrongCode.message)} {say(WrongCode.next_step)}"
        return page("web/enter_code.html", status=WrongCode.status, error=error)
    session.pop(ASKED, None)
    session[KEY] = key
    return redirect(url_for("web.show_account"), 303)


@room.post("/akun/keluar")
def leave_account() -> Answer:
    """End this session, on the server and in the browser."""
    key = str(session.get(KEY, ""))
    with transaction():
        accounts.sign_out(key, at=clock.now())
    return _left()


@room.post("/akun/keluar-semua")
def leave_everywhere() -> Answer:
    """End every session of this person, on whatever phone."""
    found = must_be_signed_in()
    with transaction():
        accounts.end_all(found.person_key, at=clock.now())
    return _left()


@room.errorhandler(accounts.CodeGone)
def code_gone(refusal: accounts.CodeGone) -> Response:
    """Say that the code is worth nothing any more, where a new one is asked for."""
    session.pop(ASKED, None)
    sentence = f"{say(refusal.message)} {say(refusal.next_step)}"
    return page("web/sign_in.html", status=refusal.status, errors={"": sentence}, nik="", phone="")


def _left() -> Answer:
    """Nothing of it stays on a phone that others use too."""
    session.clear()
    response = redirect(url_for("web.front"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _wrong(nik: str, phone: str) -> dict[str, str]:
    errors = {}
    for name, read, typed in (("nik", read_nik, nik), ("telepon", read_phone, phone)):
        try:
            read(typed)
        except BadInput as bad:
            errors[name] = say(bad.sentence, bad.params)
    return errors
