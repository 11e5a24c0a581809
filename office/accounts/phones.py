"""Which phone is a resident's own: the one an officer recorded at the counter, else that of an application that was finished.

Decision 15 says why, and what each opens.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, events
from office.accounts import sessions
from office.applications import FINISHED, HELPER, Application
from office.db import db, insert_into
from office.identity import read_nik, read_phone
from office.register import Resident, residents
from office.staff import Officer

COUNTER, EARLIER = "counter", "application"
# A number that changes hands is worth nothing here after a year without a finished application.
PROVES_FOR = timedelta(days=365)


class ResidentPhone(db.Model):  # type: ignore[name-defined]
    """The phone of one person, written down by an officer who saw the KTP; `person_key` names the NIK without telling it.

    `resident_id` is whom the register held under that NIK then.
    """

    __tablename__ = "resident_phone"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_key: Mapped[str] = mapped_column(sa.String(32), unique=True)
    phone: Mapped[str] = mapped_column(sa.String(20))
    resident_id: Mapped[int | None] = mapped_column(sa.ForeignKey("resident.id"))
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    recorded_at: Mapped[datetime]


def proof(person_key: str, phone: str, *, at: datetime) -> str | None:
    """What makes this number (E.164) the person's own: COUNTER, EARLIER, or None when it isn't.

    Once an officer has recorded a number, no other counts.
    """
    recorded = db.session.scalar(sa.select(ResidentPhone.phone).where(ResidentPhone.person_key == person_key))
    if recorded is not None:
        return COUNTER if recorded == phone else None
    finished = sa.select(Application.id).where(
        Application.applicant_key == person_key, Application.phone == phone, Application.state == FINISHED,
        Application.state_since > at - PROVES_FOR, Application.channel != HELPER,
    )  # fmt: skip
    return EARLIER if db.session.scalar(finished.limit(1)) is not None else None


def resident_of(person_key: str) -> Resident | None:
    """The living resident whose phone an officer recorded; None for whoever proved a phone otherwise."""
    query = sa.select(Resident).join(ResidentPhone, ResidentPhone.resident_id == Resident.id)
    return db.session.scalar(query.where(ResidentPhone.person_key == person_key, Resident.state == residents.ALIVE))


def record_phone(nik: str, phone: str, officer: Officer, *, at: datetime) -> None:
    """Write down a person's number, both as typed, after the officer has seen the KTP; an earlier number is forgotten.

    Whoever is signed in as this person is signed out.

    Raises:
        BadInput: no NIK, or no mobile number.
    """
    digits, number = read_nik(nik).digits, read_phone(phone)
    key, person = codes.person("nik", digits), residents.by_nik(digits)
    facts = {"phone": number, "resident_id": person.id if person else None, "officer_id": officer.id, "recorded_at": at}
    fresh = insert_into(ResidentPhone).values(person_key=key, **facts)
    db.session.execute(fresh.on_conflict_do_update(index_elements=["person_key"], set_=facts))
    sessions.end_all(key, at=at)
    kept = db.session.scalar(sa.select(ResidentPhone.id).where(ResidentPhone.person_key == key))
    events.record("account.phone_recorded", "resident_phone", kept or 0, by=officer.actor, at=at)
