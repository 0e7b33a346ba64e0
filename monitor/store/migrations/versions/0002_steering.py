"""Steering: what people correct, press and hold back, and what the monitor folds or holds."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what each part needs."""
