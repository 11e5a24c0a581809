"""One measured figure, and the arithmetic that makes it of rounds."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

HEAD = (
    "# Figures", "",
    "What `make bench` measured last, on two cores; it writes this page from `bench/latest.json`.",
    "[bench.md](bench.md) says what each row is and how it is measured.", "",
    "| Row | Measured | Limit | |", "|---|---|---|---|",
)  # fmt: skip
AT_LEAST = ("_per_s", "_per_s_8", "_per_s_32")


@dataclass(frozen=True)
class Figure:
    """A value with what it is held against; `spread` is the noise of its rounds, in per cent of their median."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    ratio: float | None = None
    spread: float | None = None
    note: str = ""


def spread(values: Sequence[float]) -> float:
    """From the lowest to the highest of the rounds, in per cent of their median."""
    middle = median(values)
    return 100 * (max(values) - min(values)) / middle if middle else 0.0


def ratios(ours: Sequence[float], beside: Sequence[float]) -> list[float]:
    """Each round against the round beside it, so that what slowed both down is cancelled out."""
    return [mine / its for mine, its in zip(ours, beside, strict=True)]


def alternate(rounds: int, ours: Callable[[], float], beside: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Measure A/B, then B/A, then A/B ...: neither always comes first; the first pair only warms up and isn't counted."""
    mine, its = [], []
    for number in range(rounds + 1):
        order = (ours, mine), (beside, its)
        for measure, kept in order if number % 2 else reversed(order):
            kept.append(measure())
    return mine[1:], its[1:]


def of_rounds(name: str, values: Sequence[float], unit: str, **held: float | str | None) -> Figure:
    """The median of the rounds as a figure with its noise."""
    return Figure(name, median(values), unit, spread=spread(values), **held)  # type: ignore[arg-type]


def table(figures: Sequence[Figure]) -> str:
    """The figures as people read them."""
    heads = ("name", "value", "unit", "limit", "ratio", "spread", "")
    rows = [heads, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(_line(row, widths) for row in rows)


def write(figures: Sequence[Figure], path: Path) -> None:
    """Keep the figures, a line each, beside those of an earlier run that weren't measured anew."""
    kept = {row["name"]: row for row in (json.loads(path.read_text("utf-8")) if path.exists() else [])}
    fresh = {figure.name: _plain(figure) for figure in figures}
    lines = ",\n".join("  " + json.dumps(row) for row in (kept | fresh).values())
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def page(kept: Path) -> str:
    """The figures kept, as the page of the documentation that shows them, each against its limit."""
    lines = [
        f"| `{row['name']}` | {shown(row['value'])} {row['unit']} | {shown(row['limit'])} | {_held(row)} |"
        for row in json.loads(kept.read_text("utf-8"))
    ]
    return "\n".join([*HEAD, *lines, ""])


def shown(value: float | None) -> str:
    """Three figures that count, never fewer digits than the whole number has."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _held(row: dict[str, Any]) -> str:
    """Whether the limit is kept: of so many a second it is the least, of everything else the most."""
    if row["limit"] is None or row["value"] is None:
        return ""
    least = row["name"].endswith(AT_LEAST)
    kept = row["value"] >= row["limit"] if least else row["value"] <= row["limit"]
    return "kept" if kept else "**not kept**"


def _plain(figure: Figure) -> dict[str, object]:
    facts = {"value": figure.value, "limit": figure.limit, "ratio": figure.ratio}
    rounded = {name: None if value is None else float(f"{value:.5g}") for name, value in facts.items()}
    return {"name": figure.name, "value": rounded["value"], "unit": figure.unit, "limit": rounded["limit"],
            "ratio": rounded["ratio"]}  # fmt: skip


def _row(figure: Figure) -> tuple[str, ...]:
    noise = "-" if figure.spread is None else f"{figure.spread:.0f} %"
    return (figure.name, shown(figure.value), figure.unit, shown(figure.limit), shown(figure.ratio), noise, figure.note)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.ljust(width) if column in (0, 2, 6) else cell.rjust(width)
             for column, (cell, width) in enumerate(zip(row, widths, strict=True))]  # fmt: skip
    return "  ".join(cells).rstrip()
