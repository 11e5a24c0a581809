"""What a resident does on a phone, as a person would: by what stands on the screen."""

import os
import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from office import clock, opening
from tests.browsers import settled
from workbench import sample_papers

BORN = opening.local_day(clock.now() - timedelta(days=5))
LOST = opening.local_day(clock.now() - timedelta(days=2))


def birth_steps() -> dict[str, dict[str, str]]:
    """Answers by step title and question label; a choice is told by its label."""
    parents = {"day": (8, 5, 1988), "father": (12, 3, 1986)}
    return {
        "Anda, yang melapor": {
            "Nama lengkap Anda": "I Gusti Ngurah Rai", "NIK Anda": "9999 0112 0386 0006",
            "Anda melapor sebagai": "Ayah dari anak", "Nomor telepon seluler": "0812 0000 0189",
            "Alamat e-mail": "rai@contoh.id",
        },
        "Anak yang lahir": {
            "Nama lengkap anak": "Ni Luh Putu Sekar Nur'aini", "Jenis kelamin": "Perempuan",
            "Tanggal lahir": _date(BORN.day, BORN.month, BORN.year), "Jam lahir": "04.15",
            "Anak ke berapa dari ibu": "2",
        },
        "Kelahirannya": {
            "Dilahirkan di": "RS/RB", "Kota atau kabupaten kelahiran": "Bontang", "Jenis kelahiran": "Tunggal",
            "Penolong kelahiran": "Dokter", "Ada surat keterangan lahir?": "Ada", "Berat bayi, dalam gram": "3200",
        },
        "Ibu dari anak": {
            "Nama lengkap ibu": "Nur'aini binti Syarifuddin", "NIK ibu": "9999014805880001",
            "Tempat lahir ibu": "Bontang", "Tanggal lahir ibu": _date(*parents["day"]),
            "Apakah orang tua menikah tercatat?": "Ya, ada buku nikah atau akta perkawinan",
        },
        "Ayah dari anak": {
            "Nama lengkap ayah": "I Gusti Ngurah Rai", "NIK ayah": "9999011203860006",
            "Tempat lahir ayah": "Denpasar", "Tanggal lahir ayah": _date(*parents["father"]),
        },
        "Dua saksi": {
            "Nama saksi pertama": "Sulastri", "NIK saksi pertama": "9999015507700002",
            "Nama saksi kedua": "Yohanes Lerik", "NIK saksi kedua": "9999010101650003",
        },
        "Kartu Keluarga dan KIA": {
            "Nomor Kartu Keluarga tempat anak": "9999010203150001", "Sekalian Kartu Keluarga": "Tidak, akta saja",
        },
    }  # fmt: skip


def card_steps() -> dict[str, dict[str, str]]:
    """Answers for a lost KTP-el."""
    return {
        "Anda, yang memohon": {
            "KTP-el siapa?": "KTP-el saya sendiri", "Nama lengkap Anda": "Maria Goretti Dalung",
            "Nomor telepon seluler": "081200000277", "Alamat e-mail": "maria@contoh.id",
        },
        "Pemilik KTP-el": {
            "Nama lengkap pemilik": "Maria Goretti Dalung", "NIK pemilik": "9999016112900004",
            "Nomor Kartu Keluarga": "9999010203150001", "Tanggal lahir pemilik": _date(21, 12, 1990),
            "Kelurahan tempat tinggal": "Api-api",
        },
        "Data di kartu": {
            "Jenis kelamin": "Perempuan", "Tempat lahir": "Bontang", "Alamat": "Jalan Contoh 12", "RT": "5",
        },
        "Hilang atau rusak": {
            "Apa yang terjadi?": "KTP-el hilang", "Sejak tanggal": _date(LOST.day, LOST.month, LOST.year),
            "Nomor surat kehilangan dari polisi": "SKTLK/12/VI",
        },
    }  # fmt: skip


def picture(page: Page, name: str) -> None:
    """Keep what is on the screen for the README and the docs; only when PICTURES names a folder, the first one of a name."""
    path = Path(os.environ.get("PICTURES", "")) / f"{name}.png"
    if "PICTURES" in os.environ and not path.exists():
        page.screenshot(path=path, animations="disabled")


def start(page: Page, service: str) -> None:
    """From the front page into a fresh application."""
    page.goto("/")
    picture(page, "telepon-1-depan")
    page.get_by_label("Cari layanan").fill(service)
    page.get_by_role("button", name="Cari", exact=True).click()
    page.wait_for_url(re.compile(r"/layanan\?cari="))
    page.get_by_role("link", name=service).first.click()
    page.wait_for_url("**/layanan/*")
    picture(page, "telepon-2-layanan")
    page.get_by_role("button", name="Mulai isi").first.click()
    page.wait_for_url("**/permohonan/*")


def answer(page: Page, steps: dict[str, dict[str, str]]) -> None:
    """Fill every step in turn, beginning with the first one of the task list."""
    page.get_by_role("link", name=next(iter(steps))).click()
    for title, answers in steps.items():
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        settled(page)
        for label, value in answers.items():
            fill(page, label, value)
        page.get_by_role("heading", level=1).scroll_into_view_if_needed()
        picture(page, f"telepon-3-{page.url.rpartition('/')[2]}")
        page.get_by_role("button", name="Simpan dan lanjut").click()


def fill(page: Page, label: str, value: str) -> None:
    """Answer one question, whatever kind it is."""
    group = page.get_by_role("group", name=re.compile(f"^{re.escape(label)}"))
    field = page.get_by_label(re.compile(f"^{re.escape(label)}"))
    expect(group.or_(field).first).to_be_visible()
    if group.count():
        if value.startswith("date:"):
            for box, part in zip(group.get_by_role("textbox").all(), value[5:].split("-"), strict=True):
                box.fill(part)
        elif group.get_by_role("textbox").count():
            group.get_by_role("textbox").press_sequentially(value)
            group.get_by_role("radio", name=re.compile(value)).first.check()
        else:
            group.get_by_text(value, exact=True).click()
            expect(group.locator(":checked")).to_have_count(1)
        settled(page)  # an answer may bring another question
        return
    if field.evaluate("box => box.tagName") == "SELECT":
        field.select_option(label=value)
    else:
        field.fill(value)


def attach(page: Page, folder: Path, code: str, label: str) -> None:
    """Choose a photo for a slot; the page sends it and shows it as readable."""
    path = folder / f"{code}.jpg"
    path.write_bytes(sample_papers.photo(code))
    slot = page.locator(f"#surat-{code}")
    expect(slot.get_by_role("heading", name=label)).to_be_visible()
    slot.locator("form:not(.no-js) input[type=file]:not([capture])").set_input_files(path)
    expect(page.locator(f"#surat-{code}").get_by_text("Terbaca")).to_be_visible()
    page.locator(f"#surat-{code}").scroll_into_view_if_needed()
    picture(page, "telepon-4-surat")


def send(page: Page) -> tuple[str, str]:
    """Check the answers, send, and read reference and secret off the receipt."""
    picture(page, "telepon-5-periksa-jawaban")
    page.get_by_label("Jawaban saya benar dan lengkap").check()
    page.get_by_role("button", name="Kirim permohonan").click()
    expect(page.get_by_role("heading", level=1, name="Permohonan diterima")).to_be_visible()
    picture(page, "telepon-6-tanda-terima")
    codes = page.locator(".code")
    return codes.nth(0).inner_text().strip(), codes.nth(1).inner_text().strip()


def sign_in(page: Page, login: str, password: str) -> None:
    """An officer signs in."""
    page.goto("/petugas/masuk")
    page.get_by_label("Nama pengguna").fill(login)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(re.compile("^[^?]*/petugas/(masuk/kode.*)?$"))
    if "/masuk/kode" in page.url:
        page.get_by_label("Kode 6 angka dari aplikasi").fill(sample_code(page, login))
        page.get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(re.compile("^[^?]*/petugas/$"))


def sample_code(page: Page, login: str) -> str:
    """The code of an invented officer, from the page that shows it; who signs in often waits for the next half minute."""
    codes = page.context.new_page()
    try:
        codes.goto("/kode-contoh")
        while not codes.locator(f"#{login} .code").count():
            codes.wait_for_timeout(1000)
            codes.reload()
        return codes.locator(f"#{login} .code").inner_text()
    finally:
        codes.close()


def _date(day: int, month: int, year: int) -> str:
    return f"date:{day}-{month}-{year}"
