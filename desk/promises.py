"""When a file was promised, as a badge: late, its step late, today, later, or waiting for the resident."""

from datetime import datetime, timedelta

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from frame.language import minute
from office import opening
from office.applications import (
    APPROVED,
    CHECKED,
    FINISHED,
    READY,
    REJECTED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
    Application,
    worklist,
)
from office.hours import Calendar

Badge = tuple[str, str, str | None]


def promise(application: Application, *, at: datetime, calendar: Calendar | None = None) -> Badge:
    """Kind, words and icon of the badge that says how urgent this file is, or why it no longer is.

    Lateness is told in working time; `calendar` spares a list of many files reading their place's hours for each.
    """
    settled = _settled().get(application.state)
    hours = calendar or opening.calendar(at, application.place_id)
    if settled is not None or application.promised_at is None:
        return settled or ("quiet", _("Tanpa janji"), "clock")
    if worklist.is_late(application, at=at):
        return "bad", _("Lewat %(time)s", time=_worked(application.promised_at, at, hours)), None
    if application.step_due is not None and application.step_due < at:
        return "warn", _("Langkah lewat %(time)s", time=_worked(application.step_due, at, hours)), None
    if opening.local_day(application.promised_at) == opening.local_day(at):
        return "warn", _("Hari ini %(hour)s", hour=minute(application.promised_at)), "clock"
    return "info", _later(application.promised_at, at), "calendar"


def state(application: Application) -> str:
    """The state of a file in the desk's words."""
    return {
        SUBMITTED: _("Perlu diperiksa"), CHECKED: _("Menunggu persetujuan"), APPROVED: _("Disetujui"),
    }.get(application.state) or _settled()[application.state][1]  # fmt: skip


def span(time: timedelta) -> str:
    """How long, in the largest unit that says enough: `40 mnt`, `3 jam`, `2 hari`."""
    minutes = max(int(time.total_seconds() // 60), 1)
    if minutes < 60:
        return _("%(n)d mnt", n=minutes)
    hours, days = minutes // 60, minutes // (60 * 24)
    if hours < 48:
        return str(ngettext("%(num)d jam", "%(num)d jam", hours))
    return str(ngettext("%(num)d hari", "%(num)d hari", days))


def _worked(since: datetime, at: datetime, calendar: Calendar) -> str:
    late = calendar.working_hours_between(since, at)
    hours = int(late.total_seconds() // 3600)
    return str(ngettext("%(num)d jam kerja", "%(num)d jam kerja", hours)) if hours else span(late)


def _settled() -> dict[str, Badge]:
    return {
        RETURNED: ("quiet", _("Tunggu warga"), "player-pause"),
        READY: ("good", _("Siap diambil"), None),
        FINISHED: ("good", _("Selesai"), None),
        REJECTED: ("quiet", _("Ditolak"), "x"),
        WITHDRAWN: ("quiet", _("Ditarik warga"), "x"),
    }


def _later(promised: datetime, at: datetime) -> str:
    form = "EEEE" if promised - at < timedelta(days=6) else "d MMM"
    return f"{format_date(opening.local(promised).date(), form)} {minute(promised)}"
