"""Take in an uploaded paper: what comes out holds the same picture or pages, and nothing else of the file.

Order: size, own sniff of the first bytes, then decode and write anew in a child process. The name and the type that
the client sent decide nothing.
"""

import hashlib
from dataclasses import dataclass

from outside.bounded import Overran, run_bounded
from outside.intake.refusal import CODES, Unreadable

__all__ = ["CODES", "FLAWS", "MAX_BYTES", "MAX_PAGES", "Taken", "Unreadable", "sniff", "take_in"]

MAX_BYTES = 10_000_000
MAX_PAGES = 20
SECONDS = 15.0
FLAWS = ("too_small", "too_dark", "too_bright", "blurred", "blank")

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


@dataclass(frozen=True)
class Taken:
    """A paper that is safe to store and to show."""

    data: bytes
    media_type: str
    """image/jpeg or application/pdf."""
    width: int
    """Pixels of a photo; points (1/72 inch) of a document's first page as it is shown."""
    height: int
    pages: int
    flaws: tuple[str, ...]
    """Why it may be illegible: codes of FLAWS, none when nothing was seen."""
    sha256: str
    """Digest of `data`, 64 hexadecimal digits."""
    thumbnail: bytes | None
    """A JPEG of at most 400 x 400 pixels; None for a document."""


def take_in(data: bytes, *, declared: str = "") -> Taken:
    """Turn an uploaded file into a JPEG of at most 2,200 pixels or a PDF of plain pages, within 15 seconds.

    `declared` is the type that the client gave: it is kept on the refusal and otherwise not looked at.

    Raises:
        Unreadable: the file is not taken; its code is one of CODES.
    """
    try:
        return _taken(data)
    except Unreadable as refusal:
        refusal.declared = declared[:100]
        raise


def sniff(data: bytes) -> str | None:
    """Tell JPEG, PNG, HEIC or PDF by the first 12 bytes; None is none of these."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"%PDF-"):
        return "PDF"
    return "HEIC" if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS else None


def _taken(data: bytes) -> Taken:
    if not data:
        raise Unreadable("empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_big")
    kind = sniff(data)
    if kind is None:
        raise Unreadable("wrong_type")
    try:
        return run_bounded(_examine, data, kind, seconds=SECONDS)
    except Overran:
        raise Unreadable("overran") from None


def _examine(data: bytes, kind: str) -> Taken:
    """Do the work of `take_in`; runs in the child, and only there are the decoders imported."""
    if kind == "PDF":
        from outside.intake.documents import rebuild

        paper = rebuild(data, MAX_PAGES)
        size = paper.width, paper.height
        return Taken(paper.data, "application/pdf", *size, paper.pages, paper.flaws, _digest(paper.data), None)
    from outside.intake.photos import develop

    photo = develop(data, kind)
    size = photo.width, photo.height
    return Taken(photo.data, "image/jpeg", *size, 1, photo.flaws, _digest(photo.data), photo.thumbnail)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
