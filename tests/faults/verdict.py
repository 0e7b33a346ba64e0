"""What the outbox says became of every message, for comparison with what the channels hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from monitor.store.database import Database
from monitor.store.tables import deliveries, delivery_attempts
from notifiers.stored import load_message

UNHEARD = ("was lost", "took longer", "not understood", "in trouble", "before the channel answered")
"""Words of a reason after which the channel may have taken the message all the same."""


@dataclass(frozen=True)
class Fate:
    """What became of one message, or of one edit."""

    number: int
    """Its place in the outbox, by which `monitor resend` names it."""
    id: str
    """Of the message; that of an edit ends in "-also"."""
    state: str
    priority: str
    unheard: int
    """Attempts after which nobody knew whether it stood."""
    unheard_at: frozenset[datetime]
    """When those were."""
    waited: timedelta | None
    """From when it was put in the line until it was sent."""


async def fates(file: Path) -> Mapping[str, list[Fate]]:
    """Every delivery by its destination, in the order of the outbox."""
    db = await Database.open(f"sqlite:///{file}")
    async with db.read() as connection:
        rows = (await connection.execute(select(deliveries).order_by(deliveries.c.id))).all()
        tried = (await connection.execute(select(delivery_attempts))).all()
    await db.close()
    unheard: dict[int, list[datetime]] = {}
    for attempt in tried:
        if any(words in attempt.reason for words in UNHEARD):
            unheard.setdefault(attempt.delivery_id, []).append(attempt.at)
    found: dict[str, list[Fate]] = {}
    for row in rows:
        message = load_message(row.message)
        waited = row.sent_at - row.created_at if row.sent_at else None
        times = unheard.get(row.id, [])
        fate = Fate(
            row.id, message.id, row.state, row.priority, len(times), frozenset(times), waited
        )
        found.setdefault(row.destination, []).append(fate)
    return found
