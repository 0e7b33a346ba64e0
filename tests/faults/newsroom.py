"""News for ten destinations: stories, updates and "also in", as a feed's turn stores them."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from monitor.alerting.message import alert_message, message_id, with_also_in
from monitor.model.alert import Alert, AlertKind, Priority, Route
from monitor.model.entry import Entry, NewEntry
from monitor.model.match import Match, Span
from monitor.model.story import Relation, StoryLink, Version
from monitor.store.database import Database
from monitor.store.turn import Turn, TurnStore
from notifiers.base import Message
from notifiers.testing import HOSTILE
from tests.telling import tell_alert

NEWEST = 8
"""How many of a destination's latest stories go on."""
SECOND = timedelta(seconds=1)
MANY = tuple(f"The Post and Courier of Harbour no. {n}" for n in range(500))


@dataclass
class Told:
    """A story as one destination was told of it."""

    alert_id: int
    version: Version
    first: Message
    updates: int = 0
    outlets: tuple[str, ...] = ()


@dataclass
class Expected:
    """What a destination should hold in the end."""

    destination: str
    ids: list[str] = field(default_factory=list)
    """Of all messages, in the order in which they were put in the line."""
    urgent: set[str] = field(default_factory=set)
    threads: dict[str, str] = field(default_factory=dict)
    """The first message's id, by an update's."""
    outlets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The other outlets that a message names in the end, by its id."""
    stories: list[Told] = field(default_factory=list)


class Newsroom:
    """Makes alerts, in one transaction a batch."""

    def __init__(self, seed: int, destinations: list[str]) -> None:
        self._random = random.Random(f"{seed} news")  # noqa: S311 - a test's dice
        self.expected = {name: Expected(name) for name in destinations}
        self._count = 0

    async def tell(self, db: Database, count: int, now: datetime) -> None:
        """So many alerts, each to one destination, and edits of earlier ones among them."""
        async with TurnStore(db).begin() as turn:
            for _ in range(count):
                self._count += 1
                to = self._random.choice(list(self.expected.values()))
                chance = self._random.random()
                if to.stories and chance < 0.25:
                    await self._update(turn, to, self._random.choice(to.stories[-NEWEST:]), now)
                else:
                    await self._story(turn, to, now)
                if chance > 0.7 and to.destination.startswith("slack:"):
                    await self._also_in(turn, to, self._random.choice(to.stories[-NEWEST:]), now)

    async def _story(self, turn: Turn, to: Expected, now: datetime) -> None:
        version = await self._version(turn, None, now)
        told = Told(0, version, Message("", "alert", ""))
        told.alert_id, told.first = await self._alert(turn, to, told, AlertKind.NEW, now)
        to.stories.append(told)

    async def _update(self, turn: Turn, to: Expected, told: Told, now: datetime) -> None:
        told.version = await self._version(turn, told.version, now)
        told.updates += 1
        _, message = await self._alert(turn, to, told, AlertKind.UPDATE, now)
        to.threads[message.id] = told.first.id

    async def _version(self, turn: Turn, parent: Version | None, now: datetime) -> Version:
        key = f"g{self._count}"
        shouted = HOSTILE * 20 if self._count % 40 == 0 else ""
        entry = Entry(
            "wire",
            key,
            f"https://wire.example/{key}",
            f"Ferry {self._count} leaves Nemuro {shouted}",
            f"The ferry left at noon with {self._count} on board. {shouted}",
            published=now,
        )
        return await turn.add_version(
            entry_id=await turn.add_entry(
                NewEntry(entry, key), canonical_link=entry.link, seen_at=now, seeded=False
            ),
            revision=0,
            entry=entry,
            story_id=parent.story_id if parent else None,
            link=StoryLink(Relation.UPDATE if parent else Relation.NEW, parent, "made up"),
            keys=(),
            seen_at=now,
        )

    async def _alert(
        self, turn: Turn, to: Expected, told: Told, kind: AlertKind, now: datetime
    ) -> tuple[int, Message]:
        priority: Priority = "high" if self._random.random() < 0.1 else "normal"
        alert = Alert(Route(to.destination), kind, ("ferries",), priority, "made up")
        message = alert_message(
            alert,
            told.version.entry,
            [Match("ferries", (Span("title", 0, 5, "ferry"),))],
            StoryLink(Relation.NEW, None, "made up"),
            message=message_id("wire", told.version.entry.guid, 0, kind, to.destination),
            titles=["Ferries"],
            seen_at=now,
            zone=UTC,
            first=told.first if kind is AlertKind.UPDATE else None,
        )
        alert_id = await tell_alert(turn, told.version, alert, message, now, revision=told.updates)
        to.ids.append(message.id)
        if priority == "high":
            to.urgent.add(message.id)
        return alert_id, message

    async def _also_in(self, turn: Turn, to: Expected, told: Told, now: datetime) -> None:
        more = MANY if self._random.random() < 0.02 else (f"Post no. {self._count}",)
        told.outlets += more
        await turn.arm_edit(
            alert_id=told.alert_id,
            destination=to.destination,
            message=with_also_in(told.first, told.outlets),
            now=now,
            not_before=now + self._random.choice((0, 30)) * SECOND,
        )
        to.outlets[told.first.id] = told.outlets
