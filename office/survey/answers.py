"""One answer for each finished errand: an application, or a visit to the hall."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, events, opening
from office.applications import FINISHED, Application
from office.db import db, insert_into
from office.errors import NotFound, Refused
from office.identity import BadInput, read_text
from office.places import MAIN
from office.queue import tickets
from office.queue.tickets import Ticket
from office.survey.elements import ABOUT, ELEMENTS, HIGH, LOW

PHONE, KIOSK, PAPER = "phone", "kiosk", "paper"
LONGEST_COMMENT = 500


class NotFinished(Refused):
    """Only who was served can say how it was."""

    status = 409
    message = "Urusan ini belum selesai."
    next_step = "Nilai layanan ini setelah urusannya selesai."


class AnsweredAlready(Refused):
    """This errand was answered for."""

    status = 409
    message = "Penilaian untuk urusan ini sudah kami terima."
    next_step = "Terima kasih. Tidak perlu mengisi lagi."


class SurveyAnswer(db.Model):  # type: ignore[name-defined]
    """What one person answered: `u1` to `u9` from 1 to 4, what they told of themselves, and a comment; no name and no NIK."""

    __tablename__ = "survey_answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    errand: Mapped[str] = mapped_column(sa.String(20), unique=True)
    service_code: Mapped[str] = mapped_column(sa.String(40), default="")
    channel: Mapped[str] = mapped_column(sa.String(6))
    day: Mapped[date] = mapped_column(index=True)
    given_at: Mapped[datetime]
    u1: Mapped[int]
    u2: Mapped[int]
    u3: Mapped[int]
    u4: Mapped[int]
    u5: Mapped[int]
    u6: Mapped[int]
    u7: Mapped[int]
    u8: Mapped[int]
    u9: Mapped[int]
    sex: Mapped[str] = mapped_column(sa.String(1), default="")
    age: Mapped[str] = mapped_column(sa.String(2), default="")
    education: Mapped[str] = mapped_column(sa.String(4), default="")
    work: Mapped[str] = mapped_column(sa.String(6), default="")
    comment: Mapped[str] = mapped_column(sa.String(LONGEST_COMMENT), default="")
    entered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))


@dataclass(frozen=True)
class Errand:
    """What an answer is about: its name in the table, the service ('' for a visit of several), and whether it is over."""

    key: str
    service_code: str
    finished: bool


def of_application(application: Application) -> Errand:
    """An application as an errand."""
    return Errand(f"application:{application.id}", application.service_code, application.state == FINISHED)


def of_ticket(ticket: Ticket) -> Errand:
    """A visit to the hall as an errand; one that was for an application is that application's."""
    application = db.session.get(Application, ticket.application_id) if ticket.application_id else None
    if application is not None and application.state == FINISHED:
        return of_application(application)
    service = ticket.errands[0] if len(ticket.errands) == 1 else ""
    return Errand(f"ticket:{ticket.id}", service, ticket.state == tickets.FINISHED)


def by_reference(reference: str) -> Errand:
    """The errand of an application by its reference, as typed.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(sa.select(Application).where(Application.reference == codes.tidy(reference)))
    if found is None:
        raise NotFound()
    return of_application(found)


def by_ticket(label: str, day: date, place: int = MAIN) -> Errand:
    """The errand of a ticket of a place (its id) by its label, as typed, and its local day.

    Raises:
        NotFound: there is none.
    """
    same = sa.func.replace(Ticket.label, "-", "") == codes.tidy(label)
    here = sa.select(Ticket).where(Ticket.day == day, Ticket.place_id == place, same)
    found = db.session.scalar(here.limit(1))
    if found is None:
        raise NotFound()
    return of_ticket(found)


def answered(errand: Errand) -> bool:
    """Whether somebody answered for this errand."""
    return db.session.scalar(sa.select(sa.exists().where(SurveyAnswer.errand == errand.key))) or False


def read(typed: Mapping[str, str]) -> tuple[dict[str, int], dict[str, BadInput]]:
    """The nine answers as numbers from 1 to 4, and what is wrong with the others."""
    scores, errors = {}, {}
    for code in ELEMENTS:
        given = typed.get(code, "").strip()
        if given.isdecimal() and len(given) == 1 and LOW <= int(given) <= HIGH:
            scores[code] = int(given)
        else:
            errors[code] = BadInput("missing", "Pilih salah satu dari empat jawaban.")
    return scores, errors


def give(
    errand: Errand, scores: Mapping[str, int], about: Mapping[str, str], comment: str, *, channel: str,
    by: events.Actor, at: datetime,
) -> None:  # fmt: skip
    """Keep an answer: `scores` for all nine elements, `about` codes of ABOUT where told.

    Raises:
        NotFinished: the errand isn't over.
        AnsweredAlready: it was answered for, here or at the same moment elsewhere.
        BadInput: a score is missing, or the comment can't be kept.
    """
    if not errand.finished:
        raise NotFinished()
    _, errors = read({code: str(score) for code, score in scores.items()})
    for wrong in errors.values():
        raise wrong
    told = {name: about.get(name, "") if about.get(name) in known else "" for name, known in ABOUT.items()}
    words = read_text(comment, LONGEST_COMMENT, lines=True) if comment.strip() else ""
    row: dict[str, Any] = {
        "errand": errand.key, "service_code": errand.service_code, "channel": channel, "day": opening.local_day(at),
        "given_at": at, "comment": words, "entered_by": by.id, **scores, **told,
    }  # fmt: skip
    kept = insert_into(SurveyAnswer).values(**row).on_conflict_do_nothing().returning(SurveyAnswer.id)
    if db.session.scalar(kept) is None:
        raise AnsweredAlready()
    subject, _colon, number = errand.key.partition(":")
    events.record("survey.answered", subject, int(number), by=by, at=at, channel=channel)
