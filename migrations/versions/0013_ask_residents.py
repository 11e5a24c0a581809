"""Keep what residents answered about a service."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = depends_on = None


def upgrade() -> None:
    """Add the answers, one for each errand."""
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("errand", sa.String(length=20), nullable=False),
        sa.Column("service_code", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=6), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(f"u{number}", sa.Integer(), nullable=False) for number in range(1, 10)),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("age", sa.String(length=2), nullable=False),
        sa.Column("education", sa.String(length=4), nullable=False),
        sa.Column("work", sa.String(length=6), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint("errand", name=op.f("uq_survey_answer_errand")),
        sa.ForeignKeyConstraint(["entered_by"], ["officer.id"], name=op.f("fk_survey_answer_entered_by_officer")),
    )
    op.create_index("ix_survey_answer_day", "survey_answer", ["day"])


def downgrade() -> None:
    """Forget the answers."""
    op.drop_table("survey_answer")
