"""The register as a file: brought in after a preview, all of it or nothing, and taken out with a reason."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import Response as Streamed
from flask import flash, redirect, request, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import register_reasons as reasons
from desk import room
from desk.register import sentence
from desk.roles import DECISIONS
from frame.access import officer, open_to
from frame.language import day_hour, say
from frame.pages import page
from office import clock, once, opening
from office.db import transaction
from office.errors import Refused
from office.register import exporting, importing, taking
from office.register.csv_lines import BadFile, guarded
from office.register.residents import CONFIRMED, OWN
from office.register.staging import BAD, DROPPED, READING, READY, TAKEN, RegisterImport


@room.get("/penduduk/impor")
@open_to(*DECISIONS)
def show_imports() -> Response:
    """Show the form for a file, the latest imports, and the way to take the register out."""
    return _page()


@room.post("/penduduk/impor")
@open_to(*DECISIONS)
def start_import() -> Response:
    """Read a file and show what it would change; nothing of it is in the register yet.

    Aborts: 422 the file can't be read.
    """
    at, sent = clock.now(), request.files.get("berkas")
    if sent is None or not sent.filename:
        return _page({"berkas": _("Pilih dulu berkas CSV-nya.")})
    try:
        number = _staged(sent.stream, at)
    except BadFile as wrong:
        return _page({"berkas": sentence(wrong)})
    return redirect(url_for("desk.show_import", number=number), 303)


@room.get("/penduduk/impor/<int(max=2147483647):number>")
@open_to(*DECISIONS)
def show_import(number: int) -> Response:
    """Show the preview of an import: how much is new, and what is wrong by line.

    Aborts: 404 no such import.
    """
    return _import_page(importing.find(number))


@room.post("/penduduk/impor/<int(max=2147483647):number>/ambil")
@open_to(*DECISIONS)
def take_import(number: int) -> Response:
    """Take a previewed import over, everything at once.

    Aborts: 404 no such import, 409 it isn't ready or the register has moved on.
    """
    at, place = clock.now(), url_for("desk.show_import", number=number)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            taking.take_over(importing.find(number), by=officer().actor, at=at)
    except Refused as wrong:
        return _import_page(importing.find(number), error=sentence(wrong), status=wrong.status)
    _clear(number)
    flash(_("Impor selesai: semua baris sudah masuk."))
    return redirect(place, 303)


@room.post("/penduduk/impor/<int(max=2147483647):number>/batal")
@open_to(*DECISIONS)
def drop_import(number: int) -> Response:
    """Give an import up and remove its rows.

    Aborts: 404 no such import, 409 it has ended already.
    """
    at, place = clock.now(), url_for("desk.show_imports")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        importing.drop(importing.find(number), by=officer().actor, at=at)
    _clear(number)
    flash(_("Impor dibatalkan. Tidak ada yang berubah."))
    return redirect(place, 303)


@room.get("/penduduk/impor/<int(max=2147483647):number>/masalah.csv")
@open_to(*DECISIONS)
def import_troubles(number: int) -> Response:
    """Every bad row with its sentence, as a file for whoever mends it; nothing that stood in the cells is in it.

    Aborts: 404 no such import.
    """
    rows = importing.troubles(importing.find(number), None)
    lines = [f'{row.line};{row.column};"{guarded(say(row.sentence, row.params))}"\r\n' for row in rows]
    text = "\ufeff" + ";".join((_("baris"), _("kolom"), _("masalah"))) + "\r\n" + "".join(lines)
    return _csv(iter([text]), f"masalah-impor-{number}.csv")


@room.post("/penduduk/ekspor")
@open_to(*DECISIONS)
def export_register() -> Response:
    """Send the whole register as CSV, row by row; who took it and why is noted first.

    Aborts: 422 without a reason.
    """
    at = clock.now()
    try:
        why = reasons.from_form(at)
    except Refused as wrong:
        return _page({"alasan": sentence(wrong)})
    with transaction():
        once.spend(request.form.get("once", ""), place=url_for("desk.show_imports"), at=at)
        exporting.noted(by=officer().actor, at=at, reason=why.code)
    name = f"penduduk-{opening.local_day(at).isoformat()}.csv"
    return _csv(stream_with_context(exporting.rows()), name)


def _staged(stream: Any, at: datetime) -> int:
    """Stage the rows part by part, compare them, and give the number of the import; a file that can't be read leaves none."""
    origin = CONFIRMED if request.form.get("nasional") else OWN
    with transaction():
        once.spend(request.form.get("once", ""), place=url_for("desk.show_imports"), at=at)
        job = importing.begin(origin=origin, by=officer().actor, at=at)
        number = job.id
    try:
        for part in importing.parts(stream, on=opening.local_day(at)):
            with transaction():
                importing.keep(importing.find(number), part)
    except BadFile:
        with transaction():
            importing.drop(importing.find(number), by=officer().actor, at=at)
        _clear(number)
        raise
    for look in importing.LOOKS:
        with transaction():
            look(importing.find(number))
    return number


def _clear(number: int) -> None:
    left = True
    while left:
        with transaction():
            left = importing.clear(importing.find(number))


def _csv(lines: Iterator[str], name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
               "X-Content-Type-Options": "nosniff"}  # fmt: skip
    return Streamed((line.encode() for line in lines), mimetype="text/csv", headers=headers)


def _page(errors: dict[str, str] | None = None) -> Response:
    lines = [_line(job) for job in importing.latest()]
    return page("desk/register/files.html", status=422 if errors else 200, errors=errors or {}, imports=lines,
                reasons=reasons.words(), form=request.form)  # fmt: skip


def _import_page(job: RegisterImport, *, error: str = "", status: int = 200) -> Response:
    rows = [(row.line, row.column, say(row.sentence, row.params)) for row in importing.troubles(job)]
    return page(
        "desk/register/import.html", status=status, job=_line(job), troubles=rows, most=importing.SHOWN, error=error
    )


def _line(job: RegisterImport) -> dict[str, Any]:
    states = {
        READING: ("warn", _("Belum selesai dibaca")), READY: ("info", _("Siap dimasukkan")),
        BAD: ("bad", _("Ada baris yang salah")), TAKEN: ("good", _("Sudah masuk")), DROPPED: ("quiet", _("Dibatalkan")),
    }  # fmt: skip
    return {
        "id": job.id, "url": url_for("desk.show_import", number=job.id), "when": day_hour(job.started_at), "rows": job.rows,
        "bad": job.bad_rows, "new": job.new_residents, "changed": job.changed_residents, "families": job.new_families,
        "same": job.rows - job.bad_rows - job.new_residents - job.changed_residents if not job.bad_rows else 0,
        "state": states[job.state], "ready": job.state == READY, "open": job.state in (READING, READY, BAD),
        "national": job.origin == CONFIRMED,
    }  # fmt: skip
