"""Every kind of document as a drawn page, read back."""

import datetime
import io
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from PIL import Image

from office import words as spelled
from office.documents import says
from office.documents.kinds import CARD, KINDS, LANDSCAPE
from office.wordings import samples, sheets
from outside import pdf
from outside.bounded import run_bounded
from tests.documents.drawing import drawn, fonts, full, pages, short, sizes, squeezed, words
from tests.documents.facts import FACTS, SHORT, URL, movers, office, place_of

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not on this machine")
EACH = pytest.mark.parametrize("kind", KINDS)
LONG = "Muhammad Al-Fatih Ramadhan Putra Kusumawardhana Dharmawangsa"
PEOPLE = re.compile(r"(.*_)?(name|father|mother)|leader|sponsor|responsible|old_value|new_value")


def shown(value: Any) -> Iterator[tuple[str, ...]]:
    """What of a prepared fact must be on the page; of several spellings, one."""
    if isinstance(value, list):
        for row in value:
            for cell in row.values():
                yield from shown(cell)
    elif isinstance(value, Mapping):
        yield from (
            [(value["id"],)] if "id" in value else [(value[part],) for part in ("village", "district", "regency")]
        )
    elif isinstance(value, datetime.date):
        yield (spelled.numeric_date(value), spelled.short_date(value), spelled.akta_date_in_indonesian(value))
    elif isinstance(value, bool):
        yield ("Dengan foto" if value else "Tanpa foto",)
    elif value is not None:
        yield (spelled.number_in_indonesian(value) if isinstance(value, int) and value < 10 else str(value),)


def renamed(kind: str, name: str) -> dict[str, Any]:
    """The facts of a kind with every person of the same name."""

    def again(facts: Mapping[str, Any]) -> dict[str, Any]:
        return {
            key: [again(row) for row in value] if isinstance(value, list) else name if PEOPLE.fullmatch(key) else value
            for key, value in facts.items()
        }

    return again(FACTS[kind])


@EACH
@pytest.mark.parametrize("draw", [full, short])
def test_every_fact_is_on_the_page(kind, draw):
    said = says.prepare(kind, (FACTS if draw is full else SHORT)[kind], place_of)
    text = squeezed(" ".join(pages(draw(kind))))
    for name in KINDS[kind].facts:
        for spellings in shown(said[name]):
            assert any(squeezed(each) in text for each in spellings), name
    assert "none" not in text and "undefined" not in text


@EACH
def test_the_shortest_set_of_facts_and_the_fullest_give_one_sheet_of_exactly_a4(kind):
    wide = KINDS[kind].orientation == LANDSCAPE
    for content in (full(kind), short(kind)):
        ((width, height),) = sizes(content)
        assert (width, height) == pytest.approx((841.89, 595.28) if wide else (595.28, 841.89), abs=0.01)


@EACH
def test_every_font_is_embedded(kind):
    found = fonts(full(kind))
    assert found and all(found.values()), found
    assert all("DejaVuSans" in name for name in found)


@EACH
def test_the_same_facts_give_the_same_bytes_in_a_child_process_too(kind):
    known = KINDS[kind]
    said = says.prepare(kind, FACTS[kind] | office(kind), place_of)
    assert run_bounded(pdf.render, known.template, said, known.pages, known.orientation) == full(kind)


@EACH
def test_a_document_names_its_number_its_signatory_and_where_to_check_and_a_work_sheet_does_not(kind):
    text = squeezed(pages(full(kind))[0])
    if KINDS[kind].shape == CARD:
        assert "lembarkerjacetak" in text and "bukandokumenkependudukan" in text
        assert "republik" not in text and URL.casefold() not in text
        return
    added = office(kind)
    for name in ("office_name", "signatory_name", "signatory_nip", "signatory_title", "check_url"):
        assert squeezed(added[name]) in text
    assert squeezed(added["number"] or "") in text


@EACH
def test_a_specimen_is_marked_and_what_a_real_signer_made_is_not(kind):
    bands = full(kind).count(b"/ImageMask true")
    real = drawn(kind, FACTS[kind], specimen=False)
    assert bands == 1 and b"/ImageMask true" not in real
    assert "CONTOH" not in pages(real)[0] and not re.search("BSrE|BSSN|Balai Sertifikasi", pages(real)[0])
    if KINDS[kind].shape != CARD:
        assert (
            "Ditandatangani oleh penyedia resmi." in pages(real)[0]
            and "CONTOH - belum ber-TTE resmi." in pages(full(kind))[0]
        )


@EACH
def test_names_in_other_letters_are_drawn_joined_and_with_their_marks(kind):
    for name in ("Šárka Ñuñez D’Angelo", "Ḥāfiẓ ʿAbd al-Raḥmān"):
        assert squeezed(name) in squeezed(pages(drawn(kind, renamed(kind, name)))[0])


@needs_poppler
def test_arabic_is_joined_runs_from_right_to_left_and_keeps_its_vowels(tmp_path):
    facts = FACTS["kutipan-akta-perceraian"] | {"husband_name": "مُحَمَّد", "wife_name": "عبد الله"}
    content = drawn("kutipan-akta-perceraian", facts)
    (text,) = pages(content)
    assert {"\u064f", "\u064e", "\u0651"} <= set(text), "the vowels are drawn"
    assert {"\ufee3", "\ufea4", "\ufee4", "\ufeaa"} <= set(text), "the letters are drawn in their joined forms"
    (page,) = words(content, tmp_path)
    # The file holds letters in the order in which they stand, from left to right: the last one read comes first.
    places = {unicodedata.normalize("NFKC", word)[::-1]: box for box, word in page}
    assert places["عبد"][0] > places["الله"][2], "the first word stands on the right"


@needs_poppler
@EACH
@pytest.mark.parametrize("name", ["A", LONG, f"{LONG} {LONG}"[:120], "W" * 120], ids=["1", "60", "120", "120 wide"])
def test_names_of_any_length_stay_on_the_page_and_cover_nothing(kind, name, tmp_path):
    content = drawn(kind, renamed(kind, name))
    assert KINDS[kind].pages in (None, len(sizes(content)))
    for (width, height), page in zip(sizes(content), words(content, tmp_path), strict=True):
        for (left, top, right, bottom), word in page:
            assert left > 20 and right < width - 20 and top > 20 and bottom < height - 20, word
        for place, (one, _) in enumerate(page):
            for other, _ in page[place + 1 :]:
                across = min(one[2], other[2]) - max(one[0], other[0])
                down = min(one[3], other[3]) - max(one[1], other[1])
                # Poppler's boxes have the height of the face, a little more than that of a line.
                assert not (across > 0.5 and down > 0.4 * min(one[3] - one[1], other[3] - other[1]))


@pytest.mark.parametrize("kind", ["skpwni", "skdwni", "skpln"])
@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (10, 1), (25, 2)])
def test_everyone_who_moves_is_listed_and_each_sheet_is_signed_and_counted(kind, count, sheets):
    people = movers(count)
    texts = pages(drawn(kind, FACTS[kind] | {"movers": people}))
    assert len(texts) == sheets
    listed = squeezed(" ".join(texts))
    assert all(squeezed(row["nik"] + row["name"]) in listed for row in people)
    for number, text in enumerate(texts, start=1):
        assert f"halaman {number} dari {sheets}" in text and "Drs. Contoh Pejabat" in text and "Nama Lengkap" in text


@EACH
def test_a_missing_fact_of_the_template_or_of_the_office_stops_the_document(kind):
    known = KINDS[kind]
    said = says.prepare(kind, FACTS[kind] | office(kind), place_of)
    for name in [next(name for name, required in known.facts.items() if required), "office_name"]:
        with pytest.raises(pdf.RenderFailed):
            pdf.render(known.template, {key: value for key, value in said.items() if key != name})


def test_the_longest_words_of_the_office_with_long_names_and_a_picture_fit_one_sheet():
    """Every text at its limit; the law's sixty letters and ten more in each name."""
    most = {piece.name: "Kata panjang " * (piece.most // 13) for piece in sheets.PARTS["suket"]}
    line = "Pemerintah Kota Contoh di Kalimantan Timur, Jalan Contoh Nomor 12 Bontang"
    head = {"lines": "\n".join([line] * 4), "foot": "Kata " * 24}
    picture = io.BytesIO()
    Image.new("RGB", (300, 300)).save(picture, "JPEG")
    added = {"wordings": {"suket": most, "kop": head}, "logo": picture.getvalue(), "signatory_title": samples.LONG_NAME}
    facts = renamed("suket", samples.LONG_NAME) | {"address": samples.LONG_ADDRESS}
    said = says.prepare("suket", facts | office("suket"), place_of) | added
    (text,) = pages(pdf.render("suket.html", said, 1, "portrait"))
    assert text.count(samples.LONG_NAME) >= 3 and text.count("Kata panjang") == 60


@pytest.mark.parametrize("kind", ["kutipan-akta-kelahiran", "biodata-wni", "kk"])
def test_a_name_without_end_is_refused_and_told_to_nobody(kind):
    with pytest.raises(pdf.RenderFailed) as failed:
        drawn(kind, renamed(kind, "Lestari " * (100 if kind == "kk" else 400)))
    assert "Lestari" not in str(failed.value)


def test_a_sheet_that_lies_the_wrong_way_is_refused():
    said = says.prepare("kk", FACTS["kk"] | office("kk"), place_of)
    with pytest.raises(pdf.RenderFailed, match="portrait"):
        pdf.render("kk.html", said, None, "portrait")
