"""Issue bundles: several documents and cards of one application, each by its result."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = depends_on = None


def upgrade() -> None:
    """Name what each document and card is within its service; what is there is the only result of its own."""
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("result", sa.String(20), nullable=False, server_default="akta"))
        table.add_column(sa.Column("subject", sa.String(32), nullable=True))
        table.alter_column("number_type", existing_type=sa.String(4), type_=sa.String(10), existing_nullable=False)
        table.create_index("ix_document_subject", ["subject"])
    with op.batch_alter_table("card") as table:
        table.add_column(sa.Column("result", sa.String(20), nullable=False, server_default="ktp"))
        table.add_column(sa.Column("kind", sa.String(10), nullable=False, server_default="ktp"))
        table.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("reason", sa.String(200), nullable=False, server_default=""))
        table.drop_constraint("uq_card_application_id", type_="unique")
        table.create_unique_constraint("uq_card_application_id_result", ["application_id", "result"])
        table.create_index("ix_card_application_id", ["application_id"])
    for table_name, columns in (("document", ("result",)), ("card", ("result", "kind", "facts", "reason"))):
        with op.batch_alter_table(table_name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)


def downgrade() -> None:
    """Keep one card for each application again."""
    op.execute(sa.text("DELETE FROM card WHERE id NOT IN (SELECT MIN(id) FROM card GROUP BY application_id)"))
    with op.batch_alter_table("card") as table:
        table.drop_index("ix_card_application_id")
        table.drop_constraint("uq_card_application_id_result", type_="unique")
        table.create_unique_constraint("uq_card_application_id", ["application_id"])
        for column in ("reason", "facts", "kind", "result"):
            table.drop_column(column)
    with op.batch_alter_table("document") as table:
        table.drop_index("ix_document_subject")
        table.alter_column("number_type", existing_type=sa.String(10), type_=sa.String(4), existing_nullable=False)
        table.drop_column("subject")
        table.drop_column("result")
