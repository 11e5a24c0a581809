"""The skeleton of a JPEG file, for pictures that go into a document as they are."""

from typing import NamedTuple

_FIRST, _LAST, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length: TEM and the restarts
_COLOUR = {0xE0, 0xEE}  # JFIF and Adobe say how to read the colours


class Plain(NamedTuple):
    """A JPEG without EXIF, XMP, colour profile, comments and trailing bytes; its size in pixels."""

    data: bytes
    width: int
    height: int


def plain(data: bytes) -> Plain:
    """Copy what draws the picture and leave out the rest, without decoding. Raises ValueError: not a whole JPEG."""
    if data[:2] != bytes((0xFF, _FIRST)):
        raise ValueError("no start of image")
    kept, at, size = [data[:2]], 2, (0, 0)
    while True:
        at, marker = _marker(data, at)
        if marker == _LAST:
            break
        end = at if marker in _ALONE else at + int.from_bytes(data[at : at + 2], "big")
        if marker in _FRAMES:
            size = int.from_bytes(data[at + 5 : at + 7], "big"), int.from_bytes(data[at + 3 : at + 5], "big")
        end = _end_of_scan(data, end) if marker == _SCAN else end
        if end > len(data) or (end - at < 2 and marker not in _ALONE):
            raise ValueError("cut off")
        if marker in _COLOUR or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            kept.append(bytes((0xFF, marker)) + data[at:end])
        at = end
    if 0 in size:
        raise ValueError("no picture")
    return Plain(b"".join(kept) + bytes((0xFF, _LAST)), *size)


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Read the marker at `at`, which any number of 0xFF may precede; say what follows and which it is."""
    start = at
    while data[at : at + 1] == b"\xff":
        at += 1
    if at == start or at >= len(data):
        raise ValueError("no marker")
    return at + 1, data[at]


def _end_of_scan(data: bytes, at: int) -> int:
    """Find the marker that ends the compressed data; a stuffed 0xFF00 and the restarts belong to it."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("no end of image")
        if data[at + 1] not in {0x00, 0xFF, *range(0xD0, 0xD8)}:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
