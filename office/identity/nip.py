"""The number of a civil servant (NIP): eighteen digits, kept grouped as they are printed."""

from office.identity.bad_input import N_, BadInput
from office.identity.letters import plain_digits

DIGITS = 18

_EMPTY = N_("NIP belum diisi.")
_SIGNS = N_("NIP hanya berisi angka.")
_LENGTH = N_("NIP terdiri dari 18 angka. Yang diketik %(count)s angka.")


def read_nip(text: str) -> str:
    """Read a NIP, spaces, dots and dashes as typed, into `19700101 199503 1 001`.

    What the groups stand for isn't confirmed in our sources, so only their number is checked.

    Raises:
        BadInput: nothing, something else than digits, or not eighteen of them.
    """
    digits = plain_digits(text)
    if not digits:
        raise BadInput("nip_empty", _EMPTY)
    if not (digits.isascii() and digits.isdigit()):
        raise BadInput("nip_signs", _SIGNS)
    if len(digits) != DIGITS:
        raise BadInput("nip_length", _LENGTH, count=len(digits))
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"
