"""Alerts that are told together, as a digest or the summary of a storm wants them."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.alerting.digest import DigestItem
from monitor.store.outlets import carriers
from monitor.store.stored import readable
from monitor.store.tables import alerts

ITEMS = select(
    alerts.c.id, alerts.c.story_id, alerts.c.message, alerts.c.message_id, alerts.c.created_at
)
"""Every alert there is, to be narrowed and ordered before it is asked."""


async def items(connection: AsyncConnection, asked: Select[Any]) -> list[DigestItem]:
    """The alerts that a form of `ITEMS` finds, with who carries their stories by now."""
    rows = (await connection.execute(asked)).all()
    outlets = await carriers(connection, list({row.story_id for row in rows}))
    return [
        DigestItem(
            row.id,
            row.story_id,
            readable(row.message, row.message_id, row.created_at),
            outlets.get(row.story_id, ()),
        )
        for row in rows
    ]
