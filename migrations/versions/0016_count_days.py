"""Count what reports say: a row for each sent application and each countable fact, folded from the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = depends_on = None


def upgrade() -> None:
    """Add the counted rows, their head (nothing counted yet), and the indexes that reports read by."""
    op.create_table(
        "figure_case",
        sa.Column("application_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("village", sa.String(length=13), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_figure_case")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_figure_case_application_id_application")
        ),
    )
    op.create_index("ix_figure_case_sent", "figure_case", ["sent_on", "service", "channel", "village", "state"])
    op.create_index(
        "ix_figure_case_done", "figure_case", ["done_on", "service", "channel", "minutes", "returns", "late"]
    )
    op.create_table(
        "figure_fact",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("detail", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("seq", "place", name=op.f("pk_figure_fact")),
    )
    op.create_index("ix_figure_fact_day", "figure_fact", ["what", "day", "service", "channel", "code", "detail"])
    op.create_table(
        "figure_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day", "part", name=op.f("pk_figure_day")),
    )
    head = op.create_table(
        "figure_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_head")),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "ticket": 0}])
    op.create_index("ix_application_submitted_at", "application", ["submitted_at", "channel", "service_code"])


def downgrade() -> None:
    """Forget the counts; the journal they came of stays."""
    op.drop_index("ix_application_submitted_at", "application")
    op.drop_table("figure_head")
    op.drop_table("figure_day")
    op.drop_table("figure_fact")
    op.drop_table("figure_case")
