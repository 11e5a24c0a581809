"""Who may import whom: four floors, and one staircase inside the office (docs/HOUSE.md)."""

import ast

import pytest

from tests.house.tree import FLOORS, ROOMS, ROOT, imports, parsed, python_of, short

TOP = ("app", "config", "commands", "serve", "simulation", "tools", "tests", "bench")
MAY_IMPORT = {
    "office": {"office"},
    "frame": {"frame", "office"},
    "outside": {"outside", "office"},
    **{room: {room, "frame", "office"} for room in ROOMS},
}
# A module of the office imports only from those before it.
STAIRCASE = [
    "clock", "errors", "db", "enumerations", "masks", "words", "identity", "regions", "once", "numbers", "events",
    "jobs", "places", "settings", "settings_typed", "hours", "opening", "signatories", "wordings", "calendar", "codes",
    "rules", "catalogue", "staff", "absences", "vault", "register", "papers", "documents", "blanks", "cards", "notices",
    "reasons", "assistance", "applications", "fines", "accounts", "promises", "corrections", "forms", "devices",
    "self_print", "health", "appointments", "closures", "handover", "queue", "survey", "reports", "watching",
]  # fmt: skip
WEB_FRAMEWORK = ("flask", "werkzeug", "jinja2", "markupsafe", "wtforms", "htmx_flask", "flask_")


def ours(name: str) -> str:
    """The floor, room or top module of an import; empty for other people's packages."""
    first = name.partition(".")[0]
    return first if first in FLOORS + TOP else ""


@pytest.mark.parametrize("place", FLOORS)
def test_a_floor_imports_only_what_lies_below_it(place):
    wrong = [
        f"{short(path)} imports {name}"
        for path in python_of(place)
        for name in imports(path)
        if ours(name) and ours(name) not in MAY_IMPORT[place]
    ]
    assert not wrong


def test_inside_the_office_a_module_imports_only_from_those_before_it():
    wrong = []
    for path in python_of("office"):
        step = step_of(short(path))
        for name in imports(path):
            below = step_of_import(name)
            if step and below and below != step and STAIRCASE.index(below) > STAIRCASE.index(step):
                wrong.append(f"{short(path)} imports {name}")
    assert not wrong


def test_every_module_of_the_office_has_its_step():
    steps = {step_of(short(path)) for path in python_of("office")} - {""}
    assert sorted(steps - set(STAIRCASE)) == []
    assert sorted(set(STAIRCASE) - steps) == []


def test_the_office_knows_no_web_framework():
    wrong = [
        f"{short(path)} imports {name}"
        for path in python_of("office")
        for name in imports(path)
        if name.startswith(WEB_FRAMEWORK)
        and not (short(path) == "office/db.py" and name.startswith("flask_sqlalchemy"))
    ]
    assert not wrong


def test_nothing_is_imported_by_a_relative_name():
    wrong = [
        f"{short(path)}:{node.lineno}"
        for path in python_of(*FLOORS, "app.py", "commands", "commands.py", "config.py", "serve.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not wrong


def step_of(path: str) -> str:
    """`office/identity/nik.py` stands on the step `identity`; the office's own `__init__` on none."""
    name = path.split("/")[1].removesuffix(".py")
    return "" if name == "__init__" else name


def step_of_import(name: str) -> str:
    parts = name.split(".")
    if parts[0] != "office" or len(parts) < 2:
        return ""
    return parts[1] if parts[1] in STAIRCASE or (ROOT / "office" / f"{parts[1]}.py").exists() else ""
