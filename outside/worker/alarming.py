"""An officer's e-mail about late and moved files: everything that waits for this officer in one message, without a name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import force_locale

from office import codes
from office.db import db, transaction
from office.jobs import Job
from office.promises import AlarmReader, alarms
from office.staff import Officer
from outside import crash, mail

if TYPE_CHECKING:
    from outside.worker.loop import Worker

LANGUAGE = "id"
MOST = 50


def send_alarm(worker: Worker, job: Job, at: datetime) -> None:
    """Send what this officer is to know, unless an earlier message told it; a crash before our note sends the same again.

    Raises:
        Trouble: the server did not take it.
        Refusal: it never will.
    """
    reader = db.session.get_one(AlarmReader, job.subject_id)
    rows, officer = alarms.to_mail(reader), db.session.get_one(Officer, reader.officer_id)
    if not rows:
        return
    wanted = bool(officer.email) and officer.active
    if wanted:
        crash.point("before-alarm-mail")
        _send(worker, officer.email or "", rows)
    crash.point("after-alarm-mail")
    with transaction():
        worker.hold(job, at=at)
        alarms.mailed([row[0].id for row in rows], mail=alarms.MAILED if wanted else alarms.NO_MAIL)
        crash.point("in-alarm-mail")


def _send(worker: Worker, email: str, rows: list[alarms.ToTell]) -> None:
    files = [
        {"reference": codes.fours(application.reference), "service": application.service.name.in_language(LANGUAGE),
         "level": alarm.level}
        for _reader, alarm, application in rows
    ]  # fmt: skip
    facts = {"files": files[:MOST], "count": len(files), "left": max(len(files) - MOST, 0),
             "desk_url": f"{worker.base_url}/petugas/perhatian"}  # fmt: skip
    with force_locale(LANGUAGE):
        subject, _, body = render_template("mail/alarm.txt", **facts).strip().partition("\n")
        html = render_template("mail/_letter.html", subject=subject, body=body.strip())
    mail.send(email, subject, body.strip() + "\n", html, message_id=codes.message_id(f"alarm:{rows[0][0].id}"))
