"""What a QR says of its document without a connection: a few bytes that the office signs beside the link.

Kind, number, day of issue, and a digest of each holder's name, salted with the link's token: whoever holds the paper can
compare the name that stands on it. No name, NIK or KK number is in it.

Layout of the body, before the signature: version and specimen flag (1 byte), kind (1), days since 2000-01-01 (2), number of
names (1), digest of each name (5), number (the rest, ASCII).
"""

import hashlib
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from office.documents.states import Document

VERSION = 1
SPECIMEN = 0x80
FIRST_DAY = date(2000, 1, 1)
NAME_BYTES = 5
HEAD = struct.Struct(">BBHB")
# What stands on paper can't be changed: a kind keeps its place here for good, and a new one goes to the end.
PLACES = (
    "kutipan-akta-kelahiran", "kutipan-akta-kematian", "kutipan-akta-perkawinan", "kutipan-akta-perceraian",
    "kutipan-akta-pengakuan-anak", "kutipan-akta-pengesahan-anak", "catatan-pinggir", "surat-keterangan-lahir-mati",
    "surat-keterangan-pembatalan", "skpwni", "skdwni", "skpln", "sktt", "biodata-wni", "suket", "kk", "ktp", "kia",
)  # fmt: skip
# Which facts name the holders, by kind; for the others the first of USUAL that it has.
HOLDERS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "kutipan-akta-perkawinan": ("husband_name", "wife_name"), "kutipan-akta-perceraian": ("husband_name", "wife_name"),
    "surat-keterangan-pembatalan": ("husband_name", "wife_name"), "surat-keterangan-lahir-mati": ("mother_name",),
})  # fmt: skip
USUAL = ("child_name", "subject_name", "applicant_name", "head_name", "name")


class NotReadable(ValueError):
    """These bytes are no payload of ours, or one of a newer program."""


@dataclass(frozen=True)
class Claim:
    """What a payload says; `names` are the digests of `name_digest`, `number` is empty for kinds that bear none."""

    kind: str
    number: str
    issued_on: date
    specimen: bool
    names: tuple[bytes, ...]


def pack(document: Document, *, specimen: bool) -> bytes:
    """The body for a numbered document, at most 52 bytes; whoever signs it adds the token and 64 bytes.

    Raises:
        ValueError: it has no day of issue yet, or its number isn't ASCII.
    """
    if document.issued_on is None:
        raise ValueError("a document without a day of issue")
    names = [name_digest(document.token, name) for name in holders(document)]
    days = (document.issued_on - FIRST_DAY).days
    head = HEAD.pack(VERSION | (SPECIMEN if specimen else 0), PLACES.index(document.kind), days, len(names))
    return head + b"".join(names) + (document.number or "").encode("ascii")


def unpack(body: bytes) -> Claim:
    """Read a body again.

    Raises:
        NotReadable: too short, of another version, or of an unknown kind.
    """
    try:
        first, place, days, count = HEAD.unpack_from(body)
        end = HEAD.size + count * NAME_BYTES
        if first & ~SPECIMEN != VERSION or len(body) < end:
            raise NotReadable
        names = tuple(body[at : at + NAME_BYTES] for at in range(HEAD.size, end, NAME_BYTES))
        number = body[end:].decode("ascii")
        return Claim(PLACES[place], number, FIRST_DAY + timedelta(days=days), bool(first & SPECIMEN), names)
    except (struct.error, IndexError, UnicodeDecodeError) as wrong:
        raise NotReadable from wrong


def name_digest(token: str, name: str) -> bytes:
    """The first five bytes of SHA-256 over the token and the letters and figures of a name.

    Capitals, marks, blanks and points don't count. The token keeps equal names apart; it guards no secret, since the name
    stands on the same paper.
    """
    return hashlib.sha256(f"{token}:{plain(name)}".encode()).digest()[:NAME_BYTES]


def plain(name: str) -> str:
    """A name as it is compared: `Nur'aini  binti` is `NURAINIBINTI`; static/check.js does the very same."""
    capitals = unicodedata.normalize("NFKD", name).upper()
    return "".join(letter for letter in capitals if unicodedata.category(letter)[0] in "LN")


def holders(document: Document) -> list[str]:
    """The names of those whom a document is about, as they stand on it."""
    usual = next((fact for fact in USUAL if document.facts.get(fact)), "")
    named = HOLDERS.get(document.kind, (usual,))
    return [str(document.facts[fact]) for fact in named if document.facts.get(fact)]
