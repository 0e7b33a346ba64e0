"""A clock that can be set, alerts that wait, stores that fail, and what the workers said."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture

from monitor.model.alert import Alert, AlertKind, Route
from monitor.model.entry import Entry, NewEntry
from monitor.model.story import Relation, StoryLink
from monitor.store.database import Database, StoreError
from monitor.store.turn import TurnStore
from monitor.workers import deliverer, digester, poller, steering, sweeper, trouble
from notifiers.testing import sample
from tests.telling import tell_alert

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
            alert = Alert(route, AlertKind.NEW, ("kurils",), "normal", "new")
            await tell_alert(
                turn, version, alert, sample(f"{key}-{route.destination}", title=title), now
            )


@pytest.fixture
def clock() -> Clock:
    """Monday morning."""
    return Clock()


@pytest.fixture
def failing() -> type[Failing]:
    """Makes a store fail."""
    return Failing


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
    for module in (deliverer, digester, poller, steering, sweeper, trouble):
        monkeypatch.setattr(module, "log", logger)
    return capture.entries
