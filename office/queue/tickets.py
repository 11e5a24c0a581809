"""Tickets: one row each, from the kiosk to the last counter; numbers gap-free by place, letter and local day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, events, health, jobs, numbers, opening, places, settings
from office.db import change_row, changed_rows, db, run
from office.errors import Conflict, NotFound, Refused
from office.health import HealthCheck, Judged, Protocol
from office.hours import Calendar
from office.places import MAIN
from office.queue import groups, room
from office.queue.groups import PRIORITY_LETTER, Group

WAITING, CALLED, SERVING, HELD, AWAY = "waiting", "called", "serving", "held", "away"
FINISHED, EXPIRED, LEFT = "finished", "expired", "left"
ACTIVE = (WAITING, CALLED, SERVING, HELD, AWAY)
# Whoever may still be called; what stands at a counter isn't in line.
IN_LINE = (WAITING, AWAY)
MOVES: Mapping[str, frozenset[str]] = {
    WAITING: frozenset({CALLED, LEFT, EXPIRED, WAITING}),
    CALLED: frozenset({SERVING, AWAY, WAITING, HELD, FINISHED, EXPIRED, LEFT}),
    SERVING: frozenset({FINISHED, HELD, WAITING}),
    HELD: frozenset({CALLED, SERVING, FINISHED, LEFT, EXPIRED, WAITING}),
    AWAY: frozenset({CALLED, LEFT, EXPIRED, WAITING}),
}
SLIP_WAITING, SLIP_PRINTED, SLIP_FAILED = "waiting", "printed", "failed"
SHOWN_FOR = timedelta(minutes=10)
SLIP_LIVES = timedelta(minutes=10)
MOST_ERRANDS = 5


class AlreadyWaiting(Refused):
    """This person has a number that is still good."""

    status = 409
    message = "Anda sudah punya nomor %(label)s hari ini."
    next_step = "Pakai nomor itu. Bila hilang, minta petugas mencetaknya lagi."


class WaitingElsewhere(AlreadyWaiting):
    """This person has a number that is still good in another place of the office."""

    message = "Anda sudah punya nomor %(label)s hari ini di %(place)s."
    next_step = "Pakai nomor itu di sana, atau lepaskan dulu dari halaman antrean di telepon."


class TicketOver(Refused):
    """The ticket is finished, given up or expired."""

    status = 409
    message = "Nomor ini sudah selesai atau sudah dilepas."
    next_step = "Ambil nomor baru bila masih perlu."


class Ticket(db.Model):  # type: ignore[name-defined]
    """One visitor's turn in the line of a place (`place_id`); `order_at` and `id` are the order.

    `place` is inside or outside, `phone` is E.164 or empty.
    """

    __tablename__ = "ticket"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    label: Mapped[str] = mapped_column(sa.String(12))
    group: Mapped[str] = mapped_column(sa.String(1))
    priority: Mapped[bool] = mapped_column(default=False)
    errands: Mapped[list[str]] = mapped_column(default=list)
    token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    state: Mapped[str] = mapped_column(sa.String(10), default=WAITING)
    place: Mapped[str] = mapped_column(sa.String(8), default="")
    order_at: Mapped[datetime]
    taken_at: Mapped[datetime]
    device_id: Mapped[int | None] = mapped_column(sa.ForeignKey("device.id"))
    application_id: Mapped[int | None] = mapped_column(sa.ForeignKey("application.id"))
    appointment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("appointment.id"))
    health_id: Mapped[int | None] = mapped_column(sa.ForeignKey("health_check.id"))
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    person: Mapped[str | None] = mapped_column(sa.String(32))
    language: Mapped[str] = mapped_column(sa.String(2), default="id")
    told_at: Mapped[datetime | None]
    slip: Mapped[str] = mapped_column(sa.String(8), default="")
    calls: Mapped[int] = mapped_column(default=0)
    absences: Mapped[int] = mapped_column(default=0)
    away_at: Mapped[datetime | None]
    counter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service_counter.id"))
    for_counter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service_counter.id"))
    called_at: Mapped[datetime | None]
    called_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    served_at: Mapped[datetime | None]
    served_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    outcome: Mapped[str] = mapped_column(sa.String(12), default="")
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), default=MAIN)

    __table_args__ = (
        sa.UniqueConstraint("day", "place_id", "label"),
        sa.Index("ix_ticket_line", "day", "place_id", "state", "group", "order_at"),
        sa.Index("ix_ticket_finished", "day", "place_id", "group", "finished_at"),
        sa.Index("ix_ticket_application", "application_id"),
        sa.Index(
            "uq_ticket_person",
            "day",
            "person",
            unique=True,
            sqlite_where=sa.text("state IN ('waiting','called','serving','held','away')"),
            postgresql_where=sa.text("state IN ('waiting','called','serving','held','away')"),
        ),
    )


@dataclass(frozen=True)
class Wish:
    """What a visitor asks for in a place: a group, perhaps more errands after it, priority, and whose ticket it is if known.

    `person` is `codes.person(...)`; `order_at` the hour of an appointment.
    """

    letter: str
    priority: bool = False
    errands: tuple[str, ...] = ()
    device_id: int | None = None
    application_id: int | None = None
    appointment_id: int | None = None
    phone: str = ""
    person: str | None = None
    order_at: datetime | None = None
    language: str = "id"
    prints: bool = False
    place_id: int = MAIN


RULE_KEYS = ("queue_groups", *opening.KEYS, *room.ROOM_KEYS, *health.PROTOCOL_KEYS)


@dataclass(frozen=True)
class Rules:
    """What decides about a ticket at an instant, read at once: groups, the office's calendar, places, the checklist."""

    groups: tuple[Group, ...]
    calendar: Calendar
    places: int
    protocol: Protocol


def rules(at: datetime, place: int = MAIN) -> Rules:
    """The rules in force at an instant in one place of the office (its id)."""
    values = settings.several(RULE_KEYS, at, place)
    return Rules(groups.groups_of(values["queue_groups"]), opening.calendar_of(values, at),
                 room.allowed(values), health.protocol_of(values))  # fmt: skip


def admit(
    wish: Wish, judged: Judged | None, *, token: str, at: datetime, again: HealthCheck | None = None,
    given: Rules | None = None,
) -> int | None:  # fmt: skip
    """Keep the checklist and, when it was passed (or none is asked), give the ticket and say its id; None when it was not.

    `token` becomes the page of the ticket or of the failed check. `given` are the rules, where the caller has read them already.

    Raises:
        GroupClosed, QuotaFull, AlreadyWaiting: see `take`.
    """
    check = None
    if judged:
        check = health.record(
            judged, token=token, device_id=wish.device_id, place_id=wish.place_id, at=at, again=again
        )  # fmt: skip
    if judged and not judged.passed:
        return None
    return _give(wish, given or rules(at, wish.place_id), token=token, at=at, health_id=check)


def take(wish: Wish, *, token: str, at: datetime) -> Ticket:
    """Give the next number of the group's letter (P for priority) in its place on this local day, and a print job if wanted.

    Counter, quotas, room, ticket and print job stand in the caller's one transaction.

    Raises:
        GroupClosed: the group gives no tickets now.
        QuotaFull: the day or the hour window has no ticket left.
        AlreadyWaiting: the person has an active ticket of this day.
    """
    return db.session.get_one(Ticket, _give(wish, rules(at, wish.place_id), token=token, at=at, health_id=None))


def _give(wish: Wish, law: Rules, *, token: str, at: datetime, health_id: int | None) -> int:
    group = groups.find(wish.letter, law.groups)
    standing = groups.standing(group, law.calendar, at)
    if not standing.open:
        raise groups.GroupClosed()
    day = opening.local_day(at)
    _one_a_person(day, wish.person, wish.place_id)
    groups.count_one(group, standing.window, day, wish.place_id)
    letter = PRIORITY_LETTER if wish.priority else group.letter
    label = f"{letter}-{numbers.next_in(f'ticket:{day}:{wish.place_id}:{letter}'):03d}"
    errands = [each for each in _known(wish.errands, law.groups) if each != group.letter]
    return place_and_keep(wish, group, label, errands, day=day, cap=law.places, token=token, at=at,
                           health_id=health_id)  # fmt: skip


def reckon_quotas(rows: Sequence[Group], *, at: datetime, place_id: int = MAIN) -> list[tuple[Group, int]]:
    """Count today's tickets of a place against quotas that hold from now; the groups that gave more than the day's, and how many.

    Without this a quota that begins in the middle of the day would only count what comes after it.
    """
    day = opening.local_day(at)
    taken: dict[str, list[datetime]] = {}
    mine = sa.select(Ticket.group, Ticket.taken_at).where(Ticket.day == day, Ticket.place_id == place_id)
    for row in db.session.execute(mine):
        taken.setdefault(row.group, []).append(row.taken_at)
    for group in rows:
        times = taken.get(group.letter, [])
        groups.count_earlier(group, None, day, len(times), place_id)
        for window in group.windows:
            within = [when for when in times if window.holds(opening.local(when).time())]
            groups.count_earlier(group, window, day, len(within), place_id)
    given = [(group, len(taken.get(group.letter, ()))) for group in rows]
    return [(group, count) for group, count in given if group.quota is not None and count > group.quota]


_KEEP = sa.insert(Ticket.__table__).returning(Ticket.__table__.c.id)


def place_and_keep(
    wish: Wish, group: Group, label: str, errands: list[str], *, day: date, cap: int, token: str, at: datetime,
    health_id: int | None = None,
) -> int:  # fmt: skip
    """Find a place, keep the ticket under its label, ask for its slip; says its id. `cap` is how many places there are."""
    kept = run(
        _KEEP, day=day, label=label, group=group.letter, priority=wish.priority, errands=errands, token=token,
        place_id=wish.place_id, place=room.enter(day, wish.place_id, cap), order_at=wish.order_at or at, taken_at=at,
        device_id=wish.device_id,
        application_id=wish.application_id, appointment_id=wish.appointment_id, health_id=health_id, phone=wish.phone,
        person=wish.person, language=wish.language, slip=SLIP_WAITING if wish.prints else "",
    )  # fmt: skip
    number = int(kept.scalar_one())
    if wish.prints:
        jobs.ask("slip", number, at=at)
    return number


_BY_TOKEN = sa.select(Ticket).where(Ticket.token == sa.bindparam("of_token"))


def by_token(token: str) -> Ticket:
    """The ticket of a link.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(_BY_TOKEN, {"of_token": token})
    if found is None:
        raise NotFound()
    return found


def by_label(label: str, day: date, place_id: int = MAIN) -> Ticket:
    """A ticket of a place and day by what is printed on it, as typed (`b14` and `B-014` alike).

    Raises:
        NotFound: there is none.
    """
    typed = codes.tidy(label)
    shapes = [label.strip().upper()]
    if len(typed) > 1 and typed[1:].isdigit() and len(typed) < 8:
        shapes.append(f"{typed[0]}-{int(typed[1:]):03d}")
    here = sa.select(Ticket).where(Ticket.day == day, Ticket.place_id == place_id, Ticket.label.in_(shapes))
    found = db.session.scalar(here)
    if found is None:
        raise NotFound()
    return found


def still_shown(ticket: Ticket, device_id: int, *, at: datetime) -> bool:
    """Whether this kiosk may still show a ticket: for some minutes, and only where it was taken."""
    return ticket.device_id == device_id and timedelta(0) <= at - ticket.taken_at < SHOWN_FOR


def follow(ticket: Ticket, phone: str, *, at: datetime) -> None:
    """Send a message to this number (E.164) when few are ahead; from now on it may hold no other active ticket today.

    Raises:
        AlreadyWaiting: the number has another active ticket today.
        TicketOver: this ticket isn't active any more.
    """
    if ticket.state not in ACTIVE:
        raise TicketOver()
    person = codes.person("phone", phone)
    _one_a_person(ticket.day, person, ticket.place_id, but=ticket.id)
    changed_rows(sa.update(Ticket).where(Ticket.id == ticket.id).values(phone=phone, person=ticket.person or person))
    db.session.refresh(ticket)


def give_up(ticket: Ticket, *, by: events.Actor, at: datetime) -> None:
    """The visitor gives the place up; the next one outside is let in.

    Raises:
        TicketOver: it is being served, or is over already.
    """
    if ticket.state not in IN_LINE:
        raise TicketOver()
    move(ticket, LEFT, by=by, at=at, kind="left", finished_at=at, outcome="left")


def print_again(ticket: Ticket, *, at: datetime) -> None:
    """Ask for the slip once more."""
    if ticket.state not in ACTIVE:
        raise TicketOver()
    changed_rows(sa.update(Ticket).where(Ticket.id == ticket.id).values(slip=SLIP_WAITING))
    jobs.ask_again("slip", ticket.id, at=at)
    room.touch(ticket.day, ticket.place_id)


def slip_is(ticket: Ticket, outcome: str) -> None:
    """Note what became of the slip: printed or failed."""
    changed_rows(sa.update(Ticket).where(Ticket.id == ticket.id).values(slip=outcome))
    room.touch(ticket.day, ticket.place_id)


def move(ticket: Ticket, to: str, *, by: events.Actor, at: datetime, kind: str, **changes: Any) -> None:
    """Take a ticket to its next state by one conditional UPDATE, free its place when it is over, record the event.

    Raises:
        Conflict: it isn't in a state that leads there, or has moved on since it was read.
    """
    if to not in MOVES.get(ticket.state, frozenset()):
        raise Conflict()
    place = ticket.place
    if to not in ACTIVE:
        changes |= {"place": "", "phone": ""}
    change_row(ticket, Ticket.state == ticket.state, Ticket.place == place, state=to, **changes)
    if to not in ACTIVE and place:
        room.leave(ticket.day, ticket.place_id, place)
    else:
        room.touch(ticket.day, ticket.place_id)
    counter = {"counter": ticket.counter_id} if ticket.counter_id else {}
    events.record(f"ticket.{kind}", "ticket", ticket.id, by=by, at=at, label=ticket.label, **counter)


def close_days_before(day: date, *, at: datetime) -> int:
    """Expire what still waited when a local day ended; how many tickets that were."""
    over = sa.select(Ticket).where(Ticket.day < day, Ticket.state.in_((WAITING, AWAY, HELD)))
    left = list(db.session.scalars(over.limit(500)))
    for ticket in left:
        move(ticket, EXPIRED, by=events.WORKER, at=at, kind="expired", finished_at=at, outcome="expired")
    return len(left)


def _one_a_person(day: date, person: str | None, place_id: int, *, but: int = 0) -> None:
    if person is None:
        return
    mine = sa.select(Ticket.label, Ticket.place_id).where(
        Ticket.day == day, Ticket.person == person, Ticket.state.in_(ACTIVE), Ticket.id != but
    )
    found = db.session.execute(mine).first()
    if found and found.place_id != place_id:
        raise WaitingElsewhere(label=found.label, place=places.find(found.place_id).name)
    if found:
        raise AlreadyWaiting(label=found.label)


def _known(letters: Sequence[str], among: Sequence[Group]) -> list[str]:
    on = {group.letter for group in among if group.on}
    return [letter for letter in dict.fromkeys(letters) if letter in on][:MOST_ERRANDS]
