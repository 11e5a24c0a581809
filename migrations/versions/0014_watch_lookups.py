"""Keep what the supervisor looks at."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = depends_on = None

EVENT_INDEXES = {
    "ix_event_actor": ["actor_id", "seq"], "ix_event_kind": ["kind", "seq"], "ix_event_at": ["at", "seq"],
}  # fmt: skip
TABLES = ("watched_look", "watched_count", "watched_month", "doubt", "lookup", "day_head_mail", "day_head")


def upgrade() -> None:
    """Add the heads of days, searches for people, doubts, samples of looks, and what the journal is searched by."""
    for name, columns in EVENT_INDEXES.items():
        op.create_index(name, "event", columns)
    op.create_index("ix_ticket_application", "ticket", ["application_id"])
    _make_heads()
    _make_searches()
    _make_samples()


def downgrade() -> None:
    """Forget them."""
    for name in TABLES:
        op.drop_table(name)
    op.drop_index("ix_ticket_application", "ticket")
    for name in EVENT_INDEXES:
        op.drop_index(name, "event")


def _make_heads() -> None:
    op.create_table(
        "day_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_head")),
        sa.UniqueConstraint("day", name=op.f("uq_day_head_day")),
    )
    op.create_table(
        "day_head_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("head_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_head_mail")),
        sa.ForeignKeyConstraint(["head_id"], ["day_head.id"], name=op.f("fk_day_head_mail_head_id_day_head")),
        sa.UniqueConstraint("head_id", "address", name=op.f("uq_day_head_mail_head_id_address")),
    )


def _make_searches() -> None:
    op.create_table(
        "lookup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_lookup_officer_id_officer")),
    )
    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("officers", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_doubt_application_id_application")
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["officer.id"], name=op.f("fk_doubt_answered_by_officer")),
    )
    op.create_index("ix_doubt_application_id", "doubt", ["application_id"])
    op.create_index("ix_doubt_answered_at", "doubt", ["answered_at"])


def _make_samples() -> None:
    op.create_table(
        "watched_month",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_watched_month")),
    )
    op.create_table(
        "watched_count",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("caseless", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "officer_id", name=op.f("pk_watched_count")),
        sa.ForeignKeyConstraint(
            ["month"], ["watched_month.month"], name=op.f("fk_watched_count_month_watched_month")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_watched_count_officer_id_officer")),
    )
    op.create_table(
        "watched_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=7), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("judged_by", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_look")),
        sa.ForeignKeyConstraint(["month"], ["watched_month.month"], name=op.f("fk_watched_look_month_watched_month")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_watched_look_officer_id_officer")),
        sa.ForeignKeyConstraint(["seq"], ["event.seq"], name=op.f("fk_watched_look_seq_event")),
        sa.ForeignKeyConstraint(["judged_by"], ["officer.id"], name=op.f("fk_watched_look_judged_by_officer")),
        sa.UniqueConstraint("seq", name=op.f("uq_watched_look_seq")),
    )
    op.create_index("ix_watched_look_verdict", "watched_look", ["verdict", "month"])
