"""An application page against a bare one of the same number of bytes, on the same server, round by round."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from bench import bare, clients, running
from bench.figures import Figure, alternate, of_rounds, ratios
from office import clock
from tests import factories

ROUNDS = 7
REQUESTS = 150
LIMIT = 2.0
NAMES = ("page_ratio", "page_ratio_8", "page_ratio_lines", "page_ms", "page_bare_ms", "page_lines_ms", "page_per_s_8",
         "page_bare_per_s_8")  # fmt: skip

Target = tuple[int, bytes]


def measure() -> list[Figure]:
    """A filled step of an application, asked for by one kept-alive client, and by eight at once."""
    with running.prepared() as settings:
        with running.inside(settings):
            path = f"/permohonan/{factories.a_full_draft(at=clock.now()).token}/langkah/anak"
        other = replace(settings, port=running.free_port())
        command = [sys.executable, "-m", "bench.bare"]
        with (
            running.serving(settings) as port,
            running.started(command, other.port, running.surroundings(other, **{bare.PAGE: path})),
        ):
            page = clients.get(path, clients.ask(port, clients.get(path)).cookies)
            _alike(
                clients.ask(port, page), *(clients.ask(other.port, clients.get(f"/{its}")) for its in ("same", "lines"))
            )
            return _figures((port, page), (other.port, clients.get("/same")), (other.port, clients.get("/lines")))


def _alike(page: clients.Answer, *beside: clients.Answer) -> None:
    """Raises: WrongAnswer: one of them isn't a page of the same number of bytes."""
    for answer in beside:
        if (answer.status, len(answer.body)) != (page.status, len(page.body)):
            raise clients.WrongAnswer(f"a bare page of {len(answer.body)} bytes in place of {len(page.body)}")


def _figures(page: Target, same: Target, lines: Target) -> list[Figure]:
    ours, its, line = _p50s((page, same, lines))
    ours_8, its_8 = alternate(ROUNDS, _rate(*page), _rate(*same))
    times, times_8, times_lines = ratios(ours, its), ratios(its_8, ours_8), ratios(ours, line)
    return [
        of_rounds("page_ratio", times, "times", limit=LIMIT, ratio=median(times) / LIMIT, note="to the same page made bare"),
        of_rounds("page_ratio_8", times_8, "times", limit=LIMIT, ratio=median(times_8) / LIMIT, note="the same, 8 clients"),
        of_rounds("page_ratio_lines", times_lines, "times", note="to as many bytes from one template with one loop"),
        of_rounds("page_ms", ours, "ms", note="p50, one client"),
        of_rounds("page_bare_ms", its, "ms"),
        of_rounds("page_lines_ms", line, "ms"),
        of_rounds("page_per_s_8", ours_8, "pages/s"),
        of_rounds("page_bare_per_s_8", its_8, "pages/s"),
    ]  # fmt: skip


def _p50s(targets: Sequence[Target]) -> list[list[float]]:
    """Milliseconds of each target in each round; they take turns at every request, so that noise falls on all alike."""
    rounds = [clients.turns(targets, REQUESTS) for _ in range(ROUNDS + 1)][1:]
    return [[1000 * median(each[place]) for each in rounds] for place in range(len(targets))]


def _rate(port: int, request: bytes) -> Callable[[], float]:
    return lambda: REQUESTS / clients.closed_loop(port, [request] * REQUESTS, clients=8)[1]
