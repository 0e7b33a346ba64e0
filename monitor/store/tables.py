"""The tables. Unique constraints referee: what may happen once stands in the database once.

Times are aware UTC, lists are JSON, messages and receipts are text in the form of
`notifiers.stored`. Every change here needs a step in `migrations/versions`.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    and_,
    false,
    literal_column,
)

from monitor.store.types import Hashes, Id, Seconds, Utc, Words

metadata = MetaData()

feeds = Table(
    "feeds",
    metadata,
    Column("id", String, primary_key=True),
    Column("configured_url", Words, nullable=False),
    Column("retired_at", Utc),
    Column("lease_until", Utc),
    Column("url", Words, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_hash", LargeBinary),
    Column("pieces", Hashes, nullable=False),
    Column("seeded_at", Utc),
    Column("next_poll_at", Utc),
    Column("interval", Seconds),
    Column("failures", Integer, nullable=False),
    Column("error", Words),
    Column("stopped", Boolean, nullable=False),
    Column("moved_to", Words),
    Column("moves", Integer, nullable=False),
    Column("last_success_at", Utc),
    Column("last_entry_at", Utc),
    Column("title", Words, nullable=False),
    Column("trouble_told_at", Utc),  # when ops was told that it is in trouble; empty when well
)
FEED_WAITS = and_(
    feeds.c.retired_at.is_(None), feeds.c.stopped == false(), feeds.c.lease_until.is_(None)
)
"""Polled when its time comes: configured, not stopped, not leased."""
Index("feeds_due", feeds.c.next_poll_at, sqlite_where=FEED_WAITS, postgresql_where=FEED_WAITS)
Index(
    "feeds_leased",
    feeds.c.lease_until,
    sqlite_where=feeds.c.lease_until.is_not(None),
    postgresql_where=feeds.c.lease_until.is_not(None),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("feed", String, nullable=False),
    Column("key", Words, nullable=False),
    Column("guid", Words, nullable=False),
    Column("link", Words, nullable=False),
    Column("canonical_link", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("language", String, nullable=False),
    Column("source", Words, nullable=False),
    Column("published", Utc),
    Column("revision", Integer, nullable=False),
    Column("seeded", Boolean, nullable=False),
    Column("first_seen_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    # Look-up by 64 bits of hash: guids and links can be longer than an index row may be.
    Column("guid_mark", BigInteger),
    Column("link_mark", BigInteger),
    Column("title_mark", BigInteger),
    UniqueConstraint("feed", "key", name="entries_key"),
)
Index("entries_guid", entries.c.feed, entries.c.guid_mark)
Index("entries_link", entries.c.link_mark, entries.c.feed)
Index("entries_title", entries.c.feed, entries.c.title_mark)
Index("entries_first_seen", entries.c.first_seen_at)

matches = Table(
    "matches",
    metadata,
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("watchlist", String, primary_key=True),
    Column("spans", JSON, nullable=False),
    Column("created_at", Utc, nullable=False),
)
Index("matches_watchlist", matches.c.watchlist, matches.c.created_at)

stories = Table(
    "stories",
    metadata,
    Column("id", Id, primary_key=True),
    Column("opened_at", Utc, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("story_id", Id, ForeignKey("stories.id"), nullable=False),
    Column("feed", String, nullable=False),
    Column("guid", Words, nullable=False),
    Column("link", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("language", String, nullable=False),
    Column("source", Words, nullable=False),
    Column("published", Utc),
    Column("seen_at", Utc, nullable=False),
    Column("relation", String, nullable=False),
    Column("parent_id", Id),  # no foreign key: retention may have deleted the parent
    Column("why", Words, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("mark", String, nullable=False),
    UniqueConstraint("entry_id", "revision", name="versions_entry"),
)
Index("versions_story", versions.c.story_id)
Index("versions_seen", versions.c.seen_at, versions.c.id)

story_keys = Table(
    "story_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("version_id", Id, ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("story_keys_version", story_keys.c.version_id)

digests = Table(
    "digests",
    metadata,
    Column("destination", String, primary_key=True),
    Column("digest", String, primary_key=True),
    Column("known_since", Utc, nullable=False),
)

digest_runs = Table(
    "digest_runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("destination", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("slot", Utc, nullable=False),
    Column("message_id", String),
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("destination", "digest", "slot", name="digest_runs_slot"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("story_id", Id, ForeignKey("stories.id"), nullable=False),
    Column("version_id", Id, ForeignKey("versions.id"), nullable=False),
    Column("destination", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("watchlists", JSON, nullable=False),
    Column("priority", String, nullable=False),
    Column("reason", Words, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("message_id", String, nullable=False),
    Column("message", Words, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("told_at", Utc),  # empty while it waits for its digest
    Column("run_id", Id, ForeignKey("digest_runs.id", ondelete="SET NULL")),
    Column("gathering_id", Id),  # told in the one message of a storm or of quiet hours
    Column("decided_at", Utc),  # when the turn had decided; `created_at` is when it saw the entry
    UniqueConstraint("story_id", "destination", "kind", "revision", name="alerts_once"),
)
Index(
    "alerts_waiting",
    alerts.c.destination,
    alerts.c.digest,
    alerts.c.id,
    sqlite_where=alerts.c.told_at.is_(None),
    postgresql_where=alerts.c.told_at.is_(None),
)
Index("alerts_version", alerts.c.version_id)
Index("alerts_created", alerts.c.created_at)
Index("alerts_run", alerts.c.run_id)
Index("alerts_rate", alerts.c.destination, alerts.c.created_at)
Index(
    "alerts_gathered",
    alerts.c.gathering_id,
    alerts.c.id,
    sqlite_where=alerts.c.gathering_id.is_not(None),
    postgresql_where=alerts.c.gathering_id.is_not(None),
)

gatherings = Table(
    "gatherings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("destination", String, nullable=False),
    Column("kind", String, nullable=False),  # storm or quiet
    Column("began_at", Utc, nullable=False),
    Column("busy_at", Utc, nullable=False),  # of a storm: when there was last too much
    Column("until", Utc),  # of quiet hours
    Column("summed_at", Utc),  # when its message was last written
    Column("summed_id", Id),  # the last alert that its message tells of
    Column("message_id", String),
    Column("ended_at", Utc),
)
Index("gatherings_open", gatherings.c.ended_at, gatherings.c.destination)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("story_id", Id, nullable=False),
    Column("destination", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("kind", String, nullable=False),  # of the alert, or "suppressed"
    Column("watchlists", JSON, nullable=False),
    Column("reason", Words, nullable=False),
    Column("alert_id", Id, ForeignKey("alerts.id", ondelete="SET NULL")),
    Column("silence_id", Id),  # the silence that held it back
    Column("created_at", Utc, nullable=False),
)
Index(
    "decisions_silence",
    decisions.c.silence_id,
    sqlite_where=decisions.c.silence_id.is_not(None),
    postgresql_where=decisions.c.silence_id.is_not(None),
)
Index("decisions_entry", decisions.c.entry_id)
Index("decisions_alert", decisions.c.alert_id)
Index("decisions_created", decisions.c.kind, decisions.c.created_at)

destinations = Table(
    "destinations",
    metadata,
    Column("name", String, primary_key=True),
    Column("paused_until", Utc),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("destination", String, ForeignKey("destinations.name"), nullable=False),
    Column("message_id", String, unique=True),  # empty: an edit of another message
    Column("message", Words, nullable=False),
    Column("alert_id", Id, ForeignKey("alerts.id")),
    Column("thread_id", Id, ForeignKey("deliveries.id", ondelete="SET NULL")),
    Column("edits_id", Id, ForeignKey("deliveries.id", ondelete="CASCADE"), unique=True),
    Column("priority", String, nullable=False),
    Column("state", String, nullable=False),  # pending, sending, sent, dead, skipped or superseded
    Column("attempts", Integer, nullable=False),
    Column("ambiguous", Boolean, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("not_before", Utc),  # while pending: held, without holding others up
    Column("next_try_at", Utc),  # while pending: after a failed attempt
    Column("rearm_at", Utc),  # while sending: the edit has new words, to be sent from then on
    Column("lease_until", Utc),  # while sending
    Column("reason", Words),  # of the last failed attempt
    Column("receipt", Words),
    Column("sent_at", Utc),
    Column("escalated_at", Utc),  # when ops was told that it is not delivered; empty when it is
)
# Written out, because SQLite takes a partial index only for a condition that it can read.
URGENT_WAITS = and_(
    deliveries.c.state == literal_column("'pending'"),
    deliveries.c.priority == literal_column("'high'"),
)
Index(
    "deliveries_urgent",
    deliveries.c.state,  # as in deliveries_line, or SQLite would think that one the better
    deliveries.c.destination,
    deliveries.c.id,
    sqlite_where=URGENT_WAITS,
    postgresql_where=URGENT_WAITS,
)
Index(
    "deliveries_escalated",
    deliveries.c.escalated_at,
    sqlite_where=deliveries.c.escalated_at.is_not(None),
    postgresql_where=deliveries.c.escalated_at.is_not(None),
)
Index("deliveries_line", deliveries.c.state, deliveries.c.destination, deliveries.c.id)
Index(
    "deliveries_retry",
    deliveries.c.destination,
    deliveries.c.next_try_at,
    sqlite_where=deliveries.c.next_try_at.is_not(None),
    postgresql_where=deliveries.c.next_try_at.is_not(None),
)
Index(
    "deliveries_held",
    deliveries.c.not_before,
    sqlite_where=deliveries.c.not_before.is_not(None),
    postgresql_where=deliveries.c.not_before.is_not(None),
)
Index("deliveries_alert", deliveries.c.alert_id)
Index("deliveries_thread", deliveries.c.thread_id)
Index("deliveries_created", deliveries.c.created_at)
Index("deliveries_sent", deliveries.c.sent_at)

delivery_attempts = Table(
    "delivery_attempts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("delivery_id", Id, ForeignKey("deliveries.id", ondelete="CASCADE"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("outcome", String, nullable=False),  # sent, retry, dead, interrupted or revived
    Column("reason", Words, nullable=False),
)
Index("delivery_attempts_delivery", delivery_attempts.c.delivery_id)

silences = Table(
    "silences",
    metadata,
    Column("id", Id, primary_key=True),
    Column("story_id", Id, ForeignKey("stories.id", ondelete="CASCADE")),
    Column("watchlist", String),
    Column("until", Utc, nullable=False),
    Column("reason", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("reported_at", Utc),  # when what it held back was listed
)
Index("silences_until", silences.c.until)
Index("silences_story", silences.c.story_id)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String, nullable=False),  # split, merge or update
    # No foreign keys: what was corrected may be past retention. Story ids follow later merges.
    Column("version_id", Id, nullable=False),
    Column("story_id", Id, nullable=False),  # where the version stands now
    Column("from_story_id", Id, nullable=False),  # where it stood before
    Column("before", Words, nullable=False),  # the judgement that was corrected, in words
    Column("author", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("created_at", Utc, nullable=False),
)
Index("corrections_story", corrections.c.story_id)
Index("corrections_from_story", corrections.c.from_story_id)
Index("corrections_version", corrections.c.version_id)

feedback = Table(
    "feedback",
    metadata,
    Column("alert_id", Id, ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True),
    Column("author", Words, nullable=False),  # who said that the alert is not relevant
    Column("created_at", Utc, nullable=False),
)

unsubscribed = Table(
    "unsubscribed",
    metadata,
    Column("destination", String, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("reason", Words, nullable=False),
)

watchlist_versions = Table(
    "watchlist_versions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("watchlist", String, nullable=False),
    Column("text", Words, nullable=False),
    Column("problems", JSON, nullable=False),
    Column("recorded_at", Utc, nullable=False),
)
Index("watchlist_versions_latest", watchlist_versions.c.watchlist, watchlist_versions.c.id)
