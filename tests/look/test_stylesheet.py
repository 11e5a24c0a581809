"""The stylesheets and scripts as they are committed and sent."""

from __future__ import annotations

import gzip
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask

STATIC = Path(__file__).parents[2] / "static"
FIRST_VISIT_LIMIT = 60_000


def the_joiner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("join", STATIC / "join.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


JOIN = the_joiner()
SHEETS = sorted(JOIN.SHEETS)


@pytest.mark.parametrize("name", SHEETS)
def test_the_committed_stylesheet_is_what_the_sources_give(name: str) -> None:
    assert (STATIC / name).read_text("utf-8") == JOIN.joined(name), "run: python static/join.py"


@pytest.mark.parametrize("name", SHEETS)
def test_a_stylesheet_asks_only_for_files_of_this_house(name: str) -> None:
    asked = re.findall(r"url\(([^)]*)\)", (STATIC / name).read_text("utf-8"))
    assert all((STATIC / path).is_file() for path in asked), asked


@pytest.mark.parametrize("name", SHEETS)
def test_every_token_a_stylesheet_reads_is_defined(name: str) -> None:
    everything = "".join((STATIC / sheet).read_text("utf-8") for sheet in {name, "lamin.css"})
    read = set(re.findall(r"var\((--[a-z0-9-]+)\)", everything))
    assert read <= set(re.findall(r"(--[a-z0-9-]+):", everything))


def test_cutting_pico_keeps_what_the_components_stand_on() -> None:
    cut = JOIN.cut_pico((STATIC / "vendor" / "pico.min.css").read_text("utf-8"))
    assert "select:not([multiple],[size])" in cut and "[type=radio]:checked" in cut
    assert "[data-tooltip]" not in cut and ".dropdown" not in cut and "data:" not in cut


def test_nothing_is_lost_between_pico_and_its_blocks() -> None:
    css = "a{b:c}@media x{d{e:f}g{h:i}}"
    assert list(JOIN.blocks(css)) == [("a", "b:c"), ("@media x", "d{e:f}g{h:i}")]
    assert JOIN.selectors("a:is(b,c),d") == ["a:is(b,c)", "d"]
    assert JOIN.without_negations("a:not([x]:not(.y)).z") == "a.z"


def test_every_class_a_macro_gives_is_known_to_a_stylesheet() -> None:
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", "".join((STATIC / name).read_text("utf-8") for name in SHEETS)))
    given: set[str] = set()
    for page in (STATIC.parent / "templates" / "ui").glob("*.html"):
        for names in re.findall(r'class="([^"{]*)"', page.read_text("utf-8")):
            given |= set(names.split())
    assert given - known <= {"lm"}


PAIRS = """ink paper, ink surface, ink-2 paper, ink-2 surface, ink mangrove-tint, ink sea-tint, ink ulin-tint,
ink warn-tint, ink good-tint, ink bad-tint, mangrove paper, mangrove surface, mangrove ulin-tint,
mangrove-deep mangrove-tint, on-mangrove mangrove, on-mangrove mangrove-deep, sea sea-tint, ulin ulin-tint,
good good-tint, warn warn-tint, bad bad-tint, bad surface, bad paper"""


def light_of(colour: str) -> float:
    """Relative luminance of a #rgb or #rrggbb colour, 0 to 1 (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_reaches_seven_to_one(theme: str) -> None:
    light, dark = (STATIC / "look" / "tokens.css").read_text("utf-8").split("[data-theme=dark]", 1)
    colours = dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})\b", light))
    colours |= dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})\b", dark)) if theme == "dark" else {}
    for pair in PAIRS.replace("\n", " ").split(","):
        high, low = sorted((light_of(colours[name]) for name in pair.split()), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 7, pair


def test_a_first_visit_to_a_form_stays_small(look_app: Flask) -> None:
    page = look_app.test_client().get("/uji?apa=surat").data
    parts = ["lamin.css", "lamin.js", "vendor/htmx.min.js", "img/mark.svg", "img/chevron.svg", "img/tick.svg"]
    sent = sum(len(gzip.compress((STATIC / part).read_bytes())) for part in parts) + len(gzip.compress(page))
    sent += (STATIC / "fonts" / "hyperlegible-core.woff2").stat().st_size
    headers = 400 * (len(parts) + 2)
    assert sent + headers < FIRST_VISIT_LIMIT


def test_what_others_made_stands_beside_its_licence() -> None:
    for path in [
        "fonts/OFL.txt",
        "img/tabler-LICENSE.txt",
        "vendor/pico-LICENSE.md",
        "vendor/htmx-LICENSE.txt",
    ]:
        assert (STATIC / path).stat().st_size > 300, path


def test_the_script_needs_no_loosened_policy() -> None:
    script = (STATIC / "lamin.js").read_text("utf-8")
    assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML|\.style\b|insertAdjacentHTML", script)
    assert len(script.splitlines()) <= 250
