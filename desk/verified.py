"""What the nightly check of the stored PDFs found, for the page of failures."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask_babel import format_decimal
from flask_babel import gettext as _

from desk.finding import files_of
from frame.language import day, day_hour
from office.applications import Application
from office.db import db
from office.documents import Document, verifying

MOST = 200


def how_many() -> int:
    """How many stored PDFs are bad."""
    return verifying.standing().count


def report(line: Callable[[Application], dict[str, str]]) -> dict[str, Any]:
    """The last night's check in a sentence, what goes on now, and the bad documents; `line` says what a file's line shows."""
    seen = verifying.standing()
    rows = db.session.scalars(
        sa.select(Document).where(Document.id.in_(sorted(seen.bad)[:MOST])).order_by(Document.id)
    ).all()
    files = files_of(rows)
    return {
        "sentence": _finished(seen.finished), "going": _going(seen.going), "count": seen.count,
        "bad": [
            {"number": row.number or "-", "trouble": problem_words()[seen.bad[row.id]]} | line(files[row.application_id])
            for row in rows
        ],
    }  # fmt: skip


def problem_words() -> dict[str, str]:
    """What can be wrong with a stored PDF, as people say it."""
    return {
        verifying.MISSING: _("Berkas hilang"), verifying.SIZE: _("Ukuran berubah"), verifying.DIGEST: _("Isi berubah"),
        verifying.SIGNATURE: _("Tanda tangan tidak cocok lagi"), verifying.SEALED: _("Salinan berkunci rusak"),
    }  # fmt: skip


def _finished(check: verifying.Verification | None) -> str:
    if check is None:
        return _("Belum pernah dijalankan. Pemeriksaan dimulai pukul 02.00.")
    facts = {"day": day(check.night), "count": format_decimal(check.checked), "when": day_hour(check.finished_at)}
    if not check.bad_count:
        return _("Malam %(day)s: %(count)s PDF diperiksa, semuanya utuh. Selesai %(when)s.", **facts)
    return _("Malam %(day)s: %(count)s PDF diperiksa, %(bad)s tidak utuh. Selesai %(when)s.",
             bad=format_decimal(check.bad_count), **facts)  # fmt: skip


def _going(check: verifying.Verification | None) -> str:
    return _("Sedang berjalan: %(count)s PDF sudah diperiksa.", count=format_decimal(check.checked)) if check else ""
