"""What was typed, chosen or ticked for a setting, read as a value of its type."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from office import regions
from office.errors import Refused
from office.identity import BadInput, one_line, read_name, read_nip
from office.identity.bad_input import N_
from office.identity.letters import plain_digits
from office.settings import KNOWN, WHOLE, Known, UnknownSetting, read_addresses

LONGEST = 200
LONGEST_TEXT = 2000
TENTHS = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]))?")
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}

_REGENCY = N_("“%(typed)s” bukan kode kabupaten atau kota. Tulis 4 angka, misalnya 64.74.")
_TOWN = N_("“%(typed)s” bukan nama kota, kabupaten, kecamatan, kelurahan, atau desa.")


class SettingEmpty(Refused):
    """This setting can't be without a value."""

    message = "Pengaturan ini tidak boleh kosong."
    next_step = "Isi nilainya, lalu simpan lagi."


class SettingTooLong(Refused):
    """More text than this setting takes."""

    message = "Isian ini terlalu panjang, paling banyak %(most)s huruf."
    next_step = "Pendekkan, lalu simpan lagi."


class NotWhole(Refused):
    """This setting is a whole number."""

    message = "Nilai ini harus angka bulat."
    next_step = "Perbaiki angkanya, lalu simpan lagi."


class NotTenths(Refused):
    """This setting is a number with one decimal at most."""

    message = "Nilai ini harus angka, paling banyak satu angka di belakang koma."
    next_step = "Perbaiki angkanya, lalu simpan lagi."


class Unfit(Refused):
    """The text isn't what this setting must be; the sentence is that of whoever read it."""

    next_step = "Perbaiki isiannya, lalu simpan lagi."

    def __init__(self, wrong: BadInput) -> None:
        """Say what is wrong with it."""
        super().__init__(**wrong.params)
        self.message = wrong.sentence


class UnknownService(Refused):
    """A code among these is no service's."""

    message = "Kode layanan %(unknown)s tidak dikenal. Yang ada: %(known)s."
    next_step = "Perbaiki kodenya, lalu simpan lagi."


def read_services(typed: str, known: Collection[str]) -> str:
    """The codes of services in a text, joined by commas.

    Raises:
        UnknownService: one is none of the known ones.
    """
    codes = [code for part in typed.split(",") if (code := part.strip())]
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise UnknownService(unknown=", ".join(unknown), known=", ".join(known))
    return ", ".join(dict.fromkeys(codes))


def read(key: str, typed: Sequence[str]) -> Any:
    """What was typed, chosen or ticked for a setting, as a value of its type; `put` looks at its bounds.

    Raises:
        UnknownSetting: no such key, one with a page of its own, or none of its choices.
        NotWhole, NotTenths: no number of this kind.
        SettingEmpty, SettingTooLong: no text, or too much.
        Unfit, NotAnAddress: a text of another kind.
    """
    known, first = KNOWN.get(key), typed[0] if typed else ""
    if known is None or isinstance(known.default, list):
        raise UnknownSetting()
    if isinstance(known.default, bool):
        if first not in YES_NO:
            raise UnknownSetting()
        return YES_NO[first]
    if isinstance(known.default, int):
        return _tenths(first) if known.tenths else _whole(first)
    return _ticked(known, typed) if known.many else _text(known, first)


def _ticked(known: Known, typed: Sequence[str]) -> str:
    choices = known.choices or {}
    if not set(typed) <= choices.keys():
        raise UnknownSetting()
    if not typed:
        raise SettingEmpty()
    return ",".join(code for code in choices if code in typed)


def _text(known: Known, typed: str) -> str:
    most = LONGEST_TEXT if known.long else LONGEST
    lines = typed.splitlines() if known.long else [typed]
    text = "\n".join(filter(None, (one_line(line, len(line)) for line in lines)))
    if known.default and not text:
        raise SettingEmpty()
    if len(text) > most:
        raise SettingTooLong(most=most)
    try:
        return KINDS[known.kind](text) if known.kind else text
    except BadInput as wrong:
        raise Unfit(wrong) from None


def _regency(text: str) -> str:
    digits = plain_digits(text)
    if len(digits) != 4 or not regions.is_regency(f"{digits[:2]}.{digits[2:]}"):
        raise BadInput("regency_unknown", _REGENCY, typed=text)
    return digits


def _town(text: str) -> str:
    if not regions.is_place(text):
        raise BadInput("town_unknown", _TOWN, typed=text)
    return text


def _addresses(text: str) -> str:
    return ", ".join(read_addresses(text))


# What a text may have to be; each takes it on one line and gives it in the form that is kept.
KINDS: Mapping[str, Callable[[str], str]] = {
    "regency": _regency, "town": _town, "person": read_name, "nip": read_nip, "addresses": _addresses,
}  # fmt: skip


def _whole(typed: str) -> int:
    if not WHOLE.fullmatch(typed.strip()):
        raise NotWhole()
    return int(typed)


def _tenths(typed: str) -> int:
    found = TENTHS.fullmatch(typed.strip())
    if found is None:
        raise NotTenths()
    return int(found[1]) * 10 + int(found[2] or 0)
