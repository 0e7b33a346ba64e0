"""An entry of a feed, in plain text."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its feed gave it, markup removed. All times are aware, in UTC."""

    feed: str
    """Id of the feed."""
    guid: str
    """`guid`, `atom:id` or JSON Feed's `id` as written; "" without one."""
    link: str
    """Absolute http or https address; "" without one."""
    title: str
    """Plain text on one line."""
    text: str
    """Plain text: the longer of summary and content; a line feed stands for a block's end."""
    language: str = ""
    """Declared language (BCP 47, as written) of the entry, else of its feed; "" when unknown."""
    source: str = ""
    """Name of the outlet, as shown to the desk."""
    published: datetime | None = None
    """As the feed says, even when in the future; `None` when undated or unreadable."""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """A stored entry, as far as identity needs it."""

    id: int
    key: str
    guid: str
    link: str
    """The canonical link; "" without one."""
    title: str
    text: str
    revision: int
    """0 for the first version."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Identity's answer: not seen before."""

    entry: Entry
    key: str
    """Unique within the feed."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Identity's answer: a known entry whose title or text has changed."""

    entry: Entry
    known: KnownEntry


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Identity's answer: a known entry, as it was."""

    known: KnownEntry


Identity = NewEntry | Revision | Unchanged
