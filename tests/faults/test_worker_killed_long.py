"""The same deaths with the worker as it is run for people, and fifty at moments that nobody chose. For `make faults`."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from office import clock, jobs
from outside.worker import sweeping
from tests.factories import NOON
from tests.faults.desks import approved
from tests.faults.postbox import TAKE
from tests.faults.test_worker_killed import DEATHS, SWEEPS, begun
from tests.faults.truth import store, unfinished, untrue
from tests.house.tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]
KILLS = 50


def served(app, **env):
    """The exit status of `python -m serve worker` on an app's data."""
    settings = app.extensions["lamin"].settings
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LAMIN_")}
    facts = {
        "LAMIN_DATA": str(settings.data), "LAMIN_DATABASE": settings.database, "LAMIN_SECRET": settings.secret.decode(),
        "LAMIN_MAIL_SERVER": app.config["POSTBOX"], "LAMIN_DEMO": "no",
    }  # fmt: skip
    command = [sys.executable, "-m", "serve", "worker"]
    done = subprocess.run(command, cwd=ROOT, env=plain | facts | env, capture_output=True, timeout=120)
    return done.returncode


def test_the_worker_that_people_run_dies_at_every_place_and_the_next_one_finishes(
    app, engine, worker, postbox, record_property
):
    for death in DEATHS:
        now = clock.now()
        begun(app, worker, death, at=now)
        postbox.behave(death.manner)
        # Its first sweep also takes what the death before this one has left lying about.
        assert served(app, CRASH_AT=death.place) == 9, death
        assert untrue(app, at=clock.now()) == []
        postbox.behave(TAKE)
        later = clock.now() + jobs.LEASE + timedelta(minutes=7)
        worker.drain(at=later)
        assert untrue(app, at=later) == [], death
        assert unfinished(app, postbox) == [], death
    record_property("fault", f"F02 {len(DEATHS)}/{len(DEATHS)} places where `serve worker` is killed, {engine}")


def test_fifty_kills_at_any_moment_leave_one_number_and_one_pdf_each(
    app, engine, worker, mother, postbox, record_property
):
    chance, at, hits = random.Random(6), NOON, 0
    for _ in range(KILLS):
        approved(app)
        at += jobs.LEASE + timedelta(seconds=1)
        process = mother.start(app, at=at)
        time.sleep(chance.uniform(0.02, 2.5))
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        hits += process.wait() == -signal.SIGKILL
        assert untrue(app, at=at) == []
    at += jobs.LEASE + timedelta(seconds=1)
    worker.drain(at=at)
    assert untrue(app, at=at) == []
    twice = sum(copies - 1 for copies in postbox.copies().values())
    assert unfinished(app, postbox) == []
    seen = f"{hits} in the middle of work, {twice} mails came twice"
    record_property("fault", f"F06 {KILLS}/{KILLS} kills at any moment ({seen}), {engine}")


def test_a_sweeper_killed_at_every_place_takes_nothing_of_anybody(
    app, engine, mother, postbox, worker, record_property
):
    approved(app)
    worker.drain(at=NOON)
    later = clock.now() + timedelta(hours=2)
    for place in SWEEPS:
        store(app).put("papers/" + random.Random(place).randbytes(16).hex(), b"left by an upload that was killed")
        assert mother.start(app, at=later, task="sweep", CRASH_AT=place).wait() == 9
    sweeping.sweep(store(app), at=later)
    assert untrue(app, at=later) == []
    assert unfinished(app, postbox) == []
    record_property("fault", f"F02 {len(SWEEPS)}/{len(SWEEPS)} places where the sweeper is killed, {engine}")
