"""The table of queue groups as it is typed: a row of texts for each group, and back, with what is wrong at its row."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from office import catalogue
from office.identity import BadInput, one_line, read_hour
from office.queue import groups
from office.queue.groups import BadGroups, Group, Window

SPAN = re.compile(
    r"\s*([0-9]{1,2}(?:[.:]?[0-9]{2})?)\s*[-–]\s*([0-9]{1,2}(?:[.:]?[0-9]{2})?)\s*(?::\s*([0-9]{1,4}))?\s*"
)
TEXTS = ("letter", "name", "name_en", "short", "short_en", "home", "minutes", "quota", "hours")
TICKS = ("on", "appointments")
EMPTY_ROWS = 2
MOST_ROWS = groups.MOST_GROUPS + EMPTY_ROWS
EMPTY: Mapping[str, Any] = dict.fromkeys(TEXTS, "") | {"minutes": "10", "on": True, "appointments": True}
LONGEST = 120

Row = dict[str, Any]


def as_typed(form: Mapping[str, str]) -> list[Row]:
    """The rows of a sent form that have a letter or a name, as they were typed."""
    rows = (_typed(form, index) for index in range(MOST_ROWS))
    return [row for row in rows if row["letter"] or row["name"]]


def shown(rows: Sequence[Row]) -> list[Row]:
    """Rows with some empty ones after them, as many as there may be."""
    return [*rows, *(dict(EMPTY) for _ in range(min(EMPTY_ROWS, MOST_ROWS - len(rows))))]


def of(group: Group) -> Row:
    """A group as a row."""
    quota = "" if group.quota is None else str(group.quota)
    same = {name: getattr(group, name) for name in ("letter", "name", "name_en", "short", "short_en", "home", *TICKS)}
    return same | {"minutes": str(group.minutes), "quota": quota, "hours": "; ".join(map(_hours, group.windows))}


def read(rows: Sequence[Row]) -> tuple[list[Group], dict[int, BadGroups]]:
    """The groups of these rows, and what is wrong with which of them."""
    letters, found, wrong = [row["letter"].upper() for row in rows], [], {}
    for index, row in enumerate(rows):
        try:
            group = _group(row)
        except BadGroups as refusal:
            wrong[index] = refusal
            continue
        found.append(group)
        if trouble := groups.why_not(group, letters):
            wrong[index] = trouble
    return found, wrong


def _typed(form: Mapping[str, str], index: int) -> Row:
    row: Row = {name: one_line(form.get(f"g{index}-{name}", ""), LONGEST) for name in TEXTS}
    return row | {name: form.get(f"g{index}-{name}") == "1" for name in TICKS}


def _group(row: Row) -> Group:
    """A row as a group.

    Raises:
        BadGroups: a number or the hours can't be read.
    """
    letter = row["letter"].upper()
    if not _whole(row["minutes"]):
        raise groups.BadMinutes(letter=letter or "?")
    if row["quota"] and not _whole(row["quota"]):
        raise groups.BadQuota(letter=letter or "?")
    home = row["home"] if row["home"] in catalogue.services() else ""
    return Group(
        letter, row["name"], row["name_en"], row["short"], row["short_en"], home, int(row["minutes"]),
        int(row["quota"]) if row["quota"] else None, _windows(row["hours"], letter), row["on"], row["appointments"],
    )  # fmt: skip


def _windows(text: str, letter: str) -> tuple[Window, ...]:
    found = [SPAN.fullmatch(part) for part in text.split(";") if part.strip()]
    if not all(found):
        raise groups.BadHours(letter=letter or "?")
    try:
        return tuple(
            Window(_dotted(part[1]), _dotted(part[2]), int(part[3]) if part[3] else None) for part in found if part
        )
    except BadInput:
        raise groups.BadHours(letter=letter or "?") from None


def _dotted(typed: str) -> str:
    return f"{read_hour(typed):%H.%M}"


def _hours(window: Window) -> str:
    return f"{window.opens}-{window.closes}" + (f": {window.quota}" if window.quota is not None else "")


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
