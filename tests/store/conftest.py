"""Short ways to fill a store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model.alert import Alert, AlertKind, Route
from monitor.model.entry import Entry, NewEntry
from monitor.model.story import Relation, StoryLink, Version
from monitor.store.database import Database
from monitor.store.feeds import FeedStore
from monitor.store.outbox import Outbox
from monitor.store.turn import Turn, TurnStore
from notifiers.base import Message, MessageKind, Section, Story
from tests.telling import tell_alert

NOW = datetime(2016, 12, 15, 6, 30, tzinfo=UTC)


class Desk:
    """A store with the makers of what goes into it; every maker has plain defaults."""

    now = NOW
    minute = timedelta(minutes=1)

    def __init__(self, db: Database) -> None:
        self.db = db
        self.feeds = FeedStore(db)
        self.turns = TurnStore(db)
        self.outbox = Outbox(db)

    def at(self, minutes: float) -> datetime:
        """So many minutes after the beginning."""
        return NOW + timedelta(minutes=minutes)

    def entry(self, number: int = 1, **changes: str) -> Entry:
        """An entry; each number makes another one."""
        made = Entry(
            feed="harbour-post",
            guid=f"tag:harbour-post,{number}",
            link=f"https://harbour-post.example/news/{number}",
            title=f"Ferry number {number} resumes its crossing",
            text=f"The ferry sails again.\nBoat {number} left the pier at noon.",
            language="en",
            source="Harbour Post",
            published=NOW - timedelta(hours=1),
        )
        return replace(made, **changes)  # type: ignore[arg-type] # only text fields are changed

    def message(self, name: str = "m1", *, thread: str = "", title: str = "") -> Message:
        """A message that says one story."""
        kind: MessageKind = "update" if thread else "alert"
        story = Story(title or f"Story {name}", "https://x.example/", "Harbour Post", NOW)
        return Message(name, kind, story.title, (Section("", (story,)),), thread=thread)

    async def store(self, turn: Turn, entry: Entry, *, minutes: float = 0) -> int:
        """A new entry, known by its guid."""
        return await turn.add_entry(
            NewEntry(entry, entry.guid),
            canonical_link=entry.link.lower(),
            seen_at=self.at(minutes),
            seeded=False,
        )

    async def judged(
        self,
        turn: Turn,
        entry: Entry,
        *,
        parent: Version | None = None,
        relation: Relation = Relation.NEW,
        keys: tuple[int, ...] = (),
        minutes: float = 0,
    ) -> Version:
        """A new entry with a version in its parent's story, or in one of its own."""
        return await turn.add_version(
            entry_id=await self.store(turn, entry, minutes=minutes),
            revision=0,
            entry=entry,
            story_id=parent.story_id if parent else None,
            link=StoryLink(relation, parent, f"a {relation}"),
            keys=keys,
            seen_at=self.at(minutes),
        )

    async def alert(
        self,
        turn: Turn,
        version: Version,
        name: str = "m1",
        *,
        to: str = "slack:#quay",
        digest: str = "",
        kind: AlertKind = AlertKind.NEW,
        revision: int = 0,
        thread: str = "",
        minutes: float = 0,
    ) -> int:
        """An alert; its message is in the outbox, unless a digest waits for it."""
        alert = Alert(Route(to, digest), kind, ("ferries",), "normal", "new")
        message = self.message(name, thread=thread)
        return await tell_alert(turn, version, alert, message, self.at(minutes), revision=revision)


@pytest.fixture
def desk(db: Database) -> Desk:
    """The store with its makers."""
    return Desk(db)


@pytest.fixture
def desk_on() -> Callable[[Database], Desk]:
    """Makers for a database that the test opens itself."""
    return Desk
