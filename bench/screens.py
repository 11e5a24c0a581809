"""From an officer's key to the changed screen, with 24 screens connected; what that costs other pages; phones; bytes; memory."""

import contextlib
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench import clients, hall, running
from bench.figures import Figure
from bench.hall import Hall
from config import ROOT
from frame.once import new_once
from office import clock, codes
from office.db import db, transaction
from office.queue import tickets
from office.queue.tickets import Wish
from tests import browsers

SCREENS, CALLS, PAGES = 24, 60, 300
CALL_LIMIT, SLOW_LIMIT = 250.0, 1.1
PHONES, PHONE_SECONDS, EVERY = 1000, 20.0, 10.0
KIOSK_LIMIT, KIOSK_REQUESTS, DISPLAY_LIMIT, DISPLAY_REQUESTS = 150_000, 8, 200_000, 10
MEMORY_LIMIT = 250.0
NAMES = (
    "call_to_screen_p99_ms", "page_slowdown_24", "phones_1000_share", "phones_1000_p99_ms", "kiosk_bytes", "kiosk_requests",
    "display_bytes", "display_requests", "memory_mib",
)  # fmt: skip
WATCH = """() => { window.seen = []; new MutationObserver(() => {
  const now = document.querySelector('.calling .big')?.textContent;
  if (now && now !== window.last) { window.last = now; window.seen.push([now, Date.now()]); }
}).observe(document.body, { childList: true, subtree: true }); }"""


def measure() -> list[Figure]:
    """One running Lamin with two page processes; everything is measured on it in turn."""
    with hall.opened(LAMIN_PROCESSES="2") as office:
        _fill(office, CALLS + PHONES + 50)
        process = _start(office)
        try:
            running.wait_for(office.settings.port, "/healthz", process)
            return [*_screens(office), *_phones(office, process), *_sizes(office), _memory(process)]
        finally:
            process.terminate()
            process.wait(20)


def _fill(office: Hall, count: int) -> None:
    with running.inside(office.settings):
        for number in range(count):
            with transaction():
                tickets.take(Wish("ABCDE"[number % 5]), token=codes.new_token(), at=clock.now())


def _start(office: Hall) -> "subprocess.Popen[bytes]":
    env = running.surroundings(office.settings)
    command = [sys.executable, "-m", "serve"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _screens(office: Hall) -> list[Figure]:
    port, page = office.settings.port, clients.get("/kiosk/", office.kiosk)
    before = _p50(port, page)
    with _streams(office, SCREENS - 1), _display(office) as display:
        stop = threading.Event()
        calling = threading.Thread(target=_call_until, args=(office, stop))
        calling.start()
        during = _p50(port, page)
        stop.set()
        calling.join()
        display.evaluate(WATCH)
        pressed = _call(office, display)
        waits = [when - at for at, (_label, when) in zip(pressed, display.evaluate("window.seen"), strict=True)]
    slowest = sorted(waits)[int(len(waits) * 0.99)]
    return [
        Figure("call_to_screen_p99_ms", slowest, "ms", CALL_LIMIT, slowest / CALL_LIMIT,
               note=f"{len(waits)} calls, middle {median(waits):.0f} ms, {SCREENS} screens, one a real browser"),
        Figure("page_slowdown_24", during / before, "of before", SLOW_LIMIT, during / before / SLOW_LIMIT,
               note=f"p50 of the welcome page, {before * 1000:.1f} ms before; a call a second meanwhile"),
    ]  # fmt: skip


def _p50(port: int, page: bytes) -> float:
    return median(clients.turns([(port, page)], PAGES)[0])


@contextlib.contextmanager
def _streams(office: Hall, count: int) -> Iterator[None]:
    request = clients.get("/layar/alir", office.display)
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", office.settings.port), timeout=30))
            line.sendall(request)
            line.recv(4096)
            threading.Thread(target=_drain, args=(line,), daemon=True).start()
        yield


def _drain(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while line.recv(4096):
            pass


@contextlib.contextmanager
def _display(office: Hall) -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.chromium(), args=browsers.ARGUMENTS)
        try:
            context = chromium.new_context(viewport={"width": 1920, "height": 1080})
            name, _, value = office.display.partition("=")
            url = f"http://127.0.0.1:{office.settings.port}"
            context.add_cookies([{"name": name, "value": value, "url": url}])
            page = context.new_page()
            page.goto(f"{url}/layar/")
            page.wait_for_timeout(1500)
            yield page
        finally:
            chromium.close()


def _call(office: Hall, display: Page) -> list[float]:
    """Call in turn, each after the last was shown; when each key was pressed, in milliseconds of the wall clock."""
    form, cookies = _counter_form(office)
    pressed = []
    for number in range(1, CALLS + 1):
        body = form | {"once": new_once()}
        pressed.append(time.time() * 1000)
        answer = clients.ask(office.settings.port, clients.post("/petugas/loket/1/selesai-panggil", body, cookies))
        if answer.status != 303:
            raise clients.WrongAnswer(f"{answer.status} at a call")
        _wait_until_seen(display, number)
    return pressed


def _wait_until_seen(display: Page, number: int) -> None:
    until = time.monotonic() + 10.0
    while display.evaluate("window.seen.length") < number:
        if time.monotonic() > until:
            raise clients.WrongAnswer("a call was not shown within ten seconds")
        display.wait_for_timeout(20)


def _call_until(office: Hall, stop: threading.Event) -> None:
    form, cookies = _counter_form(office)
    clients.ask(office.settings.port, clients.post("/petugas/loket/1/panggil", form | {"once": new_once()}, cookies))
    while not stop.wait(1.0):
        body = form | {"once": new_once()}
        clients.ask(office.settings.port, clients.post("/petugas/loket/1/selesai-panggil", body, cookies))


def _counter_form(office: Hall) -> tuple[dict[str, str], str]:
    page = clients.ask(office.settings.port, clients.get("/petugas/loket", office.officer))
    found = hall.TOKEN.search(page.body)
    if found is None:
        raise clients.WrongAnswer(f"{page.status} without a form")
    return {"csrf_token": found[1].decode()}, page.cookies or office.officer


def _phones(office: Hall, process: "subprocess.Popen[bytes]") -> list[Figure]:
    """A thousand tickets asked for every ten seconds with their tags, while a number is called every ten seconds."""
    port, requests = office.settings.port, _phone_requests(office)
    stop, form = threading.Event(), _counter_form(office)
    caller = threading.Thread(target=_call_slowly, args=(office, form, stop))
    caller.start()
    began, busy, waits, answers = time.perf_counter(), _cpu(process.pid), [], {200: 0, 304: 0}
    number = 0
    with contextlib.ExitStack() as stack:
        line = stack.enter_context(clients._connected(port))
        while (now := time.perf_counter() - began) < PHONE_SECONDS:
            due = number / (PHONES / EVERY)
            if due > now:
                time.sleep(min(due - now, 0.005))
                continue
            token = requests[number % PHONES]
            line.send(token.request())
            while (answer := line.whole()) is None:
                continue
            waits.append(time.perf_counter() - line.sent_at)
            answers[answer.status] += 1
            token.learn(answer)
            number += 1
    stop.set()
    caller.join()
    share = (_cpu(process.pid) - busy) / (time.perf_counter() - began) / 2
    slowest = sorted(waits)[int(len(waits) * 0.99)] * 1000
    note = f"{number} questions in {PHONE_SECONDS:.0f} s, {answers[304]} of them 304; of two cores"
    return [
        Figure("phones_1000_share", share, "of the machine", note=note),
        Figure("phones_1000_p99_ms", slowest, "ms"),
    ]


class _Phone:
    """One phone that follows one ticket and remembers the tag of what it saw."""

    def __init__(self, token: str) -> None:
        self.token, self.tag = token, ""

    def request(self) -> bytes:
        plain = clients.get(f"/antrean/{self.token}")
        extra = "HX-Request: true\r\n" + (f"If-None-Match: {self.tag}\r\n" if self.tag else "")
        return plain.replace(b"\r\n\r\n", b"\r\n" + extra.encode() + b"\r\n", 1)

    def learn(self, answer: clients.Answer) -> None:
        found = re.search(rb'\r\netag: *("[^"]+")', answer.head, re.I)
        self.tag = found[1].decode() if found else self.tag


def _phone_requests(office: Hall) -> list[_Phone]:
    with running.inside(office.settings):
        waiting = db.select(tickets.Ticket.token).where(tickets.Ticket.state == "waiting")
        rows = db.session.scalars(waiting.limit(PHONES)).all()
    return [_Phone(token) for token in rows]


def _call_slowly(office: Hall, form: tuple[dict[str, str], str], stop: threading.Event) -> None:
    while not stop.wait(10.0):
        body = form[0] | {"once": new_once()}
        clients.ask(office.settings.port, clients.post("/petugas/loket/1/selesai-panggil", body, form[1]))


def _sizes(office: Hall) -> list[Figure]:
    kiosk, kiosk_count = _cold(office, "/kiosk/", office.kiosk, {"width": 1080, "height": 1920})
    display, display_count = _cold(office, "/layar/", office.display, {"width": 1920, "height": 1080})
    return [
        Figure("kiosk_bytes", kiosk, "bytes", KIOSK_LIMIT, kiosk / KIOSK_LIMIT, note="cold, counted by Chromium"),
        Figure("kiosk_requests", kiosk_count, "requests", KIOSK_REQUESTS, kiosk_count / KIOSK_REQUESTS),
        Figure("display_bytes", display, "bytes", DISPLAY_LIMIT, display / DISPLAY_LIMIT, note="cold, sound apart"),
        Figure("display_requests", display_count, "requests", DISPLAY_REQUESTS, display_count / DISPLAY_REQUESTS),
    ]


def _cold(office: Hall, path: str, cookie: str, size: dict[str, int]) -> tuple[int, int]:
    """Bytes and requests of a first visit: what the page needs, without its stream, its heartbeat and the kept offline page."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.chromium(), args=browsers.ARGUMENTS)
        try:
            context = chromium.new_context(service_workers="block", viewport=size)
            name, _, value = cookie.partition("=")
            url = f"http://127.0.0.1:{office.settings.port}"
            context.add_cookies([{"name": name, "value": value, "url": url}])
            page, sizes, asked = context.new_page(), {}, {}
            line: Any = context.new_cdp_session(page)
            line.on(
                "Network.requestWillBeSent", lambda found: asked.update({found["requestId"]: found["request"]["url"]})
            )
            line.on(
                "Network.loadingFinished", lambda found: sizes.update({found["requestId"]: found["encodedDataLength"]})
            )
            line.send("Network.enable")
            page.goto(url + path)
            page.evaluate("document.fonts.ready.then(() => true)")
            page.wait_for_timeout(400)
        finally:
            chromium.close()
    needed = {key for key, address in asked.items() if not re.search("/(alir|versi|denyut|suara)", address)}
    return int(sum(sizes.get(key, 0) for key in needed)), len(needed)


def _memory(process: "subprocess.Popen[bytes]") -> Figure:
    """What the whole program holds after the load: its processes' proportional share of memory."""
    total = sum(pss(pid) for pid in family(process.pid)) / 1024
    note = "keeper, two page processes, worker, printing"
    return Figure("memory_mib", total, "MiB", MEMORY_LIMIT, total / MEMORY_LIMIT, note=note)


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def pss(pid: int) -> int:
    """A process's proportional share of memory, in KiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _cpu(pid: int) -> float:
    """Seconds of processor that a process and its children have used."""
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100
