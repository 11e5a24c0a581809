"""Verify documents: one row for each night's check of the stored PDFs; and the order of the register books."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = depends_on = None


def upgrade() -> None:
    """Make the table of the nightly checks and the index of the books."""
    op.create_table(
        "document_verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("bad_count", sa.Integer(), nullable=False),
        sa.Column("bad", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_verification")),
        sa.UniqueConstraint("night", name=op.f("uq_document_verification_night")),
    )
    op.create_index("ix_document_book", "document", ["number_type", "kind", "issued_on"])


def downgrade() -> None:
    """Forget the nightly checks; the documents themselves are untouched."""
    op.drop_index("ix_document_book", "document")
    op.drop_table("document_verification")
