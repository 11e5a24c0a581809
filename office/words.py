"""Numbers and dates as the words that stand on an akta, Indonesian and English.

A leaf without imports from the rest of the office: pure functions of the standard library.
Months and weekdays are written out here, because an akta must read the same whatever locale data is installed.
"""

from datetime import date, datetime

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_LIMIT = 1_000_000_000_000

_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_SCALES = ((1_000_000_000, "miliar"), (1_000_000, "juta"), (1_000, "ribu"), (100, "ratus"), (10, "puluh"))

_ENGLISH_DIGITS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_ENGLISH_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def number_in_indonesian(number: int) -> str:
    """Spell a whole number from 0 to 999,999,999,999 in Indonesian: 11 is "sebelas", 1021 "seribu dua puluh satu".

    Raises:
        ValueError: the number is negative or too large.
    """
    _refuse_outside_limits(number)
    if number < len(_DIGITS):
        return _DIGITS[number]
    if number < 20:
        return f"{_DIGITS[number - 10]} belas"
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    many, rest = divmod(number, size)
    # "satu" melts into "se-" up to a thousand; a million is "satu juta" again.
    head = f"se{name}" if many == 1 and size <= 1_000 else f"{number_in_indonesian(many)} {name}"
    return f"{head} {number_in_indonesian(rest)}" if rest else head


def number_in_english(number: int) -> str:
    """Spell a whole number from 0 to 999,999,999,999 in English: 2021 is "two thousand twenty-one".

    Raises:
        ValueError: the number is negative or too large.
    """
    _refuse_outside_limits(number)
    if number < 20:
        return _ENGLISH_DIGITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{_ENGLISH_TENS[tens]}-{_ENGLISH_DIGITS[ones]}" if ones else _ENGLISH_TENS[tens]
    size, name = next(scale for scale in _ENGLISH_SCALES if number >= scale[0])
    many, rest = divmod(number, size)
    head = f"{number_in_english(many)} {name}"
    return f"{head} {number_in_english(rest)}" if rest else head


def ordinal_in_english(number: int) -> str:
    """Spell the place in a row in English, from 1: 21 is "twenty-first".

    Raises:
        ValueError: the number is below 1 or too large.
    """
    if number < 1:
        raise ValueError("An ordinal counts from 1.")
    words = number_in_english(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:cut], words[cut:]
    if last in _ENGLISH_ORDINALS:
        return head + _ENGLISH_ORDINALS[last]
    return f"{head}{last[:-1]}ieth" if last.endswith("y") else f"{head}{last}th"


def date_in_indonesian(day: date) -> str:
    """Spell a local day: "satu Juni dua ribu dua puluh".

    Raises:
        TypeError: a moment was given; its day depends on the time zone, so the caller must choose the day.
    """
    _refuse_moments(day)
    return f"{number_in_indonesian(day.day)} {MONTHS[day.month - 1]} {number_in_indonesian(day.year)}"


def akta_date_in_indonesian(day: date) -> str:
    """Spell a local day in the long form of an akta, said after "pada tanggal": "satu bulan Juni tahun dua ribu dua puluh".

    Raises:
        TypeError: a moment was given instead of a day.

    Source: domain reference 2.4, third-party reproductions of the kutipan.
    """
    _refuse_moments(day)
    return f"{number_in_indonesian(day.day)} bulan {MONTHS[day.month - 1]} tahun {number_in_indonesian(day.year)}"


def date_in_english(day: date) -> str:
    """Spell a local day: "June first, two thousand twenty".

    Raises:
        TypeError: a moment was given instead of a day.
    """
    _refuse_moments(day)
    return f"{ENGLISH_MONTHS[day.month - 1]} {ordinal_in_english(day.day)}, {number_in_english(day.year)}"


def weekday(day: date) -> str:
    """Name the weekday of a local day in Indonesian: "Senin"."""
    _refuse_moments(day)
    return WEEKDAYS[day.weekday()]


def short_date(day: date) -> str:
    """Show a local day as people write it: "1 Juni 2020"."""
    _refuse_moments(day)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def numeric_date(day: date) -> str:
    """Show a local day in digits, as the columns of a family card do: "01-06-2020"."""
    _refuse_moments(day)
    return f"{day:%d-%m-%Y}"


def long_date(day: date) -> str:
    """Show a local day with its weekday: "Senin, 1 Juni 2020"."""
    return f"{weekday(day)}, {short_date(day)}"


def child_order_in_indonesian(order: int) -> str:
    """Say which child of the mother this is, as the kutipan does: "anak ke satu".

    Raises:
        ValueError: the order is below 1.

    Source: domain reference 2.4.
    """
    if order < 1:
        raise ValueError("The order of a child counts from 1.")
    return f"anak ke {number_in_indonesian(order)}"


def child_order_in_english(order: int) -> str:
    """Say which child of the mother this is, for the English line of the kutipan: "first child".

    Raises:
        ValueError: the order is below 1.
    """
    return f"{ordinal_in_english(order)} child"


def _refuse_outside_limits(number: int) -> None:
    if not 0 <= number < _LIMIT:
        raise ValueError("Only whole numbers from 0 to 999,999,999,999 are spelled.")


def _refuse_moments(day: date) -> None:
    if isinstance(day, datetime):
        raise TypeError("A day is wanted, not a moment: choose the office's local day first.")
