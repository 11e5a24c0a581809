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
TALLEST = 4000
MARK = 1.9
QR_WIDTH = 260
SMALL, TITLE, WHERE, NUMBER = 26, 34, 31, 150
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
    paper.number(slip.label)
    paper.framed(slip.where.upper(), WHERE)
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
        self.image = Image.new("1", (WIDTH, TALLEST), 1)
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

    def number(self, label: str) -> None:
        """The label as large as the paper is wide, at most `NUMBER`."""
        room, width = WIDTH - 2 * MARGIN, _font(NUMBER, True).getlength(label)
        font = _font(min(NUMBER, int(NUMBER * room / width)) if width else NUMBER, True)
        left, top, right, bottom = font.getbbox(label)
        self.pen.text(((WIDTH - right - left) / 2, self.y + GAP - top), label, font=font, fill=0)
        self.y += int(bottom - top) + 3 * GAP

    def framed(self, words: str, size: int) -> None:
        """Words in a box, as the answer to the question where to go."""
        top, font = self.y, _font(size, True)
        self.y += GAP
        for line in _broken(words, font, WIDTH - 3 * MARGIN):
            self.pen.text((WIDTH / 2, self.y), line, font=font, fill=0, anchor="ma")
            self.y += size + size // 4
        self.y += GAP // 2
        self.pen.rounded_rectangle((MARGIN, top, WIDTH - MARGIN - 1, self.y), 8, outline=0, width=4)
        self.y += GAP + GAP // 2

    def rule(self) -> None:
        """A dashed line across."""
        self.y += GAP // 2
        for x in range(MARGIN, WIDTH - MARGIN, 12):
            self.pen.rectangle((x, self.y, x + 7, self.y + 2), fill=0)
        self.y += 2 * GAP

    def qr(self, address: str) -> None:
        """A QR whose modules are whole dots, about 260 dots wide, in a quiet zone of four modules."""
        code = segno.make(address, error="m", micro=False)
        scale = max(round(QR_WIDTH / code.symbol_size(border=0)[0]), 3)
        out = BytesIO()
        code.save(out, kind="png", scale=scale, border=4)
        picture = Image.open(out).convert("1")
        # Lines of text bring a little white of their own, and the zone must not tear the slip apart.
        self.y -= GAP // 2
        self.image.paste(picture, ((WIDTH - picture.width) // 2, self.y))
        self.y += picture.height - GAP // 2

    def mark(self) -> None:
        """The longhouse of static/img/mark.svg, whose drawing is 64 units wide: roof, ridge ends, gallery, stilts."""
        left, top, scale = (WIDTH - 64 * MARK) / 2, self.y, MARK

        def stroke(*points: tuple[float, float], fill: bool = False) -> None:
            placed = [(left + x * scale, top + y * scale) for x, y in points]
            if fill:
                self.pen.polygon(placed, fill=0)
            self.pen.line(placed, fill=0, width=round(3.2 * scale), joint="curve")
            for x, y in placed:
                self.pen.ellipse((x - 1.6 * scale, y - 1.6 * scale, x + 1.6 * scale, y + 1.6 * scale), fill=0)

        stroke((6, 22), (15, 8), (49, 8), (58, 22), (6, 22), fill=True)
        stroke((15, 8), (10, 2.5))
        stroke((49, 8), (54, 2.5))
        stroke((11, 22), (11, 30), (53, 30), (53, 22))
        stroke((4, 31), (60, 31))
        for x in (11, 21.5, 32, 42.5, 53):
            stroke((x, 31), (x, 42))
        self.y += round(44 * scale) + GAP

    def png(self) -> bytes:
        """The strip, cut to what is on it."""
        out = BytesIO()
        self.image.crop((0, 0, WIDTH, min(self.y + MARGIN, TALLEST))).save(out, "PNG", optimize=True)
        return out.getvalue()


@lru_cache(maxsize=16)
def _font(size: int, bold: bool) -> Font:
    return ImageFont.truetype(str(FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")), size)


def _broken(words: str, font: Font, width: int) -> list[str]:
    """Lines of at most `width` dots, broken between words, and within one only where it alone is too wide."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        while font.getlength(word) > width:
            fits = next(length for length in range(len(word) - 1, 0, -1) if font.getlength(word[:length]) <= width)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return lines
