"""Each kind of document, signed as the worker signs it, read by two programs that had no part in it."""

import datetime
import shutil
import subprocess

import pytest

from office.documents.kinds import CARD, KINDS
from outside import signer
from tests.documents.drawing import full

AT = datetime.datetime(2020, 6, 1, 3, 30, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    folder = tmp_path_factory.mktemp("key")
    signer.make_key(folder)
    return signer.LocalPAdES.from_folder(folder)


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not on this machine")
@pytest.mark.parametrize("kind", [code for code, kind in KINDS.items() if kind.shape != CARD])
def test_pdfsig_and_pyhanko_accept_each_kind(kind, key, tmp_path):
    signed = key.sign(full(kind), reason="Penerbitan dokumen kependudukan", at=AT)
    (tmp_path / "surat.pdf").write_bytes(signed)
    seen = subprocess.run(["pdfsig", "surat.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid." in seen and "Total document signed" in seen
    report = key.verify(signed)
    assert report.intact and report.trusted and report.covers_whole and report.problem is None
