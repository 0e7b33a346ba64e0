"""Digests: alerts that wait for a slot, and the slots that were closed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.alerting.digest import DigestItem
from monitor.model.alert import Route
from monitor.store.database import Database
from monitor.store.deliveries import add_delivery
from monitor.store.dialect import insert_absent
from monitor.store.items import ITEMS, items
from monitor.store.rows import chunks
from monitor.store.tables import alerts, deliveries, digest_runs, digests
from notifiers.base import Message
from notifiers.stored import load_message


class DigestStore:
    """Digests as the digester sees them; a slot is the aware time at which one is due."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def waiting(self) -> tuple[Route, ...]:
        """The digests that have alerts waiting."""
        async with self._db.read() as connection:
            rows = await connection.execute(
                select(alerts.c.destination, alerts.c.digest)
                .where(alerts.c.told_at.is_(None))
                .distinct()
                .order_by(alerts.c.destination, alerts.c.digest)
            )
            return tuple(Route(row.destination, row.digest) for row in rows)

    async def waiting_since(self, route: Route) -> datetime | None:
        """When the first alert came that waits for a digest."""
        first = select(func.min(alerts.c.created_at)).where(_waits(route))
        async with self._db.read() as connection:
            since: datetime | None = await connection.scalar(first)
        return since

    async def last_slot(self, route: Route) -> datetime | None:
        """The last slot that was closed, else when the digest's clock began, else `None`."""
        async with self._db.read() as connection:
            closed = await connection.scalar(_closed(route))
            if closed is not None:
                return closed
            return await connection.scalar(
                select(digests.c.known_since).where(
                    digests.c.destination == route.destination, digests.c.digest == route.digest
                )
            )

    async def first_slot_mark(self, route: Route, now: datetime) -> None:
        """A digest's clock begins when it is first known; later calls change nothing."""
        async with self._db.write() as connection:
            await connection.execute(
                insert_absent(digests),
                {
                    "destination": route.destination,
                    "digest": route.digest,
                    "known_since": now,
                },
            )

    async def alerts(self, route: Route, until: datetime) -> tuple[DigestItem, ...]:
        """What waits for this digest since before that time, oldest first."""
        asked = ITEMS.where(_waits(route), alerts.c.created_at <= until).order_by(alerts.c.id)
        async with self._db.read() as connection:
            return tuple(await items(connection, asked))

    async def message(self, message_id: str) -> Message | None:
        """A digest as it reads by now, with all that is in it; `None` past its retention.

        Raises StoredMessageError for one that this release can't read.
        """
        edit = deliveries.alias("edit")
        asked = (
            select(func.coalesce(edit.c.message, deliveries.c.message))
            .select_from(deliveries.outerjoin(edit, edit.c.edits_id == deliveries.c.id))
            .where(deliveries.c.message_id == message_id)
        )
        async with self._db.read() as connection:
            stored = await connection.scalar(asked)
        message = load_message(stored) if stored else None
        return message if message and message.kind == "digest" else None

    async def close(
        self,
        route: Route,
        slot: datetime,
        message: Message | None,
        alert_ids: Sequence[int],
        now: datetime,
    ) -> bool:
        """Close a slot: its alerts are told and its message is in the outbox, all at once.

        Without a message the slot was empty. False, and nothing done, where it was closed before.
        """
        async with self._db.write() as connection:
            run_id = await connection.scalar(
                insert_absent(digest_runs).returning(digest_runs.c.id),
                {
                    "destination": route.destination,
                    "digest": route.digest,
                    "slot": slot,
                    "message_id": message.id if message else None,
                    "created_at": now,
                },
            )
            if run_id is None:
                return False
            await _mark_told(connection, alert_ids, run_id, now)
            if message is not None:
                await add_delivery(
                    connection, destination=route.destination, message=message, now=now
                )
        return True


def _waits(route: Route) -> ColumnElement[bool]:
    mine = (alerts.c.destination == route.destination) & (alerts.c.digest == route.digest)
    return alerts.c.told_at.is_(None) & mine


def _closed(route: Route) -> Select[tuple[datetime]]:
    return select(func.max(digest_runs.c.slot)).where(
        digest_runs.c.destination == route.destination, digest_runs.c.digest == route.digest
    )


async def _mark_told(
    connection: AsyncConnection, alert_ids: Sequence[int], run_id: int, now: datetime
) -> None:
    for some in chunks(alert_ids):
        await connection.execute(
            update(alerts).where(alerts.c.id.in_(some)).values(told_at=now, run_id=run_id)
        )
