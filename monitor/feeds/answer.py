"""What came of asking for a feed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body that differs from the one of the last turn."""

    body: bytes
    """Decoded from its transfer and content codings."""
    url: str
    """Where the body came from, after all redirects."""
    content_type: str = ""
    """The `Content-Type` header as sent; "" without one."""
    etag: str | None = None
    """`ETag` and `Last-Modified` make the next request conditional: kept byte for byte."""
    last_modified: str | None = None
    body_hash: bytes | None = None
    moved_to: str | None = None
    """Where an unbroken run of permanent redirects (301, 308) led; `None` without one."""
    max_age: float | None = None
    """How long the server thinks this answer fresh, in seconds (RFC 9111, 4.2.1)."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """Nothing new: the server said so (304), or the body is the one of the last turn.

    `etag` and `last_modified` are those of this answer, else those that were sent.
    """

    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None
    moved_to: str | None = None
    max_age: float | None = None


@dataclass(frozen=True, slots=True)
class Throttled:
    """The server asks for fewer requests (429; 503 or 403 with `Retry-After`)."""

    retry_after: float | None
    """Seconds; `None` when the server named no time."""
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """410: the feed has ended, and says so."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """No feed this time; `reason` is a sentence for the desk."""

    reason: str


Answer = Fetched | NotModified | Throttled | Gone | Failed
