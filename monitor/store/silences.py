"""Silences: what is held back, until when, by whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from monitor.model.alert import Silence
from monitor.store.database import Database
from monitor.store.tables import silences


class SilenceStore:
    """Silences as buttons, commands and the page make and end them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(
        self,
        *,
        story_id: int | None,
        watchlist: str | None,
        until: datetime,
        reason: str,
        author: str,
        now: datetime,
    ) -> int:
        """Hold back a story or a watchlist until a time; returns the silence's id.

        Raises StoreError for a story that isn't there, ValueError unless exactly one is named.
        """
        if (story_id is None) == (watchlist is None):
            raise ValueError("a silence is of one story or of one watchlist")
        async with self._db.write() as connection:
            added = await connection.execute(
                insert(silences).returning(silences.c.id),
                {
                    "story_id": story_id,
                    "watchlist": watchlist,
                    "until": until,
                    "reason": reason,
                    "author": author,
                    "created_at": now,
                },
            )
            return int(added.scalar_one())

    async def end(self, silence_id: int, now: datetime) -> bool:
        """End a silence now; False where it is not in force."""
        async with self._db.write() as connection:
            ended = await connection.execute(
                update(silences).where(silences.c.id == silence_id, in_force(now)).values(until=now)
            )
        return ended.rowcount == 1

    async def active(self, now: datetime) -> tuple[Silence, ...]:
        """The silences in force, those that end first first."""
        return await self._select(in_force(now))

    async def ended(self, now: datetime) -> tuple[Silence, ...]:
        """Silences that have ended and whose list of what they held back is still owed."""
        return await self._select((silences.c.until <= now) & silences.c.reported_at.is_(None))

    async def reported(self, silence_id: int, now: datetime) -> None:
        """What an ended silence held back has been listed."""
        async with self._db.write() as connection:
            await connection.execute(
                update(silences).where(silences.c.id == silence_id).values(reported_at=now)
            )

    async def _select(self, which: ColumnElement[bool]) -> tuple[Silence, ...]:
        async with self._db.read() as connection:
            rows = await connection.execute(
                select(silences).where(which).order_by(silences.c.until, silences.c.id)
            )
            return tuple(silence_of(row) for row in rows)


def in_force(now: datetime) -> ColumnElement[bool]:
    """The condition under which a silence holds back."""
    return silences.c.until > now


def silence_of(row: Row[Any]) -> Silence:
    """The silence in a row."""
    return Silence(row.id, row.story_id, row.watchlist, row.until, row.reason, row.author)
