"""A clock that can be set, stores in a file of the test's own, and what the workers said."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture

from monitor.model.alert import Alert, AlertKind, Route
from monitor.model.entry import Entry, NewEntry
from monitor.model.story import Relation, StoryLink
from monitor.store.database import Database, StoreError
from monitor.store.turn import TurnStore
from monitor.workers import deliverer, digester, poller, sweeper, trouble
from notifiers.testing import sample

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Stands still unless it is moved."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        """Move on."""
        self.now += timedelta(**span)


class Failing:
    """A store whose methods of these names fail while `full` is set."""

    def __init__(self, store: object, *names: str) -> None:
        self._store, self._names = store, names
        self.full = True

    def __getattr__(self, name: str) -> Any:
        if self.full and name in self._names:
            return self._fail
        return getattr(self._store, name)

    async def _fail(self, *args: object, **named: object) -> None:
        raise StoreError("the disk is full")


class Newsdesk:
    """Puts alerts into the store that wait for a digest."""

    def __init__(self, db: Database) -> None:
        self._turns = TurnStore(db)
        self._number = 0

    async def alert(self, title: str, route: Route, now: datetime) -> None:
        """One story with one alert."""
        self._number += 1
        key = f"g{self._number}"
        entry = Entry("wire", key, f"https://wire.example/{key}", title, "", published=now)
        async with self._turns.begin() as turn:
            version = await turn.add_version(
                entry_id=await turn.add_entry(
                    NewEntry(entry, key), canonical_link=entry.link, seen_at=now, seeded=False
                ),
                revision=0,
                entry=entry,
                story_id=None,
                link=StoryLink(Relation.NEW, None, "new"),
                keys=(),
                seen_at=now,
            )
            await turn.add_alert(
                story_id=version.story_id,
                version_id=version.id,
                alert=Alert(route, AlertKind.NEW, ("kurils",), "normal", "new"),
                revision=0,
                message=sample(f"{key}-{route.destination}", title=title),
                now=now,
            )


@pytest.fixture
def clock() -> Clock:
    """Monday morning."""
    return Clock()


@pytest.fixture
def failing() -> type[Failing]:
    """Makes a store fail."""
    return Failing


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied: migrating one takes longer than most tests."""
    path = tmp_path_factory.mktemp("workers") / "empty.db"

    async def make() -> None:
        await (await Database.open(f"sqlite:///{path}")).close()

    asyncio.run(make())
    return path


@pytest.fixture
async def db(tmp_path: Path, empty_store: Path) -> AsyncIterator[Database]:
    """An open database without a row."""
    path = shutil.copy(empty_store, tmp_path / "monitor.db")
    async with opened(Path(path)) as database:
        yield database


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    """A database that is closed at the end, whatever happens."""
    database = await Database.open(f"sqlite:///{path}")
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
def newsdesk(db: Database) -> Newsdesk:
    """What puts alerts into the store."""
    return Newsdesk(db)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The log lines of the workers, in whatever way logs are set up elsewhere."""
    capture = LogCapture()
    logger = structlog.wrap_logger(
        None, processors=[capture], wrapper_class=structlog.make_filtering_bound_logger(0)
    )
    for module in (deliverer, digester, poller, sweeper, trouble):
        monkeypatch.setattr(module, "log", logger)
    return capture.entries
