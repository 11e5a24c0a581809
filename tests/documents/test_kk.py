"""The family card: seventeen columns, ten members a sheet, more sheets for more."""

import shutil

import pytest

from office.documents import says
from outside import kk_sheets, pdf
from tests.documents.drawing import drawn, pages, sizes, squeezed, words
from tests.documents.facts import family, office, person, place_of

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not on this machine")
LONG = "Muhammad Al-Fatih Ramadhan Putra Kusumawardhana Dharmawangsa"


def sheets(count, **facts):
    return kk_sheets.sheets(says.prepare("kk", family(count, **facts), place_of)["members"], pdf.text_width)


@pytest.mark.parametrize(
    ("count", "each"), [(1, [1]), (6, [6]), (10, [10]), (11, [10, 1]), (20, [10, 10]), (25, [10, 10, 5])]
)
def test_ten_members_stand_on_a_sheet_and_the_rest_on_more(count, each):
    assert [len(sheet.rows) for sheet in sheets(count)] == each
    assert len(pages(drawn("kk", family(count)))) == len(each)


def test_members_are_counted_on_over_the_sheets_and_empty_rows_are_struck_out():
    last = sheets(25)[-1]
    assert [row.number for row in last.rows] == [21, 22, 23, 24, 25]
    assert last.empty[0] == 26 and len(last.empty) >= 4


@pytest.mark.parametrize("count", [6, 25])
def test_every_member_is_whole_and_on_one_sheet_only(count):
    texts = [squeezed(text) for text in pages(drawn("kk", family(count)))]
    for number in range(1, count + 1):
        member = person(number)
        assert sum(member["nik"] in text for text in texts) == 1
        (text,) = (text for text in texts if member["nik"] in text)
        assert squeezed(f"{number}{member['name']}{member['nik']}") in text


def test_each_sheet_repeats_the_head_all_seventeen_numbers_and_the_foot():
    texts = pages(drawn("kk", family(25)))
    for number, text in enumerate(texts, start=1):
        for part in ("KARTU KELUARGA", "No. 9999010106200001", "Jl. Contoh Raya No. 12", "Kalimantan Timur",
                     f"Lembar {number} dari 3", "Kepala Keluarga", "Drs. Contoh Pejabat", "16-06-2020"):  # fmt: skip
            assert part in text
        assert all(f"({column})" in text for column in range(1, 18))


def test_columns_fill_the_sheet_from_edge_to_edge():
    for columns in (kk_sheets.UPPER, kk_sheets.LOWER):
        assert 7 + sum(column.width for column in columns) == 273
    numbers = [column.number for column in kk_sheets.UPPER + kk_sheets.LOWER]
    assert numbers == list(range(1, 18))


@needs_poppler
@pytest.mark.parametrize("name", [LONG, f"{LONG} {LONG}", "W" * 120])
def test_a_family_of_25_with_long_names_covers_nothing(name, tmp_path):
    content = drawn("kk", family(25, name=name, father=name, mother=name, birth_place=name[:60]))
    drawn_sheets = words(content, tmp_path)
    assert len(drawn_sheets) == len(sizes(content)) < 13
    niks = {word for page in drawn_sheets for _, word in page if len(word) == 16 and word.isdigit()}
    assert {person(number)["nik"] for number in range(1, 26)} <= niks
    for page in drawn_sheets:
        foot = next(top for (_, top, _, _), word in page if word == "Dikeluarkan")
        cells = [box for box, word in page if word.isdigit() and len(word) == 16 and box[1] > 100]
        assert all(bottom < foot for _, _, _, bottom in cells)


def test_a_column_as_wide_as_its_word_takes_one_line_and_a_wider_word_is_broken():
    def measure(text, size):
        return len(text) * size

    assert kk_sheets.lines("satu dua", 1, 8, measure) == 1
    assert kk_sheets.lines("satu dua", 1, 7, measure) == 2
    assert kk_sheets.lines("a" * 20, 1, 8, measure) == 3
    assert kk_sheets.lines("satu " + "a" * 20, 1, 8, measure) == 4
    assert kk_sheets.lines("", 1, 8, measure) == 1


def test_born_on_the_29th_of_february_and_of_an_own_belief():
    text = pages(drawn("kk", family(2, birth_date="2004-02-29", religion="Kaharingan")))[0]
    assert "29-02-2004" in text and "Kaharingan" in text


def test_a_long_office_and_signatory_leave_the_foot_on_the_sheet():
    long = office(
        "kk", signatory_name="Drs. H. " + LONG, signatory_title="Kepala " + office("kk")["office_name"] + " " + LONG
    )
    assert len(pages(drawn("kk", family(6), **long))) == 1
