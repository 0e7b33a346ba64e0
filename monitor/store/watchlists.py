"""Versions of the watchlists' files, so that the last good one outlives a bad edit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from monitor.store.database import Database
from monitor.store.tables import watchlist_versions


class WatchlistStore:
    """The files as they were read, with what was wrong with them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def record(
        self, watchlist: str, text: str, now: datetime, problems: Sequence[str] = ()
    ) -> bool:
        """Keep a version, unless it is the latest one again; returns whether it was kept.

        `problems` are errors, in words: a version with any was never in force.
        """
        latest = (
            select(watchlist_versions.c.text, watchlist_versions.c.problems)
            .where(watchlist_versions.c.watchlist == watchlist)
            .order_by(watchlist_versions.c.id.desc())
            .limit(1)
        )
        async with self._db.write() as connection:
            row = (await connection.execute(latest)).first()
            if row is not None and row.text == text and row.problems == list(problems):
                return False
            await connection.execute(
                insert(watchlist_versions),
                {
                    "watchlist": watchlist,
                    "text": text,
                    "problems": list(problems),
                    "recorded_at": now,
                },
            )
        return True

    async def latest_good(self, watchlist: str) -> str | None:
        """The newest version without problems."""
        versions = (
            select(watchlist_versions.c.text, watchlist_versions.c.problems)
            .where(watchlist_versions.c.watchlist == watchlist)
            .order_by(watchlist_versions.c.id.desc())
        )
        async with self._db.read() as connection:
            rows = await connection.execute(versions)
            return next((row.text for row in rows if not row.problems), None)
