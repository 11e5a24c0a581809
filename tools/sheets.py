"""`make pictures`, last part: every kind of document and form, drawn from invented facts, as a picture of its first page."""

import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from office.documents.kinds import KINDS
from tests.documents.drawing import full

FOLDER = Path("docs/pictures")
DPI, COLOURS = 64, 64


def main() -> None:
    """Draw each kind of document once."""
    for kind in KINDS:
        _keep(full(kind), _named(kind))
    _side_by_side()


def _named(kind: str) -> str:
    return f"surat-{kind.removeprefix('surat-')}"


def _side_by_side() -> None:
    """All of them on one sheet, for the README."""
    wide, tall, gap, across = 250, 354, 14, 6
    rows = -(-len(KINDS) // across)
    sheet = Image.new("RGB", (across * (wide + gap) + gap, rows * (tall + gap) + gap), (221, 212, 199))
    for place, kind in enumerate(KINDS):
        with Image.open(FOLDER / f"{_named(kind)}.png") as page:
            shot = page.convert("RGB")
        shot.thumbnail((wide, tall), Image.Resampling.LANCZOS)
        sheet.paste(shot, (gap + place % across * (wide + gap), gap + place // across * (tall + gap)))
    sheet.quantize(128).save(FOLDER / "surat.png", optimize=True)


def _keep(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(content)
        shot = subprocess.run(
            ["pdftoppm", "-r", str(DPI), "-png", "-singlefile", str(path)], capture_output=True, check=True
        )
    with Image.open(io.BytesIO(shot.stdout)) as page:
        page.convert("RGB").quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
