"""Whether somebody will have to come to the office, and that its counters are shut meanwhile."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from frame.language import day
from office import opening
from office.applications import APPROVED, CHECKED, RETURNED, SUBMITTED, Application
from office.catalogue import Service
from web.shown import filling, journey

BEFORE = (SUBMITTED, RETURNED, CHECKED, APPROVED)


def closed_for(service: Service, at: datetime) -> dict[str, Any] | None:
    """The note for who thinks of a service that needs a visit; None while the counters aren't closed."""
    needed = service.in_person or any(result.is_card for result in service.results)
    return _note(at) if needed else None


def closed(application: Application, *, at: datetime) -> dict[str, Any] | None:
    """The note for who will have to come with a file that is still in work; None while the counters aren't closed."""
    _papers, made = journey.ends(application)
    needed = made or application.service.in_person or bool(filling.brought(application))
    return _note(at) if needed and application.state in BEFORE else None


def _note(at: datetime) -> dict[str, Any] | None:
    status = opening.status(at)
    if status.closure is None:
        return None
    again = _("Kapan bisa datang lagi belum diketahui.")
    if status.next_opening:
        again = _("Datang ke kantor baru bisa lagi %(day)s.", day=day(status.next_opening))
    reason = f"{status.reason.rstrip('.')}. " if status.reason else ""
    return {"kind": "warn", "icon": "door", "title": _("Loket sedang ditutup."),
            "text": f"{reason}{again} " + _("Isi dan kirim dari rumah tetap bisa.")}  # fmt: skip
