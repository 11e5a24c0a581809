"""The queue slip: drawn as one black-and-white picture, since a receipt printer's own letters garble all but ASCII."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

WIDTH = 576
MARGIN = 24
GAP = 14
QR_WIDTH = 260
SMALL, TITLE, WHERE, NUMBER = 26, 34, 32, 140
FONTS = Path(__file__).parents[1] / "static" / "fonts" / "dejavu"

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class Slip:
    """What stands on a slip, already in the visitor's language; never a name. `qr` is an address, or ''."""

    office: str
    heading: str
    label: str
    where: str
    lines: tuple[str, ...]
    qr: str
    qr_caption: str
    foot: str


def draw(slip: Slip) -> bytes:
    """The slip as a one-bit PNG, 576 dots wide (80 mm paper)."""
    paper = _Paper()
    paper.mark()
    paper.text(slip.office, SMALL)
    paper.rule()
    paper.text(slip.heading, TITLE, bold=True)
    paper.text(slip.label, NUMBER if len(slip.label) < 8 else NUMBER * 7 // (len(slip.label) + 1), bold=True)
    paper.framed(slip.where, WHERE)
    for line in slip.lines:
        paper.text(line, SMALL)
    if slip.qr:
        paper.qr(slip.qr)
        paper.text(slip.qr_caption, SMALL)
    paper.rule()
    paper.text(slip.foot, SMALL)
    return paper.png()


class _Paper:
    """A strip that grows downwards; `y` is where the next thing goes."""

    def __init__(self) -> None:
        self.image = Image.new("1", (WIDTH, 2400), 1)
        self.pen = ImageDraw.Draw(self.image)
        self.pen.fontmode = "1"
        self.y = MARGIN

    def text(self, words: str, size: int, *, bold: bool = False) -> None:
        """Centred words, broken between words where they are too long."""
        font = _font(size, bold)
        for line in _broken(words, font, WIDTH - 2 * MARGIN):
            self.pen.text((WIDTH / 2, self.y), line, font=font, fill=0, anchor="ma")
            self.y += size + size // 4
        self.y += GAP // 2

    def framed(self, words: str, size: int) -> None:
        """Words in a box, as the answer to the question where to go."""
        top, font = self.y, _font(size, True)
        self.y += GAP
        for line in _broken(words, font, WIDTH - 4 * MARGIN):
            self.pen.text((WIDTH / 2, self.y), line, font=font, fill=0, anchor="ma")
            self.y += size + size // 4
        self.y += GAP // 2
        self.pen.rectangle((MARGIN, top, WIDTH - MARGIN, self.y), outline=0, width=4)
        self.y += GAP + GAP // 2

    def rule(self) -> None:
        """A dashed line across."""
        for x in range(MARGIN, WIDTH - MARGIN, 18):
            self.pen.rectangle((x, self.y, x + 9, self.y + 2), fill=0)
        self.y += GAP + 3

    def qr(self, address: str) -> None:
        """A QR whose modules are whole dots, at most 260 dots wide, with its quiet zone."""
        code = segno.make(address, error="m", micro=False)
        scale = max(QR_WIDTH // code.symbol_size(border=2)[0], 3)
        out = BytesIO()
        code.save(out, kind="png", scale=scale, border=2)
        picture = Image.open(out).convert("1")
        self.image.paste(picture, ((WIDTH - picture.width) // 2, self.y))
        self.y += picture.height + GAP // 2

    def mark(self) -> None:
        """The longhouse: a roof on stilts."""
        left, top = WIDTH / 2 - 60, self.y
        self.pen.polygon([(left, top + 30), (left + 18, top), (left + 102, top), (left + 120, top + 30)], fill=0)
        self.pen.rectangle((left + 10, top + 36, left + 110, top + 52), fill=0)
        for stilt in range(6):
            self.pen.rectangle((left + 12 + stilt * 18, top + 52, left + 17 + stilt * 18, top + 72), fill=0)
        self.y += 72 + GAP

    def png(self) -> bytes:
        """The strip, cut to what is on it."""
        out = BytesIO()
        self.image.crop((0, 0, WIDTH, self.y + MARGIN)).save(out, "PNG", optimize=True)
        return out.getvalue()


@lru_cache(maxsize=16)
def _font(size: int, bold: bool) -> Font:
    return ImageFont.truetype(str(FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")), size)


def _broken(words: str, font: Font, width: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
