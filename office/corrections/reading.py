"""The facts of a document one by one, as an officer corrects them: read, compared with the old ones, and put in their place.

A fact of a row is called `members-0-birth_date`, from 0; values are the text that is stored: ISO dates, codes, digits.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from office import regions
from office.documents import Document
from office.documents.kinds import AKTA, KINDS, KK
from office.documents.says import CODES, DATES, KK_CODES, NUMBERS, OLD_SEX, ROWS, VILLAGES, CannotSay, prepare
from office.documents.states import HERE
from office.enumerations import ALL
from office.identity import BadInput, one_line, read_kk, read_name, read_nik, read_number, read_text
from office.identity.bad_input import N_
from office.register.elements import BY_CODE, written
from office.register.elements import read as element

Changes = dict[str, Any]
LONGEST = 200
_CODE = N_("Pilih salah satu dari daftar.")
_VILLAGE = N_("Kelurahan atau desa ini tidak dikenal.")
_FUTURE = N_("Tanggal ini belum tiba.")
_BEFORE_BIRTH = N_("Tanggal ini sebelum tanggal lahirnya.")
_WANTED = N_("Bagian ini harus diisi, atau tidak terbaca.")
# Days that may lie ahead of the day on which they are written.
_AHEAD = frozenset({"planned_date", "permit_until"})
_NAMES = frozenset({
    "name", "leader", "father", "mother", "husband_father", "husband_mother", "wife_father", "wife_mother",
})  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One fact as it stands: `path` within the facts, `name` among its kind's, `kind` of its field, and its value as text.

    `options` names the list of the office's enumerations, or is `akta` for the kinds of akta.
    """

    path: str
    name: str
    kind: str
    value: str
    required: bool
    options: str = ""

    @property
    def row(self) -> tuple[str, int] | None:
        """The list and the place in it, of a fact of a row."""
        listed, _sign, rest = self.path.partition("-")
        return (listed, int(rest.partition("-")[0])) if rest else None


def facts_of(document: Document) -> list[Fact]:
    """Each fact that can be corrected, in the order of its kind; the number of an akta or a family is none of them."""
    return list(_all(document))


def shown_row(document: Document, row: tuple[str, int]) -> str:
    """Whom a row is about."""
    return str(document.facts[row[0]][row[1]].get("name", ""))


def read(document: Document, typed: Mapping[str, str], *, today: date) -> tuple[Changes, dict[str, BadInput]]:
    """What differs from the old facts, `{path: [old, new]}`, and what is wrong, by path; `today` is the office's local day.

    A date is typed as 17-08-1990 or 1990-08-17.
    """
    changes: Changes = {}
    wrong: dict[str, BadInput] = {}
    for fact in facts_of(document):
        try:
            new = _read(fact, typed, today)
        except BadInput as bad:
            wrong[fact.path] = bad
            continue
        if new != fact.value:
            changes[fact.path] = [fact.value, new]
    return changes, wrong or _not_together(document, changes)


def corrected(document: Document, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with the new values in the place of the old."""
    facts = copy.deepcopy(document.facts)
    for path, (_old, new) in changes.items():
        holder, name = _place(facts, path)
        holder[name] = int(new) if name in NUMBERS and new else new
    return facts


def _all(document: Document) -> Iterator[Fact]:
    kind, lists = KINDS[document.kind], KK_CODES if document.kind == "kk" else CODES
    for name, required in kind.facts.items():
        if name == "number" or (name == "kk" and kind.shape == KK):
            continue
        if name not in ROWS:
            yield _fact(name, name, document.facts.get(name), required, lists)
            continue
        for index, row in enumerate(document.facts.get(name) or ()):
            for part, wanted in ROWS[name].items():
                yield _fact(f"{name}-{index}-{part}", part, row.get(part), wanted, lists)


def _fact(path: str, name: str, value: Any, required: bool, lists: Mapping[str, str]) -> Fact:
    text = "" if value is None else str(value)
    if name == "sex":
        text = OLD_SEX.get(text, text)
    if name == "akta_kind":
        return Fact(path, name, "choice", text, required, "akta")
    return Fact(path, name, _kind(name), text, required, lists.get(name, ""))


def _kind(name: str) -> str:
    if name in CODES:
        return "choice"
    if name in DATES:
        return "date"
    if name in VILLAGES:
        return "village"
    if name in NUMBERS:
        return "number"
    if name == "nik" or name.endswith("_nik"):
        return "nik"
    if name == "kk":
        return "kk"
    return "name" if name in _NAMES or name.endswith("_name") else "text"


def choices(options: str, value: str, language: str) -> list[tuple[str, str]]:
    """What a fact of a list may be, in `id` or `en`; words that are no code of it stand among them as they are."""
    if options == "akta":
        known = [(kind.code, kind.name.in_language(language)) for kind in KINDS.values() if kind.shape == AKTA]
    else:
        known = [(code, words["en" if language == "en" else "id"]) for code, words in ALL[options].items()]
    return known + ([(value, value)] if value and value not in dict(known) else [])


def _read(fact: Fact, typed: Mapping[str, str], today: date) -> str:
    text = one_line(typed.get(fact.path, ""), LONGEST + 1)
    # What stands on the document already is not judged anew, and a fact that may be missing may be taken away.
    if text == fact.value or (not text and not fact.required):
        return text
    if fact.kind == "date":
        return _date(fact, text, today)
    if fact.kind == "choice":
        if text not in dict(choices(fact.options, fact.value, "id")):
            raise BadInput("code_unknown", _CODE)
        return text
    if fact.kind == "village":
        if not regions.is_village(text):
            raise BadInput("village_unknown", _VILLAGE)
        return text
    if fact.kind == "number":
        return str(read_number(text, 1, 50))
    readers = {"nik": read_nik, "kk": read_kk, "name": read_name}
    return str(readers[fact.kind](text)) if fact.kind in readers else read_text(text, LONGEST)


def _date(fact: Fact, text: str, today: date) -> str:
    found = written(element(BY_CODE["birth_date"], text))
    if found > today.isoformat() and fact.name not in _AHEAD and found != fact.value:
        raise BadInput("date_future", _FUTURE)
    return found


def _not_together(document: Document, changes: Changes) -> dict[str, BadInput]:
    """What can't stand on one document: a death before a birth, or a fact that its page can't say."""
    facts = corrected(document, changes)
    born, died = str(facts.get("birth_date") or ""), str(facts.get("death_date") or "")
    if born and died and died < born:
        path = "death_date" if "death_date" in changes else "birth_date"
        return {path: BadInput("death_before_birth", _BEFORE_BIRTH)}
    try:
        if document.origin == HERE:
            prepare(document.kind, facts)
    except CannotSay as trouble:
        return {_path(trouble.fact): BadInput("wanted", _WANTED)}
    return {}


def _path(fact: str) -> str:
    """`members[3].birth_date`, from 1, as a path, from 0."""
    listed, sign, rest = fact.partition("[")
    number, _sign, name = rest.partition("].")
    return f"{listed}-{int(number) - 1}-{name}" if sign else fact


def _place(facts: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    listed, _sign, rest = path.partition("-")
    if not rest:
        return facts, path
    index, _sign, name = rest.partition("-")
    return facts[listed][int(index)], name
