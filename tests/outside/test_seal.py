"""What a QR proves without a connection: packed, signed, read back, and refused when anything was changed."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import zxingcpp
from PIL import Image

from office.documents import payload, says
from office.documents.kinds import KINDS
from office.documents.states import Document
from outside import pdf, qr, seal
from tests.documents.facts import FACTS, office, place_of

TOKEN = "k7Qm2xVb9TzR4pWc8HsLdA0x"
ADDRESS = f"https://layanan-disdukcapil.bontang.example/periksa/{TOKEN}"
LONGEST = 220


def a_document(kind: str = "kutipan-akta-kelahiran", number: str = "6474-LU-01062020-0001") -> Document:
    return Document(token=TOKEN, kind=kind, number=number, issued_on=date(2020, 6, 1), facts=FACTS[kind])


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys"


def sealed(keys, document: Document | None = None, *, specimen: bool = False) -> str:
    return seal.Seal.from_folder(keys).link(ADDRESS, document or a_document(), specimen=specimen)


def test_what_was_signed_is_read_back_with_the_name_only_as_something_to_compare(keys):
    link = sealed(keys, specimen=True)
    claim = seal.read_link(link, keys)
    assert (claim.kind, claim.number) == ("kutipan-akta-kelahiran", "6474-LU-01062020-0001")
    assert (claim.issued_on, claim.specimen) == (date(2020, 6, 1), True)
    name = FACTS["kutipan-akta-kelahiran"]["child_name"]
    assert payload.name_digest(TOKEN, f" {name.lower()} ") in claim.names
    assert payload.name_digest(TOKEN, name + "a") not in claim.names


def test_no_sign_of_the_link_can_be_changed(keys):
    link = sealed(keys)
    start = link.index("/periksa/") + len("/periksa/")
    for at in range(start, len(link), 3):
        changed = link[:at] + ("A" if link[at] != "A" else "B") + link[at + 1 :]
        # The last sign holds bits that no byte takes up; every other one counts.
        if at < len(link) - 1:
            with pytest.raises(seal.NotSealed):
                seal.read_link(changed, keys)


@pytest.mark.parametrize("rest", ["", "#", "#A", "#" + "A" * 90, "#%%%", "#" + "é" * 90, "#" + "A" * 4000])
def test_what_is_no_payload_is_refused(keys, rest):
    sealed(keys)
    with pytest.raises(seal.NotSealed):
        seal.read_link(ADDRESS + rest, keys)


def test_another_offices_key_proves_nothing(keys, tmp_path):
    link = sealed(keys)
    seal.Seal.from_folder(tmp_path / "other")
    with pytest.raises(seal.NotSealed):
        seal.read_link(link, tmp_path / "other")


def test_a_lost_key_is_made_anew_and_older_papers_still_prove_themselves(keys):
    old = sealed(keys)
    (keys / seal.KEY_FILE).unlink()
    new = sealed(keys)
    assert seal.read_link(old, keys) == seal.read_link(new, keys) and len(seal.public_keys(keys)) == 2


def test_the_key_is_made_once_however_many_start_and_is_its_owners_alone(keys):
    with ThreadPoolExecutor(4) as pool:
        links = set(pool.map(lambda _: sealed(keys), range(8)))
    assert len(links) == 1
    assert (keys / seal.KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_a_damaged_key_is_refused_and_left_alone(keys):
    sealed(keys)
    (keys / seal.KEY_FILE).write_text("no key")
    with pytest.raises(seal.SealUnusable):
        sealed(keys)
    assert (keys / seal.KEY_FILE).read_text() == "no key"


@pytest.mark.parametrize("kind", FACTS)
def test_every_kind_of_document_fits_into_a_link_of_220_signs_without_a_number_of_a_person(keys, kind):
    number = {"akta": "6474-LU-01062020-0001", "letter": "SKPWNI/6474/16062020/0001"}.get(KINDS[kind].shape, "")
    link = sealed(keys, a_document(kind, number))
    claim = seal.read_link(link, keys)
    assert len(link) <= LONGEST and claim.kind == kind and claim.names


def test_every_kind_of_document_has_its_place_for_good():
    assert set(payload.PLACES) == set(KINDS)
    assert payload.PLACES[:3] == ("kutipan-akta-kelahiran", "kutipan-akta-kematian", "kutipan-akta-perkawinan")


@pytest.mark.parametrize("kind", ["kutipan-akta-perkawinan", "skpwni", "kk"])
def test_the_code_on_paper_is_read_at_150_dots_an_inch(keys, kind, tmp_path):
    number = {"akta": "6474-KW-01062020-0001", "letter": "SKPWNI/6474/16062020/0001", "kk": ""}[KINDS[kind].shape]
    link = sealed(keys, a_document(kind, number))
    facts = says.prepare(kind, FACTS[kind] | office(kind, qr_png=qr.qr_png(link)), place_of)
    page = pdf.render(KINDS[kind].template, facts, KINDS[kind].pages)
    (tmp_path / "page.pdf").write_bytes(page)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", "page.pdf", "page"], cwd=tmp_path, check=True)
    with Image.open(tmp_path / "page.png") as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [link]
