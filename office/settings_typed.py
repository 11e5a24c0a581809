"""What was typed, chosen or ticked for a setting, read as a value of its type."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from office.errors import Refused
from office.identity import one_line
from office.settings import KNOWN, WHOLE, Known, UnknownSetting, read_addresses

LONGEST = 200
LONGEST_TEXT = 2000
TENTHS = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]))?")
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


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
        NotAnAddress: no e-mail address.
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
    return ", ".join(read_addresses(text)) if known.addresses else text


def _whole(typed: str) -> int:
    if not WHOLE.fullmatch(typed.strip()):
        raise NotWhole()
    return int(typed)


def _tenths(typed: str) -> int:
    found = TENTHS.fullmatch(typed.strip())
    if found is None:
        raise NotTenths()
    return int(found[1]) * 10 + int(found[2] or 0)
