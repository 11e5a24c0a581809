"""What the two engines spell differently: the local hour of an instant, and the seconds between two."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

# WITA has no summer time, so a fixed offset says the local hour of any stored instant.
OFFSET_HOURS = 8


class local_hour(FunctionElement[int]):  # noqa: N801 - read as a function of SQL
    """The hour (0 to 23) of the office's wall clock at an instant of a column."""

    type = sa.Integer()
    inherit_cache = True


class seconds_between(FunctionElement[float]):  # noqa: N801 - read as a function of SQL
    """Seconds from the first instant to the second."""

    type = sa.Float()
    inherit_cache = True


@compiles(local_hour, "sqlite")
def _hour_sqlite(element: local_hour, compiler: Any, **given: Any) -> str:
    # The stored text begins "2020-06-04 02:"; reading two letters of it is far quicker than strftime.
    stored = compiler.process(element.clauses, **given)
    return f"((CAST(substr({stored}, 12, 2) AS INTEGER) + {OFFSET_HOURS}) % 24)"


@compiles(local_hour, "postgresql")
def _hour_postgresql(element: local_hour, compiler: Any, **given: Any) -> str:
    stored = compiler.process(element.clauses, **given)
    return f"CAST(EXTRACT(HOUR FROM ({stored}) AT TIME ZONE 'UTC' + INTERVAL '{OFFSET_HOURS} hours') AS INTEGER)"


@compiles(seconds_between, "sqlite")
def _seconds_sqlite(element: seconds_between, compiler: Any, **given: Any) -> str:
    first, second = (compiler.process(each, **given) for each in element.clauses)
    return f"((julianday({second}) - julianday({first})) * 86400.0)"


@compiles(seconds_between, "postgresql")
def _seconds_postgresql(element: seconds_between, compiler: Any, **given: Any) -> str:
    first, second = (compiler.process(each, **given) for each in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM ({second}) - ({first})) AS DOUBLE PRECISION)"
