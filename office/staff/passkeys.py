"""Passkeys (WebAuthn) as the second factor: a phone or a security key signs what this office asks, for this address alone."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from office import events
from office.db import db
from office.errors import NotFound, Refused
from office.identity import one_line
from office.staff import sessions
from office.staff.officers import MUST_PROVE, Officer
from office.staff.second_factor import ISSUER, PASSKEY, Passkey

MOST = 10
LONGEST_ANSWER = 20_000
BASE64 = re.compile(r"[A-Za-z0-9_-]{1,1400}")


class BadPasskey(Refused):
    """The answer of the device isn't what was asked for, or comes too late."""

    message = "Kunci sandi ini tidak diterima."
    next_step = "Coba lagi, atau pakai kode dari aplikasi."


class LastFactor(Refused):
    """Whose role asks for a second factor can't take the last one away."""

    message = "Ini faktor kedua Anda yang terakhir, dan peran Anda memerlukannya."
    next_step = "Pasang aplikasi kode atau kunci sandi lain dulu."


def possible(base_url: str) -> bool:
    """Whether browsers offer passkeys at this address: a name of its own by https, or this machine as localhost."""
    parts = urlsplit(base_url)
    try:
        ip_address(parts.hostname or "")
    except ValueError:
        return parts.scheme == "https" or parts.hostname == "localhost"
    return False


def of(officer: Officer) -> list[Passkey]:
    """An officer's passkeys, oldest first."""
    return list(db.session.scalars(sa.select(Passkey).where(Passkey.officer_id == officer.id).order_by(Passkey.id)))


def asked_to_register(officer: Officer, session: sessions.OfficerSession, *, base_url: str) -> str:
    """What the browser is asked, as JSON, to make a new passkey."""
    # Loaded only here: 17 MB that most page processes never need.
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement

    options = generate_registration_options(
        rp_id=_host(base_url), rp_name=ISSUER, user_name=officer.login, user_id=f"officer:{officer.id}".encode(),
        user_display_name=officer.login, challenge=_bytes(sessions.new_challenge(session)),
        authenticator_selection=AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.DISCOURAGED),
        exclude_credentials=_described(of(officer)),
    )  # fmt: skip
    return options_to_json(options)


def asked_to_prove(officer: Officer, session: sessions.OfficerSession, *, base_url: str) -> str:
    """What the browser is asked, as JSON, to prove one of the officer's passkeys; empty when there is none."""
    mine = of(officer)
    if not mine:
        return ""
    from webauthn import generate_authentication_options, options_to_json

    options = generate_authentication_options(
        rp_id=_host(base_url), challenge=_bytes(sessions.new_challenge(session)), allow_credentials=_described(mine)
    )
    return options_to_json(options)


def register(
    officer: Officer, session: sessions.OfficerSession, answer: str, name: str, *, base_url: str, at: datetime
) -> Passkey:
    """Keep a new passkey, whose answer to this session's challenge fits.

    Raises:
        BadPasskey: it doesn't fit, comes too late, is known already, or the officer has ten.
    """
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    challenge = sessions.spend_challenge(session)
    if challenge is None or len(of(officer)) >= MOST:
        raise BadPasskey()
    try:
        made = verify_registration_response(
            credential=_read(answer), expected_challenge=_bytes(challenge), expected_rp_id=_host(base_url),
            expected_origin=base_url,
        )  # fmt: skip
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise BadPasskey() from None
    credential = _text(made.credential_id)
    if db.session.scalar(sa.select(Passkey.id).where(Passkey.credential == credential)):
        raise BadPasskey()
    passkey = Passkey(
        officer_id=officer.id, credential=credential, public_key=_text(made.credential_public_key), uses=made.sign_count,
        name=one_line(name, 40), made_at=at,
    )  # fmt: skip
    db.session.add(passkey)
    db.session.flush()
    events.record("officer.passkey_added", "officer", officer.id, by=officer.actor, at=at)
    return passkey


def prove(officer: Officer, session: sessions.OfficerSession, answer: str, *, base_url: str, at: datetime) -> str:
    """Check a passkey's answer to this session's challenge; what was proven.

    Raises:
        BadPasskey: it doesn't fit, comes too late, or belongs to another officer.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    challenge, read = sessions.spend_challenge(session), _read(answer)
    passkey = _named(officer, read.get("id"))
    if challenge is None or passkey is None:
        raise BadPasskey()
    try:
        proven = verify_authentication_response(
            credential=read, expected_challenge=_bytes(challenge), expected_rp_id=_host(base_url), expected_origin=base_url,
            credential_public_key=_bytes(passkey.public_key), credential_current_sign_count=passkey.uses,
        )  # fmt: skip
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise BadPasskey() from None
    passkey.uses, passkey.used_at = proven.new_sign_count, at
    events.record("officer.proven", "officer", officer.id, by=officer.actor, at=at, factor=PASSKEY)
    return PASSKEY


def drop(officer: Officer, number: int, *, at: datetime) -> None:
    """Forget one of an officer's own passkeys.

    Raises:
        NotFound: it isn't theirs.
        LastFactor: it is all they have, and their role must have one.
    """
    passkey = db.session.get(Passkey, number)
    if passkey is None or passkey.officer_id != officer.id:
        raise NotFound()
    if officer.role in MUST_PROVE and officer.authenticator is None and len(of(officer)) == 1:
        raise LastFactor()
    db.session.delete(passkey)
    db.session.flush()
    events.record("officer.passkey_dropped", "officer", officer.id, by=officer.actor, at=at)


def _named(officer: Officer, credential: object) -> Passkey | None:
    if not isinstance(credential, str) or not BASE64.fullmatch(credential):
        return None
    mine = sa.and_(Passkey.officer_id == officer.id, Passkey.credential == credential)
    return db.session.scalar(sa.select(Passkey).where(mine).with_for_update())


def _read(answer: str) -> dict[str, object]:
    try:
        read = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        read = None
    return read if isinstance(read, dict) else {}


def _described(passkeys: list[Passkey]) -> list[Any]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=_bytes(each.credential)) for each in passkeys]


def _host(base_url: str) -> str:
    return urlsplit(base_url).hostname or ""


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode("ascii").rstrip("=")
