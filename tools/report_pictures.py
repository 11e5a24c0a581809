"""`make report-pictures`: the report pages of a simulated office as its section head saw them on the evening of the last day."""

import sys
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bench import running
from commands.demo import logins_file
from config import ROOT, read_settings
from desk.report_sections import SECTIONS
from office import clock, opening
from tests import browsers

FOLDER = ROOT / "docs/pictures"
WIDTH, HEIGHT = 1366, 768
PERIOD = {"dari": "2020-03-23", "sampai": "2020-06-09"}
# As the article does: the first days with the counter open again beside the last ones without it.
BESIDE = {"dari": "2020-06-02", "sampai": "2020-06-09", "banding_dari": "2020-05-26", "banding_sampai": "2020-06-01"}
EVENING = datetime.combine(date(2020, 6, 9), time(19))


def main(data: Path) -> None:
    """Serve the data folder with the office's clock set back, sign in as the section head, and take a picture of each page."""
    back = round((opening.instant(EVENING.date(), EVENING.time()) - clock.now()).total_seconds())
    given = {"LAMIN_DATA": str(data.resolve()), "LAMIN_PORT": str(running.free_port()), "LAMIN_DEMO": "no",
             "LAMIN_CLOCK_AHEAD": str(back)}  # fmt: skip
    settings = read_settings(given)
    for old in FOLDER.glob("laporan-*.png"):
        old.unlink()
    with running.serving(settings) as port, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.chromium(), args=browsers.ARGUMENTS)
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="id-ID", reduced_motion="reduce")
        page.set_default_timeout(120_000)
        _walk(page, f"http://127.0.0.1:{port}", _password(settings.data))
        chromium.close()


def _walk(page: Page, home: str, password: str) -> None:
    page.goto(f"{home}/petugas/masuk")
    page.fill("[name=login]", "kabid")
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    for number, section in enumerate(SECTIONS, 1):
        asked = BESIDE if section.code == "banding" else PERIOD
        _taken(page, f"{home}/petugas/laporan/{section.code}?{urlencode(asked)}", f"laporan-{number}-{section.code}")
    _taken(page, f"{home}/angka", "laporan-angka-publik")


def _taken(page: Page, address: str, name: str) -> None:
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        raise SystemExit(f"{address} answers {answer.status if answer else 'nothing'}")
    with Image.open(BytesIO(page.screenshot(full_page=True))) as shot:
        shot.convert("RGB").quantize(128).save(FOLDER / f"{name}.png", optimize=True)


def _password(data: Path) -> str:
    lines = [line.split() for line in logins_file(data).read_text("utf-8").splitlines()]
    return next(password for login, password, *_ in lines if login == "kabid")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "instance/simulation"))
