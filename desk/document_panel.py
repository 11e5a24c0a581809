"""What became of an approved file, as its page shows it: the document, its signature, the card, the messages."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from desk.correction_shown import correctable, open_request
from desk.failures import notice_line, trouble_words
from desk.roles import DECISIONS
from frame.language import day, day_hour, language, say
from office import cards, documents, jobs, notices
from office.applications import Application
from office.documents import Document
from office.documents.kinds import KINDS
from office.documents.states import OFFICIAL
from office.staff import Officer

Shown = dict[str, Any]


def panel(application: Application, officer: Officer) -> Shown | None:
    """Documents, card and messages of a file; None while there are none."""
    # What holds, or is being made, stands above what was superseded or revoked.
    found = sorted(documents.of(application.id), key=lambda each: each.state in (documents.SUPERSEDED, documents.REVOKED))
    made = cards.of(application.id)
    told = [notice_line(notice) for notice in notices.of(application.id)]
    if not (found or made or told):
        return None
    return {
        "documents": [document_shown(document, application, officer) for document in found],
        "cards": [card_shown(card) for card in made], "notices": told,
    }  # fmt: skip


def document_shown(document: Document, application: Application, officer: Officer) -> Shown:
    """One document: its state in words, what its signature says, and what this officer may do with it."""
    decides, job = officer.role in DECISIONS, jobs.of("document", document.id)
    waiting = document.origin == OFFICIAL and document.state in (documents.WAITING, documents.SIGNED)
    underway = job is not None and job.failed_at is None
    asked = open_request(document)
    where: Shown = {"reference": application.reference, "number": document.id}
    return {
        "id": document.id, "name": KINDS[document.kind].name.in_language(language()), "state": _states(document),
        "number": document.label, "example": _("Misalnya %(number)s", number=documents.example(document)),
        "digest": document.digest or "",
        "issued": day(document.issued_on), "specimen": document.specimen, "signature": signature_words(document),
        "trouble": trouble_words(job.trouble or "") if job else "", "failed": job is not None and job.failed_at is not None,
        "reason": document.end_reason, "ended_words": _ended(document),
        "open_url": url_for("desk.document_bytes", **where) if document.file_key else "",
        "may_upload": decides and waiting and not underway, "upload_url": url_for("desk.upload_official", **where),
        "may_send": decides and waiting and document.state == documents.SIGNED and not underway,
        "send_url": url_for("desk.send_official", **where), "again": document.state == documents.SIGNED,
        "locked": document.locked_at is not None, "may_unlock": decides and document.locked_at is not None,
        "unlock_url": url_for("desk.unlock", **where), "revoke_url": url_for("desk.revoke", **where),
        "may_revoke": decides and document.state == documents.ACTIVE and not asked,
        "asked": asked, "correct_url": url_for("desk.correct_form", **where) if correctable(document) else "",
    }  # fmt: skip


def signature_words(document: Document) -> tuple[str, str, str] | None:
    """Kind, bold fact and meaning of what the signature within the PDF says; None before there is one."""
    told = document.signature
    if not told:
        return None
    who = told.get("signer_name") or _("tanpa nama")
    if not told.get("signed") or not told.get("intact") or not told.get("covers_whole"):
        return "bad", _("Tanda tangan tidak bisa dipercaya."), say(told.get("problem") or "")
    if document.specimen:
        return (
            "warn",
            _("Utuh, ditandatangani %(who)s.", who=who),
            _("Sertifikat percobaan kantor: surat ini hanya contoh."),
        )
    if not told.get("trusted"):
        meaning = _("Isi PDF tidak berubah sejak ditandatangani, tetapi penerbit sertifikatnya belum dikenal sistem ini. "
                    "Cocokkan nama itu dengan pejabat yang berwenang.")  # fmt: skip
        return "warn", _("Utuh, ditandatangani %(who)s.", who=who), meaning
    return (
        "good",
        _("Utuh dan dikenal, ditandatangani %(who)s.", who=who),
        _("Isi PDF tidak berubah sejak ditandatangani."),
    )


def card_shown(card: cards.Card) -> Shown:
    """The card of a file: how far it came, and who collected it."""
    states = {
        cards.QUEUED: ("info", _("Antre cetak"), "printer"), cards.PRINTED: ("info", _("Tercetak"), "printer"),
        cards.READY: ("good", _("Siap diambil"), None), cards.HANDED_OVER: ("good", _("Sudah diserahkan"), None),
        cards.SENT: ("info", _("Dibawa kurir"), None), cards.REFUSED: ("bad", _("Tidak diterbitkan"), "circle-x"),
    }  # fmt: skip
    return {
        "name": KINDS[card.kind].name.in_language(language()), "reason": card.reason,
        "state": states[card.state], "since": day_hour(card.state_since), "failed": card.failed_prints,
        "collector": card.collector_name, "ready": card.state == cards.READY,
        "hand_over_url": url_for("desk.hand_over_form", number=card.id),
    }  # fmt: skip


def _ended(document: Document) -> str:
    """What befell a document that isn't valid; empty while it is."""
    when = day_hour(document.ended_at)
    words = {documents.REVOKED: _("Dicabut %(when)s.", when=when), documents.SUPERSEDED: _("Diganti %(when)s.", when=when),
             documents.REFUSED: _("Tidak diterbitkan.")}  # fmt: skip
    return words.get(document.state, "")


def _states(document: Document) -> tuple[str, str, str | None]:
    """Kind, words and icon of a document's state; an official one waits for people, one made here for the worker."""
    official = document.origin == OFFICIAL
    words: dict[str, tuple[str, str, str | None]] = {
        documents.WAITING: ("warn", _("Menunggu PDF resmi"), "upload") if official else ("info", _("Sedang dibuat"), "hourglass"),
        documents.NUMBERED: ("info", _("Diberi nomor, sedang dibuat"), "hourglass"),
        documents.RENDERED: ("info", _("Sedang ditandatangani"), "hourglass"),
        documents.SIGNED: ("info", _("Bertanda tangan, belum dikirim"), "hourglass"),
        documents.ACTIVE: ("good", _("Berlaku"), None), documents.SUPERSEDED: ("quiet", _("Sudah diganti"), "refresh"),
        documents.REVOKED: ("bad", _("Dicabut"), "circle-x"),
        documents.REFUSED: ("bad", _("Tidak diterbitkan"), "circle-x"),
    }  # fmt: skip
    return words[document.state]
