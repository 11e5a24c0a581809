"""The same family card of one sheet through WeasyPrint, an extra of the benchmark: nothing else needs it."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML  # type: ignore[import-untyped]

from outside import kk_sheets, pdf

FOLDER = pdf.TEMPLATES.parent.parent / "bench" / "templates"


def draw(said: Mapping[str, Any]) -> bytes:
    """One sheet of a family card, from the facts that its template is given; the fonts are the documents' own."""
    return HTML(string=html(said), base_url=pdf.FONTS.as_uri() + "/").write_pdf()


def html(said: Mapping[str, Any]) -> str:
    """The page in the CSS that WeasyPrint knows, which has no frames."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(FOLDER))
    environment.filters["png"] = pdf.png
    sheet = kk_sheets.sheets(said["members"], pdf.text_width)[0]
    page = environment.get_template("kk_weasyprint.html")
    return page.render(said, sheet=sheet, UPPER=kk_sheets.UPPER, LOWER=kk_sheets.LOWER, SIZES=kk_sheets.SIZES)
