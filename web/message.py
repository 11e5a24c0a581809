"""Whether a message that somebody received is really from the office."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from frame.language import day
from frame.limits import GUESSING, limiter
from frame.pages import page
from office import notices
from office.applications import Application
from office.db import db
from office.notices import Notice
from web import room


@room.get("/pesan")
def message() -> Response:
    """Ask for the code within the message."""
    return page("web/message.html", code="", answer=None, error="")


@room.post("/pesan")
@limiter.limit(GUESSING)
def asked() -> Response:
    """Say whether the office sent a message with this code.

    Aborts: 422 without a code, 429.
    """
    code = request.form.get("kode", "").strip()[:20]
    if not code:
        return page("web/message.html", status=422, code="", answer=None, error=_("Isi kode yang ada di pesan."))
    return page("web/message.html", code=code, error="", answer=_answer(notices.by_code(code)))


def _answer(notice: Notice | None) -> dict[str, Any]:
    """Yes or no in the same shape; of the application no more than its first two signs."""
    if notice is None:
        text = _("Kode ini tidak ada di daftar pesan kami. Jangan buka tautannya, dan jangan bayar apa pun.")
        return {"kind": "bad", "title": _("Bukan dari kami"), "text": text}
    application = db.session.get(Application, notice.application_id) if notice.application_id else None
    way = {notices.EMAIL: _("e-mail"), notices.PHONE: _("telepon")}[notice.channel]
    when = day(notice.sent_at or notice.made_at)
    if application:
        text = _("Dikirim %(day)s lewat %(way)s, tentang permohonan %(reference)s.", day=when, way=way,
                 reference=f"{application.reference[:2]}**-****")  # fmt: skip
    elif notice.sign_in_id:
        text = _("Dikirim %(day)s lewat %(way)s: kode untuk masuk. Jangan beri kepada siapa pun.", day=when, way=way)
    else:
        text = _("Dikirim %(day)s lewat %(way)s, tentang antrean atau janji di kantor.", day=when, way=way)
    return {"kind": "good", "title": _("Ya, pesan ini dari kami"), "text": text}
