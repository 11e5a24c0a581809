"""Count card blanks, pick-up slots and couriers."""

revision = "0012"
down_revision = "0011"
branch_labels = depends_on = None


def upgrade() -> None:
    """Count card blanks, pick-up slots and couriers."""


def downgrade() -> None:
    """Take it back."""
