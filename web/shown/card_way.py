"""The card on the status page: waiting for a blank, lying ready at a chosen hour, or on its way with a courier."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame.language import day, day_hour
from office import blanks, cards, documents
from office.applications import Application, suket
from office.cards import Card
from office.documents import Document
from office.handover import courier, slots

Shown = dict[str, Any]


def panel(application: Application, *, at: datetime) -> Shown:
    """The words and ways of a file's cards; empty where nothing is to be said."""
    made = [card for card in cards.of(application.id) if card.state not in cards.SETTLED]
    if not made:
        return {}
    booked, asked = slots.of(application.id, at), courier.of(application.id)
    sent = asked if asked and asked.state == courier.SENT else None
    return {
        "lack": _lack(made, at), "sent": sent, "wanted": asked if asked and asked.state == courier.ASKED else None,
        "sent_at": day_hour(sent.state_since) if sent else "",
        "booked": day_hour(booked.starts_at) if booked else "",
        "booked_url": url_for("web.show_appointment", token=booked.token) if booked else "",
        "courier_url": url_for("web.courier_form", token=application.token) if courier.is_offered(application, at) else "",
        "arrived_url": url_for("web.card_arrived", token=application.token) if sent else "",
    }  # fmt: skip


def _lack(made: list[Card], at: datetime) -> tuple[str, str] | None:
    """That a card waits for blanks, when they are expected, and what there is meanwhile; None while there are some."""
    gone = {each.kind: each for each in blanks.supply(at) if not each.available}
    card = next((card for card in made if card.state == cards.QUEUED and card.kind in gone), None)
    if card is None:
        return None
    name = {"ktp": _("Blangko KTP-el"), "kia": _("Blangko KIA")}[card.kind]
    expected = gone[card.kind].expected_on
    when = _("Diperkirakan ada lagi %(day)s.", day=day(expected)) if expected else _("Kapan ada lagi belum diketahui.")
    rest = [when, _("Kartu Anda dicetak begitu blangko datang; Anda tidak perlu mengajukan lagi.")]
    if card.kind == suket.STANDS_IN_FOR:
        rest.append(_suket(suket.of(card)))
    return _("%(name)s sedang habis.", name=name), " ".join(rest)


def _suket(letter: Document | None) -> str:
    if letter is None:
        return _("Perlu sebelum itu? Minta surat keterangan pengganti KTP-el (suket) kepada kantor, gratis.")
    if letter.state == documents.ACTIVE:
        return _("Surat keterangan pengganti KTP-el (suket) Anda ada di halaman ini.")
    return _("Surat keterangan pengganti KTP-el (suket) Anda sedang dibuat.")
