"""The journal: its newest rows, its head, and whether the whole chain still fits together."""

import sqlalchemy as sa
from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import history, room
from desk.roles import HOUSEKEEPING
from frame.access import open_to
from frame.pages import page
from office import events
from office.db import db
from office.events import Event, EventHead

MOST = 50


@room.get("/jejak")
@open_to(*HOUSEKEEPING)
def show_journal() -> Response:
    """Show the newest events and the head of the chain."""
    return _journal_page()


@room.post("/jejak")
@open_to(*HOUSEKEEPING)
def check_journal() -> Response:
    """Walk the whole chain and say whether each row still fits to the one before it."""
    broken = events.verify()
    return _journal_page(("good", _("Seluruh jejak utuh."), "") if broken is None else _broken(broken))


def _journal_page(verdict: tuple[str, str, str] | None = None) -> Response:
    head = db.session.get_one(EventHead, 1)
    rows = list(db.session.scalars(sa.select(Event).order_by(Event.seq.desc()).limit(MOST)))
    names = history.names_of(rows)
    subjects = {
        "application": _("Berkas"),
        "officer": _("Petugas"),
        "job": _("Pekerjaan"),
        "setting": _("Pengaturan"),
        "book": _("Buku"),
    }
    lines = [
        history.line(row, names, {}) | {"subject": f"{subjects.get(row.subject, row.subject)} {row.subject_id or ''}"}
        for row in rows
    ]
    return page(
        "desk/journal.html", verdict=verdict, seq=head.seq, hash=head.hash, lines=lines, most=MOST, url=request.path
    )


def _broken(seq: int) -> tuple[str, str, str]:
    return (
        "bad", _("Jejak tidak cocok mulai baris %(seq)d.", seq=seq),
        _("Ada baris yang diubah, dihapus atau disisipkan. Simpan basis data ini dan laporkan kepada pimpinan."),
    )  # fmt: skip
