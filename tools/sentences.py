"""The sentences that people read, for the translators: those marked with `_()` or `N_()`, and the office's plain ones.

Refusals, findings and the like are plain strings (`message = "..."`), because the office knows no translator. They are
told apart by their looks: a string that begins with a capital and has more than one word, unless it is a docstring,
what an exception of Python's says, a default of the office's settings, or prose for programmers.
"""

import ast
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.extract import extract_python

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
Found = tuple[int, Any, Any, Any]

# Their sentences are printed on documents or are lists with an English column of their own.
LEFT_OUT = frozenset(
    {
        "office/words.py",
        "office/enumerations.py",
        "office/documents/kinds.py",
        "office/documents/says.py",
        "office/forms/events.py",
        "office/survey/elements.py",
        "office/wordings/printed.py",
        "office/wordings/samples.py",
        "outside/pdf.py",
        "outside/kk_sheets.py",
        "outside/bounded.py",
        "outside/signer/local.py",
    }
)
SQL = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "BEGIN", "PRAGMA", "WITH"})
# What these are made with stands in both languages already.
OWN_ENGLISH = ("Group", "Form", "Text", "_form")
TOLD_TO_PEOPLE = ("BadInput", "Finding", "Refused")


def extract(
    file: IO[bytes], keywords: Mapping[str, Any], tags: list[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Babel's extractor for Python, and after what is marked, what only looks like a sentence."""
    source = file.read()
    marked = list(extract_python(BytesIO(source), keywords, tags, dict(options)))  # type: ignore[arg-type]
    yield from marked
    name = getattr(file, "name", "")
    if not any(name.endswith(each) for each in LEFT_OUT):
        known = {found[0] for found in marked}
        yield from ((line, None, text, []) for line, text in plain_sentences(ast.parse(source)) if line not in known)


def plain_sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings of a module that look like a sentence for people, with their lines."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Raise) and not _told(node):
            continue
        if isinstance(node, ast.Call) and _name(node.func) == "Known":
            yield from _in_each(node.args[1:] + [word.value for word in node.keywords])
        elif isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Call) and _name(node.func) in OWN_ENGLISH):
            continue
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str) and looks_like_a_sentence(node.value):
                yield node.lineno, node.value
        else:
            yield from plain_sentences(node)


def looks_like_a_sentence(text: str) -> bool:
    """Whether it begins with a capital, has more than one word, and is neither SQL nor a pattern of letters."""
    first, *others = text.split() or [""]
    prose = re.search("[a-z]{3}", text) is not None and first not in SQL
    return bool(others) and text[0].isupper() and prose


def _in_each(nodes: list[ast.expr]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        yield from plain_sentences(ast.Expression(body=node))


def _told(node: ast.Raise) -> bool:
    return isinstance(node.exc, ast.Call) and _name(node.exc.func) in TOLD_TO_PEOPLE


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _babel(*command: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "--quiet", *map(str, command)], cwd=ROOT, check=True
    )


def collect(template: Path) -> None:
    """Write every sentence of the tree into a template file (.pot)."""
    _babel("extract", "--mapping-file=babel.cfg", "--keywords=N_", "--keywords=say", "--add-location=file",
           "--sort-by-file", "--no-wrap", "--project=Lamin", f"--output-file={template}", ".")  # fmt: skip


def update() -> None:
    """Bring the English catalogue up to the tree: new sentences come in empty, those that are gone leave."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        collect(template)
        given = [f"--input-file={template}", f"--output-file={CATALOGUE}", "--locale=en", "--no-wrap"]
        if CATALOGUE.exists():
            _babel("update", "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date", *given)
        else:
            CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
            _babel("init", *given)


if __name__ == "__main__":
    update()
