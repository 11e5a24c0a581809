"""The status of a sent application: what to do now, what happened, and what still comes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from frame.language import day, day_hour, kilobytes, language, rupiah
from frame.once import new_once
from office import cards, documents, fines, masks, notices, settings, survey
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
    drafts,
    steps_of,
)
from office.codes import fours
from office.documents import Document
from office.documents.kinds import KINDS
from office.handover import courier
from office.notices import Notice
from web import places
from web.shown import card_way, doubting, filling, hours, journey, objecting, promise, slots, visits


def status_page(application: Application, *, at: datetime, errors: dict[str, str] | None = None) -> dict[str, Any]:
    """Everything the status page says; `errors` by paper code, when a photo was just refused."""
    told = notices.of(application.id)
    issued = [one for one in documents.of(application.id) if one.checkable]
    mend = mending(application, at=at, errors=errors) if application.state == RETURNED else None
    return {
        "application": application,
        "name": application.service.name.in_language(language()), "reference": fours(application.reference),
        "heading": _to_mend(mend) if mend else _heading(application, issued), "now": _now(application),
        "broken": promise.broken(application, at=at), "complaints": settings.get("complaint_contact", at),
        "where": promise.facts(application, at=at), "resumes": promise.resumes(application),
        "bring": filling.brought(application) if application.state == SUBMITTED else [],
        "mend": mend,
        "pdfs": [
            _pdf(one, application, told) | objecting.offered(one, application, at=at)
            for one in issued if one.state == documents.ACTIVE
        ],
        "objections": objecting.told(application),
        "no_longer": [_no_longer(one) for one in issued if one.state != documents.ACTIVE], "refused": _refused(application),
        "card": card_way.panel(application, at=at), "collect": _collecting(application, at),
        "closed": visits.closed(application, at=at), "reason": application.closing_reason,
        "again_url": _again(application), "fine": rupiah(fines.of(application, at)), "line": journey.line(application),
        "unreached": _unreached(application, told), "told": [_told(one) for one in told],
        "withdraw_url": _withdraw(application), **_rating(application), **doubting.shown(application),
    }  # fmt: skip


def _rating(application: Application) -> dict[str, Any]:
    """Where a finished errand is rated, and whether it was."""
    errand = survey.of_application(application)
    if not errand.finished:
        return {"rate_url": "", "rated": False}
    return {"rate_url": url_for("web.rate_application", token=application.token), "rated": survey.answered(errand)}


def _heading(application: Application, issued: Sequence[Document]) -> str:
    if issued and all(one.state != documents.ACTIVE for one in issued):
        return _("Surat ini tidak berlaku lagi")
    papers, made = journey.ends(application)
    unmade = any(one.state not in documents.SETTLED for one in documents.of(application.id))
    underway = _("Disetujui, surat sedang dibuat") if papers and unmade else _("Disetujui, kartu sedang disiapkan")
    underway = _("Surat sudah jadi, kartu sedang disiapkan") if issued and not unmade and made else underway
    over = _("Selesai, surat sudah jadi") if papers else _("Selesai, kartu sudah diserahkan") if made else _("Selesai")
    return {
        SUBMITTED: journey.checking_words(application),
        CHECKED: _("Berkas lengkap, menunggu persetujuan"),
        APPROVED: underway,
        READY: _ready(application),
        FINISHED: over,
        REJECTED: _("Permohonan tidak dapat diterima"),
        WITHDRAWN: _("Permohonan sudah ditarik"),
    }.get(application.state, application.state)


def _to_mend(mend: dict[str, Any]) -> str:
    if mend["ready"]:
        return _("Perbaikan siap dikirim")
    papers, answers = len(mend["slots"]), len(mend["steps"])
    parts = [ngettext("%(num)d surat", "%(num)d surat", papers)] if papers else []
    parts += [ngettext("%(num)d isian", "%(num)d isian", answers)] if answers else []
    return _("Perlu perbaikan: %(parts)s", parts=" + ".join(parts))


def _now(application: Application) -> str:
    if application.state in (SUBMITTED, CHECKED, APPROVED):
        return _("Anda tidak perlu melakukan apa-apa. Kabar berikutnya kami kirim.")
    if application.state == WITHDRAWN:
        return _("Tidak ada yang diproses lagi. Anda boleh mengajukan lagi kapan saja.")
    return ""


def mending(application: Application, *, at: datetime, errors: dict[str, str] | None = None) -> dict[str, Any]:
    """What an officer sent back: exactly the failing answers and papers, each with its reason."""
    lacking = filling.lacking(application, at=at)
    unfinished = {row.code for row in drafts.missing(application)[0]}
    return {
        "steps": [
            {"title": filling.title(application, row.code), "url": places.step_of(application, row.code),
             "reason": row.reason, "done": row.code not in unfinished}
            for row in _failing_steps(application)
        ],
        "slots": slots.failing(application, errors=errors),
        "ready": not lacking, "lacking": lacking, "once": new_once(),
        "send_url": url_for("web.send", token=application.token),
    }  # fmt: skip


def _failing_steps(application: Application) -> list[Any]:
    return [row for row in steps_of(application) if row.open]


def _refused(application: Application) -> list[tuple[str, str]]:
    """What was not issued though the rest was, and why."""
    papers = [(one.kind, one.end_reason) for one in documents.of(application.id) if one.state == documents.REFUSED]
    made = [(card.kind, card.reason) for card in cards.of(application.id) if card.state == cards.REFUSED]
    return [(KINDS[kind].name.in_language(language()), reason) for kind, reason in papers + made]


def _pdf(document: Document, application: Application, told: Sequence[Notice]) -> dict[str, Any]:
    mails = [one for one in told if one.document_id == document.id and one.channel == notices.EMAIL]
    sent = [one.sent_at for one in mails if one.template == "document" and one.sent_at]
    mailed = any(documents.mailed(document, at) for at in sent)
    return {
        "name": KINDS[document.kind].name.in_language(language()),
        "url": url_for("web.pdf", token=document.access_token), "size": kilobytes(document.size),
        "hint": pin_hint(document, masks.mask_phone(application.phone)), "locked": not documents.tries_left(document),
        "mailed_to": masks.mask_email(application.email) if mailed else "",
    }  # fmt: skip


def pin_hint(document: Document, phone: str) -> str:
    """Where the PIN went, and how many tries are left."""
    left = documents.tries_left(document)
    tries = ngettext("Tersisa %(num)d kali coba.", "Tersisa %(num)d kali coba.", left)
    return " ".join((_("PIN dikirim ke telepon %(phone)s.", phone=phone), tries))


def _no_longer(document: Document) -> str:
    """Why an issued document isn't given out any more."""
    words = {documents.SUPERSEDED: _("Surat ini sudah diganti pada %(day)s.", day=day(document.ended_at)),
             documents.REVOKED: _("Surat ini dicabut pada %(day)s.", day=day(document.ended_at))}  # fmt: skip
    name = KINDS[document.kind].name.in_language(language())
    return f"{name}: {words[document.state]} {document.end_reason}".strip()


def _ready(application: Application) -> str:
    if _is_sent(application):
        return _("Kartu dibawa kurir")
    return _("Kartu siap, menunggu kurir") if _is_for_courier(application) else _("Kartu siap diambil")


def _is_for_courier(application: Application) -> bool:
    """Whether a courier will bring the cards and has not taken them yet."""
    asked = courier.of(application.id)
    return asked is not None and asked.state == courier.ASKED


def _is_sent(application: Application) -> bool:
    """Whether a courier has the cards, so that nobody need come for them."""
    states = {card.state for card in cards.of(application.id)} - cards.SETTLED
    return states == {cards.SENT}


def _collecting(application: Application, at: datetime) -> dict[str, Any] | None:
    if application.state != READY or _is_sent(application) or _is_for_courier(application):
        return None
    return {
        "where": settings.get("office_name", at), "open_now": hours.here(at),
        "notes": [note.in_language(language()) for note in application.service.notes],
    }  # fmt: skip


def _again(application: Application) -> str:
    if application.state not in (REJECTED, WITHDRAWN):
        return ""
    return url_for("web.service", code=application.service_code)


def _withdraw(application: Application) -> str:
    return url_for("web.withdrawing", token=application.token) if drafts.can_withdraw(application) else ""


def _told(notice: Notice) -> str:
    words = {"received": _("Tanda terima"), "mended": _("Perbaikan diterima"), "returned": _("Permintaan perbaikan"),
             "rejected": _("Permohonan tidak diterima"), "document": _("Surat sudah jadi"), "pin": _("PIN baru"),
             "card_ready": _("Kartu siap diambil"), "assisted": _("Ada yang mengisi untuk Anda"),
             "assisted_sent": _("Dikirim untuk Anda"), "card_waits": _("Pengingat mengambil kartu"),
             "card_sent": _("Kartu dibawa kurir"), "done": _("Selesai"),
             "doubt_answered": _("Laporan Anda dijawab"), "objection_refused": _("Keberatan Anda dijawab")}  # fmt: skip
    way = {notices.EMAIL: _("lewat e-mail"), notices.PHONE: _("lewat telepon")}[notice.channel]
    state = {notices.SENT: _("terkirim %(when)s", when=day_hour(notice.sent_at)), notices.QUEUED: _("sedang dikirim"),
             notices.FAILED: _("tidak terkirim")}[notice.state]  # fmt: skip
    return f"{words.get(notice.template, notice.template)}, {way}: {state}"


def _unreached(application: Application, told: Sequence[Notice]) -> str:
    """Where messages could not be delivered; empty while none failed."""
    failed = {one.channel for one in told if one.state == notices.FAILED}
    addresses = {notices.EMAIL: masks.mask_email(application.email), notices.PHONE: masks.mask_phone(application.phone)}
    return ", ".join(addresses[channel] for channel in sorted(failed))
