"""Why somebody looks into the register: a reason is asked for each look without a case, and kept with it in the journal."""

import re
from dataclasses import dataclass
from datetime import datetime

from office.errors import Refused
from office.events import Actor, record

COUNTER, FILE, LETTER, TIDYING = "loket", "berkas", "surat", "data"
REASONS = (COUNTER, FILE, LETTER, TIDYING)
NUMBERED = (FILE, LETTER)  # these need the number of the file or letter

# No more than what the number of a file or letter looks like: the journal holds no names, and no NIK.
_NUMBER = {
    FILE: re.compile(r"[A-Z0-9-]{8,12}"),
    LETTER: re.compile(r"(?=.*[0-9])(?!.*[0-9]{16})[A-Z0-9][A-Z0-9./-]{1,39}"),
}


class ReasonWanted(Refused):
    """A look into the register without a reason."""

    message = "Pilih dulu alasan melihat data penduduk."
    next_step = "Alasan itu dicatat bersama nama Anda."


class NumberWanted(ReasonWanted):
    """This reason needs the number of the file or letter; that of a letter has a digit in it."""

    message = "Tulis nomor permohonan atau nomor suratnya."
    next_step = "Hanya huruf, angka, titik, garis miring dan tanda hubung."


@dataclass(frozen=True)
class Reason:
    """A code of `REASONS` and, for a file or letter, its number."""

    code: str
    number: str = ""


def reason(code: str, number: str = "") -> Reason:
    """The reason that an officer chose.

    Raises:
        ReasonWanted: none of the list.
        NumberWanted: the number is missing or isn't one.
    """
    if code not in REASONS:
        raise ReasonWanted()
    if code not in NUMBERED:
        return Reason(code)
    tidy = "".join(number.split()).upper()
    if not _NUMBER[code].fullmatch(tidy):
        raise NumberWanted()
    return Reason(code, tidy)


def viewed(subject: str, number: int, why: Reason, *, by: Actor, at: datetime, what: str = "page") -> None:
    """Note that somebody looked at a resident or a family (`subject`), and whether the whole numbers were shown."""
    record(f"{subject}.viewed", subject, number, by=by, at=at, what=what, reason=why.code, case=why.number)


def searched(way: str, count: int, why: Reason, *, by: Actor, at: datetime) -> None:
    """Note that somebody searched: by what (nik, kk, name, birth) and how many were found, never for whom."""
    record("register.searched", "register", 0, by=by, at=at, way=way, found=count, reason=why.code, case=why.number)
