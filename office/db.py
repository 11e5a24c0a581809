"""The database: one session a request, explicit writing transactions, portable column types."""

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, registry
from sqlalchemy.orm.attributes import set_committed_value

from office.errors import Busy, Conflict

T = TypeVar("T")

# Constraint names are fixed, or SQLite's batch migrations can't find what they alter.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware instant, stored as UTC on both engines; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of the house."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: sa.JSON(), list[str]: sa.JSON()},
    )


db = SQLAlchemy(model_class=Base)

_writing = threading.RLock()
TURN_SECONDS = 10.0


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # SQLAlchemy's own BEGIN (below) replaces the driver's, which opens transactions too late for IMMEDIATE.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    # SQLite's own knows A to Z alone, and an officer who looks for "élise" would not find Élise.
    connection.create_function(
        "lower", 1, lambda text: text.lower() if isinstance(text, str) else text, deterministic=True
    )


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def _fair_turn() -> Iterator[None]:
    """Wait for one's turn to write on SQLite, whose own busy handler sleeps and is unfair.

    An in-process lock, then `flock` on a file beside the database; the kernel frees the latter when a process dies.

    Raises:
        Busy: the turn did not come in time; who holds it may be standing still.
    """
    path = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or not path or path == ":memory:":
        yield
        return
    until = time.monotonic() + TURN_SECONDS
    if not _writing.acquire(timeout=TURN_SECONDS):
        raise Busy()
    try:
        gate = os.open(f"{path}.turn", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _enter(gate, until)
            yield
        finally:
            os.close(gate)
    finally:
        _writing.release()


def _enter(gate: int, until: float) -> None:
    while True:
        try:
            return fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise Busy() from None
        time.sleep(0.0002)


@contextmanager
def transaction() -> Iterator[None]:
    """One writing transaction: everything inside is kept together, or nothing is.

    Objects read before it are refreshed inside it. Nothing slow may stand within.

    Raises:
        Busy: the store could not take the change in time, or has no room.
        Conflict: another transaction took the same unique value first.
    """
    info = db.session().info
    if info.get("writing"):
        raise RuntimeError("a transaction within a transaction")
    db.session.rollback()
    with _fair_turn():
        info["writing"] = True
        try:
            db.session.connection(execution_options={"writes": True})
            yield
            db.session.commit()
        except sa.exc.IntegrityError as taken:
            db.session.rollback()
            raise Conflict() from taken
        except OperationalError as trouble:
            db.session.rollback()
            raise Busy() from trouble
        except BaseException:
            db.session.rollback()
            raise
        finally:
            info["writing"] = False


def remembered() -> dict[Any, Any]:
    """What was read or locked for the rest of the session's transaction, by the module that did it; forgotten at its end."""
    known: dict[Any, Any] = db.session().info.setdefault("remembered", {})
    return known


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None or ended.nested:
        session.info.pop("remembered", None)


def insert_into(table: type[Base]) -> Any:
    """The engine's own INSERT for a table, which knows ON CONFLICT; the two dialects spell it alike."""
    return (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(table)


def changed_rows(statement: sa.Update | sa.Delete) -> int:
    """Run one conditional UPDATE or DELETE and say how many rows it changed."""
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount  # type: ignore[attr-defined]


def change_row(thing: Base, *still: sa.ColumnElement[bool], reread: Sequence[str] | None = None, **values: Any) -> None:
    """Change one row by a conditional UPDATE, and read it, or only these columns of it, anew.

    Raises:
        Conflict: what must `still` hold of the row no longer does.
    """
    table: Any = type(thing)
    names = reread or sa.inspect(table).column_attrs.keys()
    row = sa.update(table).where(table.id == thing.id, *still).values(**values)  # type: ignore[attr-defined]
    db.session.flush()  # a statement by the connection doesn't see what was only set on the object
    found = run(row.returning(*(getattr(table, name) for name in names))).first()
    if found is None:
        raise Conflict()
    for name, value in zip(names, found, strict=True):
        set_committed_value(thing, name, value)


def run(statement: sa.Executable, **values: Any) -> sa.CursorResult[Any]:
    """Run a ready-made statement on tables in the session's transaction, without what the mapper costs; `values` fill its gaps.

    For the few statements that every visitor at a kiosk waits for; what the session holds of these rows is not refreshed.
    """
    return db.session.connection().execute(statement, values)


def ready(make: Callable[[Any], T]) -> Callable[[], T]:
    """A statement made once for each engine: `make` gets the engine's own INSERT, which knows ON CONFLICT."""
    made: dict[str, T] = {}

    def statement() -> T:
        name = db.engine.dialect.name
        if name not in made:
            made[name] = make((postgresql if name == "postgresql" else sqlite).insert)
        return made[name]

    return statement
