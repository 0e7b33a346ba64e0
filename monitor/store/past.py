"""Stored entries of the last days, for trying a changed watchlist on them."""

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select

from monitor.store.database import Database
from monitor.store.reports import Reports
from monitor.store.rows import chunks
from monitor.store.stored import StoredEntry
from monitor.store.tables import entries, versions

PAGE = 200
"""Entries that are handed over at once."""


class Past:
    """What was seen, and to which story it belongs."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._reports = Reports(db)

    async def beginning(self, since: datetime, most: int) -> datetime:
        """From when on at most so many entries were seen: `since`, or later."""
        newest = select(entries.c.first_seen_at).where(entries.c.first_seen_at >= since)
        ordered = newest.order_by(entries.c.first_seen_at.desc()).offset(most - 1).limit(1)
        async with self._db.read() as connection:
            edge: datetime | None = await connection.scalar(ordered)
        return since if edge is None else edge

    async def number(self, since: datetime) -> int:
        """How many entries were seen since then."""
        asked = select(func.count()).select_from(entries).where(entries.c.first_seen_at >= since)
        async with self._db.read() as connection:
            return await connection.scalar(asked) or 0

    async def pages(self, since: datetime) -> AsyncIterator[tuple[StoredEntry, ...]]:
        """The entries first seen since then, in order of arrival, some at a time."""
        page: list[StoredEntry] = []
        async for one in self._reports.entries_since(since):
            page.append(one)
            if len(page) == PAGE:
                yield tuple(page)
                page = []
        if page:
            yield tuple(page)

    async def stories(self, ids: Collection[int]) -> Mapping[int, int]:
        """The story of each of these entries that was ever judged, by the entry's id."""
        found: dict[int, int] = {}
        async with self._db.read() as connection:
            for some in chunks(sorted(ids)):
                rows = await connection.execute(
                    select(versions.c.entry_id, versions.c.story_id)
                    .where(versions.c.entry_id.in_(some))
                    .order_by(versions.c.id)
                )
                found |= {row.entry_id: row.story_id for row in rows}
        return found
