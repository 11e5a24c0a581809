"""The worker's round: claim one job, do it, say how it went; sweep now and then."""

import logging
import secrets
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import exc

from office import clock, jobs
from office.db import db, transaction
from office.errors import Busy
from office.jobs import Job
from office.watching import heads
from outside import crash
from outside.phone import Phone
from outside.seal import Seal
from outside.signer import SignatureProvider
from outside.storage import NoRoom
from outside.transport import Refusal, Trouble
from outside.worker import alarming, heading, making, printing, sending, sweeping, verifying
from outside.worker.sweeping import Swept

log = logging.getLogger("lamin.worker")

PAUSE = 0.5
SWEEP_EVERY = timedelta(minutes=1)
# What went wrong three times inside this program goes wrong the fourth time too: a document that can't be drawn, a template
# with a hole. What lies outside it (a mail server, a full disk) is waited for.
TRIES = 3
WAITED_FOR = (Trouble, NoRoom)
# Paper is wanted at once and by somebody who stands there, so its jobs have a process of their own and a short lease.
PAPER = ("slip", "sheet")
STORE_AWAY = (exc.OperationalError, exc.InterfaceError, exc.PendingRollbackError, exc.TimeoutError, Busy)


class LostLease(Exception):
    """Another worker took the job over; this one must not go on."""


@dataclass
class Worker:
    """One worker process: what it needs from outside, and its name on the leases."""

    store: Swept
    signer: SignatureProvider
    phone: Phone
    base_url: str
    printed: Path
    seal: Seal
    kinds: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    lease: timedelta = jobs.LEASE
    pause: float = PAUSE
    rounds: printing.Rounds | None = None
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    swept_at: datetime | None = None
    nightly: verifying.Nightly = field(default_factory=verifying.Nightly)

    def run(self, app: Flask, stop: threading.Event) -> None:
        """Work until told to stop; a fault, such as a database that doesn't answer, is waited out."""
        with app.app_context():
            while not stop.is_set():
                try:
                    at = clock.now()
                    self._tidy(at)
                    worked = self.step(at=at)
                except Exception as trouble:  # a worker that ended here would leave everybody waiting
                    log.warning("a round of the worker failed: %s", _code(trouble))
                    worked = False
                finally:
                    db.session.remove()
                if not worked:
                    stop.wait(self.pause)

    def step(self, *, at: datetime) -> bool:
        """Do one due job, if there is one; `at` is the instant for everything it does (UTC)."""
        with transaction():
            job = jobs.claim(self.name, at=at, kinds=self.kinds, but=self.but, lease=self.lease)
            crash.point("in-claim")
        if job is None:
            return False
        crash.point("after-claim")
        try:
            self._do(job, at)
        except LostLease:
            log.warning("job %s was taken over by another worker", job.id)
        except STORE_AWAY:
            raise
        except Exception as trouble:  # the edge: one job that can't be done must not stop the others
            self._failed(job, trouble, at)
        return True

    def drain(self, *, at: datetime) -> int:
        """Do all jobs that are due at an instant; how many there were."""
        done = 0
        while self.step(at=at):
            done += 1
        return done

    def hold(self, job: Job, *, at: datetime) -> None:
        """Renew the lease within a step's transaction.

        Raises:
            LostLease: another worker has the job by now; the step must not be kept.
        """
        if not jobs.still_mine(job, self.name, at=at, lease=self.lease):
            raise LostLease()

    def _do(self, job: Job, at: datetime) -> None:
        handlers: Mapping[str, Callable[[Worker, Job, datetime], None]] = {
            "document": making.make_document, "notice": sending.send_notice, "slip": printing.print_slip,
            "sheet": printing.print_sheet, "alarm": alarming.send_alarm, heads.JOB: heading.send_head,
        }  # fmt: skip
        handlers[job.kind](self, job, at)
        crash.point("before-finish")
        with transaction():
            self.hold(job, at=at)
            jobs.finish(job, at=at)
            crash.point("in-finish")
        crash.point("after-finish")

    def _failed(self, job: Job, trouble: Exception, at: datetime) -> None:
        code = _code(trouble)
        hopeless = isinstance(trouble, Refusal) or (not isinstance(trouble, WAITED_FOR) and job.attempts >= TRIES)
        log.warning("job %s %s: %s", job.id, job.kind, code)
        with transaction():
            # Who comes too late must not put off, or call failed, what another worker has meanwhile done.
            if not jobs.still_mine(job, self.name, at=at, lease=self.lease):
                return
            given_up = jobs.put_off(job, trouble=code, at=at, final=hopeless)
            if given_up and job.kind == "notice":
                sending.give_up(job, code, at)
            crash.point("in-put-off")
        crash.point("after-put-off")

    def _tidy(self, at: datetime) -> None:
        if self.rounds:
            self.rounds.look(at)
            return
        if self.swept_at is None or at - self.swept_at >= SWEEP_EVERY:
            self.swept_at = at  # before it: a sweep that fails must not keep the jobs waiting
            sweeping.sweep(self.store, at=at)
        self.nightly.look(self.store, self.signer, at=at)


def _code(trouble: Exception) -> str:
    """What went wrong and where, without its message: only those of our own transports are sure to name nobody."""
    name = type(trouble).__name__
    if isinstance(trouble, Trouble | Refusal):
        return f"{name} {trouble}"
    places = traceback.extract_tb(trouble.__traceback__)
    return f"{name} in {places[-1].name}, line {places[-1].lineno}" if places else name
