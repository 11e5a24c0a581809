"""The manners of the house that a few lines can keep: names, sizes, templates, routes, docstrings, the clock."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import FLOORS, ROOMS, ROOT, imports, parsed, python_of, short, tracked

LONGEST_FILE = 400
LONGEST_ROUTE = 15
VAGUE = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "models", "forms"})
STANDARD_NAMES = frozenset({"queue", "http", "types", "email", "calendar", "secrets", "select", "signal", "site"})
ROUTES = frozenset({"get", "post", "put", "patch", "delete", "route"})
OWN_STYLE = frozenset({"documents", "mail", "forms"})
# Spelled in two halves, or this file would be the first to break the rule.
MACHINE = re.compile("|".join((
    "pypi" r"\.org", "pythonhosted" r"\.org", "registry" r"\.npmjs", "/work" "/", "/opt" "/pypi",
    "/root" "/", "/home" "/", "/tmp" "/w/",
)))  # fmt: skip
NOT_OURS = ("static/vendor/", "data/", "static/fonts/")
ONE_PIECE = ("migrations/versions/",)  # a revision that was applied somewhere is never taken apart
CLOCKS = frozenset({"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_module_has_a_name_that_says_nothing():
    assert [short(path) for path in tracked() if path.suffix == ".py" and path.stem in VAGUE] == []


def test_no_top_level_name_shadows_the_standard_library():
    assert [path.name for path in ROOT.iterdir() if path.stem in STANDARD_NAMES] == []


def test_no_file_of_ours_is_longer_than_400_lines():
    kinds = {".py", ".html", ".js", ".css", ".toml", ".sh"}
    lengths = {short(p): len(p.read_text("utf-8").splitlines()) for p in tracked() if p.suffix in kinds}
    assert {
        n: lines for n, lines in lengths.items() if lines > LONGEST_FILE and not n.startswith(NOT_OURS + ONE_PIECE)
    } == {}


def test_a_route_is_at_most_15_lines():
    wrong = {
        f"{short(path)} {route.name}": lines_of(route)
        for path in python_of(*ROOMS, "frame")
        for route in routes_of(path)
    }
    assert {name: lines for name, lines in wrong.items() if lines > LONGEST_ROUTE} == {}


def test_no_route_decides_about_law_time_or_state():
    """A route reads, changes inside one transaction and answers; an `if` about law or time is the office's."""
    timed = {
        f"{short(path)} {route.name}" for path in python_of(*ROOMS) for route in routes_of(path) if compares_time(route)
    }
    assert timed == set()


def test_every_route_says_what_it_does():
    assert [f"{short(p)} {r.name}" for p in python_of(*ROOMS) for r in routes_of(p) if not ast.get_docstring(r)] == []


def test_public_functions_and_classes_of_the_lower_floors_say_what_they_promise():
    mute = [
        f"{short(path)}:{node.lineno} {node.name}"
        for path in python_of("office", "frame", "outside")
        for node in mute_in(path)
    ]
    assert mute == []


def test_every_module_begins_with_what_it_is():
    wrong = [
        short(path)
        for path in python_of(*FLOORS)
        if path.read_text("utf-8").strip() and not ast.get_docstring(parsed(path))
    ]
    assert wrong == []


def test_only_the_clock_module_reads_the_clock():
    wrong = [
        f"{short(path)}:{node.lineno} {dotted(node.func)}"
        for path in python_of(*FLOORS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and dotted(node.func) in CLOCKS and short(path) != "office/clock.py"
    ]
    assert wrong == []


def test_templates_switch_no_escaping_off_and_carry_no_script_or_style_of_their_own():
    wrong = [f"{short(path)}:{line} {what}" for path in templates() for line, what in unruly(path)]
    assert wrong == []


def test_templates_name_no_foreign_host_to_load_from():
    load = re.compile(
        r"""<(?:script|link|img|iframe|source|video|audio)\b[^>]*?(?:src|href)=["'](?:https?:)?//""", re.I
    )
    assert [short(path) for path in templates() if load.search(path.read_text("utf-8"))] == []


def test_no_file_names_a_registry_or_a_folder_of_one_machine():
    wrong = []
    for path in tracked():
        if short(path).startswith(NOT_OURS):
            continue
        try:
            found = MACHINE.search(path.read_text("utf-8"))
        except UnicodeDecodeError:
            continue
        if found:
            wrong.append(f"{short(path)}: {found[0]}")
    assert wrong == []


def test_only_the_edges_catch_everything():
    wrong = [
        f"{short(path)}:{node.lineno}"
        for path in python_of("office", "frame", *ROOMS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or dotted(node.type) == "Exception")
    ]
    assert wrong == []


def test_rooms_and_office_send_nothing_out_of_the_process_themselves():
    world = (
        "smtplib",
        "socket",
        "subprocess",
        "urllib.request",
        "http.client",
        "requests",
        "apprise",
        "flask_mail",
        "aiosmtplib",
    )
    wrong = [
        f"{short(p)} imports {n}"
        for p in python_of("office", "frame", *ROOMS)
        for n in imports(p)
        if n.startswith(world)
    ]
    assert wrong == []


def templates() -> list[Path]:
    return [path for path in tracked() if short(path).startswith("templates/") and path.suffix == ".html"]


def unruly(path: Path) -> Iterator[tuple[int, str]]:
    """What a page may not hold; documents for the PDF maker and mails have their style inside."""
    rules = {
        r"\|\s*safe\b": "|safe",
        r"\bhx-on\b": "hx-on",
        r"<[^>]*\son[a-z]+\s*=": "on...=",
        r"autoescape\s+false": "autoescape",
    }
    if path.relative_to(ROOT / "templates").parts[0] not in OWN_STYLE:
        rules |= {r"<script(?![^>]*\bsrc=)": "inline script", r"\sstyle\s*=": "style=", r"<style\b": "<style>"}
    text = path.read_text("utf-8")
    for pattern, what in rules.items():
        yield from ((text.count("\n", 0, found.start()) + 1, what) for found in re.finditer(pattern, text, re.I))


def routes_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, Function) and any(is_route(each) for each in node.decorator_list):
            yield node


def is_route(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(call, ast.Attribute) and call.attr in ROUTES


def lines_of(route: Function) -> int:
    """Lines from `def` to the end, without the docstring."""
    text = route.body[0] if ast.get_docstring(route) else None
    described = (text.end_lineno or 0) - text.lineno + 1 if text else 0
    return (route.end_lineno or 0) - route.lineno + 1 - described


def compares_time(route: Function) -> bool:
    return any(isinstance(node, ast.Compare) and "clock.now" in ast.unparse(node) for node in ast.walk(route))


def mute_in(path: Path) -> Iterator[Function | ast.ClassDef]:
    for node in parsed(path).body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield node
        if isinstance(node, ast.ClassDef) and not node.bases:
            yield from (each for each in node.body if isinstance(each, Function) and is_mute_method(each))


def is_mute_method(method: Function) -> bool:
    return not method.name.startswith("_") and not ast.get_docstring(method)


def dotted(node: ast.expr) -> str:
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""
