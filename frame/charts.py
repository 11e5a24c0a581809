"""Charts as shapes in a box: one geometry, printed as SVG by templates/ui/chart.html and drawn on paper by outside/report.py.

Every value is written beside its mark, and series differ in tone and line, so that a chart reads without colour.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

WIDE = 330
TEXT, LETTER = 12, 6.3
FILLS = ("a", "b", "c")
STROKES, DOTS = ("ln", "ln2", "ln3"), ("dot", "dot2", "dot3")
LEVELS = 5
# How far apart the lines of a hatched bar are.
HATCH = 6
Say = Callable[[float], str]


@dataclass(frozen=True)
class Shape:
    """One mark: `tag` is rect, path, circle or text; `look` its class; `at` its numbers by their SVG names; `text` its words."""

    tag: str
    look: str
    at: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True)
class Drawing:
    """A chart: its height in units (it is WIDE units wide), a sentence that says what is seen, its shapes from back to front."""

    height: int
    sentence: str
    shapes: tuple[Shape, ...]

    def plain(self) -> dict[str, Any]:
        """The chart as plain values, for another process."""
        shapes = [(each.tag, each.look, dict(each.at), each.text) for each in self.shapes]
        return {"width": WIDE, "height": self.height, "shapes": shapes}


def bars(
    rows: Sequence[tuple[str, Sequence[float]]], series: Sequence[str], sentence: str, say: Say, most: float = 0
) -> Drawing:
    """Lying bars, one below another, the series of each laid end to end; the name stands above its bar, the sum at its end.

    `most` is what a bar of full length stands for; 0 is the longest of these.
    """
    top = most or max((sum(values) for _name, values in rows), default=0) or 1
    shapes: list[Shape] = []
    y, room = 0, WIDE - 56
    for name, values in rows:
        shapes.append(_text(0, y + 12, _cut(name, WIDE)))
        x = 0.0
        for place, value in enumerate(values):
            long = room * value / top
            if value:
                shapes += _bar(x, y + 17, max(long, 1.5), 15, FILLS[place])
            x += long
        shapes.append(_text(x + 5, y + 29, say(sum(values)), "v"))
        y += 40
    if len(series) > 1:
        y += 2
        shapes += _key(series, y)
        y += 18
    return Drawing(max(y, 20), sentence, tuple(shapes))


def columns(rows: Sequence[tuple[str, float]], sentence: str, say: Say) -> Drawing:
    """Standing columns side by side, as a histogram has them: the value above each, its range below."""
    top, step = max((value for _name, value in rows), default=0) or 1, WIDE / max(len(rows), 1)
    shapes, room, base = [], 118, 138
    for place, (name, value) in enumerate(rows):
        x, high = place * step, room * value / top
        shapes.append(_rect(x + 2, base - high, step - 4, high, "a"))
        shapes.append(_text(x + step / 2, base - high - 5, say(value), "v", "middle"))
        shapes.append(_text(x + step / 2, base + 15, name, "q", "middle"))
    shapes.append(Shape("path", "ax", {"d": f"M0 {base}H{WIDE}"}))
    return Drawing(160, sentence, tuple(shapes))


def lines(names: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], sentence: str, say: Say) -> Drawing:
    """Values over time, at most three series: each its own line, with its last value at its end; few enough points have dots."""
    top = _round_up(max((max(values, default=0) for _name, values in series), default=0))
    left, right, high, low = 34, WIDE - 34, 14, 134
    shapes = [_grid(value, low - (low - high) * value / top, left, right, say) for value in (0, top / 2, top)]
    flat: list[Shape] = [shape for pair in shapes for shape in pair]
    step = (right - left) / max(len(names) - 1, 1)
    for place, (_name, values) in enumerate(series):
        points = [(left + step * n, low - (low - high) * value / top) for n, value in enumerate(values)]
        flat.append(Shape("path", STROKES[place], {"d": "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)}))
        if len(points) <= 31:
            flat += [Shape("circle", DOTS[place], {"cx": _n(x), "cy": _n(y), "r": 3}) for x, y in points]
    flat += _ends(series, top, low, high, right, say)
    every = max(ceil(len(names) / 7), 1)
    flat += [_text(left + step * n, low + 17, name, "q", "middle") for n, name in enumerate(names) if n % every == 0]
    flat += _line_key(series, 164)
    return Drawing(182, sentence, tuple(flat))


def heat(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]], sentence: str, say: Say) -> Drawing:
    """A grid of cells, the deeper the more, each with its value; what never was stays empty."""
    top = max((value for _name, values in rows for value in values if value), default=0) or 1
    left = 34
    step = (WIDE - left) / max(len(heads), 1)
    shapes = [_text(left + step * (n + 0.5), 12, head, "q", "middle") for n, head in enumerate(heads)]
    for line, (name, values) in enumerate(rows):
        y = 18 + 24 * line
        shapes.append(_text(0, y + 16, name))
        for n, value in enumerate(values):
            level = 0 if not value else min(int(LEVELS * value / top) + (value < top), LEVELS)
            shapes.append(_rect(left + step * n + 1, y, step - 2, 22, f"h{level}", rx=3))
            if value:
                look = "on" if level >= 4 else "v"
                shapes.append(_text(left + step * (n + 0.5), y + 15, say(value), look, "middle"))
    return Drawing(22 + 24 * len(rows), sentence, tuple(shapes))


def _grid(value: float, y: float, left: float, right: float, say: Say) -> tuple[Shape, Shape]:
    return Shape("path", "gr", {"d": f"M{left} {_n(y)}H{right}"}), _text(left - 6, y + 4, say(value), "q", "end")


def _ends(
    series: Sequence[tuple[str, Sequence[float]]], top: float, low: float, high: float, right: float, say: Say
) -> list[Shape]:
    """The last value of each line, moved apart where they would lie on each other."""
    last = sorted((low - (low - high) * values[-1] / top, values[-1]) for _name, values in series if values)
    placed: list[tuple[float, float]] = []
    for y, value in last:
        placed.append((max(y, placed[-1][0] + TEXT) if placed else y, value))
    return [_text(right + 6, y + 4, say(value), "v") for y, value in placed]


def _key(series: Sequence[str], y: float) -> list[Shape]:
    shapes, x = [], 0.0
    for place, name in enumerate(series):
        shapes += [*_bar(x, y, 12, 12, FILLS[place]), _text(x + 17, y + 11, name)]
        x += 17 + len(name) * LETTER + 16
    return shapes


def _line_key(series: Sequence[tuple[str, Sequence[float]]], y: float) -> list[Shape]:
    shapes, x = [], 0.0
    for place, (name, _values) in enumerate(series):
        shapes += [Shape("path", STROKES[place], {"d": f"M{_n(x)} {y + 6}h22"}), _text(x + 28, y + 11, name)]
        x += 28 + len(name) * LETTER + 16
    return shapes


def _bar(x: float, y: float, width: float, height: float, look: str) -> list[Shape]:
    """A piece of a bar; the second series is hatched, so that paper without colour tells it from the others."""
    found = [_rect(x, y, width, height, look)]
    starts = range(HATCH - int(height), int(width), HATCH) if look == FILLS[1] else ()
    lines = []
    for start in starts:
        # A rising line, cut at the two ends of the bar.
        low, high = max(-start, 0), min(width - start, height)
        if high - low > 1:
            ends = ((start + low, height - low), (start + high, height - high))
            lines.append("L".join(f"{_n(x + right)} {_n(y + down)}" for right, down in ends))
    return [*found, Shape("path", "ht", {"d": "M" + "M".join(lines)})] if lines else found


def _rect(x: float, y: float, width: float, height: float, look: str, **more: float) -> Shape:
    return Shape(
        "rect", look, {"x": _n(x), "y": _n(y), "width": _n(max(width, 0)), "height": _n(max(height, 0)), **more}
    )


def _text(x: float, y: float, words: str, look: str = "", anchor: str = "start") -> Shape:
    return Shape("text", look, {"x": _n(x), "y": _n(y), "text-anchor": anchor}, words)


def _cut(name: str, width: float) -> str:
    most = int(width / LETTER)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _round_up(value: float) -> float:
    """The next round number that halves well: 2, 4, 10, 12, 16, 20, 30 ..."""
    if value <= 2:
        return 2
    size = 10 ** floor(log10(value))
    return float(next(step * size for step in (1, 1.2, 1.6, 2, 3, 4, 6, 8, 10) if step * size >= value))


def _n(value: float) -> float | int:
    short = round(value, 1)
    return int(short) if short == int(short) else short
