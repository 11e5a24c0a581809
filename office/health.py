"""The health protocol at the door: a dated checklist, a temperature, and what is kept of it.

Kept for good are only the day, whether it was passed, when, and the threshold in force; the detail goes after 14 days.
Source: Kepmenkes HK.01.07/MENKES/382/2020 (37.3 °C, masks, hands); the second measurement after 5 minutes is practice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, numbers, opening, settings
from office.db import changed_rows, db, run
from office.errors import Refused
from office.places import MAIN

LOWEST, HIGHEST = 300, 450
AGAIN_AFTER = timedelta(minutes=5)
AGAIN_WITHIN = timedelta(hours=2)
SHOWN_FOR = timedelta(minutes=10)
MEASURED_LIVES = timedelta(minutes=5)
DETAIL_LIVES = timedelta(days=14)
YES, NO = "ya", "tidak"
# The answer that lets a visitor in; what somebody can put right at once is not being unwell.
WANTED: Mapping[str, str] = {"mask": YES, "hands": YES, "symptoms": NO, "contact": NO}
MENDED_AT_ONCE = frozenset({"mask", "hands"})
TEMPERATURE = re.compile(r"\d{2}([.,]\d)?")


class BadTemperature(Refused):
    """What was typed is no temperature of a person."""

    message = "Suhu ditulis dengan satu angka di belakang koma, dari 30,0 sampai 45,0."
    next_step = "Contoh: 36,4. Ketik lagi suhunya."


class NotAnswered(Refused):
    """A question of the checklist has no answer."""

    message = "Masih ada pertanyaan yang belum dijawab."
    next_step = "Sentuh Ya atau Tidak pada tiap baris."


class NotMeasured(Refused):
    """The officer at the door has not measured yet."""

    message = "Suhu belum diukur."
    next_step = "Petugas di pintu akan mengukur suhu Anda."


class NotYetAgain(Refused):
    """The second measurement: too early, too late, or done already."""

    message = "Nomor ukur ulang ini belum, atau tidak lagi, bisa dipakai."
    next_step = "Pengukuran kedua boleh sekali, 5 menit sesudah yang pertama."


class HealthCheck(db.Model):  # type: ignore[name-defined]
    """One passed or failed checklist in a place; `limit` in tenths of a degree, 0 when nothing was measured."""

    __tablename__ = "health_check"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    day: Mapped[date]
    at: Mapped[datetime]
    passed: Mapped[bool]
    limit: Mapped[int]
    device_id: Mapped[int | None] = mapped_column(sa.ForeignKey("device.id"))
    number: Mapped[int | None]
    again_of: Mapped[int | None] = mapped_column(sa.ForeignKey("health_check.id"), unique=True)
    detail: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), default=MAIN)

    __table_args__ = (sa.UniqueConstraint("day", "place_id", "number"), sa.Index("ix_health_check_at", "at"))


class Measured(db.Model):  # type: ignore[name-defined]
    """A temperature (tenths) that the officer at the door took for the visitor at a kiosk."""

    __tablename__ = "measured"
    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(sa.ForeignKey("device.id"), index=True)
    tenths: Mapped[int]
    at: Mapped[datetime]
    used_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Protocol:
    """The checklist in force: its questions by code, the limit in tenths of a degree, where the temperature is taken."""

    on: bool
    questions: tuple[str, ...]
    limit: int
    measured_at: str


@dataclass(frozen=True)
class Judged:
    """What a checklist came to: `failing` names the answers (or `temperature`) that keep a visitor out today."""

    protocol: Protocol
    answers: Mapping[str, str]
    tenths: int | None
    failing: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the visitor may come in."""
        return not self.failing

    @property
    def mended_at_once(self) -> bool:
        """Whether a mask and clean hands are all that is wanting."""
        return bool(self.failing) and set(self.failing) <= MENDED_AT_ONCE


PROTOCOL_KEYS = ("protocol_on", "protocol_questions", "temperature_limit", "temperature_at")


def protocol(at: datetime, place: int | None = None) -> Protocol:
    """The checklist in force at an instant in a place (its id) or in the office."""
    return protocol_of(settings.several(PROTOCOL_KEYS, at, place))


def protocol_of(values: Mapping[str, Any]) -> Protocol:
    """The checklist that these values of PROTOCOL_KEYS describe; unknown questions are passed over."""
    asked = tuple(code.strip() for code in str(values["protocol_questions"]).split(","))
    on = bool(values["protocol_on"])
    questions = tuple(code for code in asked if code in WANTED) if on else ()
    return Protocol(on, questions, int(values["temperature_limit"]), str(values["temperature_at"]) if on else "off")


def read_temperature(text: str) -> int:
    """A temperature as typed (`36,4`, `36.4`, `36`) in tenths of a degree.

    Raises:
        BadTemperature: no number with at most one decimal, or outside 30.0 to 45.0.
    """
    typed = text.strip().removesuffix("°C").strip()
    if not typed.isascii() or not TEMPERATURE.fullmatch(typed):
        raise BadTemperature()
    whole, _sign, tenth = typed.replace(",", ".").partition(".")
    tenths = int(whole) * 10 + int(tenth or 0)
    if not LOWEST <= tenths <= HIGHEST:
        raise BadTemperature()
    return tenths


def judge(rules: Protocol, answers: Mapping[str, str], tenths: int | None) -> Judged:
    """Hold answers (`ya` or `tidak` by question) and a temperature in tenths against the checklist.

    Raises:
        NotAnswered: a question has no answer.
        NotMeasured: the checklist wants a temperature.
    """
    given = {code: answers.get(code, "") for code in rules.questions}
    if any(answer not in (YES, NO) for answer in given.values()):
        raise NotAnswered()
    if tenths is None and rules.measured_at != "off":
        raise NotMeasured()
    failing = [code for code, answer in given.items() if answer != WANTED[code]]
    if tenths is not None and tenths > rules.limit:
        failing.append("temperature")
    return Judged(rules, given, tenths, tuple(failing))


_KEEP = sa.insert(HealthCheck.__table__).returning(HealthCheck.__table__.c.id)


def record(
    judged: Judged, *, token: str, device_id: int | None, at: datetime, again: HealthCheck | None = None, place_id: int = MAIN
) -> int:  # fmt: skip
    """Keep a checklist, and say its id; a failed one that isn't the second gets its place's next number for measuring again."""
    day = opening.local_day(at)
    unwell = not judged.passed and not judged.mended_at_once
    number = numbers.next_in(f"health:{day}:{place_id}") if unwell and again is None else None
    detail = {"answers": dict(judged.answers), "tenths": judged.tenths, "failing": list(judged.failing)}
    limit = judged.protocol.limit if judged.tenths is not None else 0
    kept = run(_KEEP, token=token, day=day, place_id=place_id, at=at, passed=judged.passed, limit=limit,
               device_id=device_id, number=number, again_of=again.id if again else None, detail=detail)  # fmt: skip
    return int(kept.scalar_one())


def by_token(token: str) -> HealthCheck | None:
    """A checklist by the token of its page."""
    return db.session.scalar(sa.select(HealthCheck).where(HealthCheck.token == token))


def still_shown(check: HealthCheck, device_id: int, *, at: datetime) -> bool:
    """Whether this kiosk may still show a check: for some minutes, and only where it was made."""
    return check.device_id == device_id and timedelta(0) <= at - check.at < SHOWN_FOR


def mended_at_once(check: HealthCheck) -> bool:
    """Whether a mask and clean hands were all that was wanting."""
    failing = set((check.detail or {}).get("failing", ()))
    return bool(failing) and failing <= MENDED_AT_ONCE


def again(number: str, *, at: datetime, place_id: int = MAIN) -> HealthCheck | None:
    """The failed check of today in a place that this number lets measure once more; None without a number.

    Raises:
        NotYetAgain: no such number today, less than 5 minutes or more than 2 hours ago, or used already.
    """
    typed = codes.tidy(number)
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6):
        raise NotYetAgain()
    here = HealthCheck.day == opening.local_day(at), HealthCheck.place_id == place_id
    check = db.session.scalar(sa.select(HealthCheck).where(*here, HealthCheck.number == int(typed)))
    used = check and db.session.scalar(sa.select(HealthCheck.id).where(HealthCheck.again_of == check.id))
    if check is None or used or not AGAIN_AFTER <= at - check.at <= AGAIN_WITHIN:
        raise NotYetAgain()
    return check


def waiting_again(at: datetime, place_id: int = MAIN) -> list[HealthCheck]:
    """Failed checks of the last two hours in a place that may still be measured a second time, oldest first."""
    used = sa.select(HealthCheck.again_of).where(HealthCheck.again_of.is_not(None))
    late = sa.select(HealthCheck).where(
        HealthCheck.place_id == place_id, HealthCheck.number.is_not(None), HealthCheck.at > at - AGAIN_WITHIN,
        HealthCheck.id.not_in(used),
    )  # fmt: skip
    return list(db.session.scalars(late.order_by(HealthCheck.at)))


def measure(device_id: int, tenths: int, *, at: datetime) -> None:
    """The officer at the door took a temperature for whoever stands at this kiosk; an unused earlier one is forgotten."""
    changed_rows(sa.delete(Measured).where(Measured.device_id == device_id, Measured.used_at.is_(None)))
    db.session.add(Measured(device_id=device_id, tenths=tenths, at=at))


def measured(device_id: int, *, at: datetime) -> Measured | None:
    """The unused measurement of the last five minutes for this kiosk."""
    fresh = sa.select(Measured).where(
        Measured.device_id == device_id,
        Measured.used_at.is_(None),
        Measured.at > at - MEASURED_LIVES,
        Measured.at <= at,
    )
    return db.session.scalar(fresh.order_by(Measured.id.desc()).limit(1))


def use(found: Measured, *, at: datetime) -> None:
    """Use a measurement up.

    Raises:
        NotMeasured: it was used meanwhile.
    """
    row = sa.update(Measured).where(Measured.id == found.id, Measured.used_at.is_(None))
    if changed_rows(row.values(used_at=at)) != 1:
        raise NotMeasured()


def forget(*, at: datetime) -> None:
    """Drop answers and temperatures over 14 days old; whether, when and by which threshold stays."""
    old = sa.update(HealthCheck).where(HealthCheck.at < at - DETAIL_LIVES, HealthCheck.detail.is_not(None))
    changed_rows(old.values(detail=sa.null()))
    changed_rows(sa.delete(Measured).where(Measured.at < at - DETAIL_LIVES))
