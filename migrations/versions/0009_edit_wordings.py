"""Keep the office's own wordings in versions."""

revision = "0009"
down_revision = "0008"
branch_labels = depends_on = None


def upgrade() -> None:
    """Keep the office's own wordings in versions."""


def downgrade() -> None:
    """Take it back."""
