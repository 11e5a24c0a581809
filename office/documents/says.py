"""From the facts that are stored with a document to what its template says.

Stored facts are JSON: ISO dates, codes of the office's lists, region codes. What comes out is plain too (text, dates,
dicts and lists), so that it can be handed to a child process.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from office import enumerations, regions
from office.documents.kinds import KINDS, MEMBER, MOVER

Place = Mapping[str, str]

# Prepared wherever they stand; every other fact is text and stays as it is.
DATES = frozenset({
    "birth_date", "death_date", "wedding_date", "marriage_date", "ruling_date", "planned_date", "permit_until",
    "marital_date", "husband_birth_date", "wife_birth_date", "issued_on",
})  # fmt: skip
NUMBERS = frozenset({"child_order", "weeks"})
VILLAGES = frozenset({"village", "origin_village", "target_village"})
CODES: Mapping[str, str] = {
    "sex": "jenis_kelamin", "religion": "agama", "education": "pendidikan", "occupation": "pekerjaan", "shdk": "shdk",
    "blood": "gol_darah", "marital": "status_perkawinan", "citizenship": "kewarganegaraan", "reason": "alasan_pindah",
    "move_kind": "jenis_kepindahan", "stay_status": "status_kk_tidak_pindah", "move_status": "status_kk_pindah",
}  # fmt: skip
# The family card has six words for the marital status where every other document has four.
KK_CODES = {**CODES, "marital": "status_perkawinan_kk"}
ROWS: Mapping[str, Mapping[str, bool]] = {"movers": MOVER, "members": MEMBER}
# The first documents were stored with the letters of the old form.
OLD_SEX = {"L": "1", "P": "2"}


class CannotSay(Exception):
    """A document can't say one of its facts; `kind` and `fact` name which, and nothing tells what anybody is called."""

    what = "can't be said"

    def __init__(self, kind: str, fact: str) -> None:
        super().__init__(f"{kind}: {fact} {self.what}")
        self.kind = kind
        self.fact = fact

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.kind, self.fact)


class FactMissing(CannotSay):
    """A fact that this kind of document must say was never given."""

    what = "is missing"


class FactUnreadable(CannotSay):
    """A fact is not of its form: no date, no number, or a region that nobody knows."""

    what = "can't be read"


def prepare(
    kind: str, facts: Mapping[str, Any], place_of: Callable[[str], Place | None] | None = None
) -> dict[str, Any]:
    """What the template of this kind says, from its stored facts.

    Dates become `date`, codes of a list `{"id": ..., "en": ...}` (words that are no code are both), villages the dict of
    `place_of` (default: the region table), rows lists of dicts; what is optional and not given is None. Facts that the
    kind doesn't know, which the office adds by itself, go through, `issued_on` as a `date`.

    Raises:
        FactMissing: a required fact is absent or blank; rows are named like `members[3].birth_date`, from 1.
        FactUnreadable: a date, a number or a region is none.
        KeyError: no such kind.
    """
    known = KINDS[kind]
    reader = _Reader(kind, place_of or place)
    added = {name: value for name, value in facts.items() if name not in known.facts}
    if added.get("issued_on") is not None:
        added["issued_on"] = reader.one("issued_on", added["issued_on"], "issued_on")
    said = added | reader.all(known.facts, facts)
    if "move_kind" in known.facts:
        said["move_class"] = _move_class(said["origin_village"]["code"], said["target_village"]["code"])
    return said


def place(code: str) -> Place | None:
    """A village with all above it, by its dotted code; None when it isn't known. A name that is not held is a dash."""
    parts = code.split(".")
    village = regions.name_of(code)
    if village is None or len(parts) != regions.VILLAGE:
        return None
    names = [regions.name_of(".".join(parts[:depth])) or "-" for depth in (3, 2, 1)]
    # The village part begins with 1 for a kelurahan; 2 and 3 are kinds of desa.
    kind = "Kelurahan" if parts[3].startswith("1") else "Desa"
    return dict(zip(("district", "regency", "province"), names, strict=True)) | {
        "code": code, "village": village, "village_kind": kind, "path": regions.path_of(code) or village,
    }  # fmt: skip


class _Reader:
    """Reads the facts of one document, and knows what to call the one that fails."""

    def __init__(self, kind: str, place_of: Callable[[str], Place | None]) -> None:
        self.kind = kind
        self.place_of = place_of
        self.codes = KK_CODES if kind == "kk" else CODES

    def all(self, wanted: Mapping[str, bool], given: Mapping[str, Any], within: str = "") -> dict[str, Any]:
        """Each wanted fact, None for what may be missing and is."""
        said: dict[str, Any] = {}
        for name, required in wanted.items():
            value = given.get(name)
            if _blank(value):
                if required:
                    raise FactMissing(self.kind, within + name)
                said[name] = None
            else:
                said[name] = self.one(name, value, within + name)
        return said

    def one(self, name: str, value: Any, called: str) -> Any:
        """One fact in the form in which templates say it."""
        try:
            return self._read(name, value, called)
        except (TypeError, ValueError, AttributeError):
            raise FactUnreadable(self.kind, called) from None

    def _read(self, name: str, value: Any, called: str) -> Any:
        if name in ROWS:
            return [self.all(ROWS[name], row, f"{called}[{place}].") for place, row in enumerate(value, start=1)]
        if name in DATES:
            return value if isinstance(value, date) else date.fromisoformat(value)
        if name in NUMBERS:
            return int(value)
        if name in self.codes:
            return _label(self.codes[name], OLD_SEX.get(value, value) if name == "sex" else value)
        if name in VILLAGES:
            return self._village(value)
        if name == "valid_until":
            return _date_or_words(value)
        if name == "akta_kind":
            return _akta(value)
        return value

    def _village(self, code: str) -> dict[str, str]:
        found = self.place_of(code)
        if found is None:
            raise ValueError("no such village")
        return dict(found)


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value == []


def _label(enumeration: str, code: str) -> dict[str, str]:
    return {language: enumerations.label(enumeration, code, language) for language in ("id", "en")}


def _move_class(origin: str, target: str) -> dict[str, str]:
    """How far a move goes, by how much of the two codes is the same: from one village (1) to another province (5)."""
    pairs = zip(origin.split("."), target.split("."), strict=True)
    same = next((depth for depth, (one, other) in enumerate(pairs) if one != other), regions.VILLAGE)
    return _label("klasifikasi_pindah", str(regions.VILLAGE + 1 - same))


def _date_or_words(value: Any) -> Any:
    """A day, or words such as SEUMUR HIDUP, which a card has in its place."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def _akta(value: str) -> dict[str, str]:
    """Which akta a note stands beside: the code of a kind of kutipan, or words."""
    kind = KINDS.get(value)
    if kind is None:
        return {"id": value, "en": value}
    return {"id": kind.name.id.removeprefix("Kutipan "), "en": kind.name.en.removeprefix("Excerpt of ")}
