"""Blank cards: how many lie in the cupboard, each one that came, was used, was spoiled or was counted, and when they run out.

An office that never entered a receipt of a kind doesn't count it, and prints as if there were always one more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events, opening, settings
from office.db import changed_rows, db, insert_into
from office.errors import Conflict, Refused
from office.identity import one_line

BLANKS = ("ktp", "kia")
RECEIPT, USE, SPOILED, COUNT = "receipt", "use", "spoiled", "count"
MOST = 100_000
LONGEST_REASON = 200
PAGE = 50
# The forecast: the mean of the last working days, never of fewer than these, and never looking further ahead than a year.
DAYS_BACK, DAYS_LEAST, DAYS_AHEAD = 20, 5, 250


class OutOfBlanks(Refused):
    """The ledger says that there is no blank of this kind left."""

    status = 409
    message = "Menurut catatan, blangko %(kind)s sudah habis."
    next_step = "Kalau masih ada, minta kepala bidang mencatat penerimaan atau hitungannya di halaman Blangko."


class BadAmount(Refused):
    """How many is no whole number, or none that can be."""

    message = "Jumlah blangko harus angka bulat dari %(low)s sampai %(high)s."
    next_step = "Perbaiki jumlahnya, lalu simpan lagi."


class NeverReceived(Refused):
    """What never came can't be counted."""

    message = "Belum ada penerimaan blangko jenis ini."
    next_step = "Catat penerimaan pertama dulu."


class CountDiffers(Refused):
    """The count isn't what the ledger says, and nobody has said why."""

    message = "Hitungan %(counted)s, menurut catatan %(balance)s. Selisihnya %(difference)s."
    next_step = "Hitung sekali lagi. Kalau memang berbeda, tulis sebabnya, lalu simpan."


class StockMoved(Conflict):
    """A card was printed, or blanks came, since the counting began."""

    message = "Sejak halaman ini dibuka, catatan berubah menjadi %(balance)s."
    next_step = "Hitung lagi, lalu simpan."


class ExpectedPast(Refused):
    """Blanks are expected on a day to come."""

    message = "Perkiraan penerimaan berikutnya harus hari yang belum lewat."
    next_step = "Perbaiki tanggalnya, atau kosongkan."


class Stock(db.Model):  # type: ignore[name-defined]
    """How many blanks of a kind there are; `low_since` from when they were few, `expected_on` the local day of the next."""

    __tablename__ = "blank_stock"
    kind: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    balance: Mapped[int]
    counted_from: Mapped[datetime]
    low_since: Mapped[datetime | None]
    expected_on: Mapped[date | None]


class Movement(db.Model):  # type: ignore[name-defined]
    """One line of the ledger, never changed: how many came (or, below zero, went), and how many were there then."""

    __tablename__ = "blank_movement"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    what: Mapped[str] = mapped_column(sa.String(10))
    amount: Mapped[int]
    balance: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    card_id: Mapped[int | None] = mapped_column(sa.ForeignKey("card.id"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("officer.id"))
    at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_blank_movement_kind_at", "kind", "at"),)


@dataclass(frozen=True)
class Forecast:
    """`used` blanks in `days` working days; `runs_out` is the local day of the last one, None beyond a year."""

    used: int
    days: int
    runs_out: date | None


@dataclass(frozen=True)
class Warned:
    """Blanks that are few or gone: how many, the level at which to order, since when, and when they run out at this pace."""

    kind: str
    balance: int
    level: int
    since: datetime | None
    forecast: Forecast | None


@dataclass(frozen=True)
class Supply:
    """What the public is told: whether cards can be printed today; if not, the day the office expects blanks, if it knows."""

    kind: str
    available: bool
    expected_on: date | None


def read_amount(typed: str, *, low: int = 1) -> int:
    """How many blanks somebody typed; dots between thousands are let pass.

    Raises:
        BadAmount: no whole number, or outside `low` to 100,000.
    """
    plain = typed.strip().replace(".", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 7 and low <= int(plain) <= MOST):
        raise BadAmount(low=low, high=MOST)
    return int(plain)


def receive(
    kind: str, amount: int, *, by: events.Actor, at: datetime, note: str = "", expected_on: date | None = None
) -> None:
    """Blanks of a kind came; `expected_on` is the local day on which the office expects the next, None when it doesn't know.

    Raises:
        BadAmount, ExpectedPast.
    """
    if not 1 <= amount <= MOST:
        raise BadAmount(low=1, high=MOST)
    fresh = insert_into(Stock).values(kind=kind, balance=0, counted_from=at)
    db.session.execute(fresh.on_conflict_do_nothing())
    changed_rows(sa.update(Stock).where(Stock.kind == kind).values(balance=Stock.balance + amount))
    _write(kind, RECEIPT, amount, one_line(note, LONGEST_REASON), None, by, at)
    expect(kind, expected_on, by=by, at=at)


def expect(kind: str, day: date | None, *, by: events.Actor, at: datetime) -> None:
    """The office says on which local day it expects the next blanks, or that it doesn't know.

    Raises:
        ExpectedPast: the day is over.
        NeverReceived: this kind isn't counted.
    """
    if day and day < opening.local_day(at):
        raise ExpectedPast()
    if changed_rows(sa.update(Stock).where(Stock.kind == kind).values(expected_on=day)) != 1:
        raise NeverReceived()
    events.record("blanks.expected", "blanks", 0, by=by, at=at, blank=kind, day=day.isoformat() if day else "")


def use(kind: str, card_id: int, *, by: events.Actor, at: datetime) -> None:
    """A card was printed on one blank, if blanks of its kind are counted.

    Raises:
        OutOfBlanks: there is none.
    """
    _take_one(kind, USE, card_id, by, at)


def spoil(kind: str, card_id: int, *, by: events.Actor, at: datetime) -> None:
    """A print failed and cost one blank, if blanks of its kind are counted.

    Raises:
        OutOfBlanks: there is none.
    """
    _take_one(kind, SPOILED, card_id, by, at)


def count(kind: str, counted: int, *, seen: int, reason: str = "", by: events.Actor, at: datetime) -> int:
    """Somebody counted what is there; `seen` is what the ledger said on their page. The difference that was written down.

    Raises:
        NeverReceived: this kind isn't counted.
        StockMoved: the ledger says something else by now.
        CountDiffers: it doesn't add up, and there is no reason.
    """
    stock = find(kind)
    if stock is None:
        raise NeverReceived()
    words = one_line(reason, LONGEST_REASON)
    if stock.balance != seen:
        raise StockMoved(balance=stock.balance)
    if counted != seen and not words:
        raise CountDiffers(counted=counted, balance=seen, difference=f"{counted - seen:+d}")
    row = sa.update(Stock).where(Stock.kind == kind, Stock.balance == seen)
    if changed_rows(row.values(balance=counted)) != 1:
        db.session.refresh(stock)
        raise StockMoved(balance=stock.balance)
    _write(kind, COUNT, counted - seen, words, None, by, at)
    return counted - seen


def find(kind: str) -> Stock | None:
    """The stock of a kind as it is now; None while it isn't counted."""
    return db.session.scalar(sa.select(Stock).where(Stock.kind == kind).execution_options(populate_existing=True))


def is_empty(kind: str) -> bool:
    """Whether blanks of a kind are counted and none is left."""
    return db.session.scalar(sa.select(Stock.balance).where(Stock.kind == kind)) == 0


def supply(at: datetime) -> list[Supply]:
    """What the public is told of each kind that is counted; a day that has passed without a receipt is not told."""
    today = opening.local_day(at)
    rows = db.session.execute(sa.select(Stock.kind, Stock.balance, Stock.expected_on).order_by(Stock.kind.desc()))
    return [
        Supply(row.kind, row.balance > 0, row.expected_on if row.expected_on and row.expected_on >= today else None)
        for row in rows
    ]


def warnings(at: datetime) -> list[Warned]:
    """The kinds of which so few are left that the office must order, for the section heads."""
    found = []
    for kind in BLANKS:
        stock, level = find(kind), settings.get(f"blanks_low_{kind}", at)
        if stock and stock.balance <= level:
            found.append(Warned(kind, stock.balance, level, stock.low_since, forecast(stock, at)))
    return found


def forecast(stock: Stock, at: datetime) -> Forecast | None:
    """When the blanks run out at the mean pace of the last 20 working days; None after fewer than 5, or without any use."""
    today, first = opening.local_day(at), opening.local_day(stock.counted_from)
    days: list[date] = []
    for day in _working_days(today, -1, at):
        if day < first or len(days) == DAYS_BACK:
            break
        days.append(day)
    if len(days) < DAYS_LEAST:
        return None
    since, until = opening.instant(days[-1], time()), opening.instant(today, time())
    went = sa.select(sa.func.coalesce(-sa.func.sum(Movement.amount), 0)).where(
        Movement.kind == stock.kind, Movement.what.in_((USE, SPOILED)), Movement.at >= since, Movement.at < until
    )
    used = int(db.session.scalar(went) or 0)
    if not used:
        return None
    return Forecast(used, len(days), _last_day(stock.balance, used, len(days), today, at))


def history(kind: str, page: int = 1) -> tuple[list[Movement], bool]:
    """A page of the ledger of a kind, newest first, and whether another follows."""
    query = sa.select(Movement).where(Movement.kind == kind).order_by(Movement.at.desc(), Movement.id.desc())
    rows = list(db.session.scalars(query.limit(PAGE + 1).offset((page - 1) * PAGE)))
    return rows[:PAGE], len(rows) > PAGE


def _last_day(balance: int, used: int, days: int, today: date, at: datetime) -> date | None:
    wanted = -(-balance * days // used)
    if wanted == 0:
        return today
    if wanted > DAYS_AHEAD:
        return None
    for number, day in enumerate(_working_days(today, 1, at), start=1):
        if number == wanted:
            return day
    return None


def _working_days(today: date, step: int, at: datetime) -> Iterator[date]:
    """The working days before today (`step` -1) or after it (1), the nearest first, within a year."""
    calendar = opening.calendar(at)
    for number in range(1, 366):
        day = today + timedelta(days=step * number)
        begins = opening.instant(day, time())
        if calendar.working_hours_between(begins, begins + timedelta(days=1)):
            yield day


def _take_one(kind: str, what: str, card_id: int, by: events.Actor, at: datetime) -> None:
    row = sa.update(Stock).where(Stock.kind == kind, Stock.balance > 0)
    if changed_rows(row.values(balance=Stock.balance - 1)) == 1:
        _write(kind, what, -1, "", card_id, by, at)
    elif find(kind) is not None:
        raise OutOfBlanks(kind=_called(kind))


def _write(kind: str, what: str, amount: int, reason: str, card_id: int | None, by: events.Actor, at: datetime) -> None:
    balance = db.session.execute(sa.select(Stock.balance).where(Stock.kind == kind)).scalar_one()
    db.session.add(Movement(kind=kind, what=what, amount=amount, balance=balance, reason=reason, card_id=card_id,
                            by_id=by.id, at=at))  # fmt: skip
    db.session.flush()
    if what in (RECEIPT, COUNT):
        events.record(f"blanks.{what}", "blanks", 0, by=by, at=at, blank=kind, amount=amount, balance=balance)
    _mark_low(kind, balance, by, at)


def _mark_low(kind: str, balance: int, by: events.Actor, at: datetime) -> None:
    """Note once that the blanks have become few; what comes later is the same want until there are enough again."""
    few = balance <= settings.get(f"blanks_low_{kind}", at)
    if not few:
        changed_rows(sa.update(Stock).where(Stock.kind == kind, Stock.low_since.is_not(None)).values(low_since=None))
    elif changed_rows(sa.update(Stock).where(Stock.kind == kind, Stock.low_since.is_(None)).values(low_since=at)):
        events.record("blanks.low", "blanks", 0, by=by, at=at, blank=kind, balance=balance)


def _called(kind: str) -> str:
    return {"ktp": "KTP-el", "kia": "KIA"}[kind]
