"""Which feeds' troubles ops has yet to hear of, and whose end: derived from what is stored."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from monitor.store.database import Database
from monitor.store.deliveries import Outgoing, add_outgoing
from monitor.store.rows import chunks
from monitor.store.tables import feeds


@dataclass(frozen=True, slots=True)
class OwedTroubles:
    """What ops has yet to hear."""

    failing: dict[str, str]
    """Feeds in trouble, by id, each with its reason."""
    well: tuple[str, ...]
    """Feeds that were told of as in trouble, and are well again."""


class FeedTroubles:
    """What ops was told of feeds; a mark at the feed says that it knows of its trouble."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def owed(self, patience: int) -> OwedTroubles:
        """What is to be told: `patience` is the number of failures in a row that are trouble."""
        live = feeds.c.retired_at.is_(None)
        told = feeds.c.trouble_told_at.is_not(None)
        failing = live & ~told & ((feeds.c.failures >= patience) | feeds.c.stopped)
        well = live & told & (feeds.c.failures == 0) & ~feeds.c.stopped
        asked = select(feeds.c.id, feeds.c.error).order_by(feeds.c.id)
        async with self._db.read() as connection:
            bad = {
                row.id: row.error or "" for row in await connection.execute(asked.where(failing))
            }
            good = (await connection.scalars(asked.where(well))).all()
        return OwedTroubles(bad, tuple(good))

    async def told_failing(
        self, names: Collection[str], notices: Sequence[Outgoing], now: datetime
    ) -> None:
        """Ops knows of these feeds' trouble: the mark and the notices, or neither."""
        await self._mark(names, feeds.c.trouble_told_at.is_(None), now, notices, now)

    async def told_well(
        self, names: Collection[str], notices: Sequence[Outgoing], now: datetime
    ) -> None:
        """Ops knows that these feeds are well again."""
        await self._mark(names, feeds.c.trouble_told_at.is_not(None), None, notices, now)

    async def _mark(
        self,
        names: Collection[str],
        fresh: ColumnElement[bool],
        at: datetime | None,
        notices: Sequence[Outgoing],
        now: datetime,
    ) -> None:
        async with self._db.write() as connection:
            for some in chunks(list(names)):
                await connection.execute(
                    update(feeds).where(feeds.c.id.in_(some), fresh).values(trouble_told_at=at)
                )
            await add_outgoing(connection, notices, now)
