"""An alert as a turn leaves it in the store."""

from datetime import datetime

from monitor.model.alert import Alert
from monitor.model.story import Version
from monitor.store.turn import Turn
from notifiers.base import Message


async def tell_alert(
    turn: Turn,
    version: Version,
    alert: Alert,
    message: Message,
    now: datetime,
    *,
    revision: int = 0,
) -> int:
    """An alert, with its message in the outbox unless a digest waits for it; returns its id."""
    alert_id = await turn.add_alert(
        story_id=version.story_id,
        version_id=version.id,
        alert=alert,
        revision=revision,
        message=message,
        now=now,
    )
    if not alert.route.digest:
        await turn.add_delivery(
            alert_id=alert_id,
            destination=alert.route.destination,
            message=message,
            now=now,
            priority=alert.priority,
        )
    return alert_id
