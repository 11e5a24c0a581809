"""Codes that people hold: references, link tokens, and secrets derived from the office's key, so that none is stored."""

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import date

# No 0/O, 1/I/L, U/V: what is read aloud or copied from paper must not be two things.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
REFERENCE_LENGTH = 8
SECRET_LENGTH = 6

_key = b""


def use_key(key: bytes) -> None:
    """Take the office's secret key; called once when the program starts, with at least 32 bytes.

    Raises:
        ValueError: the key is too short.
    """
    global _key
    if len(key) < 32:
        raise ValueError("the office's secret key must have at least 32 bytes")
    _key = key


def new_token() -> str:
    """A link token of 144 random bits."""
    return secrets.token_urlsafe(18)


def hashed(key: str) -> str:
    """What is kept of a key that a browser or a device holds: its SHA-256, so that a copied table opens nothing."""
    return hashlib.sha256(key.encode()).hexdigest()


def new_reference() -> str:
    """A fresh reference of eight unmistakable characters; the table's unique key settles a clash."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))


def tracking_secret(token: str) -> str:
    """The six-character secret that goes with a reference."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in _mac("track", token)[:SECRET_LENGTH])


def pin(token: str, generation: int) -> str:
    """The six digits that open a document; a new generation makes a new PIN."""
    number = int.from_bytes(_mac("pin", f"{token}:{generation}")[:8])
    return f"{number % 1_000_000:06d}"


def door_code(day: date) -> str:
    """The four digits that an officer types at a kiosk before a temperature; another every local day."""
    return f"{int.from_bytes(_mac('door', day.isoformat())[:8]) % 10_000:04d}"


def authenticator(token: str) -> str:
    """The secret shared with an officer's authenticator app, 160 bits in base32."""
    return b32encode(_mac("authenticator", token)[:20]).decode("ascii")


def recovery(officer_id: int, code: str) -> str:
    """What is kept of an officer's recovery code; who has only the database can't try codes against it."""
    return _mac("recovery", f"{officer_id}:{code}").hex()


def sign_in_code(token: str) -> str:
    """The six digits that let a resident in, for one asking."""
    return f"{int.from_bytes(_mac('sign-in', token)[:8]) % 1_000_000:06d}"


def person(kind: str, number: str) -> str:
    """An opaque name for whoever has this NIK or phone number, the same each time, from which it can't be read."""
    return _mac(f"person:{kind}", number).hex()[:32]


def message_id(subject: str) -> str:
    """A stable, opaque name for one message, the same at each try."""
    return _mac("message", subject).hex()[:32]


def message_code(subject: str) -> str:
    """The short code printed on a message, by which its receiver can ask whether it is ours."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in _mac("ours", subject)[:SECRET_LENGTH])


def tidy(code: str) -> str:
    """A code as typed, without spaces, dashes and small letters."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def same(given: str, expected: str) -> bool:
    """Compare two codes in constant time."""
    return hmac.compare_digest(given.encode(), expected.encode())


def fours(reference: str) -> str:
    """A reference as people read it: `7K3M-QX9D`."""
    return f"{reference[:4]}-{reference[4:]}"


def _mac(purpose: str, subject: str) -> bytes:
    if not _key:
        raise RuntimeError("the office's secret key is not set")
    return hmac.digest(_key, f"{purpose}:{subject}".encode(), hashlib.sha256)
