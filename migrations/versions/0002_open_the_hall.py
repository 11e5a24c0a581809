"""Open the hall: devices, tickets, counters, the room, health checks, appointments; a notice may be about these too."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "appointment_slot",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("group", sa.String(length=1), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "hour", "group", name=op.f("pk_appointment_slot")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pairing_hash", sa.String(length=64), nullable=True),
        sa.Column("pairing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key_hash", sa.String(length=64), nullable=True),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slip_printer", sa.String(length=120), nullable=False),
        sa.Column("sheet_printer", sa.String(length=120), nullable=False),
        sa.Column("slip_state", sa.String(length=12), nullable=False),
        sa.Column("sheet_state", sa.String(length=12), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("door_failures", sa.Integer(), nullable=False),
        sa.Column("door_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("code", name=op.f("uq_device_code")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_device_key_hash")),
        sa.UniqueConstraint("pairing_hash", name=op.f("uq_device_pairing_hash")),
    )
    op.create_table(
        "room_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("inside", sa.Integer(), nullable=False),
        sa.Column("outside", sa.Integer(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.Column("ordinary_run", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_room_day")),
    )
    op.create_table(
        "health_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("again_of", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["again_of"], ["health_check.id"], name=op.f("fk_health_check_again_of_health_check")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_health_check_device_id_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_check")),
        sa.UniqueConstraint("again_of", name=op.f("uq_health_check_again_of")),
        sa.UniqueConstraint("day", "number", name=op.f("uq_health_check_day_number")),
        sa.UniqueConstraint("token", name=op.f("uq_health_check_token")),
    )
    with op.batch_alter_table("health_check", schema=None) as batch_op:
        batch_op.create_index("ix_health_check_at", ["at"], unique=False)

    op.create_table(
        "measured",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_measured_device_id_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measured")),
    )
    with op.batch_alter_table("measured", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measured_device_id"), ["device_id"], unique=False)

    op.create_table(
        "service_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_service_counter_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_counter")),
        sa.UniqueConstraint("number", name=op.f("uq_service_counter_number")),
        sa.UniqueConstraint("officer_id", name=op.f("uq_service_counter_officer_id")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_service_counter_ticket_id")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("group", sa.String(length=1), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_appointment_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("reference", name=op.f("uq_appointment_reference")),
        sa.UniqueConstraint("token", name=op.f("uq_appointment_token")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_appointment_day", ["day", "group"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_person"), ["person"], unique=False)

    op.create_table(
        "sheet_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_sheet_print_device_id_device")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_sheet_print_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_print")),
        sa.UniqueConstraint("document_id", name=op.f("uq_sheet_print_document_id")),
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=12), nullable=False),
        sa.Column("group", sa.String(length=1), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("errands", sa.JSON(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=8), nullable=False),
        sa.Column("order_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("health_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slip", sa.String(length=8), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("absences", sa.Integer(), nullable=False),
        sa.Column("away_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("for_counter_id", sa.Integer(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_by", sa.Integer(), nullable=True),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("served_by", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_ticket_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_ticket_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["called_by"], ["officer.id"], name=op.f("fk_ticket_called_by_officer")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["service_counter.id"], name=op.f("fk_ticket_counter_id_service_counter")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_ticket_device_id_device")),
        sa.ForeignKeyConstraint(["finished_by"], ["officer.id"], name=op.f("fk_ticket_finished_by_officer")),
        sa.ForeignKeyConstraint(
            ["for_counter_id"], ["service_counter.id"], name=op.f("fk_ticket_for_counter_id_service_counter")
        ),
        sa.ForeignKeyConstraint(["health_id"], ["health_check.id"], name=op.f("fk_ticket_health_id_health_check")),
        sa.ForeignKeyConstraint(["served_by"], ["officer.id"], name=op.f("fk_ticket_served_by_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("day", "label", name=op.f("uq_ticket_day_label")),
        sa.UniqueConstraint("token", name=op.f("uq_ticket_token")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_finished", ["day", "group", "finished_at"], unique=False)
        batch_op.create_index("ix_ticket_line", ["day", "state", "group", "order_at"], unique=False)
        batch_op.create_index(
            "uq_ticket_person",
            ["day", "person"],
            unique=True,
            sqlite_where=sa.text("state IN ('waiting','called','serving','held','away')"),
            postgresql_where=sa.text("state IN ('waiting','called','serving','held','away')"),
        )

    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=12), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_call_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_ticket_id"), ["ticket_id"], unique=False)

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ticket_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("appointment_id", sa.Integer(), nullable=True))
        batch_op.alter_column("application_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_notice_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_notice_ticket_id_ticket"), "ticket", ["ticket_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_appointment_id_appointment"), "appointment", ["appointment_id"], ["id"]
        )


def downgrade():
    op.execute("DELETE FROM notice WHERE application_id IS NULL")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notice_appointment_id_appointment"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_notice_ticket_id_ticket"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_notice_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_notice_appointment_id"))
        batch_op.alter_column("application_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("appointment_id")
        batch_op.drop_column("ticket_id")

    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_call_day"))

    op.drop_table("call")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ticket_person",
            sqlite_where=sa.text("state IN ('waiting','called','serving','held','away')"),
            postgresql_where=sa.text("state IN ('waiting','called','serving','held','away')"),
        )
        batch_op.drop_index("ix_ticket_line")
        batch_op.drop_index("ix_ticket_finished")

    op.drop_table("ticket")
    op.drop_table("sheet_print")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_person"))
        batch_op.drop_index("ix_appointment_day")
        batch_op.drop_index(batch_op.f("ix_appointment_application_id"))

    op.drop_table("appointment")
    op.drop_table("service_counter")
    with op.batch_alter_table("measured", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measured_device_id"))

    op.drop_table("measured")
    with op.batch_alter_table("health_check", schema=None) as batch_op:
        batch_op.drop_index("ix_health_check_at")

    op.drop_table("health_check")
    op.drop_table("room_day")
    op.drop_table("device")
    op.drop_table("appointment_slot")
