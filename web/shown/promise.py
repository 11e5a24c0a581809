"""The office's promise as the resident reads it: step, since when, until when, how many before; and first, when it is broken."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from frame.language import day_hour
from office import opening, promises, settings
from office.applications import APPROVED, CHECKED, RETURNED, SUBMITTED, Application, due, tracking, worklist
from web.shown import card_way, journey, supply


def broken(application: Application, *, at: datetime) -> tuple[str, str] | None:
    """Title and words of what is said before everything else, once the promised hour has passed; None while it hasn't."""
    if application.promised_at is None or not worklist.is_late(application, at=at):
        return None
    late = opening.calendar(at, application.place_id).working_hours_between(application.promised_at, at)
    when, contact = due.expected(application, at=at), settings.get("complaint_contact", at)
    happened = _("Terlambat %(time)s: berkas Anda masih pada langkah %(step)s.", time=working_time(late.total_seconds()),
                 step=step(application))  # fmt: skip
    hoped = (
        _("Perkiraan baru: %(when)s.", when=day_hour(when)) if when else _("Kapan selesainya belum bisa kami pastikan.")
    )
    told = _("Atasan petugas sudah dikabari.") if promises.superior_told(application.id) else ""
    ask = _("Tempat bertanya: %(contact)s", contact=contact)
    return _("Janji kami terlewat. Maaf."), " ".join(filter(None, (happened, hoped, told, ask)))


def facts(application: Application, *, at: datetime) -> list[tuple[str, str]]:
    """Where the file lies, since when, how many are before it, and until when it will be ready."""
    if application.state not in (SUBMITTED, CHECKED, APPROVED):
        return []
    pairs = [(_("Langkah"), step(application).capitalize()), (_("Sejak"), day_hour(application.state_since))]
    if application.state != APPROVED:
        ahead = tracking.files_ahead(application)
        pairs.append((_("Di depan Anda"), ngettext("%(num)d berkas", "%(num)d berkas", ahead)))
    return pairs + until(application, at=at)


def until(application: Application, *, at: datetime) -> list[tuple[str, str]]:
    """What is promised: a day, but none for cards whose blanks have run out."""
    if application.promised_at is None:
        return []
    lack, day = card_way.lacking(application, at=at), day_hour(application.promised_at)
    if lack is None:
        return [(_("Selesai paling lambat"), day)]
    card = (_("Kartu"), _("Dicetak begitu blangko datang. %(when)s", when=supply.expected(lack)))
    return [(_("Surat selesai paling lambat"), day), card] if is_dated(application, at=at) else [card]


def is_dated(application: Application, *, at: datetime) -> bool:
    """Whether a day is promised for any of it: not for cards alone whose blanks have run out."""
    papers, _made = journey.ends(application)
    return papers or card_way.lacking(application, at=at) is None


def resumes(application: Application) -> str:
    """What becomes of the promise while the resident must act; empty in other states."""
    if application.state != RETURNED:
        return ""
    left = application.promise_left or 0
    if left < 60:
        return _("Janji selesai dihitung lagi setelah perbaikan Anda terkirim.")
    return _("Sisa waktu kami, %(time)s, berjalan lagi setelah perbaikan Anda terkirim.", time=working_time(left))


def step(application: Application) -> str:
    """The step in which the office has the file, in the resident's words."""
    papers, _made = journey.ends(application)
    return {
        SUBMITTED: _("pemeriksaan"), CHECKED: _("persetujuan"),
        APPROVED: _("pembuatan surat") if papers else _("pencetakan kartu"),
    }[application.state]  # fmt: skip


def working_time(seconds: float) -> str:
    """Working time as people count it: `40 menit kerja`, `5 jam kerja`; begun hours are not counted."""
    minutes = max(int(seconds // 60), 1)
    if minutes < 60:
        return str(ngettext("%(num)d menit kerja", "%(num)d menit kerja", minutes))
    return str(ngettext("%(num)d jam kerja", "%(num)d jam kerja", minutes // 60))
