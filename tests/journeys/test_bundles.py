"""The four bundles in the browser: one form by a resident, a KK in the register, each document made, each card queued."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app import create_app
from config import read_settings
from office.catalogue import services
from office.db import db
from office.regions import is_village
from tests.browsers import settled
from tests.factories import PASSWORD
from tests.journeys import walks
from tests.journeys.conftest import House
from tests.journeys.test_main_job import change_officer, judge_all, open_file, press, until
from tests.register.people import FATHER, KK, MOTHER, a_row, csv_of
from tests.services.filling import ELSEWHERE, answers_for, elsewhere
from tests.services.test_bundles import BIRTH, COUPLE, DEATH, HUSBAND, MOVE, WIFE

Answers = dict[str, dict[str, str]]
# Each bundle has a family of its own, since all four stand in one register.
BUNDLES: dict[str, tuple[str, Answers, dict[str, str], list[str], list[str]]] = {
    "akta-kelahiran": ("1", BIRTH, {"nik_baru": "9999010106200031"}, ["Kutipan Akta Kelahiran", "Kartu Keluarga"],
                       ["Kartu Identitas Anak"]),
    "akta-kematian": ("2", DEATH, {}, ["Kutipan Akta Kematian", "Kartu Keluarga"], ["KTP-el"]),
    "pindah-antar-kota": ("3", MOVE, {}, ["Surat Keterangan Pindah WNI", "Kartu Keluarga"], []),
    "akta-perkawinan": ("4", COUPLE, {"kk_baru": "9999010106200044"}, ["Kutipan Akta Perkawinan", "Kartu Keluarga"],
                        ["KTP-el", "KTP-el"]),
}  # fmt: skip
PEOPLE = (
    ("1", FATHER, "I Gusti Ngurah Rai", "1", "1986-03-12", "1"), ("1", MOTHER, "Nur'aini", "2", "1988-05-08", "3"),
    ("1", "9999010101050007", "Wayan Rai", "1", "2005-01-01", "4"),
    ("2", "9999011507700046", "Yosef", "1", "1970-07-15", "1"), ("2", HUSBAND, "Yohanes", "1", "1986-03-12", "4"),
    ("3", "9999011507700047", "Paulus", "1", "1970-07-15", "1"), ("3", WIFE, "Maria", "2", "1986-03-12", "4"),
)  # fmt: skip
NUMBERS = (KK, FATHER, MOTHER, HUSBAND, WIFE)


@pytest.mark.parametrize("code", [*BUNDLES])
def test_one_form_brings_everything_that_follows_from_the_event(
    house: House, phone: Page, desk: Page, tmp_path: Path, code: str
) -> None:
    own, answers, numbers, papers, made = BUNDLES[code]
    a_family_in_the_register(house, own, tmp_path)
    reference = reported(phone, code, of_family(answers, own), tmp_path)

    walks.sign_in(desk, "rahmawati", PASSWORD)
    open_file(desk, reference)
    judge_all(desk)
    press(desk, "Teruskan")
    change_officer(desk, f"yohanes{own}")
    open_file(desk, reference)
    for name, value in numbers.items():
        desk.locator(f"[name={name}]").fill(value)
    walks.picture(desk, f"bundel-{code}-setujui")
    press(desk, "Setujui")

    phone.goto(phone.url.replace("/tanda-terima", "/status"))
    for name in papers:
        until(phone, phone.locator("section.card").filter(has_text=name).filter(has_text="Ambil PDF"))
    walks.picture(phone, f"bundel-{code}-status")
    change_officer(desk, "sari")
    desk.goto("/petugas/cetak")
    cards = desk.get_by_role("row").filter(has_text=reference)
    assert [re.search("KTP-el|Kartu Identitas Anak", row)[0] for row in cards.all_inner_texts()] == made


def a_family_in_the_register(house: House, own: str, folder: Path) -> None:
    """Rai, Nur'aini and two children, and two single people, brought in from a file as an office does."""
    rows = [
        a_row(no_kk=f"999901020315{own}00{family}", nik=mine(nik, own), nama=name, jenis_kelamin=sex, tgl_lahir=born,
              shdk=shdk, tempat_lahir="Bontang", agama="2", status_perkawinan="1" if shdk == "4" else "2")
        for family, nik, name, sex, born, shdk in PEOPLE
    ]  # fmt: skip
    file = folder / "penduduk.csv"
    file.write_bytes(csv_of(rows))
    app = create_app(read_settings(house.given))
    told = app.test_cli_runner().invoke(args=["register", "import", "--yes", str(file)])
    assert told.exit_code == 0, told.output
    with app.app_context():
        if not is_village(ELSEWHERE):
            elsewhere()
        db.session.remove()
        db.engine.dispose()


def mine(number: str, own: str) -> str:
    """A number of the pattern family as one of this bundle's own."""
    return f"999901020315{own}001" if number == KK else number[:12] + own + number[13:]


def of_family(answers: Answers, own: str) -> Answers:
    return {
        step: {name: mine(value, own) if value in NUMBERS else value for name, value in typed.items()}
        for step, typed in answers.items()
    }


def reported(phone: Page, code: str, answers: Answers, folder: Path) -> str:
    """Fill in each step that comes, by the names of its boxes, photograph every paper, and send."""
    service = services()[code]
    forms = answers_for(service, {"tambahan.sekalian": "ya"} if service.step("tambahan") else {})
    merged = {step: typed | answers.get(step, {}) for step, typed in forms.items()}
    phone.goto(f"/layanan/{code}")
    phone.get_by_role("button", name="Mulai isi").first.click()
    phone.locator("main a[href*='/langkah/']").first.click()
    phone.wait_for_url("**/langkah/*")
    while "/langkah/" in phone.url:
        settled(phone)
        typed = merged[phone.url.rpartition("/")[2]]
        for name, value in typed.items():
            put(phone, name, value)
        before = phone.url
        phone.get_by_role("button", name="Simpan dan lanjut").click()
        expect(phone).not_to_have_url(before)
    settled(phone)
    for slot in phone.locator(".slot").all():
        walks.attach(
            phone, folder, slot.get_attribute("id").removeprefix("surat-"), slot.get_by_role("heading").inner_text()
        )
    phone.get_by_role("link", name="Lanjut").click()
    return walks.send(phone)[0]


def put(phone: Page, name: str, value: str) -> None:
    """Answer one question as its box wants it: a village is sought, a choice touched, anything else typed."""
    seek = phone.locator(f"[name={name}_cari]")
    if seek.count():
        seek.press_sequentially({"64.74": "api-api", "64.72": "rawa makmur, palaran"}[value[:5]])
        phone.locator(f"[name={name}][value='{value}']").check()
        return
    box: Locator = phone.locator(f"[name={name}]")
    kind = box.first.evaluate("box => box.type")
    if kind == "radio":
        phone.locator(f"[name={name}][value='{value}']").check()
        settled(phone)
    elif kind.startswith("select"):
        box.select_option(value)
    else:
        box.fill(value)
