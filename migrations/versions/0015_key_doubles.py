"""Give each application its keys for duplicates."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = depends_on = None


def upgrade() -> None:
    """Add whom and which day an application is about; those already sent have no key and are compared by their answers."""
    with op.batch_alter_table("application") as table:
        table.add_column(sa.Column("double_who", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("double_on", sa.Date(), nullable=True))
        table.create_index("ix_application_double", ["service_code", "double_who"])


def downgrade() -> None:
    """Drop the keys; answers are compared one by one again."""
    with op.batch_alter_table("application") as table:
        table.drop_index("ix_application_double")
        table.drop_column("double_on")
        table.drop_column("double_who")
