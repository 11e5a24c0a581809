"""Cards that nobody comes for: their holders are reminded twice, then the desk has them on a list."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from office import cards, events, notices, settings
from office.applications import READY, Application
from office.cards import Card
from office.db import changed_rows, db
from office.handover.courier import ASKED, Delivery

AFTER = ("collect_remind_after", "collect_remind_again")
# A portion each time, so that a day with many holds nobody else up; the rest comes with the next round.
PORTION = 200


def remind(*, at: datetime) -> int:
    """Tell the holders of cards that lie here too long, once after each of the two times; how many files were told of."""
    days = settings.several(AFTER, at)
    told: set[int] = set()
    # The later reminder first: who was away for both times is told once.
    for number, key in reversed(list(enumerate(AFTER, start=1))):
        for card in _waiting(number, at - timedelta(days=days[key])):
            if _mark(card, number) and card.application_id not in told:
                told.add(card.application_id)
                _tell(card, number, at)
    return len(told)


def since(at: datetime) -> datetime:
    """Cards that are ready since before this instant count as not collected: the second reminder's time is over."""
    return at - timedelta(days=settings.get("collect_remind_again", at))


def _waiting(number: int, before: datetime) -> list[Card]:
    brought = sa.select(Delivery.application_id).where(Delivery.state == ASKED)
    query = sa.select(Card).where(
        Card.state == cards.READY, Card.state_since <= before, Card.reminded < number,
        Card.application_id.not_in(brought),
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Card.state_since, Card.id).limit(PORTION)))


def _mark(card: Card, number: int) -> bool:
    row = sa.update(Card).where(Card.id == card.id, Card.state == cards.READY, Card.reminded < number)
    return changed_rows(row.values(reminded=number)) == 1


def _tell(card: Card, number: int, at: datetime) -> None:
    application = db.session.get_one(Application, card.application_id)
    events.record("card.reminded", "application", application.id, by=events.WORKER, at=at, number=number)
    if application.state == READY:
        notices.tell(application.id, "card_waits", email=application.email, phone=application.phone, at=at)
