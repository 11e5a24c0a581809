"""QR codes for paper and for pages."""

import io
import re

import pytest
import segno
from PIL import Image

from outside import qr

URL = "https://layanan.example/periksa/k7Qm2xVb9TzR4pWc8HsLdA"


def modules_of_png(content: bytes, scale: int) -> list[list[bool]]:
    image = Image.open(io.BytesIO(content)).convert("L")
    return [
        [image.getpixel((x, y)) < 128 for x in range(scale // 2, image.width, scale)]
        for y in range(scale // 2, image.height, scale)
    ]


def modules_of_svg(svg: str) -> list[list[bool]]:
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    modules = [[False] * size for _ in range(size)]
    path = re.search(r'fill="#000" d="([^"]*)"', svg)[1]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        for step in range(int(width)):
            modules[int(y)][int(x) + step] = True
    return modules


def test_the_picture_and_the_drawing_show_the_same_code():
    assert modules_of_png(qr.qr_png(URL, scale=6), 6) == modules_of_svg(qr.qr_svg(URL))


def test_the_code_is_the_one_of_the_text_at_level_m_with_a_quiet_zone_of_four():
    expected = segno.make_qr(URL, error="m")
    drawn = modules_of_png(qr.qr_png(URL, scale=3), 3)
    assert drawn == [[bool(module) for module in row] for row in expected.matrix_iter(border=4)]
    assert not any(any(row) for row in drawn[:4] + drawn[-4:])


def test_the_drawing_needs_no_style_and_says_what_it_is():
    svg = qr.qr_svg(URL, 'Kode untuk "memeriksa" <dokumen>')
    assert "style" not in svg and " id=" not in svg and "<script" not in svg
    assert 'role="img"' in svg
    assert 'aria-label="Kode untuk &#34;memeriksa&#34; &lt;dokumen&gt;"' in svg


def test_a_template_prints_the_drawing_without_escaping_it():
    assert qr.qr_svg(URL).__html__() == qr.qr_svg(URL)


def test_a_text_too_long_for_any_code_is_refused():
    with pytest.raises(segno.DataOverflowError):
        qr.qr_png("x" * 3000, 1)
