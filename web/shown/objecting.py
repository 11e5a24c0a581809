"""What the status page says of objections: where one is made, and what became of those that were."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame.language import day, day_hour, language
from office import corrections, documents
from office.applications import Application
from office.corrections import OBJECTION_DAYS, Correction
from office.db import db
from office.documents import Document
from office.documents.kinds import KINDS


def offered(document: Document, application: Application, *, at: datetime) -> dict[str, Any]:
    """Where an objection to this document is made; an empty address when none can be."""
    free = corrections.may_object(document, at=at) and corrections.open_of(document.id) is None
    url = url_for("web.objecting_page", token=application.token, number=document.id)
    return {"object_url": url if free else ""}


def told(application: Application) -> list[tuple[str, str, str]]:
    """Each objection of the resident as kind, bold fact and text."""
    return [_told(one) for one in corrections.of_application(application.id) if one.objected_at]


def page_of(document: Document, application: Application, *, words: str = "", error: str = "") -> dict[str, Any]:
    """The page on which an objection is written."""
    return {
        "name": KINDS[document.kind].name.in_language(language()), "number": document.public_label, "words": words,
        "error": error, "issued": day(document.active_at), "days": OBJECTION_DAYS,
        "url": url_for("web.object_to", token=application.token, number=document.id),
        "status_url": url_for("web.status_page", token=application.token),
    }  # fmt: skip


def _told(one: Correction) -> tuple[str, str, str]:
    document = db.session.get_one(Document, one.document_id)
    name = KINDS[document.kind].name.in_language(language())
    sent = _("Dikirim %(when)s.", when=day_hour(one.objected_at))
    ended = {documents.SUPERSEDED: _("Surat yang benar sudah jadi."), documents.REVOKED: _("Surat itu sudah dicabut.")}
    return {
        corrections.OBJECTED: ("info", _("Keberatan Anda tentang %(document)s sedang diperiksa.", document=name), sent),
        corrections.ASKED: ("info", _("%(document)s sedang dibetulkan, menunggu persetujuan.", document=name), sent),
        corrections.APPROVED: (
            "good", _("Keberatan Anda tentang %(document)s diterima.", document=name),
            ended.get(document.state, _("Surat yang benar sedang dibuat. Sampai jadi, surat ini masih bisa dipakai.")),
        ),
        corrections.REFUSED: ("warn", _("Keberatan Anda tentang %(document)s tidak diterima.", document=name), one.refusal),
    }[one.state]  # fmt: skip
