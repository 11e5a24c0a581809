"""`python -m bench [name ...]`: measure everything, or what is named; print a table and keep it in bench/latest.json."""

import logging
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import (
    akta,
    batch,
    documents,
    pages,
    register,
    reports,
    restart,
    screens,
    sending,
    simulation,
    tickets,
    visit,
)
from bench.figures import Figure, page, table, write

LATEST = Path(__file__).parent / "latest.json"
SHOWN = Path(__file__).parent.parent / "docs/operating/figures.md"

# Each measures several figures at once; naming any of them runs it.
BENCHES: Mapping[tuple[str, ...], Callable[[], list[Figure]]] = {
    each.NAMES: each.measure
    for each in (pages, visit, sending, restart, akta, documents, batch, register, reports, tickets, screens, simulation)
}


def main(wanted: list[str]) -> int:
    """Run what is wanted: 0, or 2 when a name is unknown. A figure over its limit is no failure, but seen."""
    known = [name for names in BENCHES for name in names]
    if unknown := set(wanted) - set(known):
        print(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(known)}", file=sys.stderr)
        return 2
    logging.getLogger("lamin").setLevel(logging.ERROR)
    began, figures = time.monotonic(), []
    for names, measure in BENCHES.items():
        if not wanted or set(names) & set(wanted):
            print(f"measuring {', '.join(names)} ...", file=sys.stderr, flush=True)
            figures += measure()
    print(table(figures))
    print(
        f"{time.monotonic() - began:.0f} s; spread is from the lowest to the highest round, in per cent of their median"
    )
    write(figures, LATEST)
    SHOWN.write_text(page(LATEST), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
