"""A newsroom in small: feeds whose bytes the test sets, three destinations, and everything between
them real — parser, matcher, stories and a SQLite file.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Row, Table, select

from monitor.feeds.answer import Answer, Fetched
from monitor.feeds.read import read_feed
from monitor.feeds.reading import Reading
from monitor.feeds.schedule import Wish
from monitor.matching.matcher import compile_rules
from monitor.matching.rule import Rule
from monitor.model.alert import Priority, Route, Subscription
from monitor.model.feed import Feed, FeedState, FeedTurn
from monitor.pipeline import TurnReport, take_turn
from monitor.query.parse import parse_query
from monitor.steps.rules import InForce, Rules
from monitor.store.database import Database
from monitor.store.feeds import FeedStore
from monitor.store.outbox import Outbox
from monitor.store.reports import EntryReport, Reports
from monitor.store.silences import SilenceStore
from monitor.store.stored import StoredAlert
from monitor.store.tables import decisions, deliveries, entries
from monitor.store.turn import TurnStore
from monitor.workers.deliverer import Deliverer
from notifiers.testing import RecordingNotifier

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DESK = "slack:#asia-desk"
SEA = "slack:#sea"
MAIL = "email:desk@example.org"
DAILY = "daily 07:30"
FERRY = "Kuril ferry runs aground off Kunashir"
RULES = Rules(
    max_age=timedelta(hours=24),
    window=timedelta(hours=72),
    zone=ZoneInfo("Asia/Tokyo"),
    wish=Wish(timedelta(minutes=5), timedelta(minutes=1), timedelta(hours=6)),
    alert_backlog=None,
    also_in_every=timedelta(seconds=30),
    can_edit=lambda destination: destination.startswith("slack:"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item as its feed lists it."""

    guid: str
    title: str
    text: str
    link: str = ""
    published: datetime | None = None


def rss(title: str, items: tuple[Item, ...]) -> bytes:
    """An RSS document; the items stand in the order given."""
    told = "".join(
        f"<item><guid isPermaLink='false'>{escape(one.guid)}</guid>"
        f"<title>{escape(one.title)}</title>"
        f"<link>{escape(one.link)}</link><description>{escape(one.text)}</description>"
        + (f"<pubDate>{format_datetime(one.published)}</pubDate>" if one.published else "")
        + "</item>"
        for one in items
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{told}</channel></rss>'.encode()


def watchlists(*named: tuple[str, str, Priority, tuple[Route, ...]]) -> InForce:
    """Watchlists of id, query, priority and routes; the title is the id with a capital."""
    rules = [Rule(name, parse_query(query)) for name, query, _, _ in named]
    return InForce(
        compile_rules(rules, {}),
        {
            name: Subscription(name, name.capitalize(), priority, routes)
            for name, _, priority, routes in named
        },
    )


class Newsroom:
    """Feeds, watchlists and channels around one database; time stands still unless it is moved."""

    desk, sea, mail = DESK, SEA, MAIL
    FERRY = FERRY

    def __init__(self, db: Database) -> None:
        self.now = MONDAY
        self.rules = RULES
        self.db = db
        self.store, self.turns, self.outbox = FeedStore(db), TurnStore(db), Outbox(db)
        self.reports, self.silences = Reports(db), SilenceStore(db)
        self.feeds = {
            name: Feed(name, f"https://{name}.example/rss", title=title)
            for name, title in (("wire", "Harbour Wire"), ("post", "Island Post"), ("radio", "R3"))
        }
        self.answers: dict[str, Answer] = {}
        self.asked: list[FeedTurn] = []
        self.readings: list[Reading] = []
        self.in_force = watchlists(
            ("kurils", "Kuril OR Kunashir", "normal", (Route(DESK), Route(MAIL, DAILY))),
            ("ferries", "ferry", "high", (Route(DESK), Route(SEA))),
        )
        self.channels = {
            DESK: RecordingNotifier(),
            SEA: RecordingNotifier(),
            MAIL: RecordingNotifier(edits=False),
        }

    def item(
        self, guid: str, title: str, text: str = "", *, link: str | None = None, hours: float = 0.1
    ) -> Item:
        """An item published so many hours ago, with a link of its own."""
        published = self.now - timedelta(hours=hours)
        page = f"https://news.example/{guid}" if link is None else link
        return Item(guid, title, text, page, published)

    def ferry(self, guid: str, title: str = FERRY, *, people: int = 12, **more: Any) -> Item:
        """A report of one accident, as any feed may carry it."""
        text = (
            f"A ferry with {people} passengers on board ran aground off Kunashir early on Monday,"
            " the coast guard said. Nobody was hurt. Tugs will try to pull the ship free at high"
            " tide, and divers are to inspect its hull before it sails again."
        )
        return self.item(guid, title, text, **more)

    def ship(
        self, guid: str, title: str = "Kuril ship runs aground", *, people: int = 12, **more: Any
    ) -> Item:
        """The same accident without the word that one watchlist waits for."""
        ferry = self.ferry(guid, title, people=people, **more)
        return replace(ferry, text=ferry.text.replace("ferry", "ship"))

    def museum(self, guid: str, **more: Any) -> Item:
        """A report of something quite different, which also meets a watchlist."""
        text = (
            "The whaling museum on Kunashir has closed its doors for good. Its founder, who is"
            " ninety, gave the harpoons to a school and the building to the town."
        )
        return self.item(guid, "Whaling museum on Kunashir closes", text, **more)

    def publish(self, feed: str, *items: Item) -> None:
        """From now on the feed lists these items, newest first."""
        found = self.feeds[feed]
        self.answers[feed] = Fetched(rss(found.title, items), found.url, etag=f'"{items!r:.60}"')

    def later(self, **span: float) -> None:
        """Move the clock."""
        self.now += timedelta(**span)

    async def opened(self, *feeds: str) -> None:
        """These feeds, or all, were read before: what they list from now on is news."""
        for feed in feeds or self.feeds:
            self.publish(feed, self.item(f"{feed}-old", "Tide tables for the week"))
            await self.turn(feed)

    async def turn(self, feed: str) -> TurnReport:
        """The feed's next turn, as soon as it is due."""
        due = (await self.state(feed)).next_poll_at
        assert due is not None, "a stopped feed has no turn"
        self.now = max(self.now, due)
        return await self.take(await self.lease(feed))

    async def lease(self, feed: str) -> FeedTurn:
        """The turn of a feed that is due."""
        configured = {feed: self.feeds[feed]}
        lease = timedelta(minutes=1)
        (turn,) = await self.store.due(configured, self.now, limit=1, lease=lease)
        return turn

    async def take(self, turn: FeedTurn) -> TurnReport:
        """Take a turn that is leased."""
        return await take_turn(
            turn,
            fetch=self._fetch,
            read=self._read,
            feeds=self.store,
            turns=self.turns,
            in_force=self.in_force,
            rules=self.rules,
            clock=lambda: self.now,
            jitter=0.0,
        )

    async def _fetch(self, turn: FeedTurn) -> Answer:
        self.asked.append(turn)
        return self.answers[turn.feed.id]

    async def _read(
        self, body: bytes, content_type: str, url: str, feed: Feed, seen: frozenset[bytes]
    ) -> Reading:
        self.readings.append(read_feed(body, content_type, url, feed, seen))
        return self.readings[-1]

    async def deliver(self) -> None:
        """Send what can be sent now."""
        await Deliverer(self.outbox, self.channels.__getitem__, lambda: self.now).drain()

    async def state(self, feed: str) -> FeedState:
        """What is remembered of a feed."""
        return (await self.store.states())[feed]

    async def alerts(self, destination: str = "") -> list[StoredAlert]:
        """What was decided to be told, oldest first."""
        told = await self.reports.alerts()
        return [one for one in told if destination in ("", one.route.destination)]

    async def decisions(self, destination: str = "") -> list[tuple[str, str]]:
        """Kind and reason of every recorded decision, oldest first."""
        rows = await self._rows(decisions)
        return [(r.kind, r.reason) for r in rows if destination in ("", r.destination)]

    async def edits(self) -> list[Row[tuple[object, ...]]]:
        """The edits in the outbox, whatever became of them."""
        return [row for row in await self._rows(deliveries) if row.edits_id is not None]

    async def entries(self, feed: str) -> list[EntryReport]:
        """All that is known of a feed's entries, oldest first."""
        stored = [row.id for row in await self._rows(entries) if row.feed == feed]
        found = [await self.reports.explain(entry_id) for entry_id in stored]
        return [report for report in found if report is not None]

    async def _rows(self, table: Table) -> list[Row[tuple[object, ...]]]:
        async with self.db.read() as connection:
            return list((await connection.execute(select(table).order_by(table.c.id))).all())


@pytest.fixture
async def room(db: Database) -> Newsroom:
    """A newsroom whose feeds have not been read yet."""
    newsroom = Newsroom(db)
    await newsroom.store.sync(tuple(newsroom.feeds.values()), newsroom.now)
    return newsroom
