"""Storms and quiet hours: alerts that are told in one message, as turns and `Calm` see them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update

from monitor.alerting.digest import DigestItem
from monitor.model.alert import Gathering
from monitor.store.deliveries import add_delivery, arm_edit_of
from monitor.store.items import ITEMS, items
from monitor.store.stored import readable
from monitor.store.tables import alerts, deliveries, gatherings, versions
from monitor.store.turn_rows import TurnRows
from notifiers.base import Message
from notifiers.stored import dump_message


class TurnGatherings(TurnRows):
    """The chapter of what is told together."""

    async def rate(self, destination: str, since: datetime, most: int) -> int:
        """How many alerts a destination got alone or in a storm since then, `most` at most."""
        of_quiet = gatherings.c.kind == "quiet"
        at_once = (alerts.c.digest == "") | alerts.c.gathering_id.is_not(None)
        recent = (
            select(alerts.c.id)
            .outerjoin(gatherings, gatherings.c.id == alerts.c.gathering_id)
            .where(
                alerts.c.destination == destination,
                alerts.c.created_at > since,
                at_once,
                of_quiet.is_not(True),
            )
            .limit(most)
        )
        return len((await self._connection.scalars(recent)).all())

    async def open_gathering(
        self, destination: str, kind: str, until: datetime | None = None
    ) -> Gathering | None:
        """The latest storm that has not ended, or the quiet hours until that time."""
        asked = [gatherings.c.destination == destination, gatherings.c.kind == kind]
        if until is not None:
            asked.append(gatherings.c.until == until)
        found = await self._gatherings(*asked)
        return found[-1] if found else None

    async def gathering(self, gathering_id: int) -> Gathering | None:
        """The one of that id, while it has not ended."""
        return next(iter(await self._gatherings(gatherings.c.id == gathering_id)), None)

    async def begin_gathering(
        self, destination: str, kind: str, now: datetime, until: datetime | None = None
    ) -> int:
        """A storm begins, or the first alert that quiet hours hold; returns its id."""
        return await self._insert(
            gatherings,
            {
                "destination": destination,
                "kind": kind,
                "began_at": now,
                "busy_at": now,
                "until": until,
            },
        )

    async def still_busy(self, gathering_id: int, now: datetime) -> None:
        """A storm is at its height."""
        await self._connection.execute(
            update(gatherings).where(gatherings.c.id == gathering_id).values(busy_at=now)
        )

    async def gathered(
        self, gathering_id: int, most: int | None = None
    ) -> tuple[Sequence[DigestItem], int]:
        """Its latest alerts, oldest first, with who carries them; and how many stories it has."""
        await self.flush(versions)
        mine = alerts.c.gathering_id == gathering_id
        latest = ITEMS.where(mine).order_by(alerts.c.id.desc()).limit(most)
        found = await items(self._connection, latest)
        stories = select(func.count(alerts.c.story_id.distinct())).where(mine)
        return found[::-1], await self._connection.scalar(stories) or 0

    async def last_gathered(self, gathering_id: int) -> int:
        """The id of its latest alert, 0 without one."""
        latest = select(func.max(alerts.c.id)).where(alerts.c.gathering_id == gathering_id)
        return await self._connection.scalar(latest) or 0

    async def sum_up(
        self,
        gathering: Gathering,
        message: Message,
        now: datetime,
        *,
        grows: bool,
        not_before: datetime | None = None,
    ) -> None:
        """Put its message in the outbox, or new words into the one that stands there.

        One that was not sent yet takes the new words; one that was is edited where it `grows`,
        else the new words are a message of their own.
        """
        first = await self._summary(gathering.message)
        message_id = gathering.message or message.id
        if first is None or (first.touched and not grows):
            message_id = message.id
            await add_delivery(
                self._connection,
                destination=gathering.destination,
                message=message,
                now=now,
                not_before=not_before,
            )
        elif first.touched:
            edit = replace(message, id=f"{message_id}-more")
            await arm_edit_of(
                self._connection,
                first.id,
                destination=gathering.destination,
                message=edit,
                now=now,
                not_before=now,
            )
        else:
            words = dump_message(replace(message, id=message_id))
            await self._connection.execute(
                update(deliveries).where(deliveries.c.id == first.id).values(message=words)
            )
        await self._connection.execute(
            update(gatherings)
            .where(gatherings.c.id == gathering.id)
            .values(
                message_id=message_id,
                summed_at=now,
                summed_id=await self.last_gathered(gathering.id),
            )
        )

    async def end_gathering(self, gathering_id: int, now: datetime) -> None:
        """Nothing joins it any more."""
        await self._connection.execute(
            update(gatherings).where(gatherings.c.id == gathering_id).values(ended_at=now)
        )

    async def tell_alone(self, alert_id: int, now: datetime) -> None:
        """Tell a gathered alert by its own message after all."""
        asked = select(alerts).where(alerts.c.id == alert_id)
        row = (await self._connection.execute(asked)).one()
        await self._connection.execute(
            update(alerts).where(alerts.c.id == alert_id).values(gathering_id=None)
        )
        await add_delivery(
            self._connection,
            destination=row.destination,
            message=readable(row.message, row.message_id, row.created_at),
            now=now,
            alert_id=alert_id,
            priority=row.priority,
        )

    async def _summary(self, message_id: str) -> Row[Any] | None:
        touched = ~(
            ((deliveries.c.state == "pending") & (deliveries.c.attempts == 0))
            | (deliveries.c.state == "dead")
        )
        asked = select(deliveries.c.id, touched.label("touched")).where(
            deliveries.c.message_id == message_id
        )
        return (await self._connection.execute(asked)).first()

    async def _gatherings(self, *which: ColumnElement[bool]) -> tuple[Gathering, ...]:
        asked = select(gatherings).where(gatherings.c.ended_at.is_(None), *which)
        rows = await self._connection.execute(asked.order_by(gatherings.c.id))
        return tuple(gathering_of(row) for row in rows)


def gathering_of(row: Row[Any]) -> Gathering:
    """The gathering in a row."""
    return Gathering(
        row.id,
        row.destination,
        row.kind,
        row.began_at,
        row.busy_at,
        row.until,
        row.summed_at,
        row.summed_id or 0,
        row.message_id or "",
    )
