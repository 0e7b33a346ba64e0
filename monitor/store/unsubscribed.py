"""Who wants no more mails: what is for them is kept, as skipped, and not sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from monitor.store.database import Database
from monitor.store.dialect import insert_absent
from monitor.store.tables import deliveries, unsubscribed


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """A destination that gets nothing, since when, and how much it would have got."""

    destination: str
    at: datetime
    skipped: int


class UnsubscribedStore:
    """Readers who ended their mails by the link in one, and the commands that undo it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, destination: str, now: datetime) -> bool:
        """Send nothing more there, what waits included; False where that is so already."""
        reason = f"unsubscribed by mail on {now.day} {now:%b %Y}"
        row = {"destination": destination, "at": now, "reason": reason}
        async with self._db.write() as connection:
            if not (await connection.execute(insert_absent(unsubscribed), row)).rowcount:
                return False
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.destination == destination, deliveries.c.state == "pending")
                .values(state="skipped", reason=reason, not_before=None, next_try_at=None)
            )
        return True

    async def remove(self, destination: str) -> bool:
        """Send there again, from the next message on; False where nobody had unsubscribed."""
        async with self._db.write() as connection:
            gone = await connection.execute(
                delete(unsubscribed).where(unsubscribed.c.destination == destination)
            )
        return gone.rowcount == 1

    async def all(self) -> tuple[Unsubscribed, ...]:
        """Everybody who gets nothing, those who left first first."""
        skipped = (
            select(func.count())
            .where(
                deliveries.c.destination == unsubscribed.c.destination,
                deliveries.c.state == "skipped",
            )
            .scalar_subquery()
        )
        asked = select(unsubscribed.c.destination, unsubscribed.c.at, skipped)
        async with self._db.read() as connection:
            rows = await connection.execute(asked.order_by(unsubscribed.c.at))
            return tuple(Unsubscribed(*row) for row in rows)
