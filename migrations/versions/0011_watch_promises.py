"""Record what became late, who was told, and who stands in for whom."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = depends_on = None


def upgrade() -> None:
    """Add when each step is due, what is left of a promise that stands still, the alarms, and the absences."""
    with op.batch_alter_table("application") as table:
        table.add_column(sa.Column("promise_left", sa.Integer(), nullable=True))
        table.add_column(sa.Column("step_due", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix_application_state_step_due", ["state", "step_due"])
        table.create_index("ix_application_state_since", ["state", "state_since"])
    # What is at the desk now was promised as a whole only; its step is due with the promise.
    op.execute("UPDATE application SET step_due = promised_at WHERE state IN ('submitted', 'checked', 'approved')")
    with op.batch_alter_table("officer") as table:
        table.add_column(sa.Column("email", sa.String(length=254), nullable=True))
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_absence_officer_id_officer")),
        sa.ForeignKeyConstraint(["deputy_id"], ["officer.id"], name=op.f("fk_absence_deputy_id_officer")),
        sa.ForeignKeyConstraint(["set_by"], ["officer.id"], name=op.f("fk_absence_set_by_officer")),
    )
    op.create_index("ix_absence_officer_id", "absence", ["officer_id"])
    op.create_index("ix_absence_last", "absence", ["last"])
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_alarm_application_id_application")
        ),
        sa.UniqueConstraint("application_id", "level", "since", name=op.f("uq_alarm_application_id_level_since")),
    )
    op.create_index("ix_alarm_ended_at", "alarm", ["ended_at"])
    op.create_table(
        "alarm_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alarm_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_reader")),
        sa.ForeignKeyConstraint(["alarm_id"], ["alarm.id"], name=op.f("fk_alarm_reader_alarm_id_alarm")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_alarm_reader_officer_id_officer")),
        sa.UniqueConstraint("alarm_id", "officer_id", name=op.f("uq_alarm_reader_alarm_id_officer_id")),
    )
    op.create_index("ix_alarm_reader_officer_id", "alarm_reader", ["officer_id", "read_at"])
    op.create_index("ix_alarm_reader_mail", "alarm_reader", ["mail"])


def downgrade() -> None:
    """Forget the alarms and absences, and when each step was due."""
    op.drop_table("alarm_reader")
    op.drop_table("alarm")
    op.drop_table("absence")
    with op.batch_alter_table("officer") as table:
        table.drop_column("email")
    with op.batch_alter_table("application") as table:
        table.drop_index("ix_application_state_since")
        table.drop_index("ix_application_state_step_due")
        table.drop_column("step_due")
        table.drop_column("promise_left")
