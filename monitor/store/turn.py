"""One feed's turn: one transaction for all that it found."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import select

from monitor.model.alert import Silence
from monitor.model.feed import FeedState
from monitor.store.database import Database
from monitor.store.feeds import check_pollable, save_states
from monitor.store.silences import in_force, silence_of
from monitor.store.tables import silences
from monitor.store.turn_alerts import TurnAlerts
from monitor.store.turn_entries import TurnEntries
from monitor.store.turn_gatherings import TurnGatherings
from monitor.store.turn_stories import TurnStories


class Turn(TurnEntries, TurnStories, TurnAlerts, TurnGatherings):
    """What a feed's turn reads and writes, all in one transaction.

    Rows that nobody asks for before the end are collected, and written with one statement a table.
    """

    async def silences(self, now: datetime) -> tuple[Silence, ...]:
        """The silences in force."""
        rows = await self._connection.execute(select(silences).where(in_force(now)))
        return tuple(silence_of(row) for row in rows)

    async def save_feed(self, feed_id: str, state: FeedState) -> None:
        """Save what the turn leaves for the next one, and give the feed back.

        Raises ValueError for a state that would never be polled again.
        """
        check_pollable(feed_id, state)
        await save_states(self._connection, [(feed_id, state)])


class TurnStore:
    """Begins turns."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Turn]:
        """A turn: all of it is stored at a clean exit, nothing after an exception or a crash."""
        async with self._db.write() as connection:
            turn = Turn(connection)
            yield turn
            await turn.flush()
