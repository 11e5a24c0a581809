"""NIK and nomor KK: sixteen digits that say a region, a date and a serial.

Only what is certainly wrong is refused. A number is given once and for life, keeps the region of its first issue
and may carry a mistake of that day, so a strange region, sex or date is a warning for the officer.
Source: PP 40/2019 art. 30(2) for the NIK; the inner shape of a KK number is general knowledge, not read in a legal
text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from office.identity.bad_input import N_, BadInput
from office.identity.letters import plain_digits

WOMAN = 40  # added to the day of birth

_EMPTY = {"NIK": N_("NIK belum diisi."), "KK": N_("Nomor KK belum diisi.")}
_LETTERS = {"NIK": N_("Ada huruf di dalam NIK."), "KK": N_("Ada huruf di dalam nomor KK.")}
_SIGNS = {"NIK": N_("NIK hanya berisi angka."), "KK": N_("Nomor KK hanya berisi angka.")}
_SHORT = {
    "NIK": N_("Baru %(count)s angka. Lihat lagi di KTP."),
    "KK": N_("Baru %(count)s angka. Lihat lagi di kartu keluarga."),
}
_LONG = {
    "NIK": N_("Ada %(count)s angka, seharusnya 16. Lihat lagi di KTP."),
    "KK": N_("Ada %(count)s angka, seharusnya 16. Lihat lagi di kartu keluarga."),
}
_DAY = N_("Tanggal di dalam NIK tidak mungkin: tanggal %(day)s.")
_MONTH = N_("Tanggal di dalam NIK tidak mungkin: bulan %(month)s.")
_SERIAL = N_("Empat angka terakhir NIK tidak mungkin 0000.")


class NotANik(BadInput):
    """The text is certainly not a NIK."""


class NotAKk(BadInput):
    """The text is certainly not the number of a family card."""


@dataclass(frozen=True, slots=True, repr=False)
class Nik:
    """A NIK whose shape is possible; `str()` is its sixteen ASCII digits, `repr()` shows none of the person's part."""

    digits: str

    def __str__(self) -> str:
        return self.digits

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.digits[:4]}…)"

    @property
    def region6(self) -> str:
        """Six digits of the kecamatan of first issue, without dots."""
        return self.digits[:6]

    @property
    def female(self) -> bool:
        """Whether the number was given to a woman: 40 was added to the day."""
        return int(self.digits[6:8]) > WOMAN

    @property
    def day(self) -> int:
        """Day of birth, 1 to 31, without a woman's 40."""
        return int(self.digits[6:8]) - (WOMAN if self.female else 0)

    @property
    def month(self) -> int:
        """Month of birth, 1 to 12."""
        return int(self.digits[8:10])

    @property
    def year2(self) -> int:
        """Last two digits of the year of birth."""
        return int(self.digits[10:12])

    @property
    def serial(self) -> str:
        """Four digits, never 0000."""
        return self.digits[12:]

    def birth_date(self, *, on: date, century: int | None = None) -> date | None:
        """The date of birth that the number says, the latest one not after `on` (the office's local day).

        `century` (1900, 2000) replaces the guess, for a person known to be older than a hundred. None when the calendar
        has no such day, as with 31 February.
        """
        guesses = (century,) if century is not None else (on.year // 100 * 100, on.year // 100 * 100 - 100)
        for first_year in guesses:
            birth = _date_or_none(first_year + self.year2, self.month, self.day)
            if birth is not None and birth <= on:
                return birth
        return None


@dataclass(frozen=True, slots=True, repr=False)
class Kk:
    """A family-card number whose shape is possible; `str()` is its sixteen ASCII digits."""

    digits: str

    def __str__(self) -> str:
        return self.digits

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.digits[:4]}…)"

    @property
    def region6(self) -> str:
        """Six digits of the kecamatan of issue, without dots."""
        return self.digits[:6]


def read_nik(text: str) -> Nik:
    """Read a NIK as people type it: with spaces, dots, dashes or full-width digits.

    Raises:
        NotANik: not sixteen digits, day not 1-31 or 41-71, month not 1-12, or serial 0000.
    """
    number = _sixteen(text, "NIK", NotANik)
    day = int(number[6:8])
    if not (1 <= day <= 31 or WOMAN + 1 <= day <= WOMAN + 31):
        raise NotANik("nik_day", _DAY, day=day)
    _check_month_and_serial(number)
    return Nik(number)


def read_kk(text: str) -> Kk:
    """Read a family-card number as people type it.

    Only its length is certain: that it holds region, date and serial is general knowledge and not confirmed.

    Raises:
        NotAKk: not sixteen digits.
    """
    return Kk(_sixteen(text, "KK", NotAKk))


def warnings(
    nik: Nik,
    *,
    birth_date: date | None = None,
    sex: str | None = None,
    known_region: Callable[[str], bool] | None = None,
) -> tuple[str, ...]:
    """What an officer should look at twice: `date_impossible`, `date_differs`, `sex_differs`, `region_unknown`.

    `sex` is a code of `jenis_kelamin` ("1" man, "2" woman); `known_region` is asked with the six digits. What is not
    given is not compared. Source: domain rules, "unknown prefix or mismatch is a warning, never a rejection".
    """
    found = []
    if all(_date_or_none(century + nik.year2, nik.month, nik.day) is None for century in (1900, 2000)):
        found.append("date_impossible")
    if birth_date is not None and birth_date.strftime("%d%m%y") != f"{nik.day:02}{nik.month:02}{nik.year2:02}":
        found.append("date_differs")
    if sex is not None and nik.female != (sex == "2"):
        found.append("sex_differs")
    if known_region is not None and not known_region(nik.region6):
        found.append("region_unknown")
    return tuple(found)


def _sixteen(text: str, kind: str, refusal: type[BadInput]) -> str:
    prefix, digits = kind.lower(), plain_digits(text)
    if not digits:
        raise refusal(f"{prefix}_empty", _EMPTY[kind])
    if any(sign.isalpha() for sign in digits):
        raise refusal(f"{prefix}_letters", _LETTERS[kind])
    if not (digits.isascii() and digits.isdigit()):
        raise refusal(f"{prefix}_signs", _SIGNS[kind])
    if len(digits) != 16:
        too_short = len(digits) < 16
        raise refusal(
            f"{prefix}_short" if too_short else f"{prefix}_long",
            (_SHORT if too_short else _LONG)[kind],
            count=len(digits),
        )
    return digits


def _check_month_and_serial(number: str) -> None:
    month = int(number[8:10])
    if not 1 <= month <= 12:
        raise NotANik("nik_month", _MONTH, month=month)
    if number[12:] == "0000":
        raise NotANik("nik_serial", _SERIAL)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
