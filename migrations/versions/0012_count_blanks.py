"""Count card blanks, note why prints fail and who was reminded, and bring cards with a courier."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = depends_on = None

# The ledger of blanks is kept from changes by the database itself, like the journal.
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER blank_movement_no_{verb.lower()} BEFORE {verb} ON blank_movement "
        "BEGIN SELECT RAISE(ABORT, 'the ledger can only grow'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION blank_movement_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger can only grow'; END $$",
        "CREATE TRIGGER blank_movement_no_change BEFORE UPDATE OR DELETE ON blank_movement "
        "FOR EACH ROW EXECUTE FUNCTION blank_movement_only_grows()",
    ],
}


def upgrade() -> None:
    """Add the stock with its ledger, the deliveries, and what is noted of each card."""
    with op.batch_alter_table("card") as table:
        table.add_column(sa.Column("failure", sa.String(length=10), nullable=False, server_default=""))
        table.add_column(sa.Column("printer_note", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(sa.Column("reminded", sa.Integer(), nullable=False, server_default="0"))
        table.create_index("ix_card_state", ["state", "state_since"])
    op.create_table(
        "blank_stock",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("counted_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("low_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_blank_stock")),
    )
    op.create_table(
        "blank_movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_movement")),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_blank_movement_card_id_card")),
        sa.ForeignKeyConstraint(["by_id"], ["officer.id"], name=op.f("fk_blank_movement_by_id_officer")),
    )
    op.create_index("ix_blank_movement_kind_at", "blank_movement", ["kind", "at"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("courier", sa.String(length=60), nullable=False),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("application_id", name=op.f("uq_delivery_application_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_delivery_application_id_application")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["officer.id"], name=op.f("fk_delivery_sent_by_officer")),
    )
    op.create_index("ix_delivery_state", "delivery", ["state", "state_since"])
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Forget the ledger and the deliveries; the cards stay."""
    op.drop_table("delivery")
    op.drop_table("blank_movement")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION blank_movement_only_grows()")
    op.drop_table("blank_stock")
    with op.batch_alter_table("card") as table:
        table.drop_index("ix_card_state")
        table.drop_column("reminded")
        table.drop_column("printer_note")
        table.drop_column("failure")
