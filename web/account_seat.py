"""The signed-in resident of this request, if there is one; nobody needs to be."""

from flask import g, session, url_for

from office import accounts, clock
from office.accounts import AccountSession
from office.db import transaction
from web import room
from web.places import Elsewhere

KEY = "account_key"
ASKED = "sign_in"
UNASKED = object()


def account() -> AccountSession | None:
    """The session of this browser, looked up once a request; noted as used at most once a minute."""
    if g.account is UNASKED:
        g.account = _look()
    found: AccountSession | None = g.account
    return found


@room.before_request
def _nobody_yet() -> None:
    g.account = UNASKED


def must_be_signed_in() -> AccountSession:
    """The session of this browser.

    Raises:
        Elsewhere: there is none, and the sign-in is where to go.
    """
    found = account()
    if found is None:
        raise Elsewhere(url_for("web.show_account"))
    return found


def _look() -> AccountSession | None:
    key, at = str(session.get(KEY, "")), clock.now()
    found = accounts.session_of(key, at=at) if key else None
    if found is None:
        session.pop(KEY, None)
    elif accounts.needs_touch(found, at=at):
        with transaction():
            accounts.touch(key, at=at)
    return found
