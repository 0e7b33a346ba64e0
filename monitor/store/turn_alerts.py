"""Alerts, decisions and outgoing messages, as a turn reads and writes them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.alert import Alert, AlertKind, Decision, Suppressed, Told
from monitor.store.deliveries import add_delivery, arm_edit_of
from monitor.store.tables import alerts, decisions, deliveries, versions
from monitor.store.turn_rows import TurnRows
from notifiers.base import Message
from notifiers.stored import dump_message, load_message


class TurnAlerts(TurnRows):
    """The chapter of alerts."""

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self._alerts: list[int] = []

    async def told(self, story_id: int) -> Mapping[str, Told]:
        """What each destination has been told of a story.

        The alert and the message are the first that went out by themselves, so that edits find
        them; before that, the first that was gathered in a digest or summary, without a message.
        """
        rows = await self._connection.execute(
            select(
                alerts.c.id,
                alerts.c.destination,
                alerts.c.digest,
                alerts.c.kind,
                alerts.c.revision,
                alerts.c.message_id,
                alerts.c.created_at,
                alerts.c.version_id,
                alerts.c.gathering_id,
            )
            .where(alerts.c.story_id == story_id)
            .order_by(alerts.c.id)
        )
        told: dict[str, list[Row[Any]]] = {}
        for row in rows:
            told.setdefault(row.destination, []).append(row)
        return {destination: _told(of_one) for destination, of_one in told.items()}

    async def first_message(self, story_id: int, destination: str) -> Message | None:
        """The message that began a story at a destination, as it reads by now.

        It keeps its id through all edits. `None` where the story was not told, or only
        together with others.
        """
        edit = deliveries.alias("edit")
        row = (
            await self._connection.execute(
                select(alerts.c.message_id, alerts.c.message, edit.c.message.label("edited"))
                .outerjoin_from(alerts, deliveries, deliveries.c.message_id == alerts.c.message_id)
                .outerjoin(edit, edit.c.edits_id == deliveries.c.id)
                .where(
                    alerts.c.story_id == story_id,
                    alerts.c.destination == destination,
                    alerts.c.digest == "",
                    alerts.c.gathering_id.is_(None),
                )
                .order_by(alerts.c.id)
                .limit(1)
            )
        ).first()
        if row is None:
            return None
        return replace(load_message(row.edited or row.message), id=row.message_id, minor=False)

    async def add_alert(
        self,
        *,
        story_id: int,
        version_id: int,
        alert: Alert,
        revision: int,
        message: Message,
        now: datetime,
    ) -> int:
        """Store an alert; with a digest in its route it waits for that. Returns its id.

        The same story, destination, kind and revision twice fells the turn.
        """
        await self.flush(versions)
        alert_id = await self._insert(
            alerts,
            {
                "story_id": story_id,
                "version_id": version_id,
                "destination": alert.route.destination,
                "digest": alert.route.digest,
                "kind": alert.kind.value,
                "revision": revision,
                "watchlists": list(alert.watchlists),
                "priority": alert.priority,
                "reason": alert.reason,
                "late": alert.late,
                "message_id": message.id,
                "message": dump_message(message),
                "created_at": now,
                "told_at": None if alert.route.digest else now,
                "gathering_id": alert.gathering,
            },
        )
        self._alerts.append(alert_id)
        return alert_id

    async def decided(self, now: datetime) -> None:
        """The turn's alerts are decided by now, whenever it saw their entries."""
        await self._connection.execute(
            update(alerts).where(alerts.c.id.in_(self._alerts)).values(decided_at=now)
        )

    async def add_decision(
        self,
        *,
        entry_id: int,
        revision: int,
        story_id: int,
        decision: Decision,
        alert_id: int | None,
        now: datetime,
    ) -> None:
        """Store what was decided for one destination, and why."""
        self._later[decisions].append(
            {
                "entry_id": entry_id,
                "revision": revision,
                "story_id": story_id,
                "destination": decision.route.destination,
                "digest": decision.route.digest,
                "kind": decision.kind.value if isinstance(decision, Alert) else "suppressed",
                "watchlists": list(decision.watchlists),
                "reason": decision.reason,
                "alert_id": alert_id,
                "silence_id": decision.silence if isinstance(decision, Suppressed) else None,
                "created_at": now,
            }
        )

    async def add_delivery(
        self,
        *,
        alert_id: int | None,
        destination: str,
        message: Message,
        now: datetime,
        not_before: datetime | None = None,
        priority: str = "normal",
    ) -> int:
        """Put a message in the outbox; returns its id, the old one for a message already there."""
        return await add_delivery(
            self._connection,
            destination=destination,
            message=message,
            now=now,
            alert_id=alert_id,
            not_before=not_before,
            priority=priority,
        )

    async def arm_edit(
        self,
        *,
        alert_id: int,
        destination: str,
        message: Message,
        now: datetime,
        not_before: datetime,
    ) -> None:
        """Have the message of an alert replaced by this one, not before that time.

        Nothing to do where the alert had no message of its own.
        """
        first = await self._connection.scalar(
            select(deliveries.c.id).where(
                deliveries.c.alert_id == alert_id,
                deliveries.c.destination == destination,
                deliveries.c.edits_id.is_(None),
            )
        )
        if first is None:
            return
        await arm_edit_of(
            self._connection,
            first,
            destination=destination,
            message=message,
            now=now,
            not_before=not_before,
            alert_id=alert_id,
        )


def _told(rows: list[Row[Any]]) -> Told:
    at_once = next((row for row in rows if not row.digest and row.gathering_id is None), None)
    return Told(
        alert_id=at_once.id if at_once else rows[0].id,
        alerted_at=rows[0].created_at,
        message=at_once.message_id if at_once else "",
        updates=max((row.revision for row in rows if row.kind == AlertKind.UPDATE), default=0),
        version=max(row.version_id for row in rows),
    )
