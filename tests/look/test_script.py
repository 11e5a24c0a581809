"""What lamin.js adds, tried with a real browser."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect

Received = list[tuple[str, dict[str, bytes]]]
DESK = "/komponen?ruang=meja"


def a_photo(width: int, height: int) -> bytes:
    """A JPEG with a camera's EXIF, turned on its side as phones do."""
    photo = Image.effect_noise((width, height), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Telepon contoh"
    out = BytesIO()
    photo.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


@pytest.fixture
def received(look_app: Flask) -> Received:
    look_app.config["RECEIVED"].clear()
    received: Received = look_app.config["RECEIVED"]
    return received


def choose(page: Page, name: str, kind: str, content: bytes) -> None:
    page.goto("/uji?apa=surat")
    page.set_input_files("#f-kk", {"name": name, "mimeType": kind, "buffer": content})
    expect(page.locator("#surat-kk")).to_have_text("sudah")


def test_a_large_photo_is_made_small_upright_and_nameless_before_it_is_sent(
    look_page: Page, received: Received
) -> None:
    sent = a_photo(2600, 1300)
    choose(look_page, "IMG_1.jpg", "image/jpeg", sent)
    [(_, files)] = received
    arrived = Image.open(BytesIO(files["file"]))
    assert arrived.format == "JPEG" and arrived.size == (1000, 2000)
    assert not arrived.getexif() and len(files["file"]) < len(sent)


@pytest.mark.parametrize(
    ("name", "kind"), [("kk.pdf", "application/pdf"), ("kk.heic", "image/heic"), ("kk.jpg", "image/jpeg")]
)
def test_what_the_browser_cannot_read_is_sent_as_it_is(
    look_page: Page, received: Received, name: str, kind: str
) -> None:
    choose(look_page, name, kind, b"bukan gambar")
    assert received == [("surat", {"file": b"bukan gambar"})]


def test_a_small_photo_is_left_alone(look_page: Page, received: Received) -> None:
    sent = a_photo(300, 400)
    choose(look_page, "kk.jpg", "image/jpeg", sent)
    assert received[0][1]["file"] == sent


def test_two_taps_send_once(look_page: Page, received: Received) -> None:
    look_page.goto("/uji?apa=lambat")
    button = look_page.get_by_role("button", name="Kirim")
    button.evaluate("one => { one.click(); setTimeout(() => one.click(), 150); }")
    look_page.wait_for_url("**/terima/lambat")
    assert len(received) == 1


def test_the_button_works_again_after_going_back(look_page: Page, received: Received) -> None:
    look_page.goto("/uji?apa=lambat")
    for _ in range(2):
        look_page.get_by_role("button", name="Kirim").click()
        look_page.wait_for_url("**/terima/lambat")
        look_page.go_back()
    assert len(received) == 2


def test_a_refused_form_moves_the_focus_to_what_is_wrong(look_page: Page) -> None:
    look_page.goto("/uji?apa=salah")
    look_page.get_by_role("button", name="Kirim").click()
    expect(look_page.locator(".summary")).to_be_focused()
    expect(look_page.locator("#unsent")).to_be_hidden()


def test_a_server_in_trouble_is_said_and_the_page_stays(look_page: Page) -> None:
    look_page.goto("/uji?apa=rusak")
    look_page.get_by_role("button", name="Kirim").click()
    expect(look_page.get_by_text("Belum berhasil.")).to_be_visible()
    expect(look_page.get_by_role("button", name="Kirim")).not_to_have_attribute("aria-disabled", "true")


def test_a_lost_connection_is_said_and_the_page_stays(look_page: Page) -> None:
    look_page.goto("/uji?apa=surat")
    look_page.context.set_offline(True)
    look_page.set_input_files("#f-kk", {"name": "kk.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
    expect(look_page.get_by_text("Sambungan terputus.")).to_be_visible()
    expect(look_page.get_by_text("Foto sekarang")).to_be_visible()


@pytest.fixture
def desk(look_page: Page) -> Page:
    look_page.set_viewport_size({"width": 1366, "height": 768})
    look_page.goto(DESK)
    look_page.evaluate("document.activeElement.blur()")
    return look_page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def test_j_and_k_walk_the_rows(desk: Page) -> None:
    desk.locator("[data-key=K]").evaluate("e => e.remove()")
    seen = []
    for key in ["j", "j", "k"]:
        desk.keyboard.press(key)
        seen.append(focused(desk).split()[-1])
    assert seen == ["7K3M-QX9D", "4TWP-8HJC", "7K3M-QX9D"]


def test_a_slash_finds_the_search_and_letters_in_it_stay_letters(desk: Page) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type("nur/r+")
    assert desk.locator("#cari").input_value() == "nur/r+"
    assert desk.locator("[data-zoom]").get_attribute("class") == "sheet"


def test_plus_and_r_enlarge_and_turn_the_paper(desk: Page) -> None:
    sheet = desk.locator("[data-zoom]")
    for key, name in [
        ("+", "sheet zoom-1"),
        ("+", "sheet zoom-2"),
        ("+", "sheet"),
        ("r", "sheet turn-1"),
        ("r", "sheet turn-2"),
    ]:
        desk.keyboard.press(key)
        assert sheet.get_attribute("class") == name


def test_a_digit_fills_the_reason(desk: Page) -> None:
    desk.keyboard.press("2")
    expect(desk.locator("#surat-lahir_alasan")).to_have_value("Terpotong")


def test_the_keys_can_be_switched_off_and_stay_off(desk: Page) -> None:
    desk.locator("details.who summary").click()
    desk.get_by_role("button", name="Tombol cepat").click()
    desk.reload()
    desk.keyboard.press("+")
    assert desk.locator("[data-zoom]").get_attribute("class") == "sheet"
    assert desk.locator("[data-keys-switch]").get_attribute("aria-pressed") == "false"


def test_the_dark_theme_is_kept(desk: Page) -> None:
    desk.locator("details.who summary").click()
    desk.get_by_role("button", name="Tampilan gelap").click()
    desk.reload()
    assert desk.locator("html").get_attribute("data-theme") == "dark"


def test_the_reason_is_asked_only_when_something_is_wrong(desk: Page) -> None:
    box = desk.locator("#anak_alasan")
    expect(box).to_be_hidden()
    desk.locator("#anak").get_by_text("Perbaiki").click()
    expect(box).to_be_visible()


def test_the_secret_link_is_copied(look_page: Page, look_url: str) -> None:
    look_page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=look_url)
    look_page.goto("/komponen")
    look_page.get_by_role("button", name="Salin").click()
    expect(look_page.get_by_text("Tautan tersalin.")).to_be_visible()
    assert look_page.evaluate("navigator.clipboard.readText()") == "https://contoh.invalid/permohonan/x"
