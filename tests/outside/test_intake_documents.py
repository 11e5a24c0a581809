"""PDFs are rebuilt page by page: what draws stays, what acts, links, hides or tells goes."""

import io
import shutil
import subprocess
import time
import zlib
from functools import cache

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from outside.intake import MAX_PAGES, Unreadable, take_in
from tests.outside import papers


@cache
def picture() -> bytes:
    return papers.tagged(papers.photo(size=(800, 600)))


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        take_in(data)
    return refused.value.code


def unpacked(data: bytes) -> bytes:
    """The document with every stream unpacked, to search in."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def changed(change, **facts) -> bytes:
    document = papers.pdf(1, **facts)
    change(document, document.pages[0])
    return papers.bytes_of(document)


def test_a_plain_document_keeps_its_pages_their_size_and_their_text():
    taken = take_in(papers.bytes_of(papers.pdf(3)))
    assert (taken.media_type, taken.width, taken.height, taken.pages) == ("application/pdf", 595, 842, 3)
    assert (taken.flaws, taken.thumbnail) == ((), None)
    with pikepdf.open(io.BytesIO(taken.data)) as document:
        texts = [page.Contents.read_bytes() for page in document.pages]
        assert all(page.Resources.Font.A.BaseFont == Name.Helvetica for page in document.pages)
    assert [b"(Surat keterangan %d)" % number in text for number, text in enumerate(texts, 1)] == [True] * 3


def test_scripts_actions_files_links_forms_and_metadata_are_gone():
    sent = papers.armed_pdf(picture=picture())
    for word in (b"JavaScript", b"OpenAction", b"EmbeddedFile", b"Launch", b"URI", b"XFA", b"GPSContoh", b"EvilContoh"):
        assert word in sent
    left = unpacked(take_in(sent).data)
    for word in (
        b"JavaScript",
        b"/JS",
        b"OpenAction",
        b"/AA",
        b"/Names",
        b"Embedded",
        b"/EF",
        b"Filespec",
        b"Launch",
        b"/URI",
        b"/Annot",
        b"AcroForm",
        b"XFA",
        b"Metadata",
        b"/Info",
        b"PieceInfo",
        b"EvilContoh",
        b"GPSContoh",
    ):
        assert word not in left
    with pikepdf.open(io.BytesIO(take_in(sent).data)) as document:
        assert set(document.Root.keys()) <= {"/Type", "/Pages"}
        assert set(document.pages[0].obj.keys()) <= {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}


def test_a_photo_within_a_document_shows_the_same_without_its_position():
    from PIL import Image

    sent = papers.bytes_of(papers.pdf(1, picture=picture()))
    with pikepdf.open(io.BytesIO(take_in(sent).data)) as document:
        kept = Image.open(io.BytesIO(document.pages[0].Resources.XObject.Im0.read_raw_bytes()))
    assert kept.tobytes() == Image.open(io.BytesIO(picture())).tobytes()
    assert not kept.getexif()


def test_a_photo_that_is_packed_twice_loses_its_position_too():
    def pack(_document, page):
        image = page.Resources.XObject.Im0
        image.write(zlib.compress(picture()), filter=Array([Name.FlateDecode, Name.DCTDecode]))

    left = take_in(changed(pack, picture=picture())).data
    assert b"GPSContoh" not in unpacked(left)
    with pikepdf.open(io.BytesIO(left)) as document:
        assert document.pages[0].Resources.XObject.Im0.Filter == Name.DCTDecode


def test_an_answer_typed_into_a_form_is_still_on_the_page():
    left = unpacked(take_in(papers.filled_form("9999014107900001")).data)
    assert b"9999014107900001" in left
    assert not [word for word in (b"Widget", b"evil") if word in left]


def test_layers_that_were_hidden_are_shown():
    def hide(document, page):
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="EvilContoh"))
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        page.Resources.Properties = Dictionary(MC0=layer)

    assert b"EvilContoh" not in unpacked(take_in(changed(hide)).data)


def test_pages_turned_by_their_parent_keep_their_turn():
    def turn(document, page):
        document.Root.Pages.Rotate = 90
        document.Root.Pages.MediaBox = page.MediaBox
        del page.obj["/MediaBox"]

    taken = take_in(changed(turn))
    assert (taken.width, taken.height) == (842, 595)
    with pikepdf.open(io.BytesIO(taken.data)) as document:
        assert document.pages[0].obj.Rotate == 90


def test_what_hides_behind_a_document_stays_behind():
    left = take_in(papers.bytes_of(papers.pdf(1)) + b"\n<script>alert(1)</script><?php ?>").data
    assert not [word for word in (b"<?php", b"<script>") if word in left]


def test_twenty_pages_are_taken_and_one_more_is_refused():
    assert take_in(papers.bytes_of(papers.pdf(MAX_PAGES))).pages == MAX_PAGES
    assert refusal(papers.bytes_of(papers.pdf(MAX_PAGES + 1))) == "too_many_pages"


def test_a_document_that_asks_for_a_password_is_refused():
    sent = papers.bytes_of(papers.pdf(1), encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refusal(sent) == "locked_pdf"


def test_a_document_that_only_forbids_printing_is_taken_and_freed():
    sent = papers.bytes_of(papers.pdf(1), encryption=pikepdf.Encryption(owner="a", user=""))
    assert b"/Encrypt" in sent
    assert b"/Encrypt" not in take_in(sent).data


def test_blank_pages_alone_are_told():
    empty = papers.pdf(0)
    empty.add_blank_page()
    assert take_in(papers.bytes_of(empty)).flaws == ("blank",)
    half = papers.pdf(1)
    half.add_blank_page()
    assert take_in(papers.bytes_of(half)).flaws == ()


def test_a_page_tree_that_loops_does_not_hang():
    start = time.monotonic()
    assert refusal(papers.looping_pdf()) == "broken"
    assert time.monotonic() - start < 25


def test_a_page_that_inflates_is_refused():
    sent = papers.inflating_pdf(300)
    assert len(sent) < 1_000_000
    assert refusal(sent) == "bomb"


def test_a_picture_with_too_many_pixels_is_refused():
    def swell(_document, page):
        page.Resources.XObject.Im0.Width = 60_000
        page.Resources.XObject.Im0.Height = 60_000

    assert refusal(changed(swell, picture=picture())) == "bomb"


def test_a_page_drawn_from_another_file_is_refused():
    def point_away(_document, page):
        page.Resources.XObject.Im0.F = "/etc/passwd"

    assert refusal(changed(point_away, picture=picture())) == "broken"


def test_a_page_without_a_size_is_refused():
    def flatten(_document, page):
        page.MediaBox = Array([0, 0, 0, 842])

    assert refusal(changed(flatten)) == "broken"


@pytest.mark.parametrize("share", [0.1, 0.4, 0.6, 0.9])
def test_a_document_that_lost_pages_on_the_way_is_refused(share):
    whole = papers.bytes_of(papers.pdf(2, picture=picture()), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert refusal(whole[: int(len(whole) * share)]) == "broken"


def test_a_document_without_pages_is_refused():
    assert refusal(b"%PDF-1.7\n%%EOF") == "broken"
    assert refusal(papers.bytes_of(papers.pdf(0))) == "broken"


def test_a_document_that_counts_more_pages_than_it_has_is_refused():
    whole = papers.bytes_of(papers.pdf(2), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert refusal(whole.replace(b"/Count 2", b"/Count 3")) == "broken"


def test_a_damaged_table_of_contents_alone_is_mended():
    whole = papers.bytes_of(papers.pdf(2), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert take_in(whole.replace(b"startxref\n", b"startxref\n9")).pages == 2


def test_a_rebuilt_document_is_taken_again_and_stays_what_it_is():
    once = take_in(papers.armed_pdf(picture=picture())).data
    assert take_in(once).data == once


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed")
def test_another_reader_opens_the_rebuilt_document(tmp_path):
    (tmp_path / "rebuilt.pdf").write_bytes(take_in(papers.filled_form()).data)
    read = subprocess.run(["pdftotext", tmp_path / "rebuilt.pdf", "-"], capture_output=True, text=True, check=True)
    assert read.stdout.split() == ["Surat", "keterangan", "1", "9999014107900001"]
    assert read.stderr == ""
