"""A photo decoded and written anew: upright, of a sensible size, with nothing in the file but the picture."""

import io
import struct
import warnings
from typing import NamedTuple

from PIL import Image

from outside.intake.legibility import flaws_of
from outside.intake.refusal import Unreadable

MAX_PIXELS = 40_000_000
MAX_SIDE = 2200  # an A4 letter then has about 190 dots an inch, enough to read a stamp and to print
THUMBNAIL_SIDE = 400

_QUALITY = 80
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow and libheif raise on damaged files, beside their own classes; anything else is a fault of ours.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    AttributeError,
    struct.error,
    RuntimeError,
)


class Photo(NamedTuple):
    """A JPEG, its size in pixels, what may make it illegible, and a small one of it."""

    data: bytes
    width: int
    height: int
    flaws: tuple[str, ...]
    thumbnail: bytes


def develop(data: bytes, kind: str) -> Photo:
    """Decode a JPEG, PNG or HEIC and write it as a plain sRGB-like JPEG of at most 2,200 pixels.

    Raises:
        Unreadable: bomb (over 40 million pixels) or broken.
    """
    picture, shorter_side = _decoded(data, kind)
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.BOX)
    return Photo(_jpeg(picture), picture.width, picture.height, flaws_of(picture, shorter_side), _jpeg(small))


def _decoded(data: bytes, kind: str) -> tuple[Image.Image, int]:
    """The upright picture shrunk to what is kept, and the shorter side that it had before."""
    try:
        with warnings.catch_warnings(), _opened(data, kind) as source:
            shorter_side = min(source.size)
            turn = _TURNS.get(_orientation(source))
            source.load()
            plain = _flattened(source)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable("bomb") from None
    except _DAMAGE:
        raise Unreadable("broken") from None
    plain.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    plain.info = {}  # whatever is left here could be written into the new file
    return (plain.transpose(turn) if turn is not None else plain), shorter_side


def _opened(data: bytes, kind: str) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if kind == "HEIC":
        import pillow_heif

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener(thumbnails=False)
    return Image.open(io.BytesIO(data), formats=["HEIF" if kind == "HEIC" else kind])


def _orientation(source: Image.Image) -> int:
    """How the camera was held, by EXIF; a damaged EXIF is no reason to refuse a good photo."""
    try:
        return int(source.getexif().get(_ORIENTATION, 1))
    except _DAMAGE:
        return 1


def _flattened(source: Image.Image) -> Image.Image:
    """The picture in RGB: transparent parts on white paper, 16-bit grey brought down to 8."""
    if source.mode.startswith("I"):
        return source.convert("I").point(lambda level: level * (1 / 256)).convert("L").convert("RGB")
    if source.has_transparency_data:
        layer = source.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return source if source.mode == "RGB" else source.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
