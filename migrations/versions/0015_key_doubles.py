"""Give each application its keys for duplicates."""

revision = "0015"
down_revision = "0014"
branch_labels = depends_on = None


def upgrade() -> None:
    """Give each application its keys for duplicates."""


def downgrade() -> None:
    """Take it back."""
