"""Everything that a first visit to the form brings over the wire: as a real browser counts it, and added up by hand."""

import re
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench import clients, running
from bench.figures import Figure
from office import clock
from tests import browsers, factories

LIMIT = 60_000
NAMES = ("first_visit_bytes", "first_visit_added_bytes", "first_visit_walk_bytes")
NAMED = re.compile(rb'<(?:link|script|img)\b[^>]*?\s(?:href|src)="([^"]+)"')
HEAD_END = len(b"\r\n\r\n")


class ForeignHost(Exception):
    """The page loads something from a host that isn't ours."""


def measure() -> list[Figure]:
    """A fresh browser opens the first step of the form; another walks there from the front page."""
    with running.prepared() as settings:
        with running.inside(settings):
            path = f"/permohonan/{factories.a_draft(at=clock.now()).token}/langkah/pemohon"
        with running.serving(settings) as port:
            browser, walk = _browsed(f"http://127.0.0.1:{port}", path)
            added = _added(port, path)
    return [
        Figure(
            "first_visit_bytes", browser, "bytes", LIMIT, browser / LIMIT, note="counted by Chromium, headers included"
        ),
        Figure("first_visit_added_bytes", added, "bytes", LIMIT, added / LIMIT, note="answers added up, the icon too"),
        Figure("first_visit_walk_bytes", walk, "bytes", note="front page, service, list and form one after the other"),
    ]


def _browsed(base: str, path: str) -> tuple[int, int]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.chromium(), args=browsers.ARGUMENTS)
        try:
            form = _Counted(chromium.new_context(**playwright.devices["Pixel 5"]).new_page(), base)
            form.open(path)
            walk = _Counted(chromium.new_context(**playwright.devices["Pixel 5"]).new_page(), base)
            walk.open("/")
            walk.open("/layanan/akta-kelahiran")
            walk.press("main form[action^='/ajukan/'] button")
            walk.press("main a[href*='/langkah/']")
            return form.checked(), walk.checked()
        finally:
            chromium.close()


class _Counted:
    """A page whose traffic is counted by the browser itself."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base, self.bytes = page, base, 0
        self.strangers: list[str] = []
        line: CDPSession = page.context.new_cdp_session(page)
        line.on("Network.requestWillBeSent", lambda event: self._of_ours(event["request"]["url"]))
        line.on("Network.requestWillBeSent", lambda event: self._add(event.get("redirectResponse", {})))
        line.on("Network.loadingFinished", self._add)
        line.send("Network.enable")

    def open(self, path: str) -> None:
        """Go to an address and wait until nothing more comes."""
        self.page.goto(self.base + path, wait_until="networkidle")
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def press(self, what: str) -> None:
        """Follow the first such link, or send the first such form."""
        self.page.locator(what).first.click()
        self.page.wait_for_load_state("networkidle")

    def checked(self) -> int:
        """The bytes that came.

        Raises:
            ForeignHost: some were asked of another host.
            WrongAnswer: the browser isn't on the form.
        """
        if self.strangers:
            raise ForeignHost(self.strangers[0])
        if "/langkah/" not in self.page.url:
            raise clients.WrongAnswer("the form was not reached")
        return self.bytes

    def _add(self, event: dict[str, float]) -> None:
        self.bytes += int(event.get("encodedDataLength", 0))

    def _of_ours(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https") and not url.startswith(f"{self.base}/"):
            self.strangers.append(urlsplit(url).netloc)


def _added(port: int, path: str) -> int:
    """The page and each thing it names, once, as they come over a connection."""
    page = clients.ask(port, clients.get(path))
    names = {urljoin(path, found.decode("ascii")) for found in NAMED.findall(page.body)}
    answers = [page, *(clients.ask(port, clients.get(name)) for name in sorted(names))]
    if strangers := [name for name in names if urlsplit(name).netloc]:
        raise ForeignHost(strangers[0])
    if wrong := [answer.status for answer in answers if answer.status != 200]:
        raise clients.WrongAnswer(str(wrong[0]))
    return sum(len(answer.head) + HEAD_END + len(answer.body) for answer in answers)
