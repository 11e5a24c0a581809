"""Numbers, dates and hours out of what people type."""

import calendar
import re
from datetime import date, time

from office.identity.bad_input import N_, BadInput
from office.identity.letters import HYPHENS, ascii_digits

EARLIEST_YEAR, LATEST_YEAR = 1850, 2199  # outside them a slip of the finger, not a date in a register

_MONTHS = (
    ("januari", "jan", "january"), ("februari", "feb", "pebruari", "february"), ("maret", "mar", "march"),
    ("april", "apr"), ("mei", "may"), ("juni", "jun", "june"), ("juli", "jul", "july"),
    ("agustus", "agu", "agt", "ags", "aug", "august"), ("september", "sep", "sept"),
    ("oktober", "okt", "oct", "october"), ("november", "nov", "nopember"), ("desember", "des", "dec", "december"),
)  # fmt: skip
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}
# A day in one box: 17-8-1990, 17/08/1990, 17 Agustus 1990, 17081990, or 1990-08-17 as programs write it.
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
_DAY = re.compile(r"(?P<d>\d{1,2})[-/., ]+(?P<m>\d{1,2}|[A-Za-z]{3,9}\.?)[-/., ]+(?P<y>\d{1,4})")
_DIGITS = re.compile(r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d{4})")
_THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")
_FRACTION = re.compile(r"[0-9]+[.,][0-9]+")
_HOUR = re.compile(r"(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:]00)?|(?P<hour4>\d{1,2})(?P<minute4>\d{2})")

_EMPTY = N_("Bagian ini belum diisi.")
_NUMBER_SIGNS = N_("Tulis dengan angka saja.")
_NUMBER_FRACTION = N_("Tulis angka bulat, tanpa koma.")
_NUMBER_RANGE = N_("Angkanya antara %(low)s dan %(high)s.")
_DATE_INCOMPLETE = N_("Isi tanggal, bulan dan tahun.")
_DAY_RANGE = N_("Tanggal antara 1 dan 31.")
_MONTH_RANGE = N_("Bulan antara 1 dan 12.")
_YEAR_SHORT = N_("Tulis tahun dengan empat angka, misalnya 1990.")
_YEAR_RANGE = N_("Periksa lagi tahunnya: antara %(low)s dan %(high)s.")
_DATE_IMPOSSIBLE = N_("Bulan %(month)s tahun %(year)s hanya sampai tanggal %(last)s.")
_DATE_FORM = N_("Tulis hari, bulan, dan tahun, misalnya 17-8-1990.")
_TIME_FORM = N_("Tulis jam dan menit, misalnya 04.15.")
_TIME_RANGE = N_("Jam antara 00.00 dan 23.59.")


def read_number(text: str, low: int, high: int) -> int:
    """Read a whole number from `low` to `high`, both allowed; `3.200` is 3200, as Indonesians write.

    Raises:
        BadInput: nothing, not a number, a fraction, or out of bounds.
    """
    typed = ascii_digits(text.strip())
    if not typed:
        raise BadInput("empty", _EMPTY)
    sign = -1 if typed[0] in HYPHENS else 1
    body = typed[1:] if sign < 0 else typed
    if _THOUSANDS.fullmatch(body):
        body = body.replace(".", "")
    if _FRACTION.fullmatch(body):
        raise BadInput("number_fraction", _NUMBER_FRACTION)
    if not _is_digits(body):
        raise BadInput("number_signs", _NUMBER_SIGNS)
    # A number of a thousand digits would be slow to convert and is out of bounds anyway.
    number = sign * int(body) if len(body) <= 18 else high + 1
    if not low <= number <= high:
        raise BadInput("number_range", _NUMBER_RANGE, low=low, high=high)
    return number


def read_date(day: str, month: str, year: str) -> date:
    """Read a date typed in three parts; the month is a number or a name such as `Juni` or `Agt`.

    Raises:
        BadInput: a part missing or out of bounds (`day_range`, `month_range`, `year_short`, `year_range` name the
        part), or a day that month does not have.
    """
    parts = tuple(part.strip() for part in (day, month, year))
    if not any(parts):
        raise BadInput("empty", _EMPTY)
    if not all(parts):
        raise BadInput("date_incomplete", _DATE_INCOMPLETE)
    day_number = _part(parts[0], 1, 31, BadInput("day_range", _DAY_RANGE))
    named = _MONTH_OF.get(parts[1].rstrip(".").lower())
    month_number = named or _part(parts[1], 1, 12, BadInput("month_range", _MONTH_RANGE))
    year_number = _year(parts[2])
    last = calendar.monthrange(year_number, month_number)[1]
    if day_number > last:
        raise BadInput("date_impossible", _DATE_IMPOSSIBLE, month=month_number, year=year_number, last=last)
    return date(year_number, month_number, day_number)


def read_day(text: str) -> date:
    """Read a day typed in one box: `17-8-1990`, `17/08/1990`, `17 Agustus 1990`, `17081990` or `1990-08-17`.

    Raises:
        BadInput: nothing, another form (`date_form`), or what `read_date` has against its parts.
    """
    typed = ascii_digits(" ".join(text.split()))
    for sign in HYPHENS:
        typed = typed.replace(sign, "-")
    if not typed:
        raise BadInput("empty", _EMPTY)
    found = _ISO.fullmatch(typed) or _DAY.fullmatch(typed) or _DIGITS.fullmatch(typed)
    if found is None:
        raise BadInput("date_form", _DATE_FORM)
    return read_date(found["d"], found["m"], found["y"])


def _year(text: str) -> int:
    if _is_digits(ascii_digits(text)) and len(text) < 4:
        raise BadInput("year_short", _YEAR_SHORT)
    out_of_bounds = BadInput("year_range", _YEAR_RANGE, low=EARLIEST_YEAR, high=LATEST_YEAR)
    return _part(text, EARLIEST_YEAR, LATEST_YEAR, out_of_bounds)


def _part(text: str, low: int, high: int, refusal: BadInput) -> int:
    digits = ascii_digits(text)
    if not (_is_digits(digits) and len(digits) <= 4 and low <= int(digits) <= high):
        raise refusal
    return int(digits)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def read_time(text: str) -> time:
    """Read an hour of the day as typed: `04.15`, `4:15`, `0415`, with or without `WITA`; local, no zone attached.

    Raises:
        BadInput: not an hour with minutes, or outside 00.00 to 23.59.
    """
    typed = ascii_digits(text.strip().lower().removesuffix("wita").strip())
    if not typed:
        raise BadInput("empty", _EMPTY)
    found = _HOUR.fullmatch(typed)
    if found is None:
        raise BadInput("time_form", _TIME_FORM)
    hour, minute = int(found["hour"] or found["hour4"]), int(found["minute"] or found["minute4"])
    if hour > 23 or minute > 59:
        raise BadInput("time_range", _TIME_RANGE)
    return time(hour, minute)


def read_hour(text: str) -> time:
    """Read when something begins or ends: `8`, `8.30`, `08:30`, `0830`; local, no zone attached.

    Raises:
        BadInput: see `read_time`.
    """
    typed = ascii_digits(text.strip())
    return read_time(f"{typed}.00" if _is_digits(typed) and len(typed) < 3 else typed)
