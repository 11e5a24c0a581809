"""The same period with several seeds, each in a process and a scratch folder of its own: how much is chance."""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from config import ROOT
from simulation import source
from simulation.play import Period
from simulation.source import Demand

CORES = 2


class Failed(Exception):
    """One of the simulations did not end well; carries what it said."""


def over(count: int, period: Period, demand: Demand) -> dict[str, Any]:
    """Play the seeds 1 to `count`, two at a time, and print a table of them; their figures in one object."""
    with ThreadPoolExecutor(CORES) as pool:
        rows = list(pool.map(lambda seed: _one(seed, period, demand), range(1, count + 1)))
    print("\n".join(table(rows)), flush=True)
    ktp = [row["ktp_online"] for row in rows]
    return {"ktp_online": round(fmean(ktp)), "lowest": min(ktp), "highest": max(ktp), "article": source.ARTICLE_KTP,
            "applications": round(fmean(row["applications"] for row in rows)),
            "tickets": round(fmean(row["tickets"] for row in rows)), "seeds": count}  # fmt: skip


def table(rows: list[dict[str, Any]]) -> list[str]:
    """The seeds as a table in Markdown, with their mean and spread."""
    lines = ["| Seed | KTP online | Beside 2,967 | Applications | Tickets |", "|---|---|---|---|---|"]
    for row in rows:
        lines.append(_line(str(row["seed"]), row["ktp_online"], row["applications"], row["tickets"]))
    ktp, sent, given = ([row[name] for row in rows] for name in ("ktp_online", "applications", "tickets"))
    lines.append(_line("mean", *(round(fmean(each)) for each in (ktp, sent, given))))
    if len(rows) > 1:
        around = [f"± {stdev(each):.0f}" for each in (ktp, sent, given)]
        lines.append(f"| standard deviation | {around[0]} | | {around[1]} | {around[2]} |")
    return lines


def _line(name: str, ktp: int, sent: int, given: int) -> str:
    return f"| {name} | {ktp:,} | {ktp / source.ARTICLE_KTP - 1:+.1%} | {sent:,} | {given:,} |"


def _one(seed: int, period: Period, demand: Demand) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="lamin-simulation-") as folder:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("LAMIN_")}
        env = plain | {"LAMIN_DATA": str(Path(folder) / "data"), "LAMIN_DEMO": "no"}
        command = [sys.executable, "-m", "flask", "--app", "app", "simulate", "--from", str(period.first), "--to",
                   str(period.last), "--seed", str(seed), "--scale", str(demand.scale), "--ktp-a-day",
                   str(demand.ktp_a_day)]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
