"""Officers who are away, and who stands in for each: files and notices go to the deputy meanwhile."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events, opening
from office.db import db
from office.errors import NotAllowed, NotFound, Refused
from office.identity.bad_input import N_
from office.staff import Officer, Role

LONGEST = 366
# Who may stand in for whom: the same role or a higher one that does the same work. An office has one head, for whom a section
# head stands in; what only a registrar may sign stays with registrars.
DEPUTIES: Mapping[str, tuple[Role, ...]] = {
    Role.FRONT_DESK: (Role.FRONT_DESK, Role.VERIFIER, Role.REGISTRAR),
    Role.VERIFIER: (Role.VERIFIER, Role.REGISTRAR),
    Role.REGISTRAR: (Role.REGISTRAR,),
    Role.SECTION_HEAD: (Role.SECTION_HEAD, Role.HEAD),
    Role.HEAD: (Role.HEAD, Role.SECTION_HEAD),
    Role.ADMINISTRATOR: (Role.ADMINISTRATOR,),
}
STEER = (Role.SECTION_HEAD, Role.HEAD, Role.ADMINISTRATOR)


class Absence(db.Model):  # type: ignore[name-defined]
    """Local days, both included, on which an officer is away; why is nobody's business here."""

    __tablename__ = "absence"
    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    first: Mapped[date]
    last: Mapped[date]
    set_by: Mapped[int] = mapped_column(sa.ForeignKey("officer.id"))
    set_at: Mapped[datetime]
    called_off_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_absence_last", "last"),)


class DaysUnclear(Refused):
    """The days are in the wrong order, past, or too many."""

    message = "Hari mulai dan hari selesai tidak cocok: mulai paling cepat hari ini, paling lama setahun."
    next_step = "Perbaiki kedua tanggalnya."


class WrongDeputy(Refused):
    """This officer's role may not do the work of the one who is away, or may not work at all."""

    message = N_("%(name)s tidak bisa menggantikan: perannya harus sama atau lebih tinggi, dan masih bertugas.")
    next_step = "Pilih pengganti lain."


class DeputyAway(Refused):
    """The deputy is away too on one of these days."""

    status = 409
    message = N_("%(name)s sendiri tidak bertugas pada sebagian hari itu.")
    next_step = "Pilih pengganti lain, atau ubah harinya."


class Circle(Refused):
    """The deputy's own deputy would be the one who is away."""

    status = 409
    message = "Penggantinya jadi melingkar: %(name)s pada hari itu digantikan oleh petugas yang sama."
    next_step = "Pilih pengganti lain yang bertugas pada hari itu."


class AlreadyAway(Refused):
    """The officer is noted as away on one of these days already."""

    status = 409
    message = "Pada sebagian hari itu petugas ini sudah dicatat tidak bertugas."
    next_step = "Batalkan catatan yang lama dulu, atau pilih hari lain."


def note(officer: Officer, deputy: Officer, first: date, last: date, *, by: Officer, at: datetime) -> Absence:
    """Note that an officer is away from one local day to another, both included, and who stands in.

    Raises:
        NotAllowed: set for another officer by somebody who doesn't steer the office.
        DaysUnclear: past, in the wrong order, or more than a year.
        WrongDeputy: the deputy's role, or the deputy is disabled or the same person.
        AlreadyAway, DeputyAway, Circle: what stands for these days already.
    """
    if officer.id != by.id and by.role not in STEER:
        raise NotAllowed()
    if first < opening.local_day(at) or last < first or (last - first).days > LONGEST:
        raise DaysUnclear()
    if deputy.id == officer.id or not deputy.active or deputy.role not in DEPUTIES[officer.role]:
        raise WrongDeputy(name=deputy.name)
    _hold(officer.id, deputy.id)
    _must_be_there(officer, deputy, first, last)
    absence = Absence(officer_id=officer.id, deputy_id=deputy.id, first=first, last=last, set_by=by.id, set_at=at)
    db.session.add(absence)
    db.session.flush()
    events.record("officer.away", "officer", officer.id, by=by.actor, at=at, deputy=deputy.id, first=first.isoformat(),
                  last=last.isoformat())  # fmt: skip
    return absence


def call_off(number: int, *, by: Officer, at: datetime) -> Absence:
    """The officer is back, or isn't away after all.

    Raises:
        NotFound: there is no such absence that still holds.
        NotAllowed: it is another officer's, and `by` doesn't steer the office.
    """
    absence = db.session.get(Absence, number, with_for_update=True, populate_existing=True)
    if absence is None or absence.called_off_at or absence.last < opening.local_day(at):
        raise NotFound()
    if absence.officer_id != by.id and by.role not in STEER:
        raise NotAllowed()
    absence.called_off_at = at
    events.record("officer.back", "officer", absence.officer_id, by=by.actor, at=at)
    return absence


def coming(at: datetime, *, officer_id: int | None = None) -> list[Absence]:
    """The absences of today and later, first ones first: of one officer, or of all."""
    query = sa.select(Absence).where(Absence.called_off_at.is_(None), Absence.last >= opening.local_day(at))
    if officer_id is not None:
        query = query.where(Absence.officer_id == officer_id)
    return list(db.session.scalars(query.order_by(Absence.first, Absence.id)))


def away(at: datetime) -> dict[int, int]:
    """Who is away on the local day of an instant, each with the named deputy: ids."""
    today = opening.local_day(at)
    rows = sa.select(Absence.officer_id, Absence.deputy_id).where(
        Absence.called_off_at.is_(None), Absence.first <= today, Absence.last >= today
    )
    return {row.officer_id: row.deputy_id for row in db.session.execute(rows)}


def stand_in(officer_id: int, deputies: Mapping[int, int], working: Iterable[int]) -> int | None:
    """Who does this officer's work, the officer or a deputy's deputy, of those who may work; None when nobody is there."""
    found, seen = officer_id, {officer_id}
    while found in deputies:
        found = deputies[found]
        if found in seen:
            return None
        seen.add(found)
    return found if found in set(working) else None


def gone(at: datetime) -> frozenset[int]:
    """Everybody in whose hands a file would lie: the disabled, and those who are away on the local day of an instant; ids."""
    disabled = db.session.scalars(sa.select(Officer.id).where(~Officer.active))
    return frozenset(disabled) | frozenset(away(at))


def is_gone(officer_id: int, *, at: datetime) -> bool:
    """Whether an officer is disabled, or away today, so that a file in these hands would lie."""
    found = db.session.get(Officer, officer_id)
    return found is None or not found.active or officer_id in away(at)


def _hold(*numbers: int) -> None:
    """Both officers' rows, in one order: two absences set at once must not make each the other's deputy."""
    rows = sa.select(Officer.id).where(Officer.id.in_(numbers)).order_by(Officer.id).with_for_update()
    db.session.execute(rows).all()


def _must_be_there(officer: Officer, deputy: Officer, first: date, last: date) -> None:
    these = sa.and_(Absence.called_off_at.is_(None), Absence.first <= last, Absence.last >= first)
    found = db.session.scalars(sa.select(Absence).where(these, Absence.officer_id.in_((officer.id, deputy.id)))).all()
    for absence in found:
        if absence.officer_id == officer.id:
            raise AlreadyAway()
        raise Circle(name=deputy.name) if absence.deputy_id == officer.id else DeputyAway(name=deputy.name)
