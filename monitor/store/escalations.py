"""Alerts of high priority that ops has to hear of: not delivered for too long, or at last."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, exists, or_, update

from monitor.store.database import Database
from monitor.store.deliveries import Outgoing
from monitor.store.notices import Growing, add_notices
from monitor.store.reports import deliveries_where
from monitor.store.stored import StoredDelivery
from monitor.store.tables import URGENT_WAITS, deliveries

_other = deliveries.alias("other")
_ALERTS = deliveries.c.alert_id.is_not(None) & deliveries.c.edits_id.is_(None)


class EscalationStore:
    """What is overdue, and what ops was told of it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def overdue(self, before: datetime, now: datetime) -> tuple[StoredDelivery, ...]:
        """Alerts of high priority that wait since before that time, and that ops wasn't told of.

        Those that quiet hours keep back are not overdue.
        """
        not_kept = or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= now)
        return await self._select(
            URGENT_WAITS
            & _ALERTS
            & deliveries.c.escalated_at.is_(None)
            & (deliveries.c.created_at <= before)
            & not_kept
        )

    async def arrived(self) -> tuple[StoredDelivery, ...]:
        """Alerts that ops was told of, and that are delivered by now, with all of their place."""
        waits = _other.c.state.in_(("pending", "sending")) & _other.c.escalated_at.is_not(None)
        here = _other.c.destination == deliveries.c.destination
        return await self._select(
            deliveries.c.escalated_at.is_not(None)
            & (deliveries.c.state == "sent")
            & ~exists().where(waits, here)
        )

    async def escalated(self, delivery_id: int, notices: Sequence[Growing], now: datetime) -> None:
        """Tell ops that an alert is overdue: once, with the notices or not at all."""
        fresh = deliveries.c.escalated_at.is_(None) & (deliveries.c.state != "sent")
        await self._mark(_marked([delivery_id], fresh, now), notices, now)

    async def settled(
        self, delivery_ids: Sequence[int], notices: Sequence[Outgoing], now: datetime
    ) -> None:
        """Tell ops that these are delivered at last."""
        told = deliveries.c.escalated_at.is_not(None)
        await self._mark(_marked(delivery_ids, told, None), notices, now)

    async def _mark(
        self, marked: Update, notices: Sequence[Outgoing | Growing], now: datetime
    ) -> None:
        async with self._db.write() as connection:
            if (await connection.execute(marked)).rowcount:
                await add_notices(connection, notices, now)

    async def _select(self, which: ColumnElement[bool]) -> tuple[StoredDelivery, ...]:
        async with self._db.read() as connection:
            return tuple((await deliveries_where(connection, [which])).values())


def _marked(ids: Sequence[int], which: ColumnElement[bool], at: datetime | None) -> Update:
    values: dict[str, Any] = {"escalated_at": at}
    return update(deliveries).where(deliveries.c.id.in_(ids), which).values(values)
