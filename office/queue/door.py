"""The officer at the door: counts people in and out by touch, and corrects the number."""

from datetime import datetime

from office import events, opening
from office.errors import Refused
from office.places import MAIN
from office.queue import room
from office.queue.calling import let_in


class NobodyInside(Refused):
    """More people would have gone out than were inside."""

    status = 409
    message = "Di dalam tidak ada orang tanpa nomor lagi."
    next_step = "Yang punya nomor keluar bila loket menekan Selesai. Betulkan hitungan bila tidak cocok."


def count(step: int, *, by: events.Actor, at: datetime, place_id: int = MAIN) -> None:
    """Count people without a ticket (companions, staff) in or out: `step` is 1 or -1; a freed seat is filled from outside.

    Raises:
        NobodyInside: fewer than nobody would be inside.
    """
    day = opening.local_day(at)
    if step not in (-1, 1):
        raise Refused()
    room.lock(day, place_id)
    if not room.count_others(day, place_id, step):
        raise NobodyInside()
    let_in(at=at, place_id=place_id)


def correct(people: int, *, by: events.Actor, at: datetime, place_id: int = MAIN) -> None:
    """Set how many people are inside, as counted by eye; the difference to the tickets inside is kept as `others`.

    Raises:
        Refused: fewer than 0 or more than 5,000.
    """
    day = opening.local_day(at)
    if not 0 <= people <= 5000:
        raise Refused()
    room.lock(day, place_id)
    room.set_people(day, place_id, people)
    events.record("room.corrected", "room", day.toordinal(), by=by, at=at, people=people, place=place_id)
    let_in(at=at, place_id=place_id)
