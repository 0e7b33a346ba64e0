"""Steering: what people correct, press and hold back, and what the monitor folds or holds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add what each part needs."""
    _feedback()
    _corrections()
    _calm()
    _story_keys()
    _unsubscribed()
    _feed_troubles()


def _feed_troubles() -> None:
    """Of which feeds' troubles ops knows."""
    op.add_column("feeds", sa.Column("trouble_told_at", sa.DateTime(timezone=True), nullable=True))


def _unsubscribed() -> None:
    """Who ended their mails."""
    op.create_table(
        "unsubscribed",
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("destination"),
    )


def _corrections() -> None:
    """What people corrected of the judgement on stories."""
    op.create_table(
        "corrections",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("from_story_id", ID, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("corrections_story", "corrections", ["story_id"])
    op.create_index("corrections_from_story", "corrections", ["from_story_id"])
    op.create_index("corrections_version", "corrections", ["version_id"])


def _feedback() -> None:
    """Alerts that somebody marked as not relevant."""
    op.create_table(
        "feedback",
        sa.Column("alert_id", ID, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alert_id"),
    )


def _calm() -> None:
    """Storms and quiet hours, what a silence held back, what ops was told, when it was decided."""
    op.create_table(
        "gatherings",
        sa.Column("id", ID, nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summed_id", ID, nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("gatherings_open", "gatherings", ["ended_at", "destination"])
    op.add_column("alerts", sa.Column("gathering_id", ID, nullable=True))
    op.add_column("alerts", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("alerts_rate", "alerts", ["destination", "created_at"])
    _partial("alerts_gathered", "alerts", ["gathering_id", "id"], "gathering_id IS NOT NULL")
    op.add_column("decisions", sa.Column("silence_id", ID, nullable=True))
    _partial("decisions_silence", "decisions", ["silence_id"], "silence_id IS NOT NULL")
    op.add_column(
        "deliveries", sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True)
    )
    _partial(
        "deliveries_urgent",
        "deliveries",
        ["state", "destination", "id"],
        "state = 'pending' AND priority = 'high'",
    )
    _partial("deliveries_escalated", "deliveries", ["escalated_at"], "escalated_at IS NOT NULL")


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _story_keys() -> None:
    """Story keys without their time, which the version tells: half the bytes."""
    op.create_index("versions_seen", "versions", ["seen_at", "id"])
    op.create_table(
        "lean_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "version_id"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO lean_keys (key, version_id) SELECT DISTINCT key, version_id FROM story_keys"
    )
    op.drop_table("story_keys")
    op.rename_table("lean_keys", "story_keys")
    op.create_index("story_keys_version", "story_keys", ["version_id"])
