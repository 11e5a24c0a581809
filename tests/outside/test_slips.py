"""The slip as a picture: everything on the paper, nothing over its edge, a QR that a phone can read."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageChops

from outside.slips import MARGIN, WIDTH, Slip, draw

FOLLOW = "https://contoh.id/antrean/abcdefghijklmnopqrstuvwx"


def drawn(**facts: object) -> Image.Image:
    plain = {
        "office": "Disdukcapil Kota Bontang", "heading": "KTP-el dan perekaman", "label": "B-014", "where": "Tunggu di luar dulu",
        "lines": ("04-06-2020, 10.24 WITA", "12 orang di depan Anda"), "qr": FOLLOW, "qr_caption": "Pindai", "foot": "Gratis.",
    }  # fmt: skip
    return Image.open(BytesIO(draw(Slip(**plain | facts))))


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(image.convert("L")).getbbox()
    assert box
    return box


@pytest.mark.parametrize("label", ["A-1", "B-014", "P-1004", "B-K1-01", "B-K12-0001"])
def test_every_label_stays_between_the_margins(label):
    left, _top, right, _bottom = ink(drawn(label=label, lines=(), qr=""))
    assert left >= MARGIN - 1 and right <= WIDTH - MARGIN + 1


def test_a_short_number_is_as_tall_as_can_be_read_from_afar():
    with_number, without = drawn(qr="", label="B-014"), drawn(qr="", label=" ")
    assert with_number.height - without.height > 100


@pytest.mark.parametrize("part", ["heading", "where", "office", "foot"])
def test_a_word_wider_than_the_paper_is_broken_and_not_cut_off(part):
    longer, usual = drawn(**{part: "Pemecahan" * 20}), drawn()
    left, _top, right, _bottom = ink(longer)
    assert left >= MARGIN - 1 and right <= WIDTH - MARGIN + 1 and longer.height > usual.height


def test_a_text_without_end_still_makes_a_slip_of_white_paper():
    image = drawn(heading="kata " * 900)
    assert image.getpixel((0, image.height - 1)) == 255


@pytest.mark.parametrize("length", [20, 60, 120, 200])
def test_the_qr_is_read_however_long_the_address(length):
    address = "https://contoh.id/" + "a" * length
    assert [found.text for found in zxingcpp.read_barcodes(drawn(qr=address).convert("L"))] == [address]


def test_an_empty_slip_can_be_drawn():
    assert drawn(office="", heading="", label="", where="", lines=(), qr="", qr_caption="", foot="").width == WIDTH
