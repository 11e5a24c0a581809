"""Keep places, their hours and their closures."""

revision = "0010"
down_revision = "0009"
branch_labels = depends_on = None


def upgrade() -> None:
    """Keep places, their hours and their closures."""


def downgrade() -> None:
    """Take it back."""
