"""A family card of six members: how long it takes to draw, beside reportlab without HTML and beside WeasyPrint."""

import importlib.util
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

from bench import kk_reportlab
from bench.figures import Figure, alternate, of_rounds, ratios
from office.documents import says
from office.documents.kinds import KINDS
from outside import pdf
from outside.bounded import run_bounded
from tests.documents.facts import family, office, place_of

NAMES = ("kk_render_ms", "kk_vs_reportlab", "kk_vs_weasyprint")
MEMBERS, TIMES, ROUNDS, EACH = 6, 20, 5, 4


def measure() -> list[Figure]:
    """Draw the card as the worker does; then in this process in turns with each of the others, the same facts to all."""
    said = says.prepare("kk", family(MEMBERS) | office("kk"), place_of)
    return [_drawn(said), _beside_reportlab(said), _beside_weasyprint(said)]


def _drawn(said: Mapping[str, Any]) -> Figure:
    kind = KINDS["kk"]
    taken = []
    for _ in range(TIMES + 3):
        began = time.perf_counter()
        run_bounded(pdf.render, kind.template, said, kind.pages, kind.orientation)
        taken.append(1000 * (time.perf_counter() - began))
    return of_rounds("kk_render_ms", taken[3:], "ms", note="six members, warm, in the worker's child process")


def _beside_reportlab(said: Mapping[str, Any]) -> Figure:
    ours, beside = alternate(ROUNDS, lambda: _milliseconds(_ours, said), lambda: _milliseconds(kk_reportlab.draw, said))
    note = f"times as long as the same card without HTML ({median(beside):.0f} ms)"
    return of_rounds("kk_vs_reportlab", ratios(ours, beside), "x", note=note)


def _beside_weasyprint(said: Mapping[str, Any]) -> Figure:
    if importlib.util.find_spec("weasyprint") is None:
        note = "WeasyPrint is not installed: pip install weasyprint==70.0"
        return Figure("kk_vs_weasyprint", None, "x", note=note)  # type: ignore[arg-type]
    from bench import kk_weasyprint

    ours, beside = alternate(
        ROUNDS, lambda: _milliseconds(_ours, said), lambda: _milliseconds(kk_weasyprint.draw, said)
    )
    note = f"times as long as the same card by WeasyPrint ({median(beside):.0f} ms)"
    return of_rounds("kk_vs_weasyprint", ratios(ours, beside), "x", note=note)


def _ours(said: Mapping[str, Any]) -> bytes:
    return pdf.render(KINDS["kk"].template, said, None, KINDS["kk"].orientation)


def _milliseconds(draw: Callable[[Mapping[str, Any]], bytes], said: Mapping[str, Any]) -> float:
    """The middle of a few times."""
    taken = []
    for _ in range(EACH):
        began = time.perf_counter()
        draw(said)
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken)
