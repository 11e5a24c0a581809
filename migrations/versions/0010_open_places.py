"""Keep places, their hours and their closures."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = depends_on = None

MAIN = 1
OF_A_PLACE = ("service_counter", "device", "appointment")
CALENDAR = ("opening_hours", "holidays", "closures", "promises")
WITA = ZoneInfo("Asia/Makassar")


def upgrade() -> None:
    """Open the head office, put what there is into it, and make closures of the old setting."""
    _make_places()
    with op.batch_alter_table("setting") as table:
        table.add_column(sa.Column("place_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_setting_place_id_place"), "place", ["place_id"], ["id"])
    for name in OF_A_PLACE:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("place_id", sa.Integer(), nullable=False, server_default=str(MAIN)))
            table.create_foreign_key(op.f(f"fk_{name}_place_id_place"), "place", ["place_id"], ["id"])
        with op.batch_alter_table(name) as table:
            table.alter_column("place_id", server_default=None)
    _make_closures()


def downgrade() -> None:
    """Forget the places and what was theirs alone; the old setting stands as it was left."""
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM setting WHERE place_id IS NOT NULL"))
    setting = sa.table("setting", sa.column("key", sa.String()))
    connection.execute(sa.delete(setting).where(setting.c.key.in_(CALENDAR)))
    for name in (*reversed(OF_A_PLACE), "setting"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_place_id_place"), type_="foreignkey")
            table.drop_column("place_id")
    op.drop_table("place_of_officer")
    op.drop_table("place")


def _make_places() -> None:
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
    )
    op.create_table(
        "place_of_officer",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_place_of_officer")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_place_of_officer_officer_id_officer")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_of_officer_place_id_place")),
    )
    op.create_index("ix_place_of_officer_place_id", "place_of_officer", ["place_id"])
    columns = ("code", "name", "kind", "address", "active", "made_at")
    place = sa.table("place", *(sa.column(name, _kind(name)) for name in columns))
    # Its id is the first of the series, 1, on both engines.
    op.bulk_insert(
        place,
        [{"code": "PUSAT", "name": "Kantor utama", "kind": "head_office", "address": "", "active": True,
          "made_at": datetime(2020, 1, 1, tzinfo=UTC)}],
    )  # fmt: skip


def _kind(name: str) -> Any:
    return {"active": sa.Boolean(), "made_at": sa.DateTime(timezone=True)}.get(name, sa.String())


def _make_closures() -> None:
    """From each reason to the next empty one the counter was closed; the old rows stay, unread, for the way back."""
    connection = op.get_bind()
    setting = sa.table(
        "setting", sa.column("id", sa.Integer()), sa.column("key", sa.String()), sa.column("value", sa.JSON()),
        sa.column("valid_from", sa.DateTime(timezone=True)), sa.column("set_at", sa.DateTime(timezone=True)),
        sa.column("set_by", sa.Integer()),
    )  # fmt: skip
    rows = connection.execute(
        sa.select(setting).where(setting.c.key == "counter_closed").order_by(setting.c.valid_from, setting.c.id)
    ).all()
    held = [row for row in rows if "off" not in _value(row)]
    closures: list[dict[str, Any]] = []
    for row in held:
        day = _day(row.valid_from)
        if closures and closures[-1]["last"] is None:
            last = day - timedelta(days=1)
            closures[-1]["last"] = last.isoformat()
            if last < date.fromisoformat(closures[-1]["first"]):
                closures.pop()
        if reason := _value(row)["v"]:
            closures.append({"first": day.isoformat(), "last": None, "reason": reason, "counter_only": True})
    if closures:
        newest = max(rows, key=lambda row: row.id)
        connection.execute(
            sa.insert(setting).values(
                key="closures",
                value={"v": closures},
                valid_from=newest.set_at,
                set_at=newest.set_at,
                set_by=newest.set_by,
            )
        )


def _value(row: Any) -> dict[str, Any]:
    return json.loads(row.value) if isinstance(row.value, str) else row.value


def _day(at: datetime) -> date:
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(WITA).date()
