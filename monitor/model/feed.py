"""A feed as the desk configured it, and what is remembered of it between two turns."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed of `feeds.yaml`; a `None` means "as in the settings"."""

    id: str
    url: str
    title: str = ""
    language: str = ""
    """Declared language (BCP 47) of entries that declare none themselves."""
    group: str = ""
    """The heading under which `feeds.yaml` lists it."""
    every: timedelta | None = None
    max_age: timedelta | None = None
    alert_backlog: timedelta | None = None
    """At first sight of the feed, entries younger than this are alerted, not only seeded."""
    full_text: bool = False
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FeedState:
    """What one turn of a feed leaves for the next. All times are aware, in UTC."""

    url: str
    """The address in use: the configured one, or where it has moved to for good."""
    etag: str | None = None
    """`ETag` exactly as it was sent, quotes and `W/` included (RFC 9110, 8.8.3)."""
    last_modified: str | None = None
    """`Last-Modified` exactly as it was sent; never a date of our own making."""
    body_hash: bytes | None = None
    pieces: frozenset[bytes] = frozenset()
    """Hashes of the raw entries of the last good turn: a piece found here is not parsed again."""
    seeded_at: datetime | None = None
    """When the feed was read for the first time; `None` before that."""
    next_poll_at: datetime | None = None
    interval: timedelta | None = None
    """The adaptive interval in force."""
    failures: int = 0
    """Failed turns in a row."""
    error: str | None = None
    """Why the last turn failed, in a sentence for the desk; `None` when it did not."""
    stopped: bool = False
    """True after 410 Gone: not polled any more."""
    moved_to: str | None = None
    moves: int = 0
    """How many turns in a row a permanent redirect (301, 308) led to `moved_to`."""
    last_success_at: datetime | None = None
    last_entry_at: datetime | None = None
    """When the last new entry was seen."""
    title: str = ""
    """The title that the feed gives itself."""


@dataclass(frozen=True, slots=True)
class FeedTurn:
    """A feed whose turn it is, leased to this service."""

    feed: Feed
    state: FeedState
