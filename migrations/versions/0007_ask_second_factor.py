"""Keep what a second factor needs, and which documents wait for a registrar's batch."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = depends_on = None


def upgrade() -> None:
    """Keep what a second factor needs, and which documents wait for a registrar's batch."""
    with op.batch_alter_table("officer") as table:
        table.add_column(sa.Column("authenticator", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("last_step", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("code_failures", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("code_failed_at", sa.DateTime(timezone=True), nullable=True))
    # Whoever is signed in proved a password alone, so everybody signs in anew.
    op.execute("DELETE FROM officer_session")
    with op.batch_alter_table("officer_session") as table:
        table.add_column(sa.Column("lacks", sa.String(length=8), nullable=False, server_default=""))
        table.add_column(sa.Column("browser", sa.String(length=20), nullable=False, server_default=""))
        table.add_column(sa.Column("challenge", sa.String(length=64), nullable=True))
    op.create_table(
        "officer_recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_recovery_code")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_officer_recovery_code_officer_id_officer")),
    )
    op.create_index("ix_officer_recovery_code_officer_id", "officer_recovery_code", ["officer_id"])
    op.create_table(
        "officer_passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_passkey")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_officer_passkey_officer_id_officer")),
        sa.UniqueConstraint("credential", name=op.f("uq_officer_passkey_credential")),
    )
    op.create_index("ix_officer_passkey_officer_id", "officer_passkey", ["officer_id"])
    op.create_table(
        "officer_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_invitation")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_officer_invitation_officer_id_officer")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_officer_invitation_key_hash")),
    )
    op.create_index("ix_officer_invitation_officer_id", "officer_invitation", ["officer_id"])
    op.create_table(
        "signing_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("factor", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_batch")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_signing_batch_officer_id_officer")),
    )
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_document_batch_id_signing_batch"), "signing_batch", ["batch_id"], ["id"])
        table.create_index("ix_document_batch_id", ["batch_id"])
    # The list of what waits for a batch: few rows among all the documents.
    op.create_index(
        "ix_document_unsigned", "document", ["state_since"],
        sqlite_where=sa.text("state = 'rendered'"), postgresql_where=sa.text("state = 'rendered'"),
    )  # fmt: skip


def downgrade() -> None:
    """Forget the second factors and the batches; the documents stay."""
    op.drop_index("ix_document_unsigned", "document")
    with op.batch_alter_table("document") as table:
        table.drop_index("ix_document_batch_id")
        table.drop_constraint(op.f("fk_document_batch_id_signing_batch"), type_="foreignkey")
        table.drop_column("batch_id")
    for name in ("signing_batch", "officer_invitation", "officer_passkey", "officer_recovery_code"):
        op.drop_table(name)
    with op.batch_alter_table("officer_session") as table:
        for name in ("challenge", "browser", "lacks"):
            table.drop_column(name)
    with op.batch_alter_table("officer") as table:
        for name in ("code_failed_at", "code_failures", "last_step", "authenticator"):
            table.drop_column(name)
