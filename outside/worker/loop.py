"""The worker's round: claim one job, do it, say how it went; sweep now and then."""

import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from office import clock, jobs
from office.db import db, transaction
from office.errors import Busy
from office.jobs import Job
from office.vault import Store
from outside.bounded import Overran
from outside.pdf import RenderFailed
from outside.phone import Phone
from outside.signer import SignatureProvider
from outside.storage import NoRoom
from outside.transport import Refusal, Trouble
from outside.worker import making, sending, sweeping

log = logging.getLogger("lamin.worker")

PAUSE = 0.5
SWEEP_EVERY = timedelta(minutes=1)
# A document that can't be drawn three times won't be drawn the fourth.
TRIES_TO_MAKE = 3


class LostLease(Exception):
    """Another worker took the job over; this one must not go on."""


@dataclass
class Worker:
    """One worker process: what it needs from outside, and its name on the leases."""

    store: Store
    signer: SignatureProvider
    phone: Phone
    base_url: str
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    swept_at: datetime | None = None

    def run(self, app: Flask, stop: threading.Event) -> None:
        """Work until told to stop; a fault of the database is waited out."""
        with app.app_context():
            while not stop.is_set():
                try:
                    at = clock.now()
                    self._sweep_if_due(at)
                    worked = self.step(at=at)
                except (SQLAlchemyError, Busy, NoRoom) as trouble:
                    log.warning("the store did not answer: %s", type(trouble).__name__)
                    worked = False
                finally:
                    db.session.remove()
                if not worked:
                    stop.wait(PAUSE)

    def step(self, *, at: datetime) -> bool:
        """Do one due job, if there is one; `at` is the instant for everything it does (UTC)."""
        with transaction():
            job = jobs.claim(self.name, at=at)
        if job is None:
            return False
        handlers: Mapping[str, Callable[[Worker, Job, datetime], None]] = {
            "document": making.make_document, "notice": sending.send_notice,
        }  # fmt: skip
        try:
            handlers[job.kind](self, job, at)
        except LostLease:
            return True
        except (Refusal, Trouble, RenderFailed, making.NotProven, Overran, NoRoom) as trouble:
            self._failed(job, trouble, at)
            return True
        with transaction():
            jobs.finish(job, at=at)
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
        if not jobs.still_mine(job, self.name, at=at):
            raise LostLease()

    def _failed(self, job: Job, trouble: Exception, at: datetime) -> None:
        code = (
            f"{type(trouble).__name__} {trouble}" if isinstance(trouble, Trouble | Refusal) else type(trouble).__name__
        )
        hopeless = isinstance(trouble, Refusal) or (
            isinstance(trouble, RenderFailed | making.NotProven | Overran) and job.attempts >= TRIES_TO_MAKE
        )
        log.warning("job %s %s: %s", job.id, job.kind, code)
        with transaction():
            given_up = jobs.put_off(job, trouble=code, at=at, final=hopeless)
            if given_up and job.kind == "notice":
                sending.give_up(job, code, at)

    def _sweep_if_due(self, at: datetime) -> None:
        if self.swept_at is None or at - self.swept_at >= SWEEP_EVERY:
            sweeping.sweep(self.store, at=at)
            self.swept_at = at
