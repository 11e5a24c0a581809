"""Record what became late, who was told, and who stands in for whom."""

revision = "0011"
down_revision = "0010"
branch_labels = depends_on = None


def upgrade() -> None:
    """Record what became late, who was told, and who stands in for whom."""


def downgrade() -> None:
    """Take it back."""
