"""How numbers look: for each type its letters and its pattern, as the office decides, dated; a change holds for numbers to come.

A number restarts with the finest time in its pattern: the day, else the month, else the year.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from office import catalogue, numbers, settings
from office.documents.kinds import AKTA, KINDS, LETTER
from office.errors import Refused
from office.wordings import gaps

KEY = "number_formats"
PATTERNS = {AKTA: "{wilayah}-{huruf}-{hari}-{nomor}", LETTER: "{huruf}/{wilayah}/{hari}/{nomor}"}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# What each part of a pattern looks like in a finished number; {wilayah} may have been another one before.
SHAPES = {"wilayah": r"[0-9.]+", "hari": r"[0-9]{8}", "bulan": r"[0-9]{2}", "romawi": r"[IVX]{1,4}", "tahun": r"[0-9]{4}",
          "nomor": r"[0-9]{4,}"}  # fmt: skip
PARTS = ("wilayah", "huruf", "hari", "bulan", "romawi", "tahun", "nomor")
LETTERS = re.compile(r"[A-Z]{2,10}")
PLAIN = re.compile(r"[A-Za-z0-9./-]*")
LONGEST = 34


class LettersWrong(Refused):
    """Type letters are two to ten capitals."""

    message = "Huruf jenis harus 2 sampai 10 huruf besar, misalnya %(example)s."
    next_step = "Perbaiki hurufnya, lalu simpan lagi."


class PatternWrong(Refused):
    """The pattern could give one number twice, or has signs that a number can't have."""

    message = (
        "Bentuk nomor harus memuat {nomor} satu kali, {huruf}, dan {hari} atau {tahun}; selain itu hanya huruf, angka, titik, "
        "garis miring, dan tanda hubung, paling banyak 34 huruf."
    )
    next_step = "Perbaiki bentuknya, lalu simpan lagi."


class NumbersCollide(Refused):
    """Two types would give the same numbers."""

    message = "Nomor %(one)s dan %(other)s akan sama. Bedakan huruf atau bentuknya."
    next_step = "Perbaiki salah satunya, lalu simpan lagi."


@dataclass(frozen=True)
class Form:
    """How the numbers of one type look: `type`, the letters by default, names its book; `confirmed` those letters."""

    kind: str
    type: str
    letters: str
    pattern: str
    confirmed: bool = False

    def example(self, region: str, day: date, serial: int = 1) -> str:
        """One number."""
        head, tail = self.halves(region, day)
        return f"{head}{serial:04d}{tail}"

    def halves(self, region: str, day: date) -> tuple[str, str]:
        """What stands before and behind the serial on a local day."""
        values = {
            "wilayah": region, "huruf": self.letters, "hari": f"{day:%d%m%Y}", "bulan": f"{day:%m}",
            "romawi": ROMAN[day.month - 1], "tahun": f"{day:%Y}", "nomor": "\0",
        }  # fmt: skip
        head, _, tail = gaps.fill(self.pattern, values).partition("\0")
        return head, tail


def default(kind: str, letters: str) -> Form:
    """The form that a type has until the office decides."""
    known = KINDS[kind]
    sure = known.confidence == "confirmed" and (letters == known.letters or letters == "LT")
    return Form(kind, letters, letters, PATTERNS[known.shape], sure)


def types() -> list[tuple[str, str]]:
    """Every kind and type that bears a number of its own: those of the kinds, and those that a service gives."""
    found = {(kind.code, kind.letters): None for kind in KINDS.values() if kind.shape in PATTERNS}
    for service in catalogue.services().values():
        for result in service.results:
            for letters in (result.letters, result.late_letters):
                if letters and KINDS[result.kind].shape in PATTERNS:
                    found[result.kind, letters] = None
    order = list(KINDS)
    return sorted(found, key=lambda each: (order.index(each[0]), each[1]))


def forms(at: datetime) -> list[Form]:
    """The form of each type at an instant."""
    changed = _rows(settings.get(KEY, at))
    return [changed.get(each, default(*each)) for each in types()]


def form(kind: str, letters: str, at: datetime) -> Form:
    """The form of one type at an instant."""
    return _rows(settings.get(KEY, at)).get((kind, letters), default(kind, letters))


def once(kinds: Iterable[str], letters: Sequence[str]) -> list[Form]:
    """Every form that these types ever had, the first one included."""
    pairs = [(kind, each) for kind in kinds for each in letters]
    found = {default(*pair): None for pair in pairs}
    for row in settings.history(KEY):
        changed = _rows(row.value["v"])
        found |= {changed[pair]: None for pair in pairs if pair in changed}
    return list(found)


def next_number(kind: str, letters: str, *, region: str, day: date, at: datetime) -> str:
    """The next number of a type on a local day, in the transaction of the document that gets it."""
    head, tail = form(kind, letters, at).halves(region, day)
    return f"{head}{numbers.next_in(series(head, tail)):04d}{tail}"


def series(head: str, tail: str) -> str:
    """The name of the counter of a number's halves."""
    return f"{head}#{tail}" if tail else head.rstrip("-/.")


def reader(form: Form) -> re.Pattern[str]:
    """Reads a finished number of a form: its groups `hari`, `bulan`, `romawi`, `tahun` and `nomor`."""
    text, names = re.escape(form.pattern), set()
    for part in PARTS:
        shape = re.escape(form.letters) if part == "huruf" else f"(?P<{part}>{SHAPES[part]})"
        text = text.replace(f"\\{{{part}\\}}", shape, 1)
        names.add(part)
    return re.compile(text)


def read(given: Sequence[Mapping[str, str]], region: str, day: date) -> list[dict[str, Any]]:
    """The rows of the setting, from `kind`, `type`, `letters` and `pattern` as they were typed.

    Raises:
        LettersWrong, PatternWrong, UnknownGap, LooseBrace: a row that can't be.
        NumbersCollide: two rows would give the same number.
    """
    rows, seen = [], dict[str, str]()
    for row in given:
        typed = Form(row["kind"], row["type"], row["letters"].strip().upper(), "".join(row["pattern"].split()))
        _check(typed, region, day)
        head, tail = typed.halves(region, day)
        said = f"{head}#{tail}".upper()
        if said in seen:
            raise NumbersCollide(one=seen[said], other=typed.example(region, day))
        seen[said] = typed.example(region, day)
        if typed != default(typed.kind, typed.type):
            rows.append({"kind": typed.kind, "type": typed.type, "letters": typed.letters, "pattern": typed.pattern})
    return rows


def _check(typed: Form, region: str, day: date) -> None:
    if LETTERS.fullmatch(typed.letters) is None:
        raise LettersWrong(example=typed.type)
    gaps.check(typed.pattern, PARTS)
    found = gaps.GAP.findall(typed.pattern)
    dated = "hari" in found or "tahun" in found
    once_each = len(found) == len(set(found))
    if not (
        {"nomor", "huruf"} <= set(found) and dated and once_each and PLAIN.fullmatch(gaps.GAP.sub("", typed.pattern))
    ):
        raise PatternWrong()
    if len(typed.example(region, date(day.year, 8, 28))) > LONGEST:
        raise PatternWrong()


def _rows(value: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], Form]:
    made = (Form(row["kind"], row["type"], row["letters"], row["pattern"]) for row in value)
    return {(each.kind, each.type): each for each in made}
