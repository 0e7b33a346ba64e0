"""A desk's folder with real files, a real store, and a reloader whose waiting the test directs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.desk import Desk, desk_of
from monitor.model.alert import Route
from monitor.model.entry import Entry, NewEntry
from monitor.store.database import Database
from monitor.store.turn import TurnStore
from monitor.store.watchlists import WatchlistStore
from monitor.watchlist.destination import Destinations
from monitor.watchlist.force import Standing, read_desk
from monitor.workers.announcer import Announcer, Trials
from monitor.workers.reloader import Patience, Reloader
from tests.files import write_file
from tests.trials import TrialsHere

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OPS = "slack:#ops"
KURILS = "title: Kuril Islands\nmatch:\n  - Kuril\nnotify:\n  - slack: '#asia'\n"
FERRIES = "title: Ferries\nmatch:\n  - ferry\nnotify:\n  - slack: '#sea'\n"
FEEDS = "- url: https://a.example/rss\n  id: a\n"
BROKEN = "title: Kuril Islands\nmatch:\n  ony: [Kuril]\n"
PATIENCE = 20.0
"""Seconds that a test waits for what has to come; it goes on as soon as it can."""


@dataclass
class Newsroom:
    """A folder, and all that was put in force and said about it."""

    folder: Path
    db: Database
    destinations: Destinations = field(
        default_factory=lambda: Destinations({"asia": (Route("slack:#asia"),)})
    )
    put: list[Desk] = field(default_factory=list)
    said: list[tuple[str, str, str]] = field(default_factory=list)
    most: int = 1000
    trials: Trials = field(default_factory=TrialsHere)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    fails: Exception | None = None
    """What goes wrong the next time that something is put in force."""

    def write(self, name: str, text: str) -> Path:
        return write_file(self.folder, name, text)

    def reloader(
        self,
        pause: Callable[[float], Awaitable[None]] | None = None,
        config: Path | None = None,
        patience: Patience | None = None,
    ) -> Reloader:
        """A reloader that has read the folder as a starting service does, but has not begun."""
        standing = read_desk(self.folder, self.destinations)
        self.put.append(desk_of(standing))
        announcer = Announcer(
            self.tell,
            lambda: NOW,
            ops=[OPS],
            storage=f"sqlite:///{self.db.path}",
            window=timedelta(hours=72),
            trials=self.trials,
            most=self.most,
        )
        return Reloader(
            self.folder,
            standing,
            self.destinations,
            WatchlistStore(self.db),
            self.put_in_force,
            announcer,
            lambda: NOW,
            config=config,
            patience=patience,
            pause=pause or no_pause,
        )

    async def begun(self, **options: object) -> Reloader:
        """A reloader of a service that has started; what it said at the start is forgotten."""
        reloader = self.reloader(**options)  # type: ignore[arg-type] # handed through
        await reloader.begin()
        await reloader.drain()
        self.said.clear()
        self.put[:] = self.put[-1:]
        return reloader

    async def put_in_force(self, standing: Standing) -> None:
        async with self.news:
            self.news.notify_all()
            if self.fails:
                problem, self.fails = self.fails, None
                raise problem
            self.put.append(desk_of(standing, self.put[-1]))

    async def tell(self, destination: str, subject: str, body: str) -> None:
        async with self.news:
            self.said.append((destination, subject, body))
            self.news.notify_all()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something that was put in force or said makes this true."""
        async with self.news, asyncio.timeout(PATIENCE):
            await self.news.wait_for(happened)

    async def reload(self, reloader: Reloader) -> bool:
        """Reload now, and say all there is to say."""
        done = await reloader.reload()
        await reloader.drain()
        return done

    @property
    def desk(self) -> Desk:
        """What is in force."""
        return self.put[-1]

    def meets(self, title: str) -> list[str]:
        """The watchlists in force that an entry of this title meets."""
        entry = Entry("a", "", "", title, "")
        return [match.watchlist for match in self.desk.in_force.matcher.match(entry)]

    def heard(self, destination: str) -> list[str]:
        """The subjects said to a destination."""
        return [subject for to, subject, _ in self.said if to == destination]

    async def store(self, *titles: str, text: str = "", days: float = 1.0) -> Sequence[int]:
        """Entries seen so many days ago, a minute apart; none was ever judged."""
        ids = []
        async with TurnStore(self.db).begin() as turn:
            for number, title in enumerate(titles):
                name = f"{title} {days}"
                entry = Entry("a", name, f"https://a.example/{number}", title, text, source="A")
                seen = NOW - timedelta(days=days) + timedelta(minutes=number)
                ids.append(
                    await turn.add_entry(
                        NewEntry(entry, name),
                        canonical_link=f"{entry.link}/{days}",
                        seen_at=seen,
                        seeded=False,
                    )
                )
        return ids


async def no_pause(_: float) -> None:
    """The test's own time: nobody waits."""


def pauses(*steps: Callable[[], object]) -> Callable[[float], Awaitable[None]]:
    """A pause during which the next of these steps happens, for as long as there are some."""
    left = list(steps)

    async def pause(_: float) -> None:
        if left:
            left.pop(0)()

    return pause


@pytest.fixture
async def newsroom(tmp_path: Path, db: Database) -> Newsroom:
    """Two watchlists and a feed."""
    newsroom = Newsroom(tmp_path / "watchlists", db)
    newsroom.write("kurils.yaml", KURILS)
    newsroom.write("ferries.yaml", FERRIES)
    newsroom.write("feeds.yaml", FEEDS)
    return newsroom
