"""The files that belong to the house, as the tests of its layout read them."""

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("web", "desk", "kiosk", "display", "workbench")
FLOORS = ("office", "frame", "outside", *ROOMS)
SKIPPED = frozenset({".git", ".venv", "instance", "node_modules", "__pycache__"})


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or would be committed; in an unpacked archive, every file."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return tuple(sorted(path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()))
    return tuple(sorted(_walk()))


def python_of(*tops: str) -> list[Path]:
    """The Python files under these folders (or these files themselves)."""
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in tops]


def short(path: Path) -> str:
    """A file's name from the root."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """The file as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=short(path))


def imports(path: Path) -> Iterator[str]:
    """Each module that a file imports, anywhere in it; `from office import hours` is `office.hours`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _walk() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        yield from (Path(folder) / name for name in files)
