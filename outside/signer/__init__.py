"""Signatures on documents: one small interface, a local test key behind it, and the reading of anybody's signature.

The seam lies at the whole document, because a national signing service takes the PDF and gives the signed PDF back. A
provider for such a service or for a token (PKCS#11) fills `SignatureProvider`; nothing else changes.
"""

from datetime import datetime
from typing import Protocol

from outside.signer.local import KeyUnusable, LocalPAdES, make_key
from outside.signer.protection import protect
from outside.signer.reading import Report, read_signature

__all__ = ["KeyUnusable", "LocalPAdES", "Report", "SignatureProvider", "make_key", "protect", "read_signature"]


class SignatureProvider(Protocol):
    """Whoever puts the office's electronic signature on a finished PDF."""

    @property
    def specimen(self) -> bool:
        """True while what it signs is no state document, so that each page says so."""

    @property
    def signature_line(self) -> str:
        """The sentence for the bottom of the page, in the provider's prescribed words."""

    def sign(self, pdf: bytes, *, reason: str, at: datetime, password: str | None = None) -> bytes:
        """Return the PDF with one more signature over all its bytes; `at` is aware UTC, `password` opens a locked PDF."""

    def verify(self, pdf: bytes, *, password: str | None = None) -> Report:
        """Read the signature back and say whether it is whole and this provider's own."""
