"""The way of an application, read from the journal: what happened, what happens now, what still comes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from frame.language import day_hour
from office import documents, events
from office.applications import APPROVED, CHECKED, READY, RETURNED, SUBMITTED, Application, answers_of, results
from office.events import Event

SENT_IN = ("application.submitted", "application.resubmitted")
LOOKED_AT = ("application.taken", "application.viewed")
# The steps that still come, in their order, until each has happened: always, with a PDF, with a card.
PATH = (
    ("application.approved", "always"), ("document.signed", "pdf"), ("card.printed", "card"), ("application.ready", "card"),
    ("card.handed_over", "card"), ("application.finished", "pdf"),
)  # fmt: skip
COURIER = ("delivery.asked", "delivery.cancelled")
ENDS = ("application.rejected", "application.withdrawn")


def ends(application: Application) -> tuple[bool, bool]:
    """Whether PDFs and whether cards come of the application, as it was answered."""
    wanted = results.of(application.service, answers_of(application))
    return any(not result.is_card for result in wanted), any(result.is_card for result in wanted)


def line(application: Application) -> list[dict[str, Any]]:
    """The items of the `line` macro: done, now, wait, stop."""
    told = events.of("application", application.id)
    happened = [_item(application, event) for event in _worth_telling(told)]
    done = [item for item in happened if item["title"]]
    return done + _now(application, told) + _coming(application, told)


def checking_words(application: Application) -> str:
    """Whether an officer has begun to look at it since it was last sent."""
    looked = _looked_at(events.of("application", application.id, kinds=SENT_IN + LOOKED_AT))
    return _("Sedang diperiksa petugas") if looked else _("Diterima, menunggu diperiksa")


def received_at(application: Application) -> str:
    """When it was last sent, as words."""
    sent = events.of("application", application.id, kinds=SENT_IN)
    return day_hour(sent[-1].at) if sent else ""


def was_mended(application: Application) -> bool:
    """Whether it came back mended at least once."""
    return bool(events.of("application", application.id, kinds=("application.resubmitted",)))


def _worth_telling(told: Sequence[Event]) -> list[Event]:
    """The journal without its repetitions: the first look after each sending, the last signature."""
    kept: list[Event] = []
    fresh = False
    for event in told:
        if event.kind in LOOKED_AT:
            if fresh:
                kept.append(event)
            fresh = False
            continue
        fresh = fresh or event.kind in SENT_IN
        if event.kind == "document.signed":
            kept = [one for one in kept if one.kind != "document.signed"]
        kept.append(event)
    return kept


def _looked_at(told: Sequence[Event]) -> bool:
    return bool(told) and told[-1].kind in LOOKED_AT


def _item(application: Application, event: Event) -> dict[str, Any]:
    stop = event.kind in ENDS
    return {"title": _title(application, event), "when": day_hour(event.at), "state": "stop" if stop else "done",
            "text": _remark(application, event)}  # fmt: skip


def _title(application: Application, event: Event) -> str:
    """What to call an event; empty for those that a resident need not read."""
    if event.kind == "application.returned":
        return ngettext("Dikembalikan: %(num)d bagian", "Dikembalikan: %(num)d bagian", event.facts.get("parts", 1))
    if event.kind == "notice.email_sent":
        return _mailed(application, event) if event.facts.get("template") == "document" else ""
    if event.kind == "application.finished":
        return _finished(application)
    return {
        "application.submitted": _("Dikirim"), "application.resubmitted": _("Perbaikan dikirim"),
        "application.taken": _("Diperiksa petugas"), "application.viewed": _("Diperiksa petugas"),
        "application.checked": _("Dinyatakan lengkap dan benar"), "application.handed_back": _("Diperiksa ulang"),
        "application.approved": _("Disetujui"), "document.signed": _("Ditandatangani"),
        "card.printed": _("Kartu dicetak"),
        "application.ready": _("Kartu siap diambil"), "card.sent": _("Kartu dibawa kurir"),
        "card.handed_over": _("Kartu diserahkan"),
        "application.rejected": _("Tidak diterima"), "application.withdrawn": _("Ditarik kembali oleh Anda"),
        "application.reopened": _("Surat dibetulkan"),
    }.get(event.kind, "")  # fmt: skip


def _finished(application: Application) -> str:
    papers, made = ends(application)
    if made and not papers:
        return ""  # the hand-over of the card says it
    return _("Selesai, surat bisa diunduh") if papers else _("Selesai")


def _mailed(application: Application, event: Event) -> str:
    carried = any(documents.mailed(document, event.at) for document in documents.of(application.id))
    return _("PDF dikirim lewat e-mail") if carried else _("E-mail terkirim")


def _remark(application: Application, event: Event) -> str:
    promised = application.promised_at
    ended = event.kind in ("application.finished", "application.ready")
    return _("Lebih cepat dari janji.") if ended and promised and event.at < promised else ""


def _now(application: Application, told: Sequence[Event]) -> list[dict[str, Any]]:
    looked = _looked_at([event for event in told if event.kind in SENT_IN + LOOKED_AT])
    papers, _made = ends(application)
    sent = any(event.kind == "card.sent" for event in told)
    for_courier = [event.kind for event in told if event.kind in COURIER][-1:] == [COURIER[0]]
    at_office = _("Menunggu kurir") if for_courier else _("Menunggu Anda ambil")
    turn = {
        SUBMITTED: "" if looked else _("Menunggu diperiksa"),
        RETURNED: _("Menunggu perbaikan dari Anda"),
        CHECKED: _("Menunggu persetujuan"),
        APPROVED: _("Surat sedang dibuat") if papers else _("Kartu sedang disiapkan"),
        READY: _("Kartu dalam perjalanan") if sent else at_office,
    }.get(application.state, "")
    if not turn:
        return []
    yours = application.state in (RETURNED, READY) and not (sent or for_courier)
    since = _("Sejak %(when)s.", when=day_hour(application.state_since))
    when = " ".join((since, _("Hitungan waktu berhenti."))) if application.state == RETURNED else since
    return [{"title": turn, "when": when, "state": "now", "icon": "" if yours else "clock"}]


def _coming(application: Application, told: Sequence[Event]) -> list[dict[str, Any]]:
    if application.state not in (SUBMITTED, RETURNED, CHECKED, APPROVED, READY):
        return []
    words = {
        "application.approved": _("Disetujui"), "document.signed": _("Ditandatangani"),
        "application.finished": _("Selesai, PDF dikirim"), "card.printed": _("Kartu dicetak"),
        "application.ready": _("Kartu siap diambil"), "card.handed_over": _("Kartu diserahkan"),
    }  # fmt: skip
    kinds, (papers, made) = {event.kind for event in told}, ends(application)
    wanted = {"always": True, "pdf": papers, "card": made}
    return [{"title": words[kind], "state": "wait"} for kind, when in PATH if wanted[when] and kind not in kinds]
