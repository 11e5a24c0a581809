"""Official forms drawn as PDF: what stands in their boxes in, finished bytes out; with nothing in them for taking home.

The heavy part is loaded by the first drawing, which a child process does (`drawn`, `blank`), and never by the server.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from office import enumerations, words
from office.forms import EVENTS, FORMS, NotDrawn
from outside.bounded import Overran, run_bounded

if TYPE_CHECKING:
    from jinja2 import Environment

SECONDS = 60.0


class FormFailed(Exception):
    """A form could not be drawn; says where, without personal data."""


def drawn(codes: Sequence[str], boxes: Mapping[str, Any]) -> bytes:
    """Draw these forms, one after another in one PDF, in a child process.

    `boxes` are as `office.forms.filled` gives them.

    Raises:
        NotDrawn: a letter is not in the font, or it took too long.
    """
    try:
        return run_bounded(draw, tuple(codes), dict(boxes), seconds=SECONDS)
    except (FormFailed, Overran) as trouble:
        raise NotDrawn() from trouble


@lru_cache(maxsize=len(FORMS))
def blank(code: str) -> bytes:
    """One empty form, all its sections, drawn once by each process.

    Raises:
        NotDrawn: it took too long.
    """
    return drawn((code,), {})


def draw(codes: Sequence[str], boxes: Mapping[str, Any]) -> bytes:
    """Draw these forms as one A4 PDF with every font embedded; the same boxes give the same bytes.

    A box that isn't in `boxes` is drawn empty. Without `peristiwa` a form with sections shows all of them.

    Raises:
        FormFailed: a letter is not in the font, or the renderer complained.
    """
    from outside import pdf

    try:
        shown = _Boxes(pdf._drawable(_dated(boxes)))
        sheets = [pdf.html_to_pdf(_html(code, shown)) for code in codes]
        return pdf._finish(_joined(sheets), {}, None)
    except pdf.RenderFailed as failed:
        raise FormFailed(str(failed)) from failed


class _Boxes(dict[str, Any]):
    """What stands in the boxes; nothing in those that aren't there."""

    def __missing__(self, key: str) -> None:
        return None


class _Row(dict[str, Any]):
    """One row of a table; a space where nothing stands, which keeps its height."""

    def __missing__(self, key: str) -> str:
        return "\u00a0"


def _html(code: str, boxes: _Boxes) -> str:
    from jinja2 import TemplateError

    form = FORMS[code]
    try:
        template = _environment().get_template(form.template)
        return template.render(v=boxes, code=code, name=form.name.id, event=boxes["peristiwa"])
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # The message may quote an answer, so only its kind is told.
        raise FormFailed(f"{form.template}: {type(error).__name__}") from error


def _joined(sheets: Sequence[bytes]) -> bytes:
    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(sheets[0])) as whole:
        for more in sheets[1:]:
            with pikepdf.open(BytesIO(more)) as opened:
                whole.pages.extend(opened.pages)
        whole.save(out)
    return out.getvalue()


def _dated(value: Any) -> Any:
    """Dates as such, where they are written as ISO text."""
    if isinstance(value, Mapping):
        return {key: _dated(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_dated(each) for each in value]
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from outside import pdf

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(pdf.TEMPLATES.parent / "forms"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        cells=cells,
        day_cells=day_cells,
        hari=words.short_date,
        angka=words.numeric_date,
        options=_options,
        label=_label,
        rows=rows,
        sheets=sheets,
        weekday=weekday,
    )
    environment.tests.update(date=lambda value: isinstance(value, date), chosen=chosen, of=_of)
    environment.globals["events"] = list(EVENTS.items())
    return environment


def cells(value: Any, count: int) -> list[str]:
    """The letters of a value, one for each of `count` boxes; a longer value keeps its last box for all that is left."""
    text = "" if value is None else str(value)
    if len(text) > count:
        return [*text[: count - 1], text[count - 1 :]]
    return [*text, *["\u00a0"] * (count - len(text))]


def day_cells(value: Any) -> list[str]:
    """The eight digits of a date, day first; empty boxes for what is no date."""
    return cells(value.strftime("%d%m%Y") if isinstance(value, date) else "", 8)


def rows(value: Any, fewest: int) -> list[_Row]:
    """The rows of a table, with empty ones after them up to `fewest`."""
    given = [_Row(row) for row in value or ()]
    return given + [_Row()] * (fewest - len(given))


def sheets(value: Any, each: int) -> list[list[_Row]]:
    """The rows of a table by so many a sheet, numbered through, the last filled up with empty ones; at least one sheet."""
    people = rows(value, 1)
    people = [_Row({**one, "no": place}) for place, one in enumerate(rows(people, -(-len(people) // each) * each), 1)]
    return [people[start : start + each] for start in range(0, len(people), each)]


def chosen(code: str, value: Any) -> bool:
    """Whether a code is the one that stands in a box, or one of those."""
    return code in value if isinstance(value, list) else code == value


def weekday(day: date) -> str:
    """The Indonesian name of a day of the week."""
    return format_date(day, "EEEE", locale="id")


def _of(event: Any, section: str) -> bool:
    """Whether a section belongs on a form about this event; on an empty form all do."""
    return event in (None, section)


def _options(enumeration: str) -> list[tuple[str, str]]:
    return [(code, label["id"]) for code, label in enumerations.ALL[enumeration].items()]


def _label(code: Any, enumeration: str) -> str:
    return "" if code in (None, "", "\u00a0") else enumerations.label(enumeration, str(code))
