"""Masks for pages that anybody may read, and for officers' lists until *Tampilkan* is pressed.

A value whose shape is not known is hidden whole: a mask never fails open.
"""

import re
import unicodedata
from datetime import date

SIXTEEN = re.compile(r"[0-9]{16}")
MOBILE = re.compile(r"\+628[0-9]{5,}")
MOST_KEPT = 3


def mask_nik(nik: str) -> str:
    """First four and last four digits: `9999********0001`."""
    return f"{nik[:4]}********{nik[-4:]}" if SIXTEEN.fullmatch(nik) else "*" * 16


def mask_kk(kk: str) -> str:
    """The number of a family card, masked like a NIK."""
    return mask_nik(kk)


def mask_phone(phone: str) -> str:
    """An E.164 mobile number as `08**-****-**89`; the length is hidden too."""
    return f"08**-****-**{phone[-2:]}" if MOBILE.fullmatch(phone) else "****-****-****"


def mask_email(email: str) -> str:
    """First letter of each side: `b***@d***`."""
    local, at_sign, domain = email.partition("@")
    return f"{local[:1]}***@{domain[:1]}***" if local and at_sign and domain else "***@***"


def mask_name(name: str) -> str:
    """Half of each word, at most three letters, in capitals: `Budi Santoso` gives `BU** SAN****`."""
    return " ".join(_mask_word(word) for word in name.upper().split())


def mask_birth_date(birth_date: date) -> str:
    """The year alone."""
    return str(birth_date.year)


def _mask_word(word: str) -> str:
    letters = _with_their_marks(word)
    kept = min(len(letters) // 2, MOST_KEPT)
    return "".join(letters[:kept]) + "*" * (len(letters) - kept)


def _with_their_marks(word: str) -> list[str]:
    # A mark cut off from its letter would stand on a star.
    letters: list[str] = []
    for sign in word:
        if letters and unicodedata.category(sign).startswith("M"):
            letters[-1] += sign
        else:
            letters.append(sign)
    return letters
