"""Keep what the supervisor looks at."""

revision = "0014"
down_revision = "0013"
branch_labels = depends_on = None


def upgrade() -> None:
    """Keep what the supervisor looks at."""


def downgrade() -> None:
    """Take it back."""
