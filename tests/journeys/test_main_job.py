"""The main job from a phone at home to the finished document, with every real part running."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.browsers import settled
from tests.factories import PASSWORD
from tests.journeys import walks
from tests.journeys.conftest import House

BIRTH_PAPERS = {
    "surat-lahir": "Surat keterangan lahir", "kartu-keluarga": "Kartu Keluarga",
    "buku-nikah": "Buku nikah atau akta perkawinan",
}  # fmt: skip
DONE = {"Kembalikan": "dikembalikan ke warga", "Teruskan": "diteruskan untuk disetujui", "Setujui": "disetujui"}
# Seconds for what the worker does meanwhile, on a machine that does much else.
PATIENCE = 60.0
CARD_PAPERS = {"surat-kehilangan": "Surat kehilangan dari polisi", "kartu-keluarga": "Kartu Keluarga"}


def test_a_birth_is_reported_mended_approved_signed_and_checked(
    house: House, phone: Page, desk: Page, tmp_path: Path
) -> None:
    reference, _ = report(phone, "Akta kelahiran", walks.birth_steps(), BIRTH_PAPERS, tmp_path)

    walks.sign_in(desk, "rahmawati", PASSWORD)
    walks.picture(desk, "meja-1-daftar-kerja")
    open_file(desk, reference)
    judge_all(desk, wrong={"Surat keterangan lahir": "Tanggal tertutup jari."})
    walks.picture(desk, "meja-2-periksa-berkas")
    press(desk, "Kembalikan 1")

    phone.get_by_role("link", name="Lihat status").click()
    expect(phone.get_by_role("heading", level=1, name="Perlu perbaikan: 1 surat")).to_be_visible()
    walks.picture(phone, "telepon-7-perlu-perbaikan")
    assert phone.locator(".slot").count() == 1
    expect(phone.get_by_text("Tanggal tertutup jari.")).to_be_visible()
    walks.attach(phone, tmp_path, "surat-lahir", "Surat keterangan lahir")
    phone.get_by_role("button", name="Kirim perbaikan").click()
    expect(phone.get_by_role("heading", level=1, name="Perbaikan diterima")).to_be_visible()

    open_file(desk, reference)
    judge_all(desk)
    press(desk, "Teruskan")
    change_officer(desk, "yohanes")
    open_file(desk, reference)
    walks.picture(desk, "meja-3-setujui")
    press(desk, "Setujui")

    phone.goto(phone.url.replace("/tanda-terima", "/status"))
    until(phone, phone.get_by_role("heading", level=1, name="Selesai, surat sudah jadi"))
    letter = wait_for(
        phone,
        lambda: next(
            (mail for mail in house.post.letters if list(mail.iter_attachments()) and reference in mail["Subject"]),
            None,
        ),
    )
    pdf = next(letter.iter_attachments()).get_payload(decode=True)
    assert letter["To"] == "rai@contoh.id" and "Signature is Valid" in pdfsig(pdf, tmp_path)

    text = wait_for(phone, lambda: next((text for text in house.texts() if "PIN" in text and reference in text), None))
    pin = re.search(r"PIN (\d{6})", text).group(1)
    phone.reload()
    phone.get_by_label("PIN 6 angka").fill(pin)
    walks.picture(phone, "telepon-8-selesai")
    with phone.expect_download() as downloaded:
        phone.get_by_role("button", name="Unduh PDF").click()
    assert Path(downloaded.value.path()).read_bytes() == pdf

    phone.goto(address_on(pdf, tmp_path))
    expect(phone.get_by_role("heading", level=1, name="Asli dan berlaku")).to_be_visible()
    walks.picture(phone, "telepon-9-asli")
    assert "Sekar" not in phone.content()
    phone.goto("/periksa")
    given = tmp_path / "diterima.pdf"
    given.write_bytes(pdf)
    phone.locator("input[type=file]").set_input_files(given)
    phone.get_by_role("button", name="Periksa berkas PDF").click()
    expect(phone.get_by_role("heading", level=1, name="Asli dan berlaku")).to_be_visible()


def test_what_is_typed_while_a_question_is_still_coming_stays(house: House, phone: Page) -> None:
    walks.start(phone, "KTP-el hilang atau rusak")
    phone.get_by_role("link", name="Hilang atau rusak").click()
    asked: list[Route] = []
    phone.route("**/pertanyaan", lambda route: asked.append(route))
    phone.get_by_text("KTP-el hilang", exact=True).click()
    phone.get_by_label("Tanggal", exact=True).fill("22")
    phone.get_by_label("Bulan", exact=True).fill("11")
    wait_for(phone, lambda: asked or None)
    for route in asked:
        route.continue_()
    phone.get_by_label("Nomor surat kehilangan dari polisi").fill("SKTLK/12/VI")
    expect(phone.get_by_label("Tanggal", exact=True)).to_have_value("22")
    expect(phone.get_by_label("Bulan", exact=True)).to_have_value("11")
    expect(phone.get_by_role("radio", name="KTP-el hilang")).to_be_checked()


def test_a_lost_card_is_reported_printed_and_handed_over(house: House, phone: Page, desk: Page, tmp_path: Path) -> None:
    reference, secret = report(phone, "KTP-el hilang atau rusak", walks.card_steps(), CARD_PAPERS, tmp_path)
    walks.sign_in(desk, "rahmawati", PASSWORD)
    open_file(desk, reference)
    judge_all(desk)
    press(desk, "Teruskan")
    change_officer(desk, "yohanes5")
    open_file(desk, reference)
    press(desk, "Setujui")

    change_officer(desk, "sari")
    desk.goto("/petugas/cetak")
    row = desk.get_by_role("row").filter(has_text=reference)
    row.get_by_role("link", name=re.compile("Gagal cetak")).click()
    desk.get_by_label("Cetakan kotor, pudar, atau bergeser").check()
    desk.get_by_role("button", name="Simpan kegagalan").click()
    row.get_by_role("button", name=re.compile("^Cetak lagi")).click()
    row.get_by_role("button", name=re.compile("^Tercetak")).click()
    row.get_by_role("button", name=re.compile("Siap diambil")).click()
    wait_for(
        phone, lambda: next((text for text in house.texts() if "siap diambil" in text and reference in text), None)
    )

    phone.goto("/lacak")
    phone.get_by_label("Nomor permohonan").fill(reference)
    phone.get_by_label(re.compile("^Kode rahasia")).fill(secret)
    phone.get_by_role("button", name="Lacak").click()
    expect(phone.get_by_role("heading", level=1, name="Kartu siap diambil")).to_be_visible()

    walks.picture(desk, "meja-4-cetak-kartu")
    row.get_by_role("link", name=re.compile("^Serahkan")).click()
    desk.get_by_label(re.compile("^Nama pengambil")).fill("Maria Goretti Dalung")
    walks.fill(desk, "Siapa yang mengambil?", "Pemilik kartu sendiri")
    walks.fill(desk, "Identitasnya diperiksa dengan apa?", "Kartu Keluarga")
    walks.picture(desk, "meja-5-serahkan")
    desk.get_by_role("button", name=re.compile("^Serahkan")).click()
    until(phone, phone.get_by_role("heading", level=1, name="Selesai, kartu sudah diserahkan"))


def report(phone: Page, service: str, steps: dict, papers: dict[str, str], folder: Path) -> tuple[str, str]:
    walks.start(phone, service)
    walks.answer(phone, steps)
    expect(phone.get_by_role("heading", level=1, name="Foto surat")).to_be_visible()
    for code, label in papers.items():
        walks.attach(phone, folder, code, label)
    phone.get_by_role("link", name="Lanjut").click()
    return walks.send(phone)


def open_file(desk: Page, reference: str) -> None:
    """Take a file from the list in which it waits."""
    desk.goto(f"/petugas/berkas/{reference.replace('-', '')}")
    take = desk.get_by_role("button", name=re.compile("^Ambil"))
    if take.count():
        take.first.click()
    expect(desk.get_by_text("Dipegang Anda")).to_be_visible()
    settled(desk)


def judge_all(desk: Page, wrong: dict[str, str] | None = None) -> None:
    """Go through every paper and every group of answers."""
    wrong = wrong or {}
    shown = desk.locator("#layar-surat nav a[aria-current]")
    for title in desk.locator("#layar-surat nav a").all_inner_texts():
        if shown.inner_text() != title:  # asked for again, it would come again, without what was judged meanwhile
            desk.locator("#layar-surat nav a").filter(has_text=title).click()
            expect(shown).to_have_text(title)
            settled(desk)
        for card in desk.locator("#penilaian .card").all():
            judge(
                desk,
                card,
                next((why for name, why in wrong.items() if card.get_by_role("heading", name=name).count()), ""),
            )


def judge(desk: Page, card: Locator, reason: str) -> None:
    """Give one part its verdict; the page keeps it at once."""
    choice = card.get_by_label("Perbaiki" if reason else "Benar", exact=True)
    if choice.is_checked():
        return
    with desk.expect_response(re.compile("/berkas/.*nilai")):
        choice.check()
    if reason:
        with desk.expect_response(re.compile("/berkas/.*nilai")):
            card.get_by_label(re.compile("^Alasan")).fill(reason)
            card.get_by_label(re.compile("^Alasan")).blur()
    settled(desk)


def press(desk: Page, verb: str) -> None:
    """Decide on a file, and wait until the desk says that it is decided."""
    desk.get_by_role("button", name=re.compile(f"^{verb}")).click()
    done = re.compile(f"Berkas .* {DONE[verb.split()[0]]}")
    expect(desk.get_by_role("status").filter(has_text=done).first).to_be_visible()


def change_officer(desk: Page, login: str) -> None:
    desk.context.clear_cookies()
    walks.sign_in(desk, login, PASSWORD)


def until(page: Page, wanted: Locator) -> None:
    """Look again until it stands on the page."""
    ends = time.monotonic() + PATIENCE
    while not wanted.count() and time.monotonic() < ends:
        page.wait_for_timeout(500)
        page.reload()
    expect(wanted).to_be_visible()


def wait_for(page: Page, look):
    """Look again until there is something; what it is."""
    ends = time.monotonic() + PATIENCE
    while (found := look()) is None:
        assert time.monotonic() < ends, "it did not arrive"
        page.wait_for_timeout(100)
    return found


def pdfsig(pdf: bytes, folder: Path) -> str:
    """What a second, independent reader says of the signature."""
    path = folder / "ditandatangani.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout


def address_on(pdf: bytes, folder: Path) -> str:
    """What a phone's camera reads from the QR on the rendered page."""
    path = folder / "kutipan.pdf"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", str(path), str(path.with_suffix(""))], check=True)
    if pictures := os.environ.get("PICTURES"):
        shutil.copy(path.with_suffix(".png"), Path(pictures) / "kutipan-akta-kelahiran.png")
    with Image.open(path.with_suffix(".png")) as sheet:
        return zxingcpp.read_barcode(sheet).text
