"""What the office tells people: one row a message and channel, sent by the worker, marked from the gateway's answer."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, events, jobs
from office.db import changed_rows, db, run

EMAIL, PHONE = "email", "phone"
QUEUED, SENT, FAILED, DROPPED = "queued", "sent", "failed", "dropped"

# A text message only follows an officer's act, or the public form would let anybody make the office pay for messages.
CHANNELS: dict[str, tuple[str, ...]] = {
    "received": (EMAIL,),
    "mended": (EMAIL,),
    "returned": (EMAIL, PHONE),
    "rejected": (EMAIL, PHONE),
    "document": (EMAIL, PHONE),
    "pin": (PHONE,),
    "done": (EMAIL, PHONE),
    "card_ready": (EMAIL, PHONE),
    "card_waits": (EMAIL, PHONE),
    "card_sent": (EMAIL, PHONE),
    "assisted": (EMAIL, PHONE),
    "assisted_sent": (EMAIL, PHONE),
    "doubt_answered": (EMAIL, PHONE),
    "objection_refused": (EMAIL, PHONE),
}
# About a place in the hall, to the number that the visitor gave for it.
OF_TICKETS = ("almost", "let_in")
OF_APPOINTMENTS = ("appointment", "displaced")


class Notice(db.Model):  # type: ignore[name-defined]
    """One message on one channel, about an application, a ticket, an appointment, or somebody who signs in.

    Its words and address are made from that when it is sent, and not kept.
    """

    __tablename__ = "notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int | None] = mapped_column(sa.ForeignKey("application.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ticket.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("appointment.id"), index=True)
    sign_in_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sign_in.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    template: Mapped[str] = mapped_column(sa.String(20))
    channel: Mapped[str] = mapped_column(sa.String(8))
    state: Mapped[str] = mapped_column(sa.String(8), default=QUEUED, index=True)
    code: Mapped[str | None] = mapped_column(sa.String(8), unique=True)
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(sa.String(120), default="")

    @property
    def subject(self) -> tuple[str, int]:
        """What the message is about, as an event names it."""
        if self.ticket_id:
            return "ticket", self.ticket_id
        if self.sign_in_id:
            return "sign_in", self.sign_in_id
        return (
            ("appointment", self.appointment_id) if self.appointment_id else ("application", self.application_id or 0)
        )

    @property
    def message_id(self) -> str:
        """The same name at each try, so that a mail sent twice can be told as one."""
        return codes.message_id(f"notice:{self.id}")


_TABLE = Notice.__table__
_OTHER = _TABLE.alias()
_QUEUED = sa.insert(_TABLE).returning(_TABLE.c.id)
_CODED = (
    sa.update(_TABLE)
    .where(_TABLE.c.id == sa.bindparam("notice"), ~sa.exists().where(_OTHER.c.code == sa.bindparam("given")))
    .values(code=sa.bindparam("given"))
)
_SETTLED = (
    sa.update(_TABLE)
    .where(_TABLE.c.id == sa.bindparam("notice"))
    .values(state=sa.bindparam("now"), answer=sa.bindparam("told"), sent_at=sa.bindparam("at"))
)


def tell(
    application_id: int, template: str, *, email: str, phone: str, at: datetime, document_id: int | None = None
) -> None:
    """Queue a message on each of its channels for which there is an address, with a job each."""
    addresses = {EMAIL: email, PHONE: phone}
    for channel in CHANNELS[template]:
        if not addresses[channel]:
            continue
        _queue(template, channel, at, application_id=application_id, document_id=document_id)


def tell_ticket(ticket_id: int, template: str, *, at: datetime) -> None:
    """Queue a text message (one of OF_TICKETS) to the number that a ticket is followed with."""
    _queue(template, PHONE, at, ticket_id=ticket_id)


def tell_appointment(appointment_id: int, *, at: datetime) -> None:
    """Queue the e-mail that confirms an appointment."""
    _queue("appointment", EMAIL, at, appointment_id=appointment_id)


def tell_sign_in(sign_in_id: int, *, at: datetime) -> None:
    """Queue the text message with the code that lets a resident in; whether anybody gets it is decided as it is sent."""
    _queue("sign_in", PHONE, at, sign_in_id=sign_in_id)


def tell_displaced(appointment_id: int, *, email: str, phone: str, at: datetime) -> None:
    """Queue what tells that the counter will be closed on an appointment's day, on each channel with an address."""
    for channel, address in ((EMAIL, email), (PHONE, phone)):
        if address:
            _queue("displaced", channel, at, appointment_id=appointment_id)


def sent(notice: Notice, *, answer: str, at: datetime) -> None:
    """The gateway took the message."""
    _settle(notice, SENT, answer, at)
    events.record(f"notice.{notice.channel}_sent", *notice.subject, by=events.WORKER, at=at,
                  template=notice.template, notice=notice.id)  # fmt: skip


def failed(notice: Notice, *, answer: str, at: datetime) -> None:
    """The message was given up, and stands on the desk's list."""
    _settle(notice, FAILED, answer, at)
    events.record(f"notice.{notice.channel}_failed", *notice.subject, by=events.WORKER, at=at,
                  template=notice.template, notice=notice.id)  # fmt: skip


def drop(notice: Notice, *, at: datetime) -> None:
    """The message became untrue before it was sent, so nobody gets it."""
    _settle(notice, DROPPED, "", at)
    events.record("notice.dropped", *notice.subject, by=events.WORKER, at=at,
                  template=notice.template, notice=notice.id)  # fmt: skip


def requeue(notice: Notice) -> None:
    """An officer sends a given-up message on its way again."""
    changed_rows(sa.update(Notice).where(Notice.id == notice.id, Notice.state == FAILED).values(state=QUEUED))


def by_code(code: str) -> Notice | None:
    """The message that carries this code, if the office sent one.

    One that was tried counts as sent: the gateway may have taken it though its answer never reached us.
    """
    found = db.session.scalar(sa.select(Notice).where(Notice.code == codes.tidy(code)))
    if found is None or found.state == SENT:
        return found
    job = jobs.of("notice", found.id)
    return found if job and job.attempts else None


def of(application_id: int) -> list[Notice]:
    """An application's messages, oldest first, without those that nobody was to get any more."""
    query = sa.select(Notice).where(Notice.application_id == application_id, Notice.state != DROPPED)
    return list(db.session.scalars(query.order_by(Notice.id)))


def _queue(template: str, channel: str, at: datetime, **subject: int | None) -> None:
    db.session.flush()  # what the message is about must be there
    number = run(_QUEUED, template=template, channel=channel, made_at=at, **subject).scalar_one()
    _give_code(number)
    jobs.ask("notice", number, at=at)


def _give_code(number: int) -> None:
    """A code that no other message bears; among some ten thousand of six letters two are alike now and then."""
    code, again = codes.message_code(f"notice:{number}"), 0
    while run(_CODED, notice=number, given=code).rowcount != 1:
        again += 1
        code = codes.message_code(f"notice:{number}:{again}")


def _settle(notice: Notice, state: str, answer: str, at: datetime) -> None:
    run(_SETTLED, notice=notice.id, now=state, told=answer[:120], at=at if state == SENT else None)
