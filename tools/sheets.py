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
        _keep(full(kind), f"surat-{kind}")


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
