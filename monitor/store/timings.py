"""When alerts passed each hop of their way."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from monitor.model.lateness import Times
from monitor.store.database import Database
from monitor.store.tables import alerts, deliveries, versions

MOST = 20_000
"""Alerts that are looked at, the latest."""

_TIMES: Select[Any] = (
    select(
        deliveries.c.destination,
        versions.c.published,
        versions.c.revision,
        versions.c.seen_at,
        alerts.c.decided_at,
        deliveries.c.sent_at,
    )
    .join_from(deliveries, alerts, alerts.c.id == deliveries.c.alert_id)
    .join(versions, versions.c.id == alerts.c.version_id)
    .where(deliveries.c.edits_id.is_(None), deliveries.c.sent_at.is_not(None))
)


class Timings:
    """Alerts that had a message of their own; what is gathered was meant to be late."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def since(self, then: datetime) -> Mapping[str, tuple[Times, ...]]:
        """By destination, of those that were sent since then."""
        asked = (
            _TIMES.where(deliveries.c.sent_at >= then)
            .order_by(deliveries.c.sent_at.desc())
            .limit(MOST)
        )
        found: dict[str, list[Times]] = {}
        async with self._db.read() as connection:
            for row in await connection.execute(asked):
                found.setdefault(row.destination, []).append(_times(row))
        return {name: tuple(times) for name, times in found.items()}

    async def of(self, delivery_id: int) -> Times | None:
        """Of one delivery, if it is the message of an alert and was sent."""
        async with self._db.read() as connection:
            asked = _TIMES.where(deliveries.c.id == delivery_id)
            row = (await connection.execute(asked)).first()
        return _times(row) if row is not None else None


def _times(row: Row[Any]) -> Times:
    published = None if row.revision else row.published
    return Times(published, row.seen_at, row.decided_at, row.sent_at)
