"""Let each place have its own queue, room, counters and appointments, and applications the place they belong to."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = depends_on = None

MAIN = 1
# What only gets a place; everything there is belongs to the head office.
PLACED = ("call", "application", "ticket", "health_check", "room_day", "appointment_slot")
# What was one of a kind in the office, and is now one of a kind in a place.
UNIQUE = (
    ("ticket", "uq_ticket_day_label", "uq_ticket_day_place_id_label", ("day", "label"), ("day", "place_id", "label")),
    ("health_check", "uq_health_check_day_number", "uq_health_check_day_place_id_number", ("day", "number"),
     ("day", "place_id", "number")),
    ("service_counter", "uq_service_counter_number", "uq_service_counter_place_id_number", ("number",),
     ("place_id", "number")),
)  # fmt: skip
KEYS = (
    ("room_day", ("day",), ("day", "place_id")),
    ("appointment_slot", ("day", "hour", "group"), ("place_id", "day", "hour", "group")),
)
INDEXES = (
    ("ix_ticket_line", "ticket", ("day", "state", "group", "order_at"), ("day", "place_id", "state", "group", "order_at")),
    ("ix_ticket_finished", "ticket", ("day", "group", "finished_at"), ("day", "place_id", "group", "finished_at")),
    ("ix_figure_case_sent", "figure_case", ("sent_on", "service", "channel", "village", "state"),
     ("sent_on", "service", "channel", "village", "state", "place_id")),
    ("ix_figure_case_done", "figure_case", ("done_on", "service", "channel", "minutes", "returns", "late"),
     ("done_on", "service", "channel", "minutes", "returns", "late", "place_id")),
)  # fmt: skip
# One number that is good for each person a day, wherever it was taken.
PERSON = sa.text("state IN ('waiting','called','serving','held','away')")
SERIES = ("ticket", "quota", "saved", "health")
DAY = len("2020-06-04")
COUNTER = sa.table("counter", sa.column("series", sa.String()))


def upgrade() -> None:
    """Put what there is into the head office: rows, numbers and counts."""
    for name in ("figure_case", "figure_fact"):
        op.add_column(name, sa.Column("place_id", sa.Integer(), nullable=False, server_default=str(MAIN)))
    for name in PLACED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("place_id", sa.Integer(), nullable=False, server_default=str(MAIN)))
            table.create_foreign_key(op.f(f"fk_{name}_place_id_place"), "place", ["place_id"], ["id"])
    _make_one_of_a_kind(after=True)
    for name in PLACED:
        with op.batch_alter_table(name) as table:
            table.alter_column("place_id", server_default=None)
    op.create_index("ix_application_place", "application", ["place_id", "state", "state_since"])
    for what in SERIES:
        _rename(what, f":{MAIN}", skipped=0)


def downgrade() -> None:
    """Forget what other places than the head office had in hand; applications of all places stay."""
    for what in SERIES:
        mine = f"{what}:{'_' * DAY}:{MAIN}"
        elsewhere = sa.not_(sa.or_(COUNTER.c.series.like(mine), COUNTER.c.series.like(f"{mine}:%")))
        op.execute(sa.delete(COUNTER).where(COUNTER.c.series.like(f"{what}:%"), elsewhere))
        _rename(what, "", skipped=len(f":{MAIN}"))
    _forget_elsewhere()
    op.drop_index("ix_application_place", "application")
    _make_one_of_a_kind(after=False)
    for name in reversed(PLACED):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_place_id_place"), type_="foreignkey")
            table.drop_column("place_id")
    for name in ("figure_fact", "figure_case"):
        with op.batch_alter_table(name) as table:
            table.drop_column("place_id")


def _rename(what: str, between: str, *, skipped: int) -> None:
    """Give the series of a kind other text after their day, `ticket:2020-06-04` and what follows it."""
    head, series = len(what) + 1 + DAY, COUNTER.c.series
    renamed = sa.func.substr(series, 1, head).concat(between).concat(sa.func.substr(series, head + 1 + skipped))
    op.execute(sa.update(COUNTER).where(series.like(f"{what}:%")).values(series=renamed))


def _make_one_of_a_kind(*, after: bool) -> None:
    """Swap what is unique, the primary keys and the indexes for those with a place, or back."""
    person = {"sqlite_where": PERSON, "postgresql_where": PERSON}
    op.drop_index("uq_ticket_person", "ticket", **person)
    for name, table, *_columns in INDEXES:
        op.drop_index(name, table)
    for table, old_name, new_name, old, new in UNIQUE:
        gone, made, columns = (old_name, new_name, new) if after else (new_name, old_name, old)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(gone), type_="unique")
            batch.create_unique_constraint(op.f(made), list(columns))
    for table, old, new in KEYS:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"pk_{table}"), type_="primary")
            batch.create_primary_key(op.f(f"pk_{table}"), list(new if after else old))
    for name, table, old, new in INDEXES:
        op.create_index(name, table, list(new if after else old))
    op.create_index("uq_ticket_person", "ticket", ["day", "person"], unique=True, **person)


def _forget_elsewhere() -> None:
    """Tickets, counters and slots of other places would stand twice under one number."""
    tables = ("ticket", "service_counter", "room_day", "appointment_slot", "health_check")
    placed = {name: sa.table(name, *map(sa.column, ("id", "place_id", "number"))) for name in tables}
    gone = sa.select(placed["ticket"].c.id).where(placed["ticket"].c.place_id != MAIN)
    for name in ("notice", "call"):
        about = sa.table(name, sa.column("ticket_id"))
        op.execute(sa.delete(about).where(about.c.ticket_id.in_(gone)))
    for name in tables[:-1]:
        op.execute(sa.delete(placed[name]).where(placed[name].c.place_id != MAIN))
    checks = placed["health_check"]
    op.execute(sa.update(checks).where(checks.c.place_id != MAIN).values(number=None))
