"""Signing with a key of the office's own machine: real PAdES B-B, but a test key that no authority stands behind."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from outside.signer.reading import Report, read_signature

KEY_FILE = "signer.p12"
PASSPHRASE_FILE = "signer.pass"
FIELD_NAME = "TandaTanganElektronik"
SIGNER_NAME = "Lamin - kunci uji lokal (bukan TTE resmi)"
ISSUER_NAME = "Lamin - penerbit uji lokal"

# Fixed, so that no clock is read here and a document of 2020 can be signed in a demonstration.
_VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_VALID_UNTIL = datetime(2045, 1, 1, tzinfo=UTC)


class KeyUnusable(Exception):
    """The signing key or its passphrase is missing, damaged or does not fit; nothing was overwritten."""


def make_key(folder: Path) -> Path:
    """Make the test key `signer.p12` and its passphrase file in `folder`, both mode 0600, unless they are there already.

    Safe when two processes start at once. Returns the path of the key file.

    Raises:
        KeyUnusable: there is a key without its passphrase; it is left alone.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_file, passphrase_file = folder / KEY_FILE, folder / PASSPHRASE_FILE
    with _alone(folder):
        if key_file.exists():
            if not passphrase_file.exists():
                raise KeyUnusable(f"{KEY_FILE} has no {PASSPHRASE_FILE} beside it")
            return key_file
        if not passphrase_file.exists():
            _write_once(passphrase_file, secrets.token_urlsafe(32).encode("ascii"))
        _write_once(key_file, _new_pkcs12(passphrase_file.read_bytes()))
    return key_file


class LocalPAdES:
    """A `SignatureProvider` that signs with a PKCS#12 file: PAdES B-B, invisible, SHA-256."""

    specimen = True
    signature_line = "Ditandatangani dengan kunci uji kantor; bukan dokumen negara yang sah."

    def __init__(self, key_file: Path, passphrase: bytes) -> None:
        """Open the key.

        Raises:
            KeyUnusable: the file cannot be read or the passphrase does not open it.
        """
        try:
            key, certificate, others = pkcs12.load_key_and_certificates(key_file.read_bytes(), passphrase)
        except (OSError, ValueError) as error:
            raise KeyUnusable(f"{key_file.name} cannot be opened") from error
        if not isinstance(key, rsa.RSAPrivateKey) or certificate is None:
            raise KeyUnusable(f"{key_file.name} holds no RSA key with its certificate")
        chain = [_for_pyhanko(other) for other in others]
        self._signer = _OpenedKey(key, _for_pyhanko(certificate), chain)
        self._roots = [other for other in chain if other.ca]

    @classmethod
    def from_folder(cls, folder: Path) -> "LocalPAdES":
        """Open the key that `make_key` left in `folder`.

        Raises:
            KeyUnusable: either file is missing or they do not fit.
        """
        try:
            passphrase = (folder / PASSPHRASE_FILE).read_bytes()
        except OSError as error:
            raise KeyUnusable(f"{PASSPHRASE_FILE} cannot be read") from error
        return cls(folder / KEY_FILE, passphrase)

    def sign(self, pdf: bytes, *, reason: str, at: datetime, password: str | None = None) -> bytes:
        """Return the PDF signed over all its bytes at `at` (aware UTC); `password` opens one locked by `protect`.

        Raises:
            pyhanko.pdf_utils.misc.PdfError: the PDF cannot be read, or the password does not open it.
            pyhanko.sign.general.SigningError: it carries this provider's signature already.
        """
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        if password is not None:
            writer.encrypt(password)
        settings = signers.PdfSignatureMetadata(
            field_name=FIELD_NAME,
            reason=reason,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
        )
        out = BytesIO()
        _DatedSigner(settings, signer=self._signer, at=at).sign_pdf(writer, output=out)
        return out.getvalue()

    def verify(self, pdf: bytes, *, password: str | None = None) -> Report:
        """Read the signature back; trusted means that this very key made it."""
        return read_signature(pdf, roots=self._roots, password=password)


class _OpenedKey(signers.Signer):
    """Keeps the RSA key open; pyHanko's own signer parses and checks it twice for each signature, about 90 ms."""

    def __init__(
        self, key: rsa.RSAPrivateKey, certificate: asn1_x509.Certificate, chain: list[asn1_x509.Certificate]
    ) -> None:
        super().__init__(
            signing_cert=certificate, cert_registry=SimpleCertificateStore.from_certs(chain), embed_roots=False
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != "sha256":
            raise SigningError("Only SHA-256 is used here.")
        # PKCS#1 v1.5 and not PSS, because poppler and older readers know it best.
        return bytes(self._key.key_size // 8) if dry_run else self._key.sign(data, PKCS1v15(), hashes.SHA256())


def _for_pyhanko(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


class _DatedSigner(signers.PdfSigner):
    """A signer whose time is an argument; pyHanko would read the clock."""

    def __init__(self, settings: signers.PdfSignatureMetadata, *, signer: signers.Signer, at: datetime) -> None:
        super().__init__(settings, signer=signer)
        self._at = at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._at
        return session


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with open(folder / ".signer.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write_once(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all, mode 0600, and never over another one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, path)
    finally:
        draft.unlink()


def _new_pkcs12(passphrase: bytes) -> bytes:
    """Make an issuer, a signer under it, and a PKCS#12 of the signer; the issuer's key is forgotten on return."""
    issuer_key, signer_key = _new_rsa_key(), _new_rsa_key()
    issuer = _certificate(ISSUER_NAME, issuer_key, ISSUER_NAME, issuer_key, is_issuer=True)
    signer = _certificate(SIGNER_NAME, signer_key, ISSUER_NAME, issuer_key, is_issuer=False)
    return pkcs12.serialize_key_and_certificates(
        b"lamin", signer_key, signer, [issuer], BestAvailableEncryption(passphrase)
    )


def _new_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certificate(
    name: str, key: rsa.RSAPrivateKey, issuer: str, issuer_key: rsa.RSAPrivateKey, *, is_issuer: bool
) -> x509.Certificate:
    # Readers accept a document signature only from a key that may commit to content (nonRepudiation).
    usage = x509.KeyUsage(
        digital_signature=not is_issuer,
        content_commitment=not is_issuer,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_issuer,
        crl_sign=is_issuer,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_subject(name))
        .issuer_name(_subject(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(_VALID_UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=0 if is_issuer else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _subject(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Lamin"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
