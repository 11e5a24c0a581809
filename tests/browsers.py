"""Where the machine's Chromium is, how it is started for tests, and how long they wait for it."""

import os
import shutil
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

# Milliseconds until what should be seen counts as missing. A page answers in a tenth of one second: this is for a machine
# that has ten other things to do, and no test gets slower by it.
PATIENCE = 30_000
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NOON = datetime(2020, 6, 4, 2, 0, tzinfo=UTC)
UNDER_WAY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The path of a Chromium; `make test` sees to it that there is one."""
    wanted = (os.environ.get("CHROMIUM", ""), *NAMES)
    found = next((path for name in wanted if name and (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("no Chromium on this machine: run make setup-test")
    return found


def settled(page: Page) -> None:
    """Wait until the page is whole and htmx has put in place whatever it asked for."""
    page.wait_for_load_state()
    expect(page.locator(UNDER_WAY)).to_have_count(0)


def stopped(page: Page) -> None:
    """Stop the clock of the pages that come: `run_for` alone moves it, however busy the machine is."""
    page.clock.install(time=NOON)
    page.clock.pause_at(NOON + timedelta(hours=1))
