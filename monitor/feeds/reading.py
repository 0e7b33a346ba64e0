"""What one reading of a feed gives, and the bounds of what is taken from it."""

from dataclasses import dataclass

from monitor.model.entry import Entry

MAX_ENTRIES = 2_000
"""Entries taken in one turn; more wait for the next."""
MAX_GUID = 2_000
MAX_LINK = 4_000
MAX_TITLE = 2_000
MAX_TEXT = 100_000
"""Characters of plain text; a long newspaper page has about 40,000."""
MAX_MARKUP = 1_000_000
"""Characters of markup looked at for one text."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a feed says of itself and of how often it is worth asking."""

    title: str = ""
    language: str = ""
    ttl: float | None = None
    """Seconds (RSS 2.0 `ttl`, written in minutes)."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day, 0–23 in GMT, in which nothing new comes."""
    skip_days: frozenset[int] = frozenset()
    """Days of the week in GMT, Monday is 0."""
    hub: str = ""
    """WebSub hub; "" without one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The unseen entries of a feed, in its order, and what is remembered of the others."""

    entries: tuple[Entry, ...] = ()
    pieces: frozenset[bytes] = frozenset()
    """Hashes of all entries that need no parsing next time; empty where the feed can't be cut."""
    hints: Hints = Hints()
    problem: str | None = None
    """What is wrong, for the desk: "no entries", "broken XML: 12 entries read"."""
    failed: bool = False
    """Nothing could be read at all: what came was no feed, or too broken."""
    more: bool = False
    """Unseen entries were left for the next turn."""


def unreadable(problem: str) -> Reading:
    """The reading of something that is no feed."""
    return Reading(problem=problem, failed=True)
