"""What the worker keeps for those who watch: the journal's head of each day, mailed as proof, and the monthly sample of looks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import force_locale

from office.db import db, transaction
from office.jobs import Job
from office.watching import heads, sampling
from office.watching.heads import DayHead, HeadMail
from outside import crash, mail

if TYPE_CHECKING:
    from outside.worker.loop import Worker

LANGUAGE = "id"
# After a long pause, or a clock that jumped, the rest waits for the next round.
MOST_DAYS = 31


def close_days(*, at: datetime) -> None:
    """Keep the head of each local day that is over, with a job for each address, a transaction a day."""
    for _number in range(MOST_DAYS):
        day = heads.next_day(at)
        if day is None:
            return
        with transaction():
            heads.close(day, at=at)
            crash.point("in-head")
        crash.point("after-head")


def draw_sample(*, at: datetime) -> None:
    """Draw the sample of looks without a case of the month that is due: counted first, then kept in one transaction."""
    month = sampling.due_month(at)
    if month is None:
        return
    drawn = sampling.draw(month, at=at)
    with transaction():
        sampling.keep(drawn, at=at)
        crash.point("in-sample")
    crash.point("after-sample")


def send_head(worker: Worker, job: Job, at: datetime) -> None:
    """Mail a day's head to one address; a crash between the server's answer and our note sends the same again.

    Raises:
        Trouble: the server did not take it.
        Refusal: it never will.
    """
    row = db.session.get_one(HeadMail, job.subject_id)
    if row.mailed_at is not None:
        return
    crash.point("before-head-mail")
    _send(worker, row, db.session.get_one(DayHead, row.head_id))
    crash.point("after-head-mail")
    with transaction():
        worker.hold(job, at=at)
        heads.mailed(row, at=at)
        crash.point("in-head-mail")


def _send(worker: Worker, row: HeadMail, head: DayHead) -> None:
    facts = {"head": head, "fours": heads.fours(head.hash), "desk_url": f"{worker.base_url}/petugas/harian/{head.day}"}
    with force_locale(LANGUAGE):
        subject, _, body = render_template("mail/day_head.txt", **facts).strip().partition("\n")
        html = render_template("mail/_letter.html", subject=subject, body=body.strip())
    mail.send(row.address, subject, body.strip() + "\n", html, message_id=row.message_id)
