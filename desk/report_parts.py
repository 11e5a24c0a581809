"""What a report is made of: sections of parts, each a table that may be drawn; and how a cell of a table is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from flask_babel import format_date, format_decimal

from desk import room
from frame.charts import Drawing
from office.reports.scope import Scope

# A float is said with one decimal, a Decimal with those it has, a date as `4 Jun 2020`.
Cell = str | int | float | Decimal | date | None


@dataclass(frozen=True)
class Table:
    """Heads and rows; the first cell of a row names it. Numbers and days stay what they are until they are shown."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def numbers(self, column: int) -> bool:
        """Whether a column holds numbers, which stand at the right, and no words."""
        return column > 0 and not any(isinstance(row[column], str) for row in self.rows)


@dataclass(frozen=True)
class Part:
    """One table of a section under its title, drawn where a picture says it quicker."""

    title: str
    table: Table
    drawing: Drawing | None = None
    note: str = ""

    @property
    def wide(self) -> bool:
        """Whether the table needs the whole width of the page."""
        return self.drawing is None and (len(self.table.heads) > 3 or not self.table.numbers(len(self.table.heads) - 1))


@dataclass(frozen=True)
class Section:
    """One page of the report: its name in addresses, its title, and what it is made of for a period."""

    code: str
    title: Callable[[], str]
    parts: Callable[[Scope, datetime], list[Part]]


def said(value: float) -> str:
    """A number as it stands in a chart: `2.967`, `12,5`; in English `2,967`, `12.5`."""
    return format_decimal(round(value, 1), "#,##0.#")


@room.app_template_filter("cell")
def cell(value: Cell) -> str:
    """A cell as people read it."""
    if value is None:
        return "-"
    if isinstance(value, Decimal):
        return format_decimal(value, f"#,##0.{'0' * -int(value.as_tuple().exponent)}")
    if isinstance(value, date):
        return format_date(value, "d MMM y")
    if isinstance(value, float):
        return format_decimal(round(value, 1) + 0.0, "#,##0.0")  # no "-0"
    return value if isinstance(value, str) else said(value)
