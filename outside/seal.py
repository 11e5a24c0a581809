"""The office's own key for what a QR says without a connection: ECDSA on P-256, which every browser can verify.

It is no signature under the law; that one is inside the PDF. It lies beside the signer's key. `seal.pem` signs; `seal.pub`
holds the public part of it and of every key before it, so that older papers can still be checked.
"""

import base64
import binascii
import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from office.documents import payload
from office.documents.payload import Claim
from office.documents.states import Document

KEY_FILE = "seal.pem"
PUBLIC_FILE = "seal.pub"
HALF = 32  # bytes of each of the two numbers of a signature
_END = "-----END PUBLIC KEY-----\n"
# The same body gives the same signature, so a page that is drawn again is the same page.
_SIGNED_BY = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)


class SealUnusable(Exception):
    """The key is damaged or not one for P-256; nothing was overwritten."""


class NotSealed(ValueError):
    """The link carries no payload, or none that this office's key signed."""


@dataclass(frozen=True)
class Seal:
    """The office's key, opened, and the public keys that count."""

    key: ec.EllipticCurvePrivateKey

    @classmethod
    def from_folder(cls, folder: Path) -> "Seal":
        """Open the key in `folder`, made there when it is missing (mode 0600); safe when two processes start at once.

        Raises:
            SealUnusable: it cannot be read.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(folder / ".seal.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / KEY_FILE).exists():
                _write(folder / KEY_FILE, _pem(ec.generate_private_key(ec.SECP256R1())), 0o600)
            key = _opened(folder / KEY_FILE)
            _publish(folder / PUBLIC_FILE, key)
        return cls(key)

    def link(self, address: str, document: Document, *, specimen: bool) -> str:
        """The address of a document's check page with its signed payload as the fragment, which no server is sent."""
        body = payload.pack(document, specimen=specimen)
        first, second = decode_dss_signature(self.key.sign(_told(document.token, body), _SIGNED_BY))
        return f"{address}#{_text(body + first.to_bytes(HALF) + second.to_bytes(HALF))}"


def public_keys(folder: Path) -> list[dict[str, str]]:
    """The public keys in `folder`, oldest first, as JWK that WebCrypto imports; none before the first document."""
    return [_jwk(key) for key in _public(folder / PUBLIC_FILE)]


def read_link(link: str, folder: Path) -> Claim:
    """What the payload of a link says, once its signature was verified by a public key in `folder`.

    Raises:
        NotSealed: there is no payload, it was changed, belongs to another link, or another key made it.
    """
    token, sealed = split_link(link)
    try:
        content = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
        body, first, second = content[: -2 * HALF], content[-2 * HALF : -HALF], content[-HALF:]
        claim = payload.unpack(body)
    except (binascii.Error, ValueError) as wrong:
        raise NotSealed from wrong
    signature = encode_dss_signature(int.from_bytes(first), int.from_bytes(second))
    if not any(_fits(key, signature, _told(token, body)) for key in _public(folder / PUBLIC_FILE)):
        raise NotSealed
    return claim


def split_link(link: str) -> tuple[str, str]:
    """The token and the payload (perhaps empty) of a link, or of a bare token."""
    parts = urlsplit(link.strip())
    return parts.path.rstrip("/").rpartition("/")[2], parts.fragment


def _told(token: str, body: bytes) -> bytes:
    """What is signed: the link's token too, so that a payload can't be moved to another document's link."""
    return f"lamin:{token}:".encode() + body


def _fits(key: ec.EllipticCurvePublicKey, signature: bytes, told: bytes) -> bool:
    try:
        key.verify(signature, told, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _publish(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    known = path.read_text("ascii") if path.exists() else ""
    own = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
    if own not in known:
        _write(path, (known + own).encode("ascii"), 0o644)


def _public(path: Path) -> list[ec.EllipticCurvePublicKey]:
    if not path.exists():
        return []
    pems = [part + _END for part in path.read_text("ascii").split(_END) if part.strip()]
    keys = [load_pem_public_key(pem.encode("ascii")) for pem in pems]
    return [key for key in keys if isinstance(key, ec.EllipticCurvePublicKey)]


def _jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    point = key.public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": _text(point.x.to_bytes(HALF)), "y": _text(point.y.to_bytes(HALF))}


def _opened(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise SealUnusable(f"{path.name} cannot be opened") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SealUnusable(f"{path.name} holds no P-256 key")
    return key


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, content: bytes, mode: int) -> None:
    """Put a file in place whole, and on the disk, before anything is signed by it."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
