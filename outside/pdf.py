"""Documents drawn as PDF: a Jinja template and its facts in, finished bytes out.

Everything here is a pure function of its arguments and of the files in templates/documents and static/fonts/dejavu, and
can run in a child process without Flask. The same facts give the same bytes, so a step that was killed may be redone.
"""

import base64
import io
import logging
import math
import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypedDict

import arabic_reshaper  # type: ignore[import-untyped]
import pikepdf
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus.doctemplate import LayoutError
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy

from office import enumerations, words
from office.wordings import sheets
from outside import kk_sheets

_ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = _ROOT / "templates" / "documents"
FONTS = _ROOT / "static" / "fonts" / "dejavu"

# xhtml2pdf repeats pieces of the document in what it logs; a name must never reach a log file that way.
_LOG = logging.getLogger("xhtml2pdf")
_LOG.setLevel(logging.WARNING)
_LOG.propagate = False
_LOG.addHandler(logging.NullHandler())


# xhtml2pdf joins Arabic letters by this and would drop their vowel marks; the face has no ligature for the one word that
# is made one by default, which would cost that word its marks too.
arabic_reshaper.default_reshaper.configuration.update({"delete_harakat": "no", "ARABIC LIGATURE ALLAH": "no"})

# How tight a template sets its lines; one that doesn't come to its number of pages is drawn again with the next.
FITS = (0, 1, 2, 3, 4)


class KutipanKelahiran(TypedDict):
    """The facts of templates/documents/kutipan-akta-kelahiran.html; text is drawn exactly as given."""

    number: str
    nik: str | None
    child_name: str
    sex: str
    """"L" or "P"."""
    birth_place: str
    birth_date: date
    child_order: int
    father_name: str | None
    """None when the marriage is not proven: the mother is then named alone."""
    mother_name: str
    issued_place: str
    issued_on: date
    office_name: str
    signatory_name: str
    signatory_title: str
    signatory_nip: str
    check_url: str
    qr_png: bytes
    specimen: bool
    """True while the signer is the local test key: the page is then watermarked."""
    signature_line: str
    """What stands at the very bottom when this is no specimen, as the signer's provider gives it."""


class RenderFailed(Exception):
    """The document could not be drawn as it should be; carries the renderer's complaints, without personal data."""


class Overflows(RenderFailed):
    """It takes more room than it has."""


def render(template: str, facts: Mapping[str, Any], pages: int | None = 1, orientation: str | None = None) -> bytes:
    """Draw one document of templates/documents, by its file name, as an A4 PDF with every font embedded.

    `facts` are as `office.documents.says.prepare` gives them. `pages` is how many pages it must come to (None: as many as
    the template says), `orientation` "portrait" or "landscape" (None: either). What overflows is drawn again in smaller
    letters. `facts["wordings"]` are the office's own sentences by part and name, without them those by default, and
    `facts["logo"]` its picture for the letterhead. With `facts["specimen"]` each page is watermarked, whatever the template
    says. `facts["issued_on"]` (a local date) becomes the date inside the file.

    Raises:
        RenderFailed: a fact is missing or of the wrong form, a letter is not in the font, the renderer logged a warning,
            or the number of pages, their size or their orientation is wrong.
    """
    own = sheets.says(template.removesuffix(".html"), facts.get("wordings") or {}, facts)
    drawn = {name: _drawable(value) for name, value in {**facts, "wordings": own}.items()}
    for fit in FITS:
        html = _html(template, drawn, fit)
        try:
            return _finish(html_to_pdf(html), drawn, pages or _told_pages(html), orientation)
        except Overflows:
            if fit == FITS[-1]:
                raise
    raise AssertionError("unreachable")


def _html(template: str, drawn: Mapping[str, Any], fit: int) -> str:
    try:
        return _environment().get_template(template).render(drawn, fit=fit)
    except TemplateError as error:
        raise RenderFailed(f"{template}: {type(error).__name__}: {error}") from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # The message may quote the fact, so only its kind is told.
        raise RenderFailed(f"{template}: a fact has the wrong form ({type(error).__name__})") from error


def html_to_pdf(html: str) -> bytes:
    """Turn finished HTML into a PDF, reading nothing but the four font files and data written into the HTML itself.

    Raises:
        RenderFailed: anything at all was logged as a warning, such as a picture that had to be fetched.
    """
    out = io.BytesIO()
    with _complaints() as complaints:
        try:
            status = pisa.CreatePDF(
                html,
                out,
                path=str(FONTS / "document.html"),
                encoding="utf-8",
                resource_policy=ResourceAccessPolicy.server(FONTS, allow_remote=False),
            )
        except LayoutError as error:
            raise Overflows(type(error).__name__) from error
        except RenderLimitError as error:
            raise RenderFailed(type(error).__name__) from error
    if any("_drawStaticFrame" in complaint for complaint in complaints):
        raise Overflows("a fixed part of the page")
    if complaints or status.err:
        raise RenderFailed("; ".join(complaints) or "xhtml2pdf reported an error")
    return out.getvalue()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        png=png,
        picture=picture,
        tanggal=words.akta_date_in_indonesian,
        english_date=words.date_in_english,
        hari=words.short_date,
        angka=words.numeric_date,
        jenis=_sex,
        sheets=lambda members, fit: kk_sheets.sheets(members, text_width, fit),
        anak_ke=words.child_order_in_indonesian,
        english_child=words.child_order_in_english,
    )
    environment.globals.update(UPPER=kk_sheets.UPPER, LOWER=kk_sheets.LOWER, SIZES=kk_sheets.SIZES)
    return environment


def _told_pages(html: str) -> int | None:
    """How many sheets a template that lays them out by itself says there are."""
    told = re.search(r'<meta name="sheets" content="([0-9]+)">', html)
    return int(told[1]) if told else None


def png(content: bytes) -> str:
    """The bytes of a PNG as an address that needs no fetching."""
    return "data:image/png;base64," + base64.b64encode(content).decode("ascii")


def picture(content: bytes) -> str:
    """The bytes of a JPEG, as the intake makes them, as an address that needs no fetching."""
    return "data:image/jpeg;base64," + base64.b64encode(content).decode("ascii")


def _sex(value: Any, language: str = "id") -> str:
    """The words for a sex, as `says.prepare` gives it or as the letter with which the first documents were stored."""
    if isinstance(value, Mapping):
        return str(value[language])
    return enumerations.label("jenis_kelamin", {"L": "1", "P": "2"}.get(value, value), language)


def _drawable(value: Any) -> Any:
    """Compose letters and their marks (NFC, the same text by definition) and refuse what the font cannot draw."""
    if isinstance(value, Mapping):
        return {name: _drawable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(each) for each in value]
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value)
    missing = sorted({ord(letter) for letter in text} - _letters())
    if missing:
        raise RenderFailed("The document font has no letter for " + ", ".join(f"U+{code:04X}" for code in missing))
    return text


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    # Names stand in the bold face, the rest in the regular one.
    return frozenset(_face("DejaVuSans").face.charToGlyph) & frozenset(_face("DejaVuSans-Bold").face.charToGlyph)


def text_width(text: str, size: float) -> float:
    """How many points wide the regular face draws a text of so many points."""
    face = _face("DejaVuSans").face
    return sum(face.charWidths.get(ord(letter), face.defaultWidth) for letter in text) * size / 1000


@lru_cache(maxsize=4)
def _face(name: str) -> TTFont:
    return TTFont(f"Lamin-{name}", str(FONTS / f"{name}.ttf"))


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # Only where it complained, never what about: the text quotes the document, and so may hold somebody's name.
        if record.thread == self.thread:
            self.texts.append(f"{record.name}.{record.funcName} line {record.lineno}")


@contextmanager
def _complaints() -> Iterator[list[str]]:
    handler = _Complaints()
    _LOG.addHandler(handler)
    try:
        yield handler.texts
    finally:
        _LOG.removeHandler(handler)


def _finish(content: bytes, facts: Mapping[str, Any], pages: int | None, orientation: str | None = None) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _check_pages(pdf, pages, orientation)
        for page in pdf.pages:
            _drop_idle_fonts(pdf, page)
            if facts.get("specimen"):
                _put_specimen_under(pdf, page)
        _set_dates(pdf, facts.get("issued_on"))
        del pdf.trailer["/ID"]
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _check_pages(pdf: pikepdf.Pdf, pages: int | None, orientation: str | None) -> None:
    if pages is not None and len(pdf.pages) != pages:
        raise Overflows(f"{len(pdf.pages)} pages instead of {pages}")
    for page in pdf.pages:
        width, height = _size(page)
        if abs(min(width, height) - A4[0]) > 0.01 or abs(max(width, height) - A4[1]) > 0.01:
            raise RenderFailed("the page is not A4")
        if orientation is not None and (width > height) != (orientation == "landscape"):
            raise RenderFailed(f"the page is not {orientation}")


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return right - left, top - bottom


def _drop_idle_fonts(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Take out Helvetica, which reportlab selects on every page and never embeds nor uses.

    A text block that shows nothing is dropped with it, so what is left in /Font is what draws and is embedded.
    """
    fonts = page.resources.get("/Font")
    if fonts is None:
        return
    kept: list[Any] = []
    block: list[Any] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        block.append(instruction)
        if operator == "BT":
            kept.extend(block[:-1])
            block = [instruction]
        elif operator == "ET":
            if any(str(step.operator) in ("Tj", "TJ", "'", '"') for step in block):
                kept.extend(block)
            block = []
    kept.extend(block)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
    used = {str(step.operands[0]) for step in kept if str(step.operator) == "Tf"}
    page.resources["/Font"] = pikepdf.Dictionary({name: font for name, font in fonts.items() if name in used})


def _put_specimen_under(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Lay the band that marks a page as no state document under the text, so that nothing is hidden.

    Source: domain reference 2.8 and 7.2 (art. 96A): what is made without a real signer must look like a specimen.
    """
    width, height, bits = _specimen_band()
    band = pdf.make_stream(
        bits,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ImageMask=True,
        BitsPerComponent=1,
    )
    if "/XObject" not in page.resources:
        page.resources["/XObject"] = pikepdf.Dictionary()
    page.resources["/XObject"]["/Contoh"] = band
    across, up = _size(page)
    long, short, slope = 640.0, 640.0 * height / width, math.atan2(up, across)
    placed = (
        pikepdf.Matrix()
        .translated(across / 2, up / 2)
        .rotated(math.degrees(slope))
        .translated(-long / 2, -short / 2)
        .scaled(long, short)
    )
    matrix = " ".join(f"{number:.4f}" for number in placed.shorthand)
    page.contents_add(f"q 0.965 0.890 0.871 rg {matrix} cm /Contoh Do Q".encode("ascii"), prepend=True)


@lru_cache(maxsize=1)
def _specimen_band() -> tuple[int, int, bytes]:
    """Draw the words of the band as a one-bit mask (width, height, rows); as letters they would mix into the text."""
    width, height = 2400, 660
    image = Image.new("1", (width, height), 1)
    pen = ImageDraw.Draw(image)
    for text, size, y in (("CONTOH", 500, 220), ("belum ber-TTE resmi", 140, 540)):
        pen.text(
            (width / 2, y), text, fill=0, anchor="mm", font=ImageFont.truetype(FONTS / "DejaVuSans-Bold.ttf", size)
        )
    return width, height, image.tobytes()


def _set_dates(pdf: pikepdf.Pdf, issued_on: date | None) -> None:
    for key in ("/CreationDate", "/ModDate"):
        if key in pdf.docinfo:
            del pdf.docinfo[key]
    if issued_on is not None:
        pdf.docinfo["/CreationDate"] = f"D:{issued_on:%Y%m%d}"
