"""An application page against a bare one of the same number of bytes, on the same server, round by round."""

import sys
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from bench import bare, clients, running
from bench.figures import Figure, alternate, of_rounds, ratios
from config import Settings
from office import clock
from tests import factories

ROUNDS = 7
REQUESTS = 240
LIMIT = 2.0
NAMES = ("page_ratio", "page_ms", "page_bare_ms", "page_ratio_8", "page_per_s_8", "page_bare_per_s_8")


def measure() -> list[Figure]:
    """A filled step of an application, asked for by one kept-alive client, and by eight at once."""
    with running.prepared() as settings:
        with running.inside(settings):
            path = f"/permohonan/{factories.a_full_draft(at=clock.now()).token}/langkah/anak"
        with running.serving(settings):
            first = clients.ask(settings.port, clients.get(path))
            ours = clients.get(path, first.cookies)
            size = len(clients.ask(settings.port, ours).body)
            with running.started(*_bare(other := replace(settings, port=running.free_port()), size)):
                return _figures(settings.port, ours, other.port, clients.get("/"))


def _bare(settings: Settings, size: int) -> tuple[list[str], int, dict[str, str]]:
    command = [sys.executable, "-m", "bench.bare"]
    return command, settings.port, running.surroundings(settings, **{bare.SIZE: str(size)})


def _figures(port: int, ours: bytes, bare_port: int, bare_page: bytes) -> list[Figure]:
    page, beside = alternate(ROUNDS, _p50(port, ours, 1), _p50(bare_port, bare_page, 1))
    page_8, beside_8 = alternate(ROUNDS, _rate(port, ours, 8), _rate(bare_port, bare_page, 8))
    slower = ratios(beside_8, page_8)
    return [
        of_rounds("page_ratio", ratios(page, beside), "times", limit=LIMIT, ratio=median(ratios(page, beside)) / LIMIT,
                  note="p50 of one client, to a bare page of as many bytes"),
        of_rounds("page_ms", page, "ms"),
        of_rounds("page_bare_ms", beside, "ms"),
        of_rounds("page_ratio_8", slower, "times", limit=LIMIT, ratio=median(slower) / LIMIT,
                  note="time a page takes with eight clients"),
        of_rounds("page_per_s_8", page_8, "pages/s"),
        of_rounds("page_bare_per_s_8", beside_8, "pages/s"),
    ]  # fmt: skip


def _p50(port: int, request: bytes, many: int) -> Callable[[], float]:
    return lambda: 1000 * median(clients.closed_loop(port, [request] * REQUESTS, clients=many)[0])


def _rate(port: int, request: bytes, many: int) -> Callable[[], float]:
    return lambda: REQUESTS / clients.closed_loop(port, [request] * REQUESTS, clients=many)[1]
