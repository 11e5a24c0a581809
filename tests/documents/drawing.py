"""Documents drawn from stored facts, and read back."""

import io
import re
import subprocess
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdf

from office.documents import says
from office.documents.kinds import KINDS
from outside import pdf
from tests.documents.facts import FACTS, SHORT, office, place_of

Box = tuple[float, float, float, float]


def drawn(kind: str, facts: dict[str, Any], **added: Any) -> bytes:
    """A document of this kind, the way the worker draws it."""
    known = KINDS[kind]
    said = says.prepare(kind, facts | office(kind, **added), place_of)
    return pdf.render(known.template, said, known.pages, known.orientation)


@lru_cache
def full(kind: str) -> bytes:
    """The document that says all it can say."""
    return drawn(kind, FACTS[kind])


@lru_cache
def short(kind: str) -> bytes:
    """The document that says only what it must say."""
    return drawn(kind, SHORT[kind])


@lru_cache(maxsize=128)
def pages(content: bytes) -> list[str]:
    """The text of each page, every run of white space one space."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def squeezed(text: str) -> str:
    """Without white space, with Arabic letters unjoined, in small letters: a line may break anywhere in a column."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def sizes(content: bytes) -> list[tuple[float, float]]:
    """Width and height of each page, in points."""
    boxes = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return [(float(box.width), float(box.height)) for box in boxes]


def fonts(content: bytes) -> dict[str, bool]:
    """Each font of the file, and whether it is embedded."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        found = [
            each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"
        ]
        return {str(font.BaseFont): "/FontFile2" in font.get("/FontDescriptor", {}) for font in found}


def words(content: bytes, folder: Path) -> list[list[tuple[Box, str]]]:
    """The words of each page with their boxes, by poppler."""
    (folder / "drawn.pdf").write_bytes(content)
    told = subprocess.run(
        ["pdftotext", "-bbox", "drawn.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True
    )
    pattern = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    return [
        [(tuple(float(edge) for edge in found[:4]), found[4]) for found in pattern.findall(page)]  # type: ignore[misc]
        for page in told.stdout.split("<page ")[1:]
    ]
