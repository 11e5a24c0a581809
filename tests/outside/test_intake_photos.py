"""Photos of papers, as phones send them, become plain JPEGs."""

import hashlib
import io
import struct
from functools import cache

import pytest
from PIL import Image

from outside import bounded, intake
from outside.bounded import run_bounded
from outside.intake import CODES, MAX_BYTES, Unreadable, sniff, take_in
from outside.intake.jpegs import plain
from tests.outside import papers


@cache
def scene() -> Image.Image:
    return papers.photo(size=(1000, 750))


@cache
def good_photo() -> bytes:
    return papers.jpeg(scene())


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def refusal(data: bytes, **options: str) -> str:
    with pytest.raises(Unreadable) as refused:
        take_in(data, **options)
    assert refused.value.code in CODES
    return refused.value.code


@pytest.mark.parametrize("written_by", [papers.jpeg, papers.png, papers.heic])
def test_a_photo_of_any_taken_kind_becomes_a_jpeg(written_by):
    taken = take_in(written_by(scene()))
    assert (taken.media_type, taken.pages, taken.flaws) == ("image/jpeg", 1, ())
    assert opened(taken.data).size == (taken.width, taken.height) == (1000, 750)
    assert opened(taken.data).format == "JPEG"
    assert taken.sha256 == hashlib.sha256(taken.data).hexdigest()


def test_a_photo_loses_its_gps_position_and_all_else_that_is_not_the_picture():
    sent = papers.tagged(scene())
    assert opened(sent).getexif().get_ifd(papers.GPS_IFD)
    taken = take_in(sent)
    for data in (taken.data, taken.thumbnail):
        assert not opened(data).getexif()
        assert set(opened(data).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not [word for word in (b"CONTOH-PHONE", b"GPSContoh", b"Exif") if word in data]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation):
    upright = Image.new("RGB", (800, 640), "white")
    upright.paste("red", (0, 0, 100, 100))
    upright.paste("blue", (700, 0, 800, 100))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    held = upright.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[papers.ORIENTATION] = orientation
    shown = opened(take_in(papers.jpeg(held, exif=exif)).data)
    assert shown.size == (800, 640)
    assert _is(shown.getpixel((50, 50)), "red")
    assert _is(shown.getpixel((750, 50)), "blue")


def test_an_iphone_photo_stands_upright_and_loses_its_position():
    exif = Image.Exif()
    exif[papers.ORIENTATION] = 6
    exif.get_ifd(papers.GPS_IFD).update(papers.GPS_TAGS)
    taken = take_in(papers.heic(scene(), exif=exif.tobytes()))
    assert (taken.width, taken.height) == (750, 1000)
    assert not opened(taken.data).getexif()


def test_a_damaged_exif_does_not_cost_the_photo():
    sent = papers.jpeg(scene(), exif=b"Exif\0\0II*\0" + b"\xff" * 60)
    assert take_in(sent).width == 1000


def test_a_big_photo_is_shrunk_and_keeps_its_shape_and_colour():
    taken = take_in(papers.jpeg(Image.new("RGB", (4000, 3000), (180, 40, 40))))
    assert (taken.width, taken.height) == (2200, 1650)
    assert _is(opened(taken.data).getpixel((1000, 800)), (180, 40, 40))


def test_a_small_picture_of_the_photo_comes_with_it():
    thumbnail = opened(take_in(good_photo()).thumbnail)
    assert (thumbnail.format, thumbnail.size) == ("JPEG", (400, 300))


def test_see_through_parts_of_a_picture_become_white_paper():
    picture = Image.new("RGBA", (700, 700), (0, 0, 0, 0))
    assert _is(opened(take_in(papers.png(picture)).data).getpixel((5, 5)), "white")


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16"])
def test_pictures_of_scanners_are_read_in_every_depth(mode):
    sheet = papers.letter(900).convert("L")
    deep = sheet.convert("I").point(lambda level: level * 257).convert("I;16")
    shown = opened(take_in(papers.png(deep if mode == "I;16" else sheet.convert(mode))).data)
    assert _is(shown.getpixel((4, 4)), "white")
    assert min(shown.convert("L").tobytes()) < 60


def test_an_empty_file_is_refused():
    assert refusal(b"") == "empty"


def test_a_file_larger_than_the_cap_is_refused():
    assert refusal(good_photo() + bytes(MAX_BYTES)) == "too_big"


def test_a_php_script_in_a_gif_is_refused_whatever_the_client_calls_it():
    with pytest.raises(Unreadable) as refused:
        take_in(papers.php_in_a_gif(), declared="image/jpeg")
    assert (refused.value.code, refused.value.declared) == ("wrong_type", "image/jpeg")


@pytest.mark.parametrize(
    "start",
    [
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"PK\x03\x04",
        b"<svg xmlns=",
        b"<html>",
        b"BM\0\0",
        b"II*\0",
        b"\0\0\0\x20ftypavif",
        b"\0\0\0\x20ftypmp42",
        b"\n%PDF-1.7",
        b"\x89PNG\n",
        b"\xff\xd8",
        b"MZ",
    ],
)
def test_other_kinds_are_refused_by_their_first_bytes(start):
    assert sniff(start + bytes(40)) is None
    assert refusal(start + bytes(40)) == "wrong_type"


def test_what_hides_behind_a_photo_stays_behind():
    taken = take_in(good_photo() + b"<?php system($_GET['c']); ?>PK\x03\x04<script>")
    assert not [word for word in (b"<?php", b"<script>") if word in taken.data]


@pytest.mark.parametrize("written_by", [papers.jpeg, papers.png, papers.heic])
def test_a_truncated_photo_is_refused(written_by):
    sent = written_by(scene())
    assert refusal(sent[: len(sent) // 2]) == "broken"


@pytest.mark.parametrize("start", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftypheic", b"%PDF-1.7\n"])
def test_a_file_that_only_starts_right_is_refused(start):
    assert refusal(start + b"<?php ?>" * 50) == "broken"


def test_a_png_bomb_is_refused_within_memory():
    bounded.close()
    bomb = papers.png_bomb(60_000)
    assert len(bomb) < 10_000
    assert refusal(bomb) == "bomb"
    status = run_bounded(eval, "open('/proc/self/status').read()")
    assert int(status.partition("VmHWM:")[2].split()[0]) < 100_000  # kB, the most it ever had


@pytest.mark.parametrize("side", [6_400, 7_000, 60_000])
def test_more_than_forty_million_pixels_are_refused_in_a_jpeg_too(side):
    sent = bytearray(papers.jpeg(Image.new("RGB", (64, 64))))
    frame = sent.index(b"\xff\xc0")
    sent[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
    assert refusal(bytes(sent)) == "bomb"


def test_work_that_overruns_is_a_refusal(monkeypatch):
    monkeypatch.setattr(intake, "SECONDS", 0.02)
    bounded.close()
    assert refusal(good_photo()) == "overran"


def test_a_jpeg_without_metadata_shows_the_same_picture():
    progressive = papers.jpeg(scene(), progressive=True)
    for sent in (papers.tagged(scene()), progressive, papers.jpeg(scene().convert("CMYK"))):
        kept = plain(sent + b"trailing")
        assert (kept.width, kept.height) == (1000, 750)
        assert opened(kept.data).tobytes() == opened(sent).tobytes()
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(opened(kept.data).info)


@pytest.mark.parametrize("length", [1, 2, 3, 20, 200, 2_000, 20_000])
def test_a_jpeg_cut_anywhere_is_no_jpeg(length):
    with pytest.raises(ValueError, match=r"cut off|no "):
        plain(good_photo()[:length])


def _is(pixel: tuple[int, ...], colour: str | tuple[int, int, int]) -> bool:
    wanted = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
    return all(abs(seen - want) < 12 for seen, want in zip(pixel, wanted, strict=True))
