"""Reading a signature: is there one, are its bytes intact, does it cover the whole file, is its maker known.

Nothing is fetched: no revocation list, no issuer's certificate. Bytes may come from anybody, so call it for uploads in a
bounded child process.
"""

import logging
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import x509
from asn1crypto.parser import peek
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

# pyHanko logs whole certificates, which carry people's names and, in Indonesia, often their NIK.
for _name_of_log in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name_of_log).propagate = False
    logging.getLogger(_name_of_log).addHandler(logging.NullHandler())

# All that parsers of PDF, CMS and X.509 were seen to throw at bytes that are none.
_MALFORMED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    PdfError,
    struct.error,
    zlib.error,
)

UNREADABLE = "Berkas ini bukan PDF yang utuh, atau tanda tangannya tidak dapat dibaca."
LOCKED = "PDF ini terkunci; tanda tangannya baru dapat dibaca setelah dibuka dengan PIN."
UNSIGNED = "PDF ini tidak bertanda tangan elektronik."
BROKEN = "Isi PDF berubah setelah ditandatangani, atau tanda tangannya rusak."
ADDED = "Ada tambahan pada PDF setelah ditandatangani."
UNKNOWN = "Tanda tangan utuh, tetapi penerbit sertifikatnya tidak dikenal sistem ini."


@dataclass(frozen=True, slots=True)
class Report:
    """What the last signature of a PDF proves; `problem` is the first thing wrong, as an Indonesian sentence."""

    signed: bool
    intact: bool = False
    """Every signature's own bytes are unchanged and its mathematics are right."""
    trusted: bool = False
    """The signer's certificate leads to one of the given roots."""
    covers_whole: bool = False
    """Nothing follows the signed bytes but data that helps to check them (PAdES long-term data)."""
    signer_name: str | None = None
    """As the certificate claims it; worth something only when trusted."""
    signed_at: datetime | None = None
    """Aware UTC, as the signer claims it."""
    problem: str | None = None


def read_signature(pdf: bytes, *, roots: Iterable[x509.Certificate] = (), password: str | None = None) -> Report:
    """Read the signatures of any PDF; with no `roots`, nobody is trusted.

    Never raises on malformed bytes: the report then says signed, and not intact, if a signature was there, else unsigned.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        if reader.encrypted and (password is None or reader.decrypt(password).status == AuthStatus.FAILED):
            return Report(signed=b"/ByteRange" in pdf, problem=LOCKED)
        return _report(reader, list(reader.embedded_regular_signatures), list(roots))
    except _MALFORMED:
        return Report(signed=b"/ByteRange" in pdf, problem=UNREADABLE)


def _report(reader: PdfFileReader, signatures: list[EmbeddedPdfSignature], roots: list[x509.Certificate]) -> Report:
    if not signatures:
        return Report(signed=False, problem=UNSIGNED)
    statuses = [_status(signature, roots) for signature in signatures]
    last = statuses[-1]
    intact = all(status.intact and status.valid for status in statuses) and not any(map(_hides_bytes, signatures))
    whole = _covers_whole(reader, last)
    trusted = intact and all(status.trusted for status in statuses)
    problem = BROKEN if not intact else ADDED if not whole else UNKNOWN if not trusted else None
    return Report(
        signed=True,
        intact=intact,
        trusted=trusted,
        covers_whole=whole,
        signer_name=_name(last.signing_cert),
        signed_at=_utc(last.signer_reported_dt),
        problem=problem,
    )


def _status(signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> PdfSignatureStatus:
    # A list that is empty means "trust nobody"; None would mean "trust what the operating system trusts".
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    return validate_pdf_signature(signature, signer_validation_context=context)


def _hides_bytes(signature: EmbeddedPdfSignature) -> bool:
    """Say whether the room left for the signature, which nothing protects, holds more than the signature and zeros."""
    return bool(signature.pkcs7_content[peek(signature.pkcs7_content) :].strip(b"\0"))


def _covers_whole(reader: PdfFileReader, status: PdfSignatureStatus) -> bool:
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    # A signer who means the signature to last adds revocation data behind it (/DSS); anything else is an addition.
    return (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level == ModificationLevel.LTA_UPDATES
        and "/DSS" in reader.root
    )


def _name(certificate: x509.Certificate) -> str | None:
    name = certificate.subject.native.get("common_name")
    return str(name[-1] if isinstance(name, list) else name) if name else None


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
