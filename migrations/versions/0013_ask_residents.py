"""Keep what residents answered about a service."""

revision = "0013"
down_revision = "0012"
branch_labels = depends_on = None


def upgrade() -> None:
    """Keep what residents answered about a service."""


def downgrade() -> None:
    """Take it back."""
