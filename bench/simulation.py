"""How long the article's 79 days take to be simulated, and what drawing and signing each document adds."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import running
from bench.figures import Figure
from config import ROOT, read_settings

LIMIT = 180.0
SAMPLE = ("--from", "2020-06-02", "--to", "2020-06-03", "--scale", "0.5")
NAMES = ("simulate_s", "simulate_pdf_ms")


def measure() -> list[Figure]:
    """The whole period without PDFs; then two days with them and without, the difference for each document."""
    with running.scratch() as folder:
        seconds, processor, _documents = _simulated(folder / "whole")
        _, plain, _documents = _simulated(folder / "plain", SAMPLE)
        _, drawn, documents = _simulated(folder / "drawn", (*SAMPLE, "--pdf"))
    each = 1000 * (drawn - plain) / documents
    return [
        Figure("simulate_s", seconds, "s", LIMIT, seconds / LIMIT, note=f"79 days, no PDFs; {processor:.0f} s of processor time"),
        Figure("simulate_pdf_ms", each, "ms", note=f"processor time that drawing, signing and proving adds, of {documents}"),
    ]  # fmt: skip


def _simulated(data: Path, wanted: Sequence[str] = ()) -> tuple[float, float, int]:
    """Seconds by the clock, seconds of processor time of all its processes, and how many documents it made."""
    env = running.surroundings(read_settings({"LAMIN_DATA": str(data), "LAMIN_DEMO": "no"}))
    command = [sys.executable, "-m", "flask", "--app", "app", "simulate", *wanted]
    before = os.times()
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    made = len([*(data / "files" / "documents").glob("*/*")])
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"]), used, made
