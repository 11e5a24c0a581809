"""The same pages in a real browser, 360 px wide: with htmx they answer in place, and axe finds nothing."""

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from office import cards, documents
from office.applications import drafts, review
from office.db import db, transaction
from office.staff import Role
from tests.factories import BIRTH, NOON, a_draft, a_full_draft, an_application, an_approved, an_officer
from tests.web.conftest import blurred_photo, good_photo
from tests.web.makers import a_card_in, a_finished, a_returned

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # three times as fast as telling of what is well, too
}


def test_a_question_called_up_by_a_choice_appears_at_once_and_keeps_what_was_typed(app, screen: Page):
    screen.goto(f"/permohonan/{a_draft('ktp-hilang-rusak').token}/langkah/kejadian")
    screen.get_by_label("Tanggal", exact=True).fill("2")
    screen.get_by_label("KTP-el hilang").check()
    expect(screen.get_by_label("Nomor surat kehilangan dari polisi")).to_be_visible()
    expect(screen.get_by_label("Tanggal", exact=True)).to_have_value("2")
    screen.get_by_label("KTP-el rusak").check()
    expect(screen.get_by_label("Bagian yang rusak")).to_be_visible()
    expect(screen.get_by_label("Nomor surat kehilangan dari polisi")).to_have_count(0)
    expect(screen.get_by_label("KTP-el rusak")).to_be_focused()
    for box, text in (("Tanggal", "2"), ("Bulan", "6"), ("Tahun", "2020"), ("Bagian yang rusak", "Terbelah dua")):
        screen.get_by_label(box, exact=True).fill(text)
    screen.get_by_role("button", name="Simpan dan lanjut").click()
    expect(screen).to_have_url(re.compile("/langkah/pemohon$"))


def test_a_refused_form_puts_the_focus_on_the_list_of_what_is_wrong(app, screen: Page):
    screen.goto(f"/permohonan/{a_draft().token}/langkah/anak")
    screen.get_by_role("button", name="Simpan dan lanjut").click()
    expect(screen.locator(".summary")).to_be_focused()
    screen.get_by_role("link", name="Bagian ini belum diisi.").first.click()
    expect(screen.locator("#nama")).to_be_in_viewport()


def test_a_photo_fills_its_slot_without_leaving_the_page(app, screen: Page, tmp_path: Path):
    screen.goto(f"/permohonan/{a_draft('ktp-hilang-rusak').token}/surat")
    slot = screen.locator("#surat-kartu-keluarga")
    slot.locator("#f-kartu-keluarga").set_input_files(file(tmp_path, blurred_photo()))
    expect(slot.get_by_text("Tulisannya kabur.")).to_be_visible()
    slot.get_by_role("button", name="Tetap pakai foto ini").click()
    expect(slot.get_by_text("Foto ini dipakai.")).to_be_visible()
    slot.get_by_role("button", name="Ganti foto").click()
    slot.locator("#f-kartu-keluarga").set_input_files(file(tmp_path, good_photo()))
    expect(slot.get_by_text("Foto diterima")).to_be_visible()
    expect(slot.locator("img")).to_be_visible()


def test_a_file_that_is_no_photo_is_refused_in_place(app, screen: Page, tmp_path: Path):
    screen.goto(f"/permohonan/{a_draft('ktp-hilang-rusak').token}/surat")
    slot = screen.locator("#surat-kartu-keluarga")
    slot.locator("#f-kartu-keluarga").set_input_files(file(tmp_path, b"halo"))
    expect(slot.get_by_role("alert")).to_contain_text("bukan foto atau PDF")
    slot.locator("#f-kartu-keluarga").set_input_files(file(tmp_path, b"%PDF-" + b"0" * 10_500_000))
    expect(slot.get_by_role("alert")).to_contain_text("lebih dari 10 MB")


def test_mending_the_last_paper_opens_the_button_that_sends(app, screen: Page, tmp_path: Path):
    application = a_returned("surat-lahir")
    screen.goto(f"/permohonan/{application.token}/status")
    button = screen.get_by_role("button", name="Kirim perbaikan")
    expect(button).to_be_disabled()
    screen.locator("#f-surat-lahir").set_input_files(file(tmp_path, good_photo()))
    expect(button).to_be_enabled()
    button.click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Perbaikan diterima")


def test_a_slot_whose_application_was_sent_from_another_tab_says_so_in_place(app, screen: Page):
    application = a_full_draft()
    screen.goto(f"/permohonan/{application.token}/surat")
    with transaction():
        drafts.submit(application, at=NOON)
    screen.locator("#surat-kartu-keluarga").get_by_role("button", name="Ganti foto").click()
    expect(screen.get_by_text("Bagian ini sudah dikirim dan tidak bisa diubah lagi.")).to_be_visible()


def test_the_whole_form_works_without_script(app, browser, address, tmp_path: Path):
    application = a_draft("ktp-hilang-rusak")
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/permohonan/{application.token}/surat")
    page.locator("#n-kartu-keluarga").set_input_files(file(tmp_path, good_photo()))
    page.locator("#surat-kartu-keluarga").get_by_role("button", name="Unggah").click()
    expect(page.locator("#surat-kartu-keluarga").get_by_text("Foto diterima")).to_be_visible()
    assert page.url.endswith("#surat-kartu-keluarga")
    context.close()


def test_axe_finds_nothing_on_any_page_and_nothing_is_wider_than_the_phone(app, screen: Page):
    loud: list[str] = []
    screen.on("console", lambda message: loud.append(message.text) if message.type == "error" else None)
    for place in every_page(app):
        screen.goto(place)
        found = Axe().run(screen, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], place
        for width in (360, 320):
            screen.set_viewport_size({"width": width, "height": 740})
            assert screen.evaluate("document.documentElement.scrollWidth") <= width, (place, width)
    assert [text for text in loud if not re.search("status of 4(04|09|10)", text)] == []


def every_page(app) -> list[str]:
    """One address of each kind of page, with the states that look different."""
    store = app.extensions["lamin"].store
    draft, full, sent, finished = a_draft(), a_full_draft(), an_application(), a_finished(store)
    with transaction():
        drafts.save(draft, "ibu", BIRTH["ibu"], at=NOON)
    locked = a_finished(store, data=b"%PDF-1.7\nlocked")[1]
    with transaction():
        locked.wrong_tries, locked.locked_at = 5, NOON
    withdrawn, rejected, officer = an_application(), an_application(), an_officer(Role.REGISTRAR)
    revoked, superseded = a_finished(store, data=b"%PDF-1.7\nrevoked"), a_finished(store, data=b"%PDF-1.7\nold")
    with transaction():
        drafts.withdraw(withdrawn, at=NOON)
        review.take(rejected, officer, at=NOON)
        review.reject(rejected, "Sudah punya akta.", officer, at=NOON)
        documents.end(revoked[1], documents.REVOKED, "Data salah.", by=officer.actor, at=NOON)
        documents.end(superseded[1], documents.SUPERSEDED, "Nama dibetulkan.", by=officer.actor, at=NOON)
    status = [sent, a_returned("surat-lahir", "answers:anak"), finished[0], a_card_in(cards.READY), withdrawn, rejected,
              revoked[0], an_approved()]  # fmt: skip
    of_draft = ["", "/langkah/ibu", "/langkah/anak", "/surat", "/periksa", "/hapus"]
    db.session.rollback()
    return [
        "/", "/layanan/akta-kelahiran", "/lacak", "/periksa", "/pesan", "/bantuan", "/data-anda", "/cara-cetak",
        "/isian-terhapus", "/tidak/ada", "/periksa/tidak-ada",
        *(f"/permohonan/{draft.token}{page}" for page in of_draft), f"/permohonan/{full.token}/periksa",
        *(f"/permohonan/{one.token}/status" for one in status),
        *(f"/permohonan/{sent.token}/{page}" for page in ("tanda-terima", "tarik", "surat")),
        f"/dokumen/{finished[1].access_token}", f"/dokumen/{locked.access_token}", f"/periksa/{finished[1].token}",
        f"/periksa/{revoked[1].token}", f"/periksa/{superseded[1].token}", f"/dokumen/{revoked[1].access_token}",
        "/kotak-surat", "/kotak-telepon", "/contoh-surat", "/komponen", "/?bahasa=en", "/layanan/ktp-hilang-rusak?bahasa=en",
    ]  # fmt: skip


def file(folder: Path, data: bytes) -> str:
    path = folder / "IMG_0001.jpg"
    path.write_bytes(data)
    return str(path)
