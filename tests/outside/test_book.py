"""A register book as PDF, drawn straight."""

import io

import pikepdf
import pypdf

from outside import book
from outside.bounded import run_bounded
from tests.documents.drawing import fonts, pages, sizes

COLUMNS = [("No.", 12), ("Nomor akta", 46), ("Tanggal", 24), ("Nama", 60), ("Uraian", 78), ("Keterangan", 47)]


def a_book(*rows, **facts):
    dull = {"title": "Buku register LU tahun 2020", "office": "Disdukcapil", "printed": "Dicetak", "empty": "Belum ada",
            "page": "Halaman {n} dari {of}", "columns": COLUMNS}  # fmt: skip
    return book.draw(dull | {"rows": list(rows)} | facts)


def a_row(n=1, name="Ni Luh Putu Sekar", kind=""):
    return kind, [str(n), f"6474-LU-04062020-{n:04d}", "04-06-2020", name, "Lahir di Bontang, 01-06-2020.", "Berlaku"]


def test_every_page_is_a4_landscape_with_both_faces_embedded():
    made = a_book(*(a_row(n) for n in range(1, 200)))
    assert {(round(width), round(height)) for width, height in sizes(made)} == {(842, 595)}
    assert len(fonts(made)) == 2 and all(fonts(made).values())


def test_no_row_is_lost_or_stands_twice_over_the_pages():
    numbers = " ".join(pages(a_book(*(a_row(n, "Nama " * (n % 23)) for n in range(1, 300)))))
    assert [numbers.count(f"-04062020-{n:04d}") for n in range(1, 300)] == [1] * 299


def test_a_name_without_a_blank_is_broken_and_an_odd_letter_costs_only_itself():
    made = a_book(a_row(1, "W" * 200), a_row(2, "Siti \u4e00 Aminah"), a_row(3, ""))
    text = pages(made)[0]
    assert text.replace(" ", "").count("W") >= 200 and "Siti ? Aminah" in text


def test_an_empty_book_says_so_on_one_page():
    assert "Belum ada" in pages(a_book())[0] and len(pages(a_book())) == 1


def test_a_void_number_is_struck_out_and_a_gap_is_coloured():
    with pikepdf.open(io.BytesIO(a_book(a_row(), a_row(2, kind="void"), a_row(3, kind="gap")))) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes()
    with pikepdf.open(io.BytesIO(a_book(a_row(), a_row(2), a_row(3)))) as pdf:
        plain = pdf.pages[0].Contents.read_bytes()
    assert drawn.count(b" l S") == plain.count(b" l S") + 1 and b".541176" in drawn and b".541176" not in plain


def test_a_row_taller_than_a_page_is_drawn_on_a_page_of_its_own():
    made = a_book(a_row(1), a_row(2, "kata " * 3000), a_row(3))
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 3


def test_the_same_book_is_the_same_bytes_and_can_be_drawn_in_a_child():
    rows = [a_row(n) for n in range(50)]
    facts = {
        "title": "Buku",
        "office": "",
        "printed": "",
        "empty": "",
        "page": "{n}/{of}",
        "columns": COLUMNS,
        "rows": rows,
    }
    assert book.draw(facts) == book.draw(facts) == run_bounded(book.draw, facts)
