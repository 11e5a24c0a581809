"""Invented papers as photos, for trying the program: plainly marked, with nobody's data."""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FACE = Path(__file__).parents[1] / "static/fonts/dejavu/DejaVuSans.ttf"
NAMES = {
    "surat-lahir": "SURAT KETERANGAN LAHIR",
    "kartu-keluarga": "KARTU KELUARGA",
    "buku-nikah": "BUKU NIKAH",
    "surat-kehilangan": "SURAT KEHILANGAN",
    "ktp-rusak": "KTP-EL YANG RUSAK",
    "surat-kuasa": "SURAT KUASA",
    "sptjm-suami-istri": "PERNYATAAN SUAMI ISTRI",
}


@lru_cache(maxsize=16)
def photo(code: str, *, blurred: bool = False) -> bytes:
    """A JPEG of 1200 by 1600 pixels that shows an invented paper on a table."""
    picture = Image.new("RGB", (1200, 1600), (122, 90, 65))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((110, 110, 1090, 1490), fill=(252, 250, 244))
    draw.text((600, 240), NAMES.get(code, "SURAT"), font=_font(52), fill=(20, 30, 30), anchor="mm")
    draw.text((600, 320), "CONTOH - bukan surat sebenarnya", font=_font(34), fill=(140, 20, 20), anchor="mm")
    for line in range(22):
        y = 420 + line * 44
        words = f"{line + 1}. Baris contoh untuk mencoba Lamin, orang rekaan wilayah 99.99"
        draw.text((180, y), words, font=_font(26), fill=(40, 45, 45))
    draw.ellipse((820, 1300, 980, 1460), outline=(13, 76, 104), width=8)
    if blurred:
        picture = picture.filter(ImageFilter.GaussianBlur(9))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FACE), size)
