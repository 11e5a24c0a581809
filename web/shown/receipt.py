"""The receipt of a sent application: what to keep, what was promised, what comes next."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from frame.doors import doors
from frame.language import language
from office import codes, masks, opening
from office.applications import Application
from web import places
from web.shown import filling, hours, journey, promise, visits


def receipt_page(application: Application, *, at: datetime) -> dict[str, Any]:
    """Everything the receipt says."""
    link = doors().base_url + places.status_of(application)
    return {
        "application": application, "name": application.service.name.in_language(language()),
        "heading": _("Perbaikan diterima") if journey.was_mended(application) else _("Permohonan diterima"),
        "received": journey.received_at(application),
        "reference": codes.fours(application.reference), "secret": codes.tracking_secret(application.token),
        "promised": promise.until(application, at=at), "time": hours.in_days(_promised(application)),
        "dated": promise.is_dated(application, at=at), "closed": visits.closed(application, at=at),
        "status_url": places.status_of(application), "qr": doors().qr_svg(link, _("QR halaman status")),
        "phone": masks.mask_phone(application.phone),
        "email": masks.mask_email(application.email) if application.email else "",
        "ends": _ends(application), "bring": filling.brought(application),
    }  # fmt: skip


def _promised(application: Application) -> int:
    usual, at = application.service.promise_hours, application.submitted_at
    return opening.promise_hours(application.service_code, usual, at) if at else usual


def _ends(application: Application) -> list[str]:
    """How what the application asks for will reach the resident."""
    papers, made = journey.ends(application)
    words = [_("Surat dikirim sebagai PDF lewat e-mail. PIN-nya lewat telepon.")] if papers else []
    words += [_("Kartu dicetak. Ambil di kantor setelah ada kabar.")] if made else []
    return words or [_("Petugas mengabari Anda setelah selesai.")]
