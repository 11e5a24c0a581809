"""One card as the lists of the desk show it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from desk.card_words import failure_words
from desk.promises import Badge, promise, span
from frame.language import language
from office import codes
from office.applications import Application, answers_of, suket
from office.cards import Card
from office.db import db
from office.documents.kinds import KINDS


def rows(found: Sequence[Card], at: datetime) -> list[dict[str, Any]]:
    """Cards with their files, read at once."""
    ids = {card.application_id for card in found}
    # With their answers, which say whether the card is lost or damaged.
    wanted = sa.select(Application).where(Application.id.in_(ids)).options(selectinload(Application.all_steps))
    files = {file.id: file for file in db.session.scalars(wanted)}
    return [line(card, files[card.application_id], at) for card in found]


def line(card: Card, application: Application, at: datetime) -> dict[str, Any]:
    """One card as the lists show it."""
    badge: Badge = promise(application, at=at)
    return {
        "id": card.id, "number": codes.fours(application.reference), "name": card.facts.get("name") or application.subject_name,
        "cause": cause(card, application), "promise": badge,
        "has_suket": False, "may_suket": False, "waited": span(at - card.state_since), "failed": card.failed_prints,
        "failure": failure_words().get(card.failure, ""), "note": card.printer_note if card.failure else "",
        "url": url_for("desk.show_file", reference=application.reference),
        "sheet_url": url_for("desk.card_sheet", number=card.id),
        "printed_url": url_for("desk.mark_printed", number=card.id),
        "spoiled_url": url_for("desk.spoiled_form", number=card.id),
        "retry_url": url_for("desk.retry_print", number=card.id),
        "suket_url": url_for("desk.give_suket", number=card.id),
        "ready_url": url_for("desk.mark_ready", number=card.id),
        "hand_over_url": url_for("desk.hand_over_form", number=card.id),
    }  # fmt: skip


def with_letters(lines: list[dict[str, Any]], found: Sequence[Card]) -> list[dict[str, Any]]:
    """The same lines, each saying whether its card has a suket, or can be given one."""
    given = suket.given(found)
    return [
        shown | {"has_suket": card.id in given, "may_suket": card.kind == suket.STANDS_IN_FOR and card.id not in given}
        for shown, card in zip(lines, found, strict=True)
    ]


def cause(card: Card, application: Application) -> str:
    """Which card it is, and why it is made where the file says."""
    kind = KINDS[card.kind].name.in_language(language())
    why = {"rusak": _("rusak"), "hilang": _("hilang")}.get(
        str(answers_of(application).get("kejadian", {}).get("sebab"))
    )
    return f"{kind}, {why}" if why else kind
