"""Which storms and quiet hours are under way."""

from datetime import datetime

from sqlalchemy import or_, select, update

from monitor.model.alert import Gathering
from monitor.store.database import Database
from monitor.store.tables import deliveries, gatherings
from monitor.store.turn_gatherings import gathering_of


class GatheringStore:
    """Gatherings as `Calm` looks for work."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def under_way(self) -> tuple[Gathering, ...]:
        """Storms and quiet hours that have not ended, the oldest first."""
        asked = select(gatherings).where(gatherings.c.ended_at.is_(None)).order_by(gatherings.c.id)
        async with self._db.read() as connection:
            return tuple(gathering_of(row) for row in await connection.execute(asked))

    async def hold_back(self, destination: str, until: datetime, *, high: bool) -> int:
        """Keep what is left of alerts in a destination's line until its quiet hours end.

        They were decided earlier, and a channel in trouble did not take them. `high`: those of
        high priority too. Returns how many were not kept back before.
        """
        conditions = [
            deliveries.c.state == "pending",
            deliveries.c.destination == destination,
            deliveries.c.alert_id.is_not(None),
            deliveries.c.edits_id.is_(None),
            or_(deliveries.c.not_before.is_(None), deliveries.c.not_before < until),
        ]
        if not high:
            conditions.append(deliveries.c.priority != "high")
        waits = select(deliveries.c.id).where(*conditions)
        async with self._db.read() as connection:
            if await connection.scalar(waits.limit(1)) is None:
                return 0
        async with self._db.write() as connection:
            kept = await connection.execute(
                update(deliveries).where(*conditions).values(not_before=until)
            )
        return kept.rowcount
