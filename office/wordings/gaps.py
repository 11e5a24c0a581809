"""A text with gaps such as `{kode}`: which are allowed, which must be there, and how they are filled."""

import re
from collections.abc import Collection, Mapping

from office.errors import Refused

GAP = re.compile(r"\{([^{}]*)\}")


class UnknownGap(Refused):
    """The text names something that nobody can fill in."""

    message = "Isian {%(gap)s} tidak dikenal. Yang boleh dipakai: %(allowed)s."
    next_step = "Perbaiki namanya, lalu simpan lagi."


class GapMissing(Refused):
    """The text leaves out what the reader must be told."""

    message = "Teks ini harus memuat %(gaps)s."
    next_step = "Sisipkan kembali, lalu simpan lagi."


class LooseBrace(Refused):
    """A brace that opens or closes no gap."""

    message = "Kurung kurawal hanya untuk isian, misalnya {%(example)s}."
    next_step = "Hapus atau pasangkan kurungnya, lalu simpan lagi."


def check(text: str, allowed: Collection[str], required: Collection[str] = ()) -> None:
    """See that a text can be filled.

    Raises:
        UnknownGap: it has a gap that isn't allowed.
        LooseBrace: a brace stands alone.
        GapMissing: a required gap isn't there.
    """
    found = GAP.findall(text)
    unknown = [gap for gap in found if gap not in allowed]
    if unknown:
        raise UnknownGap(gap=unknown[0], allowed=named(allowed) or "-")
    if set(GAP.sub("", text)) & set("{}"):
        raise LooseBrace(example=next(iter(allowed), ""))
    missing = [gap for gap in required if gap not in found]
    if missing:
        raise GapMissing(gaps=named(missing))


def named(gaps: Collection[str]) -> str:
    """Gaps as people type them."""
    return ", ".join(f"{{{gap}}}" for gap in gaps)


def fill(text: str, values: Mapping[str, str]) -> str:
    """A checked text with its gaps filled; a line falls away when all that it would be filled with is empty."""
    lines = []
    for line in text.splitlines():
        inside = [values[gap] for gap in GAP.findall(line)]
        if not inside or any(inside):
            lines.append(GAP.sub(lambda found: values[found[1]], line))
    return "\n".join(lines)
