"""The dashboard and the reports: what the head of the office sees, and the files that leave it."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta

import pypdf
import pytest
from babel.dates import format_date

from desk import dated
from desk.report_files import as_csv, safe
from desk.report_parts import cell
from desk.report_sections import SECTIONS
from frame import charts
from office import clock, opening
from office.applications import review, states
from office.db import transaction
from office.queue import board
from office.reports import cases
from office.reports.scope import Scope
from office.staff import Role
from tests.factories import an_application, an_approved, an_officer


@pytest.fixture
def head(desk):
    return desk(Role.HEAD)


@pytest.fixture
def busy(app):
    """A day on which two applications came, one was returned, three numbers were taken and one visit was saved."""
    at = clock.now()
    application, officer = an_application(at=at), an_officer(name='=HYPERLINK("x")')
    an_approved("ktp-hilang-rusak", at=at)
    with transaction():
        review.take(application, officer, at=at)
        code = states.papers_of(application)[0].code
        review.judge(application, "paper", code, "fix", "Tulisan kabur, foto lagi.", officer, at=at)
        review.send_back(application, officer, at=at)
    with transaction():
        board.stayed_home("B", at=at)
    return at


def test_the_dashboard_shows_this_day_and_its_fragment_is_the_middle_of_the_page(busy, head):
    page, fragment = head.get("/petugas/angka"), head.get("/petugas/angka", fragment=True)
    assert page.status_code == 200 and 'data-live="/petugas/angka"' in page.text
    begins = fragment.text.strip()[:60]
    assert begins.startswith('<div class="stack" id="angka"') and begins in page.text and "<html" not in fragment.text
    figure = dict(re.findall(r"<dt>([^<]+)</dt><dd><b>([^<]+)</b>", page.text))
    assert (figure["Masuk dari rumah"], figure["Menunggu"], figure["Dilayani"]) == ("2", "0", "0")
    assert head.get("/petugas/angka/versi").text.count("-") == 3


def test_each_section_stands_with_figures_and_without_any(app, busy, head):
    day = opening.local_day(busy).isoformat()
    for section in SECTIONS:
        with app.test_request_context():
            url, title = app.url_for("desk.show_report", code=section.code), section.title()
        full = head.get(url, dari=day, sampai=day)
        assert full.status_code == 200 and f"<h1>{title}</h1>" in full.text
        # Each picture says what is seen, and has its table.
        drawn = full.text.count('<svg class="chart"')
        assert drawn == full.text.count("<desc>") and full.text.count("<table") >= drawn
        assert head.get(url, dari="2010-01-01", sampai="2010-01-02").status_code == 200
    assert not cases.behind()


def test_what_was_found_failing_is_named_with_its_reason(busy, head):
    page = head.get("/petugas/laporan/mutu").text
    assert "Kabur atau tidak terbaca" in page and "Akta kelahiran" in page


WRONG = [
    ({"dari": "2010-01-01", "sampai": "2020-06-01"}, "lebih dari 10 tahun terlalu panjang"),
    ({"dari": "2020-06-01", "sampai": ""}, "Baru satu dari dua hari"),
    ({"dari": "2020-06-09", "sampai": "2020-06-01"}, "Hari terakhir lebih dulu"),
    ({"dari": "1-1-2090", "sampai": "2-1-2090"}, "belum lewat"), ({"dari": "kemarin", "sampai": "2020-06-01"}, "“kemarin”"),
    ({"dari": "2020-06-01", "sampai": "2020-06-09", "banding_dari": "x", "banding_sampai": "1-5-2020"}, "“x” tidak terbaca"),
]  # fmt: skip


def test_a_period_that_cannot_be_is_said_and_the_form_keeps_what_was_typed(head):
    for typed, sentence in WRONG:
        page = head.get("/petugas/laporan/banding", **typed)
        assert page.status_code == 422 and sentence in page.text and '<svg class="chart"' not in page.text
        assert all(f'name="{box}" value="{value}"' in page.text for box, value in typed.items())
        assert head.get("/petugas/laporan.csv", **typed).status_code == 422


def test_a_choice_that_nobody_offers_is_said_and_left_aside_but_no_file_is_made_without_it(busy, head):
    day = opening.local_day(busy).isoformat()
    asked = {"dari": day, "sampai": day, "layanan": "zzz", "tempat": "yyy"}
    page = head.get("/petugas/laporan/permohonan", **asked)
    assert page.status_code == 200 and "“zzz” tidak dikenal" in page.text and "“yyy” tidak dikenal" in page.text
    # What is good of it still counts: the days are those that were asked for, and links to files carry no bad choice.
    assert f'value="{dated.as_typed(opening.local_day(busy))}"' in page.text and "Akta kelahiran" in page.text
    assert "layanan=zzz" not in page.text
    for name in ("laporan.csv", "laporan.xlsx", "skm/lembar"):
        assert head.get(f"/petugas/{name}", **asked).status_code == 422


def test_two_periods_stand_side_by_side_and_the_change_is_said_in_words(busy, head):
    day = opening.local_day(busy)
    week = {"dari": day.isoformat(), "sampai": day.isoformat()}
    page = head.get("/petugas/laporan/banding", **week).text
    assert "Sebelumnya tidak ada, lalu 2: tidak ada yang bisa dibandingkan." in page and "Membaik" not in page
    assert "(belum selesai)" in page
    other = head.get("/petugas/laporan/banding", **week, banding_dari="2020-03-23", banding_sampai="2020-06-09").text
    assert "23 Mar 2020 - 9 Jun 2020" in other


def test_no_cell_of_a_file_is_a_formula(busy, head):
    day = opening.local_day(busy).isoformat()
    rows = list(
        csv.reader(io.StringIO(head.get("/petugas/laporan.csv", dari=day, sampai=day).data.decode("utf-8-sig")))
    )
    assert rows[0] == ["Bagian", "Tabel", "Baris", "Kolom", "Nilai"]
    assert ["Beban petugas", "Beban petugas", '\'=HYPERLINK("x")', "Dikembalikan", "1"] in rows
    assert [safe(each) for each in ("=1", "+1", "-1", "@x", "\tx", "\rx", -1, "a=1", None)] == [
        "'=1", "'+1", "'-1", "'@x", "'\tx", "'\rx", -1, "a=1", None]  # fmt: skip
    assert ["Keadaan masa", "belum selesai"] in [[row[2], row[4]] for row in rows]
    answer = head.get("/petugas/laporan.xlsx", dari=day, sampai=day)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
        words = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
    assert len(sheets) == len(SECTIONS) and not any("<f>" in sheet for sheet in sheets)
    assert "=HYPERLINK(&quot;x&quot;)" in words or '=HYPERLINK("x")' in words
    assert any("(belum selesai)" in each for each in words) and "Semua layanan, semua tempat" in words
    # The day of the daily table is a date, its counts are numbers.
    table = next(sheet for sheet in sheets if f't="s"><v>{words.index("Permohonan masuk per hari")}</v>' in sheet)
    serial = (opening.local_day(busy) - date(1899, 12, 30)).days
    assert re.search(rf'<c r="A7" s="\d+"><v>{serial}</v></c><c r="B7" s="\d+"><v>2</v>', table)


def test_the_month_is_a_pdf_ready_to_send(busy, head):
    day = opening.local_day(busy)
    answer = head.get(f"/petugas/laporan/bulan/{day:%Y-%m}.pdf")
    assert answer.mimetype == "application/pdf"
    paper = pypdf.PdfReader(io.BytesIO(answer.data))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert "Laporan pelayanan bulan" in text and "Dinas Kependudukan" in text and "Beban petugas" in text
    assert f"Halaman 1 dari {len(paper.pages)}" in text
    sizes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in paper.pages}
    assert sizes == {(595, 842)} and "(belum selesai)" in text
    # Every day of the month stands in its table, and the signature has company on its page.
    assert all(f"{number} {format_date(day, 'MMM y', 'id')}" in text for number in range(1, day.day + 1))
    assert "Dengan kata-kata" in paper.pages[-1].extract_text()
    for month in ("2999-01", "2020-13", "1999-01"):
        assert head.get(f"/petugas/laporan/bulan/{month}.pdf").status_code == 422


def test_a_chart_writes_every_value_beside_its_mark():
    drawn = charts.bars([("Akta", [3, 2]), ("Kartu", [0, 7])], ["Rumah", "Loket"], "", str)
    said = [shape.text for shape in drawn.shapes if shape.tag == "text"]
    assert said == ["Akta", "5", "Kartu", "7", "Rumah", "Loket"]
    heat = charts.heat(["08", "09"], [("Sen", [4, None]), ("Sel", [1, 2])], "", str)
    assert [shape.look for shape in heat.shapes if shape.tag == "rect"] == ["h5", "h0", "h2", "h3"]
    line = charts.lines(["a", "b"], [("x", [0, 90]), ("y", [0, 90])], "", cell)
    ends = [shape.at["y"] for shape in line.shapes if shape.look == "v"]
    assert abs(ends[0] - ends[1]) >= 12


def test_the_report_holds_no_name_but_the_officers_and_nothing_of_a_resident(app):
    at = clock.now()
    application = an_application(at=at)
    with transaction():
        cases.catch_up()
    today = opening.local_day(at)
    with app.test_request_context("/petugas/laporan.csv"):
        text = as_csv(Scope(today - timedelta(days=30), today), at).decode("utf-8-sig")
    assert application.subject_name not in text and application.applicant_name not in text
    assert application.reference not in text
