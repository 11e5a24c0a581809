"""Let residents sign in, and record who typed an application."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = depends_on = None


def upgrade() -> None:
    """Add sign-ins, sessions and recorded phones of residents, and who typed what; earlier applications have no key."""
    with op.batch_alter_table("application") as table:
        table.alter_column(
            "channel", existing_type=sa.String(length=10), existing_nullable=False, server_default="home"
        )
        table.add_column(sa.Column("applicant_key", sa.String(length=32), nullable=True))
        table.create_index("ix_application_applicant_key", ["applicant_key"])
    op.execute("UPDATE application SET channel = 'home' WHERE channel = 'web'")
    op.create_table(
        "assistance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("may_send", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_assistance_application_id_application")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_assistance_officer_id_officer")),
        sa.UniqueConstraint("token", name=op.f("uq_assistance_token")),
    )
    op.create_index("ix_assistance_application_id", "assistance", ["application_id"])
    with op.batch_alter_table("step_answers") as table:
        table.add_column(sa.Column("typed_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("sources", sa.JSON(), nullable=True))
        table.create_foreign_key(op.f("fk_step_answers_typed_by_assistance"), "assistance", ["typed_by"], ["id"])
    with op.batch_alter_table("paper") as table:
        table.add_column(sa.Column("typed_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("first_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(op.f("fk_paper_typed_by_assistance"), "assistance", ["typed_by"], ["id"])
        table.create_index("ix_paper_file_key", ["file_key"])
    op.create_table(
        "resident_phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.String(length=32), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_phone")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_resident_phone_resident_id_resident")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_resident_phone_officer_id_officer")),
        sa.UniqueConstraint("person_key", name=op.f("uq_resident_phone_person_key")),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("person_key", sa.String(length=32), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token", name=op.f("uq_sign_in_token")),
    )
    op.create_index("ix_sign_in_phone", "sign_in", ["phone", "made_at"])
    op.create_index("ix_sign_in_person", "sign_in", ["person_key", "made_at"])
    op.create_index("ix_sign_in_made_at", "sign_in", ["made_at"])
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("person_key", sa.String(length=32), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("proof", sa.String(length=11), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_account_session_key_hash")),
    )
    op.create_index("ix_account_session_person_key", "account_session", ["person_key"])
    with op.batch_alter_table("notice") as table:
        table.add_column(sa.Column("sign_in_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_notice_sign_in_id_sign_in"), "sign_in", ["sign_in_id"], ["id"])
        table.create_index("ix_notice_sign_in_id", ["sign_in_id"])


def downgrade() -> None:
    """Forget who signed in and who typed; the applications stay."""
    op.execute("DELETE FROM notice WHERE sign_in_id IS NOT NULL")
    with op.batch_alter_table("notice") as table:
        table.drop_index("ix_notice_sign_in_id")
        table.drop_constraint(op.f("fk_notice_sign_in_id_sign_in"), type_="foreignkey")
        table.drop_column("sign_in_id")
    for name in ("account_session", "sign_in", "resident_phone"):
        op.drop_table(name)
    with op.batch_alter_table("paper") as table:
        table.drop_index("ix_paper_file_key")
        table.drop_constraint(op.f("fk_paper_typed_by_assistance"), type_="foreignkey")
        table.drop_column("first_at")
        table.drop_column("typed_by")
    with op.batch_alter_table("step_answers") as table:
        table.drop_constraint(op.f("fk_step_answers_typed_by_assistance"), type_="foreignkey")
        table.drop_column("sources")
        table.drop_column("typed_by")
    op.drop_table("assistance")
    op.execute("UPDATE application SET channel = 'web' WHERE channel <> 'web'")
    with op.batch_alter_table("application") as table:
        table.drop_index("ix_application_applicant_key")
        table.drop_column("applicant_key")
        table.alter_column("channel", existing_type=sa.String(length=10), existing_nullable=False, server_default=None)
