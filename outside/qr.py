"""QR codes: a PNG for paper, an inline SVG for pages."""

from collections.abc import Iterable
from io import BytesIO

import segno
from markupsafe import Markup, escape

# The quiet zone that ISO/IEC 18004 asks for, in modules; scanners fail at the edge of a dark page without it.
QUIET_ZONE = 4


def qr_png(text: str, scale: int = 8) -> bytes:
    """Draw a QR code as a black-on-white PNG, `scale` pixels a module, quiet zone included.

    Error level M: 15 % of the code may be dirty or folded.

    Raises:
        segno.DataOverflowError: the text is longer than a QR code holds (2,331 bytes at level M).
    """
    out = BytesIO()
    _code(text).save(out, kind="png", scale=scale, border=QUIET_ZONE)
    return out.getvalue()


def qr_svg(text: str, label: str = "Kode QR") -> Markup:
    """Draw a QR code as an inline SVG of one path, ready for a template.

    `label` is what a screen reader says in its place. There is no style attribute and no id, so a strict CSP and a page
    with several codes are both content; the class `qr` gives it its size.

    Raises:
        segno.DataOverflowError: the text is longer than a QR code holds (2,331 bytes at level M).
    """
    rows = list(_code(text).matrix_iter(border=QUIET_ZONE))
    size = len(rows)
    path = "".join(_run(x, y, width) for y, row in enumerate(rows) for x, width in _dark_runs(row))
    return Markup(
        f'<svg class="qr" role="img" aria-label="{escape(label)}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m")


def _dark_runs(row: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs


def _run(x: int, y: int, width: int) -> str:
    return f"M{x} {y}h{width}v1h-{width}z"
