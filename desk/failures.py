"""What went wrong and waits for somebody: given-up jobs, messages that did not arrive, documents locked by wrong PINs."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room, verified
from desk.finding import absent, file_of, files_of, place_of
from desk.promises import span
from desk.roles import FILES, TROUBLES
from frame.access import officer, open_to
from frame.language import day_hour
from frame.pages import page
from office import catalogue, clock, codes, jobs, notices, once
from office.applications import Application
from office.db import db, transaction
from office.documents import Document
from office.jobs import Job
from office.notices import Notice

MOST = 200
NO_FILE = {"reference": "", "name": "", "url": ""}
# A failed message stands on the list once, not with its job again.
GIVEN_UP = sa.and_(Job.failed_at.is_not(None), Job.kind != "notice")
UNTOLD = Notice.state == notices.FAILED
LOCKED = Document.locked_at.is_not(None)


def how_many() -> int:
    """How much waits for somebody."""
    waiting = sum(
        db.session.scalar(sa.select(sa.func.count()).where(waits)) or 0 for waits in (GIVEN_UP, UNTOLD, LOCKED)
    )
    return waiting + verified.how_many() + len(catalogue.unusable())


@room.get("/gagal")
@open_to(*TROUBLES)
def show_failures() -> Response:
    """Show what failed, with what can be done about it."""
    given_up = db.session.scalars(sa.select(Job).where(GIVEN_UP).order_by(Job.failed_at).limit(MOST))
    return page("desk/failures.html", count=how_many(), most=MOST, jobs=[_job_line(job) for job in given_up],
                notices=_untold(), locked=_locked(clock.now()), verified=verified.report(_file),
                unusable=catalogue.unusable())  # fmt: skip


@room.post("/gagal/<int(max=2147483647):number>/ulang")
@open_to(*TROUBLES)
def retry_job(number: int) -> Response:
    """Send a given-up job on its way again."""
    at, place = clock.now(), url_for("desk.show_failures")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        jobs.retry(db.session.get(Job, number) or absent(), by=officer().actor, at=at)
    return redirect(place, 303)


@room.post("/kabar/<int(max=2147483647):number>/ulang")
@open_to(*TROUBLES)
def resend(number: int) -> Response:
    """Send a message that did not arrive on its way again."""
    at = clock.now()
    notice = db.session.get(Notice, number) or absent()
    place = place_of(file_of(notice)) if request.form.get("dari") == "berkas" else url_for("desk.show_failures")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        notices.requeue(notice)
        jobs.retry(jobs.of("notice", notice.id) or absent(), by=officer().actor, at=at)
    return redirect(place, 303)


def notice_line(notice: Notice) -> dict[str, Any]:
    """A message as a line: what it is about, on which channel, how far it came, and the gateway's answer."""
    states = {
        notices.QUEUED: ("info", _("Menunggu dikirim"), "clock"), notices.SENT: ("good", _("Terkirim"), None),
        notices.FAILED: ("bad", _("Gagal"), None),
    }  # fmt: skip
    return {
        "id": notice.id, "what": notice_words()[notice.template], "channel": channel_words()[notice.channel],
        "state": states[notice.state], "failed": notice.state == notices.FAILED, "answer": trouble_words(notice.answer),
        "when": day_hour(notice.sent_at or notice.made_at),
    }  # fmt: skip


def trouble_words(code: str) -> str:
    """A worker's trouble as people say it; what a gateway answered stands behind it."""
    kinds = {
        "RenderFailed": _("Surat tidak bisa digambar"), "NotProven": _("Berkas tersimpan tidak cocok dengan sidiknya"),
        "Overran": _("Terlalu lama"), "NoRoom": _("Penyimpanan penuh"), "Refusal": _("Ditolak penerima"),
        "Trouble": _("Penerima tidak menjawab"),
    }  # fmt: skip
    kind, _space, answer = code.partition(" ")
    said = kinds.get(kind, kind or _("Tidak diketahui"))
    return f"{said}: {answer}" if answer else said


def notice_words() -> dict[str, str]:
    """What each message is about."""
    return {
        "received": _("Permohonan diterima"), "mended": _("Perbaikan diterima"), "returned": _("Perlu perbaikan"),
        "rejected": _("Permohonan ditolak"), "document": _("Surat selesai"), "pin": _("PIN baru"),
        "card_ready": _("Kartu siap diambil"), "almost": _("Hampir giliran"), "let_in": _("Silakan masuk"),
        "appointment": _("Janji temu"), "sign_in": _("Kode masuk"), "assisted": _("Diisi orang lain"),
        "assisted_sent": _("Dikirim orang lain"), "doubt_answered": _("Laporan pembukaan berkas dijawab"),
        "objection_refused": _("Keberatan atas surat dijawab"),
    }  # fmt: skip


def channel_words() -> dict[str, str]:
    """Each channel as people say it."""
    return {notices.EMAIL: _("e-mail"), notices.PHONE: _("telepon")}


def _untold() -> list[dict[str, Any]]:
    rows = db.session.scalars(sa.select(Notice).where(UNTOLD).order_by(Notice.id).limit(MOST)).all()
    files = files_of(rows)
    return [notice_line(row) | (_file(files[row.application_id]) if row.application_id else NO_FILE) for row in rows]


def _locked(at: datetime) -> list[dict[str, Any]]:
    rows = db.session.scalars(sa.select(Document).where(LOCKED).order_by(Document.locked_at).limit(MOST)).all()
    files = files_of(rows)
    return [
        {"number": row.number, "ago": span(at - (row.locked_at or at))} | _file(files[row.application_id])
        for row in rows
    ]


def _job_line(job: Job) -> dict[str, Any]:
    document = db.session.get(Document, job.subject_id) if job.kind == "document" else None
    kinds = {"document": _("Membuat surat"), "day_head": _("Mengirim sidik jejak")}
    line = {
        "id": job.id,
        "what": kinds.get(job.kind, job.kind),
        "trouble": trouble_words(job.trouble or ""),
        "when": day_hour(job.failed_at),
    }
    return line | (_file(file_of(document)) if document else NO_FILE)


def _file(application: Application) -> dict[str, str]:
    """The file behind a line; who may not open it sees its number only."""
    opens = officer().role in FILES
    return {
        "reference": codes.fours(application.reference), "name": application.subject_name if opens else "",
        "url": place_of(application) if opens else "",
    }  # fmt: skip
