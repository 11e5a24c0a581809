"""The second factor as a form brings it: a typed code, or a passkey's answer, to sign in or to sign documents."""

from datetime import datetime

from flask import request

from frame.access import officer, seat
from frame.doors import doors
from office import once
from office.errors import Refused
from office.staff import passkeys, second_factor


def prove(at: datetime) -> tuple[str, Refused | None]:
    """What this form proves within the caller's transaction (code, recovery, passkey), or '' and why not.

    A wrong try is kept, so the caller's transaction must commit.
    """
    answer = request.form.get("kunci", "")
    try:
        if answer:
            return passkeys.prove(officer(), seat(), answer, base_url=doors().base_url, at=at), None
        return second_factor.prove(officer(), request.form.get("kode", ""), at=at) or "", second_factor.WrongCode()
    except (passkeys.BadPasskey, second_factor.CodePaused) as refusal:
        return "", refusal


def first_time() -> None:
    """Stop a form that did what it asks before: its code or password is used up or changed by now, and would look wrong.

    Raises:
        Repeated: it did; the page that shows its outcome comes next.
    """
    key = request.form.get("once", "")
    if key.isprintable() and (place := once.outcome(key)):
        raise once.Repeated(place)


def passkey_asked() -> str:
    """What the browser is asked, as JSON, so that a passkey can answer; '' without one. The caller's transaction keeps it."""
    base_url = doors().base_url
    return passkeys.asked_to_prove(officer(), seat(), base_url=base_url) if passkeys.possible(base_url) else ""
