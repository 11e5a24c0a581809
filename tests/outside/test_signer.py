"""Signatures: made with the local key, read back from anybody's bytes."""

import datetime
import io
import os
import random
import shutil
import stat
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from asn1crypto.parser import peek
from cryptography.hazmat.primitives.serialization import pkcs12
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import DocumentSecurityStore

from outside import pdf, signer
from outside.bounded import run_bounded
from outside.signer import reading
from outside.signer.local import KEY_FILE, PASSPHRASE_FILE

AT = datetime.datetime(2020, 6, 1, 3, 30, tzinfo=datetime.UTC)
REASON = "Penerbitan dokumen kependudukan"
PIN = "493021"

needs_pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not on this machine")


@pytest.fixture(scope="module")
def unsigned():
    return pdf.html_to_pdf("<html><body><p>Isi dokumen</p></body></html>")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    signer.make_key(folder)
    return signer.LocalPAdES.from_folder(folder)


@pytest.fixture(scope="module")
def somebody_else(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    signer.make_key(folder)
    return signer.LocalPAdES.from_folder(folder)


@pytest.fixture(scope="module")
def signed(office, unsigned):
    return office.sign(unsigned, reason=REASON, at=AT)


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def with_more(content: bytes) -> bytes:
    """Add a note to the catalogue in an incremental update, as an editor would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    writer.root["/Catatan"] = generic.pdf_string("ditambahkan kemudian")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_document_signed_here_is_intact_whole_and_ours(office, signed):
    assert office.verify(signed) == signer.Report(
        signed=True,
        intact=True,
        trusted=True,
        covers_whole=True,
        signed_at=AT,
        problem=None,
        signer_name="Lamin - kunci uji lokal (bukan TTE resmi)",
    )


def test_the_signed_file_begins_with_every_byte_of_the_unsigned_one(signed, unsigned):
    assert signed.startswith(unsigned)


def test_the_signature_is_pades_with_its_reason_and_the_given_time(signed):
    signature = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0].sig_object
    assert signature["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature["/Reason"] == REASON
    assert generic.parse_pdf_date(signature["/M"]) == AT


def test_the_signature_shows_no_box_on_the_page(signed):
    field = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0].sig_field
    assert [float(edge) for edge in field["/Rect"]] == [0, 0, 0, 0]


@needs_pdfsig
def test_pdfsig_finds_the_signature_valid_over_the_total_document(signed, tmp_path):
    (tmp_path / "akta.pdf").write_bytes(signed)
    seen = subprocess.run(["pdfsig", "akta.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in seen and "Total document signed" in seen and "ETSI.CAdES.detached" in seen


@needs_pdfsig
def test_pdfsig_finds_a_changed_byte(signed, tmp_path):
    (tmp_path / "akta.pdf").write_bytes(flipped(signed, signed.index(b"endstream") - 20))
    seen = subprocess.run(["pdfsig", "akta.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." not in seen


def test_one_flipped_byte_anywhere_is_noticed(office, signed):
    signature = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0].pkcs7_content
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    # The signature's own header (its version, its list of digests) says nothing of the document and is left out here.
    places = [place for place in range(len(signed)) if not start <= place < start + 2 * peek(signature)]
    for place in [*random.Random(2).sample(places, 60), places[0], places[-1], start + 2 * len(signature) - 1]:
        report = office.verify(flipped(signed, place))
        assert not report.intact and not report.trusted and report.problem, f"byte {place}"


def test_an_addition_after_the_signature_leaves_it_intact_but_not_whole(office, signed):
    report = office.verify(with_more(signed))
    assert (report.signed, report.intact, report.covers_whole) == (True, True, False)
    assert report.problem == reading.ADDED


def test_bytes_hung_on_the_end_are_not_covered(office, signed):
    assert not office.verify(signed + b"\n% lampiran\n").covers_whole


def test_data_that_helps_to_check_the_signature_later_is_no_addition(office, signed):
    out = io.BytesIO(signed)
    certificate = PdfFileReader(out).embedded_signatures[0].signer_cert
    DocumentSecurityStore.add_dss(out, sig_contents=None, certs=[certificate])
    report = office.verify(out.getvalue())
    assert len(out.getvalue()) > len(signed)
    assert (report.intact, report.covers_whole, report.trusted, report.problem) == (True, True, True, None)


def test_a_signature_of_an_unknown_issuer_is_intact_but_not_trusted(office, somebody_else, unsigned):
    foreign = somebody_else.sign(unsigned, reason=REASON, at=AT)
    for report in (office.verify(foreign), signer.read_signature(foreign)):
        assert (report.signed, report.intact, report.covers_whole, report.trusted) == (True, True, True, False)
        assert report.problem == reading.UNKNOWN


def test_of_two_signatures_one_unknown_is_enough_for_no_trust(office, somebody_else, unsigned):
    both = add_signature(somebody_else, office.sign(unsigned, reason=REASON, at=AT))
    report = office.verify(both)
    assert (report.intact, report.covers_whole, report.trusted) == (True, True, False)


def add_signature(provider: signer.LocalPAdES, content: bytes) -> bytes:
    settings_of_second = signers.PdfSignatureMetadata(field_name="Kedua", md_algorithm="sha256")
    return signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)), settings_of_second, provider._signer
    ).getvalue()


def test_a_document_is_not_signed_twice_by_the_same_office(office, signed):
    with pytest.raises(SigningError):
        office.sign(signed, reason=REASON, at=AT)


def test_an_unsigned_document_is_told_apart_from_a_broken_one(unsigned, signed):
    assert signer.read_signature(unsigned) == signer.Report(signed=False, problem=reading.UNSIGNED)
    cut = signer.read_signature(signed[:-600])
    assert not cut.intact and cut.problem


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"%PDF-1.7\n",
        b"GIF89a",
        b"%PDF-1.4\n%%EOF",
        b"\xff" * 5000,
        b"%PDF-1.4\n1 0 obj\n<</Kids[1 0 R]>>\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
    ],
)
def test_bytes_that_are_no_pdf_get_a_clean_report(junk):
    report = signer.read_signature(junk)
    assert (report.signed, report.intact, report.trusted) == (False, False, False)
    assert report.problem in (reading.UNREADABLE, reading.UNSIGNED)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_makes_the_reader_fall_over_or_believe(signed, data):
    place = data.draw(st.integers(0, len(signed) - 1))
    gone = data.draw(st.integers(0, 400))
    damaged = signed[:place] + data.draw(st.binary(max_size=60)) + signed[place + gone :]
    report = signer.read_signature(damaged)
    assert report.problem


def test_a_signature_can_be_read_in_a_child_process(signed):
    assert run_bounded(signer.read_signature, signed) == signer.read_signature(signed)


def test_the_local_key_counts_as_a_specimen_and_claims_no_national_certificate(office):
    provider: signer.SignatureProvider = office
    assert provider.specimen is True
    assert "BSrE" not in provider.signature_line and "bukan dokumen negara" in provider.signature_line


def test_the_key_is_rsa_2048_that_may_commit_to_content_and_its_files_are_private(tmp_path):
    key_file = signer.make_key(tmp_path / "instance")
    passphrase = (tmp_path / "instance" / PASSPHRASE_FILE).read_bytes()
    key, certificate, chain = pkcs12.load_key_and_certificates(key_file.read_bytes(), passphrase)
    usage = certificate.extensions.get_extension_for_class(pkcs12.x509.KeyUsage).value
    assert key.key_size == 2048 and usage.content_commitment and not usage.key_cert_sign
    assert [other.subject for other in chain] == [certificate.issuer]
    for name in (KEY_FILE, PASSPHRASE_FILE):
        assert stat.S_IMODE(os.stat(tmp_path / "instance" / name).st_mode) == 0o600
    assert len(passphrase) >= 32


def test_making_the_key_again_changes_nothing(tmp_path):
    before = signer.make_key(tmp_path).read_bytes()
    assert signer.make_key(tmp_path).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".signer.lock", KEY_FILE, PASSPHRASE_FILE]


def test_a_start_that_was_killed_between_the_two_files_is_made_good(tmp_path):
    signer.make_key(tmp_path)
    (tmp_path / KEY_FILE).unlink()
    signer.make_key(tmp_path)
    assert signer.LocalPAdES.from_folder(tmp_path).specimen


def test_a_key_whose_passphrase_is_lost_is_never_overwritten(tmp_path):
    before = signer.make_key(tmp_path).read_bytes()
    (tmp_path / PASSPHRASE_FILE).unlink()
    with pytest.raises(signer.KeyUnusable):
        signer.make_key(tmp_path)
    with pytest.raises(signer.KeyUnusable):
        signer.LocalPAdES.from_folder(tmp_path)
    assert (tmp_path / KEY_FILE).read_bytes() == before


def test_four_starts_at_once_share_one_key(tmp_path):
    with ThreadPoolExecutor(4, initializer=threading.Barrier(4).wait) as pool:
        keys = list(pool.map(lambda _: signer.make_key(tmp_path).read_bytes(), range(4)))
    assert len(set(keys)) == 1
    assert signer.LocalPAdES.from_folder(tmp_path).specimen


@pytest.mark.parametrize("passphrase", [b"wrong", b""])
def test_a_wrong_passphrase_does_not_open_the_key(tmp_path, passphrase):
    key_file = signer.make_key(tmp_path)
    with pytest.raises(signer.KeyUnusable):
        signer.LocalPAdES(key_file, passphrase)


def test_a_damaged_key_file_is_named_and_not_a_crash(tmp_path):
    (tmp_path / KEY_FILE).write_bytes(b"no key")
    with pytest.raises(signer.KeyUnusable, match=KEY_FILE):
        signer.LocalPAdES(tmp_path / KEY_FILE, b"x")


def test_what_is_no_pdf_cannot_be_signed(office):
    with pytest.raises(PdfError):
        office.sign(b"no pdf", reason=REASON, at=AT)


@pytest.fixture(scope="module")
def locked(office, unsigned):
    return office.sign(signer.protect(unsigned, PIN), reason=REASON, at=AT, password=PIN)


def test_a_locked_copy_opens_with_its_pin_only(locked):
    for wrong in ("", "493022"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(locked), password=wrong)
    with pikepdf.open(io.BytesIO(locked), password=PIN) as opened:
        assert opened.encryption.R == 6 and opened.encryption.bits == 256
        assert opened.encryption.stream_method.name == "aesv3"
        assert opened.allow.print_highres and not opened.allow.modify_other


def test_the_text_of_a_locked_copy_is_not_in_its_bytes(unsigned):
    bare, shut = io.BytesIO(), io.BytesIO(signer.protect(unsigned, PIN))
    with pikepdf.open(shut, password=PIN) as opened:
        opened.save(bare, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    assert b"Isi dokumen" in bare.getvalue()
    assert b"Isi dokumen" not in shut.getvalue()


def test_the_signature_in_a_locked_copy_is_intact_when_opened(office, locked):
    report = office.verify(locked, password=PIN)
    assert (report.signed, report.intact, report.trusted, report.covers_whole) == (True, True, True, True)
    for password in (None, "000000"):
        assert office.verify(locked, password=password) == signer.Report(signed=True, problem=reading.LOCKED)


@needs_pdfsig
def test_pdfsig_opens_a_locked_copy_with_the_pin_and_finds_it_valid(locked, tmp_path):
    (tmp_path / "akta.pdf").write_bytes(locked)
    seen = subprocess.run(["pdfsig", "-upw", PIN, "akta.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Signature is Valid." in seen.stdout and "Total document signed" in seen.stdout


def test_a_locked_copy_cannot_be_signed_without_its_pin(office, unsigned):
    for password in (None, "000000"):
        with pytest.raises(PdfError):
            office.sign(signer.protect(unsigned, PIN), reason=REASON, at=AT, password=password)


def test_a_copy_is_not_locked_with_an_empty_pin(unsigned):
    with pytest.raises(ValueError):
        signer.protect(unsigned, "")
