"""Every setting is explained where an operator looks for it, and no page speaks of one that is not there."""

import re

from config import DEFAULTS
from tests.house.tree import ROOT, short, tracked

PAGE = (ROOT / "docs" / "operating" / "settings.md").read_text("utf-8")
NAME = re.compile(r"\bLAMIN_[A-Z]+(?:_[A-Z]+)*\b(?!\*)")


def test_each_setting_has_a_row_with_its_default():
    rows = dict(re.findall(r"^\| `(LAMIN_\w+)` \| `?([^`|]*?)`? \|", PAGE, re.M))
    assert rows == {name: default or "empty" for name, default in DEFAULTS.items()}


def test_the_example_file_shows_each_setting_with_its_default():
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    assert [line[1:] for line in lines if line.startswith("#LAMIN")] == [
        f"{n}={default}" for n, default in DEFAULTS.items()
    ]


def test_no_page_unit_or_script_names_a_setting_that_does_not_exist():
    kinds, folders = (
        {".md", ".service", ".conf", ".example", ".sh", ""},
        ("docs/", "deploy/", "tools/", "README", "Makefile", ".env"),
    )
    wrong = {
        f"{short(path)}: {name}"
        for path in tracked()
        if short(path).startswith(folders) and (path.suffix in kinds or path.name.startswith(".env"))
        for name in NAME.findall(path.read_text("utf-8"))
        if name not in DEFAULTS
    }
    assert wrong == set()
