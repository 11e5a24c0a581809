"""Correct documents: what was asked about an issued document, and which document came in the place of which."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = depends_on = None


def upgrade() -> None:
    """Add the requests, and to each document the one that it corrects."""
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_document_replaces_id_document"), "document", ["replaces_id"], ["id"])
        table.create_index("ix_document_replaces_id", ["replaces_id"])
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=200), nullable=False),
        sa.Column("made_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_correction_document_id_document")),
        sa.ForeignKeyConstraint(["made_id"], ["document.id"], name=op.f("fk_correction_made_id_document")),
        sa.ForeignKeyConstraint(["asked_by"], ["officer.id"], name=op.f("fk_correction_asked_by_officer")),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name=op.f("fk_correction_decided_by_officer")),
    )
    op.create_index("ix_correction_document_id", "correction", ["document_id"])
    op.create_index("ix_correction_state", "correction", ["state"])


def downgrade() -> None:
    """Forget the requests; the documents stay."""
    op.drop_table("correction")
    with op.batch_alter_table("document") as table:
        table.drop_index("ix_document_replaces_id")
        table.drop_constraint(op.f("fk_document_replaces_id_document"), type_="foreignkey")
        table.drop_column("replaces_id")
