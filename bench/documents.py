"""A family card of six members: how long it takes to draw, beside reportlab without HTML and beside WeasyPrint."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from statistics import median
from typing import Any

from bench import kk_reportlab, running
from bench.akta import per_second
from bench.figures import Figure, alternate, of_rounds, ratios
from office.applications import Application
from office.catalogue import services
from office.documents import says
from office.documents.kinds import KINDS
from office.register import families
from outside import pdf
from outside.bounded import run_bounded
from outside.signer import LocalPAdES, make_key
from tests.documents.facts import family, office, place_of
from tests.factories import NOON
from tests.register.people import KK, a_family, a_person
from tests.services.test_walks import sent

NAMES = ("kk_render_ms", "kk_sign_ms", "kk_vs_reportlab", "kk_vs_weasyprint", "kk_per_s_1", "kk_per_s")
LEAST_PER_S = 5.0
MEMBERS, TIMES, ROUNDS, EACH = 6, 20, 5, 4


def measure() -> list[Figure]:
    """Draw and sign the card as the worker does; in turns with others, the same facts to all; then the whole way."""
    said = says.prepare("kk", family(MEMBERS) | office("kk"), place_of)
    one, two = per_second(_asked_for())
    return [
        _drawn(said), _signed(said), _beside_reportlab(said), _beside_weasyprint(said),
        of_rounds("kk_per_s_1", one, "documents/s", note="one worker: number, draw, sign, store, read back, activate"),
        of_rounds("kk_per_s", two, "documents/s", limit=LEAST_PER_S, ratio=median(two) / LEAST_PER_S,
                  note="two workers on two cores; at least 5"),
    ]  # fmt: skip


def _asked_for() -> Callable[..., Application]:
    """Sends the application for a lost family card of six members, whose family the first one brings into the register."""

    def send(*, at: datetime) -> Application:
        if families.by_kk(KK) is None:
            rows = [a_person(shdk="1" if number == 0 else "4") for number in range(MEMBERS)]
            a_family(rows, kk=KK)
        return sent(services()["kk-hilang-rusak"], None, at=at)

    return send


def _signed(said: Mapping[str, Any]) -> Figure:
    with running.scratch() as folder:
        make_key(folder)
        signer, page, taken = LocalPAdES.from_folder(folder), _ours(said), []
        for _ in range(TIMES + 3):
            began = time.perf_counter()
            signer.sign(page, reason="kk", at=NOON)
            taken.append(1000 * (time.perf_counter() - began))
    return of_rounds("kk_sign_ms", taken[3:], "ms", note="PAdES B-B, RSA-2048")


def _drawn(said: Mapping[str, Any]) -> Figure:
    kind = KINDS["kk"]
    taken = []
    for _ in range(TIMES + 3):
        began = time.perf_counter()
        run_bounded(pdf.render, kind.template, said, kind.pages, kind.orientation)
        taken.append(1000 * (time.perf_counter() - began))
    return of_rounds("kk_render_ms", taken[3:], "ms", note="six members, warm, in the worker's child process")


def _beside_reportlab(said: Mapping[str, Any]) -> Figure:
    ours, beside = alternate(ROUNDS, lambda: _milliseconds(_ours, said), lambda: _milliseconds(kk_reportlab.draw, said))
    note = f"times as long as the same card without HTML ({median(beside):.0f} ms)"
    return of_rounds("kk_vs_reportlab", ratios(ours, beside), "x", note=note)


def _beside_weasyprint(said: Mapping[str, Any]) -> Figure:
    from bench import kk_weasyprint

    ours, beside = alternate(
        ROUNDS, lambda: _milliseconds(_ours, said), lambda: _milliseconds(kk_weasyprint.draw, said)
    )
    note = f"times as long as the same card by WeasyPrint ({median(beside):.0f} ms)"
    return of_rounds("kk_vs_weasyprint", ratios(ours, beside), "x", note=note)


def _ours(said: Mapping[str, Any]) -> bytes:
    return pdf.render(KINDS["kk"].template, said, None, KINDS["kk"].orientation)


def _milliseconds(draw: Callable[[Mapping[str, Any]], bytes], said: Mapping[str, Any]) -> float:
    """The middle of a few times."""
    taken = []
    for _ in range(EACH):
        began = time.perf_counter()
        draw(said)
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken)
