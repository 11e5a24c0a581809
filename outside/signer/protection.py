"""A copy that only its PIN opens."""

import io
import secrets

import pikepdf


def protect(pdf: bytes, pin: str) -> bytes:
    """Return an AES-256 encrypted copy of an unsigned PDF that `pin` opens, for reading and printing.

    Encrypting breaks a signature, so this comes first and `sign(..., password=pin)` after it.

    Raises:
        ValueError: the PIN is empty, which would leave the copy open to anybody.
        pikepdf.PdfError: the bytes are no readable PDF.
    """
    if not pin:
        raise ValueError("A PIN is needed to lock a document.")
    out = io.BytesIO()
    # The owner's password would lift every limit; nobody needs it, so it is random and forgotten.
    locks = pikepdf.Encryption(
        user=pin,
        owner=secrets.token_urlsafe(32),
        R=6,
        aes=True,
        metadata=True,
        allow=pikepdf.Permissions(modify_annotation=False, modify_assembly=False, modify_other=False, extract=False),
    )
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, encryption=locks)
    return out.getvalue()
