"""How a message gets into the outbox, in a transaction of the caller's."""

from datetime import datetime

from sqlalchemy import ScalarResult, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.dialect import insert_absent
from monitor.store.tables import deliveries, destinations
from notifiers.base import Message
from notifiers.stored import dump_message

_thread = deliveries.alias("thread")
_ADD = (
    insert_absent(deliveries)
    .values(
        thread_id=select(_thread.c.id)
        .where(
            _thread.c.message_id == bindparam("begun_by"),
            _thread.c.destination == bindparam("begun_at"),
        )
        .scalar_subquery()
    )
    .returning(deliveries.c.id)
)


async def add_delivery(
    connection: AsyncConnection,
    *,
    destination: str,
    message: Message,
    now: datetime,
    alert_id: int | None = None,
    not_before: datetime | None = None,
    priority: str = "normal",
    edits: int | None = None,
) -> int:
    """Store a pending message; returns its id, or that of the same message stored before.

    `edits` is the id of the delivery whose message this one replaces: such a delivery has no place
    in the order of its destination and is known by what it edits.
    """
    await connection.execute(insert_absent(destinations), {"name": destination})
    values = {
        "destination": destination,
        "message_id": message.id if edits is None else None,
        "message": dump_message(message),
        "alert_id": alert_id,
        "begun_by": message.thread if edits is None else "",
        "begun_at": destination,
        "edits_id": edits,
        "priority": priority,
        "state": "pending",
        "attempts": 0,
        "ambiguous": False,
        "created_at": now,
        "not_before": not_before,
    }
    added: int | None = await connection.scalar(_ADD, values)
    if added is not None:
        return added
    before: ScalarResult[int] = await connection.scalars(
        select(deliveries.c.id).where(
            deliveries.c.message_id == message.id
            if edits is None
            else deliveries.c.edits_id == edits
        )
    )
    return before.one()
