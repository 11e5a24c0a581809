"""The card on the status page: waiting for a blank, lying ready at a chosen hour, or on its way with a courier."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame.language import day_hour
from office import cards, documents
from office.applications import CHECKED, RETURNED, SUBMITTED, Application, answers_of, results, suket
from office.blanks import Supply
from office.documents import Document
from office.handover import courier, slots
from web.shown import supply

Shown = dict[str, Any]
BEFORE = (SUBMITTED, RETURNED, CHECKED)


NOWHERE: Shown = {"sent": None, "wanted": None, "sent_at": "", "booked": "", "booked_url": "", "courier_url": "",
                  "arrived_url": ""}  # fmt: skip


def panel(application: Application, *, at: datetime) -> Shown:
    """The words and ways of a file's cards; empty where nothing is to be said."""
    made = [card for card in cards.of(application.id) if card.state not in cards.SETTLED]
    lack = lacking(application, at=at)
    if not made:
        return NOWHERE | {"lack": _lack(application, lack)} if lack else {}
    booked, asked = slots.of(application.id, at), courier.of(application.id)
    sent = asked if asked and asked.state == courier.SENT else None
    return {
        "lack": _lack(application, lack) if lack else None, "sent": sent,
        "wanted": asked if asked and asked.state == courier.ASKED else None,
        "sent_at": day_hour(sent.state_since) if sent else "",
        "booked": day_hour(booked.starts_at) if booked else "",
        "booked_url": url_for("web.show_appointment", token=booked.token) if booked else "",
        "courier_url": url_for("web.courier_form", token=application.token) if courier.is_offered(application, at) else "",
        "arrived_url": url_for("web.card_arrived", token=application.token) if sent else "",
    }  # fmt: skip


def lacking(application: Application, *, at: datetime) -> Supply | None:
    """The blanks for which a card of this file waits, or will wait once it is approved; None while there are some."""
    queued = {card.kind for card in cards.of(application.id) if card.state == cards.QUEUED}
    wanted = results.of(application.service, answers_of(application)) if application.state in BEFORE else []
    return supply.gone(queued | {each.kind for each in wanted if each.is_card}, at)


def _lack(application: Application, lack: Supply) -> tuple[str, str]:
    """That a card waits for blanks, when they are expected, and what there is meanwhile."""
    rest = [supply.expected(lack), _("Kartu Anda dicetak begitu blangko datang; Anda tidak perlu mengajukan lagi.")]
    if lack.kind == suket.STANDS_IN_FOR:
        rest.append(_suket(next((suket.of(card) for card in cards.of(application.id) if card.kind == lack.kind), None)))
    return supply.empty(lack), " ".join(rest)


def _suket(letter: Document | None) -> str:
    if letter is None:
        return _("Perlu sebelum itu? Minta surat keterangan pengganti KTP-el (suket) kepada kantor, gratis.")
    if letter.state == documents.ACTIVE:
        return _("Surat keterangan pengganti KTP-el (suket) Anda ada di halaman ini.")
    return _("Surat keterangan pengganti KTP-el (suket) Anda sedang dibuat.")
