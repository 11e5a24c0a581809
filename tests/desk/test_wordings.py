"""The pages where an administrator edits the office's words, who signs, and how numbers look."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from flask import render_template
from flask_babel import force_locale
from PIL import Image

from commands.checking import violations
from desk import wording_preview
from desk.wordings import _default
from office import clock, notices, opening, settings, signatories
from office.db import transaction
from office.documents import numbering
from office.staff import Role
from office.wordings import gaps, messages, samples, sheets, versions
from outside.worker import telling
from tests.desk.test_books import a_document
from tests.factories import NOON, an_application

FACTS = {
    "reference": "2345 6789", "service": "Akta Kelahiran", "document": "Surat", "promised_at": None, "failing": [],
    "status_url": "https://a/s", "document_url": "https://a/d", "help_url": "https://a/h", "ours_url": "https://a/p",
    "pin": "123456", "closing_reason": "", "code": "7KQ4M2XV", "delivery": "link",
}  # fmt: skip


@pytest.fixture
def admin(desk):
    return desk(Role.ADMINISTRATOR)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_message_by_default_has_what_it_must_and_nothing_unknown(app, language):
    with app.test_request_context():
        for part, message in messages.MESSAGES.items():
            if message.language != language:
                continue
            said = _default(part)
            for name, text in said.items():
                gaps.check(text, message.gaps, message.required if name == "text" else ())
            assert versions.read(part, said) == said, part


def test_every_message_that_is_sent_can_be_edited():
    sent = {
        f"{channel}.{kind}"
        for kind, channels in notices.CHANNELS.items()
        for channel in channels
        if kind not in messages.FIXED
    }
    sent = {part.replace("email.", "mail.") for part in sent} | {"phone.almost", "phone.let_in", "mail.appointment"}
    sent |= {"mail.displaced", "phone.displaced"}
    assert {part.rpartition(".")[0] for part in messages.MESSAGES} == sent


def test_an_edited_message_is_sent_in_its_language_and_the_other_stays(app, admin):
    answer = admin.post("/petugas/kata-surat/mail.received.id", subject="Diterima: {permohonan}",
                        text="Halo.\nJanji: {janji_selesai}\n{tautan} kode {kode}")  # fmt: skip
    assert answer.status_code == 303
    with app.test_request_context():
        subject, body, html = telling.letter("received", "id", FACTS, clock.now())
        assert (subject, body) == ("Diterima: 2345 6789", "Halo.\nhttps://a/s kode 7KQ4M2XV\n") and "7KQ4M2XV" in html
        with force_locale("en"):
            default = render_template("mail/received.txt", **FACTS, promised="").strip().partition("\n")[0]
        assert telling.letter("received", "en", FACTS, clock.now())[0] == default


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("{tautan}", "Teks ini harus memuat {kode}."), ("{tautan} {kode} {nik}", "{nik} tidak dikenal."), ("", "tidak boleh kosong"),
     ("{tautan} {kode} {{ config }}", "tidak dikenal"), ("{tautan} {kode} " + "x" * 500, "terlalu panjang")],
)  # fmt: skip
def test_a_message_that_cannot_be_sent_is_refused_with_what_was_typed(app, admin, text, sentence):
    answer = admin.post("/petugas/kata-surat/phone.returned.id", text=text)
    assert answer.status_code == 422 and sentence in answer.text
    assert versions.history("phone.returned.id") == []
    assert text.split(" {nik}")[0][:20].replace("{{", "{{") in answer.text


def test_a_preview_of_a_text_message_counts_its_letters_and_keeps_nothing(app, admin):
    page = admin.post("/petugas/kata-surat/phone.done.id/pratinjau", text="Selesai {permohonan}. {kode} " + "x" * 160)
    assert page.status_code == 200 and "dihitung 2 pesan" in page.text and "CONTOH PRATINJAU" in page.text
    assert versions.history("phone.done.id") == []


def test_a_letter_is_previewed_as_a_real_sheet_then_saved_and_taken_back(app, admin):
    url = "/petugas/kata-surat/suket"
    sheet = admin.post(f"{url}/pratinjau", opening="Bagi {nama}.", closing="Sekian.")
    text = " ".join(pypdf.PdfReader(io.BytesIO(sheet.data)).pages[0].extract_text().split())
    assert sheet.mimetype == "application/pdf" and "CONTOH PRATINJAU" in text and f"Bagi {samples.LONG_NAME}." in text
    assert versions.history("suket") == []
    assert admin.post(url, opening="Bagi {nama}.", closing="Sekian.").status_code == 303
    assert "Bagi {nama}." in admin.get(url).text
    assert admin.post(f"{url}/kembali", once="another key of this test", versi="0").status_code == 303
    assert versions.said("suket", clock.now()) == sheets.defaults("suket") and len(versions.history("suket")) == 2
    assert admin.post(f"{url}/kembali", once="a third key of this test", versi="99999").status_code == 404


def test_words_that_do_not_fit_or_cannot_be_drawn_are_refused_before_they_are_kept(app, admin):
    url = "/petugas/kata-surat/periksa"
    strange = admin.post(url, check="Periksa \u6f22", check_en="Check")
    assert strange.status_code == 422 and "tidak bisa digambar" in strange.text
    with pytest.raises(wording_preview.DoesNotFit):
        wording_preview.draw("suket", {"opening": "W " * 3000, "closing": ""}, None, clock.now())
    assert versions.changed(sheets.PARTS) == set()


def test_a_picture_for_the_letterhead_is_made_safe_and_kept(app, admin):
    out = io.BytesIO()
    Image.new("RGBA", (300, 300), (7, 61, 50, 120)).save(out, "PNG")
    out.seek(0)
    told = admin.post("/petugas/kata-surat/kop", lines="{kantor}\nJl. Contoh 1", foot="", logo=(out, "x.png"))
    assert told.status_code == 303
    key = versions.said("kop", clock.now())["logo"]
    assert app.extensions["lamin"].store.get(key).startswith(b"\xff\xd8")
    bad = admin.post("/petugas/kata-surat/kop", once="a second key of this", lines="{kantor}", foot="",
                     logo=(io.BytesIO(b"<svg/>"), "x.png"))  # fmt: skip
    assert bad.status_code == 422 and "bukan foto" in bad.text


def test_who_signs_is_changed_by_terms_and_a_bad_one_is_told(app, admin):
    today = opening.local_day(clock.now())
    told = {"name": "Siti Contoh", "title": "Kepala Dinas", "nip": "1" * 18, "prefix": "Plt.", "first": today.isoformat()}
    assert (
        admin.post("/petugas/penanda-tangan/head", **told, last=(today + timedelta(days=9)).isoformat()).status_code
        == 303
    )
    page = admin.get("/petugas/penanda-tangan").text
    assert "Plt. Kepala Dinas" in page and "Masa jabatan terputus" in page and "Kata dan pejabat (1)" in page
    again = admin.post("/petugas/penanda-tangan/head", once="another key of this test", **told)
    assert (
        again.status_code == 422
        and "bertumpuk dengan Siti Contoh" in again.text
        and 'value="Siti Contoh"' in again.text
    )
    assert signatories.facts("head", clock.now())["signatory_title"] == "Plt. Kepala Dinas"
    bad = admin.post("/petugas/penanda-tangan/head", once="a third key of this test ", **told | {"nip": "1970"})
    assert bad.status_code == 422 and 'id="nip-head-e"' in bad.text and "Yang diketik 4 angka" in bad.text
    later = told | {"name": "Yohanes Contoh", "first": f"{today + timedelta(days=20):%d-%m-%Y}"}
    admin.post("/petugas/penanda-tangan/head", once="a fourth key of this test", **later)
    number = signatories.ever("head")[-1].id
    assert admin.post(f"/petugas/penanda-tangan/{number}/batal", once="a fifth key of this test ").status_code == 303
    assert "Dibatalkan" in admin.get("/petugas/penanda-tangan").text


def test_numbers_are_previewed_and_saved_and_a_bad_form_is_told(app, admin):
    page = admin.get("/petugas/nomor-surat").text
    form = dict(re.findall(r'name="((?:huruf|bentuk)-[^"]+)"[^>]*value="([^"]*)"', page))
    assert "huruf bawaan belum dipastikan" in page and len(form) == 2 * len(numbering.types())
    form["bentuk-suket-SKET"] = "{nomor}/{huruf}/{tahun}"
    shown = admin.post("/petugas/nomor-surat", pratinjau="1", **form)
    assert f"0001/SKET/{opening.local_day(clock.now()).year}" in shown.text and settings.history(numbering.KEY) == []
    assert admin.post("/petugas/nomor-surat", **form).status_code == 303
    assert numbering.form("suket", "SKET", clock.now()).pattern == "{nomor}/{huruf}/{tahun}"
    form["bentuk-suket-SKET"] = "{nomor}/{huruf}"
    bad = admin.post("/petugas/nomor-surat", once="another key of this test", **form)
    assert bad.status_code == 422 and "Bentuk nomor harus memuat {nomor}" in bad.text


def test_a_later_version_is_told_and_holds_only_then(app, admin):
    with transaction():
        versions.put("suket", {"opening": "Nanti.", "closing": ""}, by=admin.officer.actor, at=clock.now(),
                     valid_from=clock.now() + timedelta(days=2))  # fmt: skip
    assert versions.said("suket", clock.now()) is None and "Nanti" in admin.get("/petugas/kata-surat/suket").text
    assert versions.said("suket", NOON + timedelta(days=9999)) is not None


def test_a_registrar_voids_a_number_on_the_page_of_its_book(app, desk):
    document, browser = a_document(an_application()), desk(Role.REGISTRAR)
    number, url = document.number, "/petugas/buku/LU/2020"
    bad = browser.post(f"{url}/batal", once="another key of this test", nomor="6474-LU-04062020-0009", alasan="Keliru")
    assert bad.status_code == 422 and "tidak ada di buku ini" in bad.text and 'value="Keliru"' in bad.text
    assert browser.post(f"{url}/batal", nomor=number, alasan="Nama keliru").status_code == 303
    page = browser.get(url).text
    assert f"<s>{number}</s>" in page and "<small>Nama keliru</small>" in page
    assert not [each for each in violations(app.extensions["lamin"].store, at=clock.now()) if each.startswith("I3")]
