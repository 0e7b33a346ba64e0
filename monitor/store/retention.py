"""Deletes what is past its retention, a little at a time, so that nobody waits long."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, Table, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.database import Database
from monitor.store.tables import (
    alerts,
    deliveries,
    digest_runs,
    entries,
    feeds,
    gatherings,
    stories,
    versions,
)

BATCH = 500
"""Rows that go in one transaction."""
KEPT = 2000
"""Entries of a live feed that stay whatever their age: what a feed still lists must be known."""


class Retention:
    """The sweep; what waits to be sent, or for its digest, is never touched."""

    def __init__(self, db: Database, *, kept: int = KEPT, batch: int = BATCH) -> None:
        self._db = db
        self._kept = kept
        self._batch = batch

    async def sweep(self, now: datetime, entries: timedelta, alerts: timedelta) -> int:
        """Delete entries and alerts older than that; returns the number of rows.

        A matched entry that was alerted goes after its alerts.
        """
        deleted = await self._all(_old_alerts(now - alerts), _delete_alerts)
        deleted += await self._all(_old_notices(now - alerts), _delete_notices)
        deleted += await self._all(_old_runs(now - alerts), _delete_runs)
        deleted += await self._all(_old_gatherings(now - alerts), _delete_gatherings)
        for which in await self._dispensable():
            deleted += await self._all(_old_entries(now - entries, which), _delete_entries)
        return deleted

    async def _dispensable(self) -> list[ColumnElement[bool]]:
        """All entries of retired feeds, and those of live ones that are beyond what is kept."""
        async with self._db.read() as connection:
            retired = await connection.scalars(_RETIRED)
            of_retired = [entries.c.feed == name for name in retired]
            full = await connection.scalars(_LIVE.having(func.count() > self._kept))
            return of_retired + [await self._beyond(connection, name) for name in full]

    async def _beyond(self, connection: AsyncConnection, feed: str) -> ColumnElement[bool]:
        """The entries of a feed that are no longer among those that are kept."""
        mine = entries.c.feed == feed
        ids = select(entries.c.id).where(mine).order_by(entries.c.id.desc())
        newest = await connection.scalar(ids.offset(self._kept).limit(1))
        return mine & (entries.c.id <= newest)

    async def _all(
        self,
        old: Select[tuple[int]],
        remove: Callable[[AsyncConnection, Sequence[int]], Awaitable[None]],
    ) -> int:
        """Delete rows in batches; each batch is looked up again in the transaction it goes in."""
        number = 0
        while True:
            async with self._db.read() as connection:
                found = await connection.scalar(old.limit(1))
            if found is None:
                return number
            async with self._db.write() as connection:
                ids = (await connection.scalars(old.limit(self._batch))).all()
                await remove(connection, ids)
            number += len(ids)


_RETIRED = select(feeds.c.id).where(feeds.c.retired_at.is_not(None))
_LIVE = (
    select(entries.c.feed)
    .join(feeds, (feeds.c.id == entries.c.feed) & feeds.c.retired_at.is_(None))
    .group_by(entries.c.feed)
)


def _waits(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(deliveries.c.id).where(condition, deliveries.c.state.in_(("pending", "sending")))


def _old_alerts(before: datetime) -> Select[tuple[int]]:
    return select(alerts.c.id).where(
        alerts.c.created_at < before,
        alerts.c.told_at < before,
        ~_waits(deliveries.c.alert_id == alerts.c.id),
    )


def _old_notices(before: datetime) -> Select[tuple[int]]:
    return select(deliveries.c.id).where(
        deliveries.c.created_at < before,
        deliveries.c.alert_id.is_(None),
        deliveries.c.state.not_in(("pending", "sending")),
    )


def _old_runs(before: datetime) -> Select[tuple[int]]:
    """Closed slots but the last of each digest, from which its clock goes on."""
    later = digest_runs.alias("later")
    return select(digest_runs.c.id).where(
        digest_runs.c.slot < before,
        exists(later.c.id).where(
            later.c.destination == digest_runs.c.destination,
            later.c.digest == digest_runs.c.digest,
            later.c.slot > digest_runs.c.slot,
        ),
        ~exists(alerts.c.id).where(alerts.c.run_id == digest_runs.c.id),
    )


def _old_gatherings(before: datetime) -> Select[tuple[int]]:
    return select(gatherings.c.id).where(
        gatherings.c.ended_at < before,
        ~exists(alerts.c.id).where(alerts.c.gathering_id == gatherings.c.id),
    )


def _old_entries(before: datetime, which: ColumnElement[bool]) -> Select[tuple[int]]:
    alerted = exists(alerts.c.id).where(
        alerts.c.version_id == versions.c.id, versions.c.entry_id == entries.c.id
    )
    return select(entries.c.id).where(which, entries.c.seen_at < before, ~alerted)


async def _delete_alerts(connection: AsyncConnection, ids: Sequence[int]) -> None:
    await connection.execute(delete(deliveries).where(deliveries.c.alert_id.in_(ids)))
    await _delete_by_id(connection, alerts, ids)


async def _delete_notices(connection: AsyncConnection, ids: Sequence[int]) -> None:
    await _delete_by_id(connection, deliveries, ids)


async def _delete_runs(connection: AsyncConnection, ids: Sequence[int]) -> None:
    await _delete_by_id(connection, digest_runs, ids)


async def _delete_gatherings(connection: AsyncConnection, ids: Sequence[int]) -> None:
    await _delete_by_id(connection, gatherings, ids)


async def _delete_entries(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Entries, with what hangs on them, and stories that have no version left."""
    theirs = select(versions.c.story_id).where(versions.c.entry_id.in_(ids)).distinct()
    told = (await connection.scalars(theirs)).all()
    await _delete_by_id(connection, entries, ids)
    left = exists(versions.c.id).where(versions.c.story_id == stories.c.id)
    await connection.execute(delete(stories).where(stories.c.id.in_(told), ~left))


async def _delete_by_id(connection: AsyncConnection, table: Table, ids: Sequence[int]) -> None:
    await connection.execute(delete(table).where(table.c.id.in_(ids)))
