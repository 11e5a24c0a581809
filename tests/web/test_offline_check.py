"""The check of a QR's signature in a real browser whose server is gone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import BaseWSGIServer, make_server

from office import documents
from office.documents import payload
from outside.seal import Seal
from tests.web.makers import a_finished

KEPT = """async () => {
  for (let tries = 600; !(await caches.match('/periksa/luring')); tries -= 1) {
    if (!tries) throw new Error("nothing was kept");
    await new Promise((done) => setTimeout(done, 50));
  }
  await navigator.serviceWorker.ready;
}"""
FITS, STILL = "Tanda tangan cocok", "Apakah surat masih berlaku hanya bisa dilihat saat tersambung."


@dataclass
class Office:
    """The pages on a port of their own, and the link on a document's paper."""

    app: object
    server: BaseWSGIServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def gone(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def seal(app) -> Seal:
    return Seal.from_folder(app.extensions["lamin"].settings.data / "keys")


@pytest.fixture
def office(app, seal) -> Iterator[Office]:
    running = Office(app)
    yield running
    running.gone()


@pytest.fixture
def link(app, office, seal) -> str:
    document = a_finished(app.extensions["lamin"].store)[1]
    return seal.link(f"{office.address}/periksa/{document.token}", document, specimen=True)


@pytest.fixture
def screen(browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
    page, troubles = context.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert troubles == []


def paste(screen: Page, link: str) -> None:
    screen.get_by_label("Tautan dari QR").fill(link)
    screen.get_by_role("button", name="Cocokkan tanda tangan").click()


def test_a_page_that_was_loaded_checks_a_pasted_link_with_the_network_off(office, link, screen):
    screen.goto(f"{office.address}/periksa")
    office.gone()
    paste(screen, link)
    expect(screen.get_by_text(FITS, exact=True)).to_be_visible()
    expect(screen.get_by_text(STILL)).to_be_visible()
    expect(screen.get_by_text("Surat ini ditandatangani dengan kunci uji.")).to_be_visible()
    expect(screen.locator("[data-fact=kind]")).to_have_text("Kutipan Akta Kelahiran")
    expect(screen.locator("[data-fact=number]")).to_have_text(documents.of(1)[0].number)
    expect(screen.locator("[data-fact=day]")).to_have_text("Kamis, 4 Juni 2020")


def test_a_scanned_code_opens_the_kept_page_when_there_is_no_connection(office, link, screen):
    screen.goto(link)
    screen.evaluate(KEPT)
    office.gone()
    screen.goto("about:blank")
    screen.goto(link)
    expect(screen.get_by_text(FITS, exact=True)).to_be_visible()
    expect(screen.get_by_text("Tidak ada sambungan.", exact=True)).to_be_visible()
    screen.get_by_label("Nama di surat").fill("ni luh  putu sekar")
    screen.get_by_role("button", name="Cocokkan nama").click()
    expect(screen.get_by_text("Nama ini cocok", exact=True)).to_be_visible()
    screen.get_by_label("Nama di surat").fill("Ni Luh Putu Sekar Arum")
    screen.get_by_role("button", name="Cocokkan nama").click()
    expect(screen.get_by_text("Nama ini tidak cocok", exact=True)).to_be_visible()
    expect(screen.get_by_text("Nama ini cocok", exact=True)).to_be_hidden()


def test_asking_again_while_still_cut_off_shows_the_signature_again(office, link, screen):
    screen.goto(link)
    screen.evaluate(KEPT)
    office.gone()
    screen.goto("about:blank")
    screen.goto(link)
    with screen.expect_event("load"):
        screen.get_by_role("link", name="Lihat apakah masih berlaku").click()
    expect(screen.get_by_text(FITS, exact=True)).to_be_visible()


def test_an_older_paper_without_a_payload_is_told_as_such_when_cut_off(office, link, screen):
    screen.goto(f"{office.address}/periksa")
    screen.evaluate(KEPT)
    office.gone()
    screen.goto(link.partition("#")[0])
    expect(screen.get_by_text("Kode ini tidak membawa tanda tangan", exact=True)).to_be_visible()


def test_nothing_that_was_looked_up_is_kept(office, link, screen):
    screen.goto(link)
    screen.evaluate(KEPT)
    kept = screen.evaluate(
        "async () => (await (await caches.open('lamin-periksa')).keys()).map((one) => new URL(one.url).pathname)"
    )
    assert [path for path in kept if not path.startswith("/static/")] == ["/periksa/luring"]


CHANGES = [
    (lambda link: link.replace("#AQ", "#AA").replace("#gQ", "#gA"), "Tanda tangan tidak cocok"),
    (lambda link: link[:-9] + ("A" if link[-9] != "A" else "B") + link[-8:], "Tanda tangan tidak cocok"),
    (lambda link: link.replace("/periksa/", "/periksa/x"), "Tanda tangan tidak cocok"),
    (lambda link: link.partition("#")[0] + "#AAAA", "Tanda tangan tidak cocok"),
    (lambda link: link.partition("#")[0] + "#%F0%9F", "Tanda tangan tidak cocok"),
    (lambda link: link.partition("#")[0], "Kode ini tidak membawa tanda tangan"),
    (lambda link: link.replace("127.0.0.1", "kantor.contoh"), "Bukan alamat kami"),
    (lambda _link: "halo", "Bukan alamat kami"),
]


def test_what_was_changed_is_told_from_what_was_signed(office, link, screen):
    for change, said in CHANGES:
        screen.goto(f"{office.address}/periksa/luring")
        paste(screen, change(link))
        expect(screen.get_by_text(said, exact=True)).to_be_visible()
        expect(screen.get_by_text(FITS, exact=True)).to_be_hidden()


def test_the_browser_compares_names_as_the_office_does(office, link, screen):
    names = [
        "Nur'aini binti Syarifuddin",
        "Muhammad Ḥāfiẓ",
        "Šárka Ñuñez",
        "straße",
        "İbrahim",
        "ﬁtri",
        "Ⅳ x²",
        " ",
        "محمد",
    ]
    screen.goto(f"{office.address}/periksa")
    plain = '(names) => names.map((name) => name.normalize("NFKD").toUpperCase().replace(/[^\\p{L}\\p{N}]/gu, ""))'
    assert screen.evaluate(plain, names) == [payload.plain(name) for name in names]


def test_the_public_keys_are_published(app, office, seal, phone):
    answer = app.test_client().get("/periksa/kunci")
    assert [key["crv"] for key in answer.json["keys"]] == ["P-256"] and "d" not in answer.json["keys"][0]


def test_the_page_says_so_without_scripts_and_keeps_its_form_away(office, phone):
    phone.open("/periksa/luring")
    assert "hidden" in phone.page and "Peramban ini tidak bisa memeriksa tanpa sambungan." in phone.words
