"""What every notifier speaks: the message, the receipt, the errors and the protocol.

`Message` is a stored contract: the outbox keeps it as JSON until it is sent, across restarts and
releases. Fields may be added with a default; a change of meaning raises `SCHEMA`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

SCHEMA = 1

MessageKind = Literal["alert", "update", "digest", "notice"]
StoryKind = Literal["new", "update", "correction", "withdrawal"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the entry's plain text with the matched terms marked."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()
    """Start and end offsets in `text`, ascending, not overlapping."""


@dataclass(frozen=True, slots=True)
class Story:
    """One story as a message tells it. Texts are plain and unescaped; notifiers escape."""

    title: str
    link: str
    """http or https, or ""."""
    source: str
    published: datetime
    """In the desk's time zone."""
    kind: StoryKind = "new"
    priority: Literal["high", "normal", "low"] = "normal"
    passage: Passage | None = None
    watchlists: tuple[str, ...] = ()
    """Titles of the watchlists it met."""
    terms: tuple[str, ...] = ()
    """Why: the terms that were met."""
    changes: tuple[str, ...] = ()
    """What changed: "toll 12 → 15"."""
    also_in: tuple[str, ...] = ()
    """Outlets that carry copies, in order of arrival."""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Stories under one heading of a digest."""

    title: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a person did about an alert, shown beneath it."""

    about: Literal["story", "watchlist", "relevance"]
    text: str
    """"Story muted until 14:30 by Anna"."""
    undo: str
    """What takes it back, as a button names it: `silence 12`, `relevance`."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to one destination.

    alert, update: exactly one story, in a section without a title. digest: any number of sections.
    notice: `body` only (the monitor speaking of itself, or of a watchlist that changed).
    """

    id: str
    """Unique and the same at every attempt; printable ASCII without spaces, at most 100 long."""
    kind: MessageKind
    subject: str
    """One line: a mail's subject, a notification's text."""
    sections: tuple[Section, ...] = ()
    body: str = ""
    """A notice's text, or a digest's first line; plain text, line feeds allowed."""
    thread: str = ""
    """Id of the message that began the thread; "" when this one begins it."""
    broadcast: bool = False
    """Shown in the channel although it stands in a thread (corrections of high priority)."""
    page: str = ""
    """Address (http, https) where all of a digest can be read, for "and 34 more"; or ""."""
    alert: str = ""
    """Id by which buttons name the alert, the same through all edits; "" for no buttons."""
    notes: tuple[Note, ...] = ()
    minor: bool = False
    """An edit without news: where a channel takes none any more, what stands there will do."""
    schema: int = field(default=SCHEMA)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a sent message can be found again: Slack's channel and ts, a mail's Message-ID."""

    remote: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """The value of that name, or ""."""
        return dict(self.remote).get(name, "")


class NotifierError(Exception):
    """The message did not go out; trying again later may help.

    `retry_after` is in seconds and binds every message to the same destination. `ambiguous` says
    that the channel may have taken the message all the same (the answer was lost).
    """

    def __init__(
        self, reason: str, *, retry_after: float | None = None, ambiguous: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.ambiguous = ambiguous


class PermanentNotifierError(NotifierError):
    """The message can't go out as it is: somebody has to mend something first."""


class Notifier(Protocol):
    """One destination. A notifier is used by one task at a time and keeps no queue."""

    @property
    def edits(self) -> bool:
        """Whether `edit` works; where not, it is never called."""

    @property
    def interval(self) -> float:
        """Seconds to leave between two messages to this destination."""

    async def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Send a message, into the thread of `parent` where the channel has threads.

        Raises NotifierError or PermanentNotifierError, never anything else.
        """

    async def edit(self, receipt: Receipt, message: Message) -> Receipt:
        """Replace what a sent message says; a channel that forbids it raises as `send` does."""

    async def find(self, message: Message) -> Receipt | None:
        """The receipt of an earlier, unanswered send of this message, if the channel can tell."""

    async def check(self) -> str:
        """Reach the channel without sending anything; returns what was found, for a person."""

    async def aclose(self) -> None:
        """Let go of connections of its own; twice is harmless."""
