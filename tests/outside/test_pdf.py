"""The kutipan akta kelahiran as a drawn page."""

import datetime
import http.server
import io
import itertools
import logging.handlers
import re
import shutil
import subprocess
import threading
import unicodedata

import pikepdf
import pypdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from outside import pdf, qr
from outside.bounded import run_bounded

TEMPLATE = "kutipan-akta-kelahiran.html"
URL = "https://layanan.example/periksa/k7Qm2xVb9TzR4pWc8HsLdA"

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not on this machine")


def kutipan(**facts) -> bytes:
    return pdf.render(TEMPLATE, the_facts(**facts))


def the_facts(**facts) -> pdf.KutipanKelahiran:
    dull = pdf.KutipanKelahiran(
        number="6474-LU-01062020-0001",
        nik="9999016805200001",
        child_name="Bunga Rinjani",
        sex="P",
        birth_place="Bontang",
        birth_date=datetime.date(2020, 5, 28),
        child_order=1,
        father_name="Arman Setiadi",
        mother_name="Nur'aini Lestari",
        issued_place="Samarinda",
        issued_on=datetime.date(2020, 6, 1),
        office_name="Dinas Kependudukan dan Pencatatan Sipil Kota Bontang",
        signatory_name="Drs. Contoh Pejabat, M.Si.",
        signatory_title="Pejabat Pencatatan Sipil Kota Bontang",
        signatory_nip="197001011995031001",
        check_url=URL,
        qr_png=qr.qr_png(URL),
        specimen=True,
        signature_line="Ditandatangani oleh penyedia resmi.",
    )
    return dull | facts


def text_of(content: bytes) -> str:
    """Read the page back, with every run of white space as one space."""
    return " ".join(pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().split())


def word_boxes(content: bytes, folder) -> list[tuple[float, float, float, float]]:
    (folder / "page.pdf").write_bytes(content)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "page.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True
    )
    found = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)"', boxes.stdout)
    return [tuple(float(edge) for edge in box) for box in found]


def test_every_part_of_the_kutipan_is_on_the_page_in_its_order():
    text = text_of(kutipan())
    parts = [
        "NIK",
        "9999016805200001",
        "REPUBLIK INDONESIA",
        "PENCATATAN SIPIL",
        "Registry Office",
        "WARGA NEGARA INDONESIA",
        "KUTIPAN AKTA KELAHIRAN",
        "Excerpt of Birth Certificate",
        "berdasarkan Akta Kelahiran Nomor",
        "6474-LU-01062020-0001",
        "bahwa di",
        "Bontang",
        "pada tanggal",
        "dua puluh delapan bulan Mei tahun dua ribu dua puluh",
        "May twenty-eighth, two thousand twenty",
        "telah lahir",
        "was born",
        "Bunga Rinjani",
        "anak ke satu, perempuan",
        "first child, female",
        "dari ayah",
        "Arman Setiadi",
        "dan ibu",
        "Nur'aini Lestari",
        "dikeluarkan di",
        "Samarinda",
        "pada tanggal",
        "satu bulan Juni tahun dua ribu dua puluh",
        "June first, two thousand twenty",
    ]
    place = 0
    for part in parts:
        assert part in text[place:], f"{part!r} is missing or out of order"
        place = text.index(part, place) + len(part)


def test_the_signature_block_names_the_officer_and_where_to_check():
    text = text_of(kutipan())
    for part in ("Pejabat Pencatatan Sipil Kota Bontang", "Drs. Contoh Pejabat, M.Si.", "NIP 197001011995031001"):
        assert part in text
    assert URL in text.replace(" ", "")
    assert "Dinas Kependudukan dan Pencatatan Sipil Kota Bontang" in text


def test_the_qr_code_on_the_page_is_the_picture_that_was_given():
    page = pypdf.PdfReader(io.BytesIO(kutipan())).pages[0]
    given_size = int.from_bytes(qr.qr_png(URL)[16:20], "big")
    assert [image.image.size for image in page.images if image.image.width < 1000] == [(given_size, given_size)]


def test_without_proof_of_marriage_the_mother_is_named_alone():
    text = text_of(kutipan(father_name=None))
    assert "dari ibu of mother Nur'aini Lestari" in text
    assert "ayah" not in text and "father" not in text


def test_a_boy_and_a_third_child_are_worded_so():
    text = text_of(kutipan(sex="L", child_order=3))
    assert "anak ke tiga, laki-laki" in text and "third child, male" in text


def test_a_child_without_a_nik_yet_has_a_dash_in_its_place():
    assert "NIK -" in text_of(kutipan(nik=None))


def test_it_is_one_page_of_exactly_a4():
    reader = pypdf.PdfReader(io.BytesIO(kutipan()))
    assert len(reader.pages) == 1
    assert float(reader.pages[0].mediabox.width) == pytest.approx(595.28, abs=0.01)
    assert float(reader.pages[0].mediabox.height) == pytest.approx(841.89, abs=0.01)


def test_every_font_in_the_file_is_embedded():
    with pikepdf.open(io.BytesIO(kutipan())) as opened:
        fonts = [
            font for font in opened.objects if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/Font"
        ]
        assert {str(font.BaseFont).split("+")[1] for font in fonts} == {
            "DejaVuSans",
            "DejaVuSans-Bold",
            "DejaVuSans-Oblique",
        }
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_same_facts_give_the_same_bytes():
    assert kutipan() == kutipan()


def test_it_can_be_drawn_in_a_child_process():
    assert run_bounded(pdf.render, TEMPLATE, the_facts()) == kutipan()


def test_a_specimen_says_so_in_a_band_under_the_text_and_at_the_bottom():
    content = kutipan(specimen=True)
    assert "CONTOH - belum ber-TTE resmi. Ditandatangani dengan kunci uji kantor; bukan dokumen negara yang sah." in (
        text_of(content)
    )
    assert "Specimen signed with a test key of the office; not a valid state document." in text_of(content)
    stream = pypdf.PdfReader(io.BytesIO(content)).pages[0].get_contents().get_data()
    assert 0 <= stream.index(b"/Contoh Do") < stream.index(b"BT")


def test_a_real_signer_gives_the_bottom_line_and_no_band():
    content = kutipan(specimen=False)
    assert "Ditandatangani oleh penyedia resmi." in text_of(content)
    assert "CONTOH" not in text_of(content)
    assert b"/Contoh" not in content


@pytest.mark.parametrize("specimen", [True, False])
def test_no_sentence_about_the_national_certificate_is_invented(specimen):
    assert not re.search("BSrE|Balai Sertifikasi|BSSN", text_of(kutipan(specimen=specimen)))


@pytest.mark.parametrize(
    "name",
    [
        "Nur'aini",
        "I Gusti Ngurah Rai",
        "Sukarno",
        "Šárka Ñuñez D’Angelo",
        "Ḥāfiẓ ʿAbd al-Raḥmān",
        'Tom "T" & <Jerry>',
        "Jose\u0301 Nin\u0303o",
    ],
)
def test_a_name_is_drawn_as_it_was_given(name):
    assert unicodedata.normalize("NFC", name) in text_of(kutipan(child_name=name))


def test_arabic_letters_are_shown_and_joined():
    text = text_of(kutipan(child_name="محمد فاطمة"))
    shown = {letter for letter in text if "\ufb50" <= letter <= "\ufeff"}
    assert len(shown) >= 7, "the joined forms of the letters are drawn"
    assert set("محدفاطة") <= set(unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("name", ["Bunga 🌺", "Ja\u0762o", "tab\tulator", "\x00"])
def test_a_letter_that_the_font_cannot_draw_stops_the_document_and_is_not_lost(name):
    with pytest.raises(pdf.RenderFailed, match=r"U\+[0-9A-F]{4}") as failed:
        kutipan(mother_name=name)
    assert name not in str(failed.value)


def test_markup_in_a_name_comes_out_as_text():
    name = "<b>Budi</b> {{ 7 * 7 }} &lt;u&gt;"
    assert name in text_of(kutipan(child_name=name))


LONG = "Muhammad Al-Fatih Ramadhan Putra Kusumawardhana Dharmawangsa Na"


@needs_poppler
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(*[st.text("aiMW ñŠ'-", min_size=1, max_size=100)] * 3)
@example("W" * 66, "M" * 66, "W" * 66)
@example("W" * 100, "M" * 100, "W" * 100)
@example(LONG, LONG, LONG)
def test_names_of_any_length_stay_on_the_one_page_and_cover_nothing(tmp_path, child, father, mother):
    boxes = word_boxes(kutipan(child_name=child, father_name=father, mother_name=mother), tmp_path)
    frame = 13.2 * 72 / 25.4
    for left, top, right, bottom in boxes:
        assert frame < left < right < 595.28 - frame and frame < top < bottom < 841.89 - frame
    for one, other in itertools.combinations(boxes, 2):
        wide = min(one[2], other[2]) - max(one[0], other[0])
        # Poppler's boxes have the height of the face, a little more than that of a line.
        high = min(one[3], other[3]) - max(one[1], other[1])
        assert not (wide > 0.5 and high > 0.35 * min(one[3] - one[1], other[3] - other[1])), (
            "two words cover each other"
        )


@needs_poppler
def test_a_long_office_a_long_officer_and_a_long_address_stay_on_the_page_too(tmp_path):
    content = kutipan(
        birth_place="Kutai " * 12,
        birth_date=datetime.date(1999, 9, 29),
        signatory_name="Drs. H. " + LONG,
        signatory_title="Pejabat Pencatatan Sipil Kabupaten Kotawaringin Barat Utara",
        check_url=URL + "W" * 40,
        child_name="W" * 100,
        father_name="M" * 100,
        mother_name="W" * 100,
    )
    assert all(right < 560 and bottom < 805 for _, _, right, bottom in word_boxes(content, tmp_path))


def test_a_page_that_overflows_is_refused_and_not_sent():
    with pytest.raises(pdf.RenderFailed):
        kutipan(birth_place="Bontang " * 400)


@pytest.mark.parametrize("missing", sorted(pdf.KutipanKelahiran.__annotations__))
def test_a_missing_fact_stops_the_document(missing):
    facts = {name: value for name, value in the_facts(specimen=missing != "signature_line").items() if name != missing}
    with pytest.raises(pdf.RenderFailed):
        pdf.render(TEMPLATE, facts)


@pytest.mark.parametrize("facts", [{"birth_date": None}, {"child_order": 0}, {"qr_png": None}])
def test_a_fact_of_the_wrong_form_stops_the_document(facts):
    with pytest.raises(pdf.RenderFailed, match="wrong form"):
        kutipan(**facts)


@pytest.fixture
def listener():
    """A web server that counts who calls."""
    calls = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()
    server.server_close()


def test_a_name_that_holds_a_picture_fetches_nothing(listener):
    address, calls = listener
    name = f'<img src="{address}/x.png"><img src="file:///etc/hostname">'
    assert name.replace(" ", "") in text_of(kutipan(child_name=name)).replace(" ", "")
    assert calls == []


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{0}/x.png">',
        '<link rel="stylesheet" href="{0}/x.css">',
        "<style>@import url({0}/x.css);</style>",
        "<style>@font-face {{ font-family: X; src: url({0}/x.ttf) }} p {{ font-family: X }}</style>",
        '<div style="background-image: url({0}/x.png)">x</div>',
        '<img src="file:///etc/hostname">',
        '<img src="../../../requirements.in">',
        '<img src="ftp://127.0.0.1/x.png">',
    ],
)
def test_even_a_template_cannot_reach_out_or_read_other_files(markup, listener):
    address, calls = listener
    with pytest.raises(pdf.RenderFailed):
        pdf.html_to_pdf(f"<html><body>{markup.format(address)}<p>x</p></body></html>")
    assert calls == []


def test_a_template_that_the_renderer_complains_about_never_ships():
    with pytest.raises(pdf.RenderFailed, match="xhtml2pdf"):
        pdf.html_to_pdf('<html><body><div style="width: calc(1mm + 2mm)">x</div></body></html>')


def test_complaints_tell_no_names_and_reach_no_log():
    heard = logging.handlers.BufferingHandler(1000)
    logging.getLogger().addHandler(heard)
    try:
        with pytest.raises(pdf.RenderFailed) as failed:
            pdf.html_to_pdf('<html><body><img src="Lestari.png" alt="Lestari">Lestari</body></html>')
    finally:
        logging.getLogger().removeHandler(heard)
    assert "Lestari" not in str(failed.value)
    assert heard.buffer == []


def test_a_landscape_or_letter_page_is_told_apart_from_a4():
    letter = pdf.html_to_pdf("<html><style>@page { size: letter }</style><body>x</body></html>")
    with pytest.raises(pdf.RenderFailed, match="A4"):
        pdf._finish(letter, {}, None)
    landscape = pdf.html_to_pdf("<html><style>@page { size: a4 landscape }</style><body>x</body></html>")
    assert pdf._finish(landscape, {}, 1).startswith(b"%PDF")
