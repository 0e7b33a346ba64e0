"""How a message gets into the outbox, in a transaction of the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, ScalarResult, bindparam, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.store.dialect import insert_absent
from monitor.store.tables import deliveries, destinations, unsubscribed
from notifiers.base import Message
from notifiers.stored import dump_message


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is no alert, on its way into the outbox."""

    destination: str
    message: Message
    priority: str = "normal"
    not_before: datetime | None = None


_thread = deliveries.alias("thread")
_LEFT = (
    select(unsubscribed.c.reason)
    .where(unsubscribed.c.destination == bindparam("begun_at"))
    .scalar_subquery()
)
"""Why its reader wants nothing more; NULL for one who does."""
LEFT_MEANWHILE = (
    select(unsubscribed.c.reason)
    .where(unsubscribed.c.destination == deliveries.c.destination)
    .scalar_subquery()
)
"""Why the reader of a stored message wants nothing more; NULL for one who does."""
WAITS_AGAIN = case((LEFT_MEANWHILE.is_not(None), "skipped"), else_="pending")
"""The state of a message that did not go out: who left while it was on its way gets no more."""
_ADD = (
    insert_absent(deliveries)
    .values(
        state=case((_LEFT.is_not(None), "skipped"), else_="pending"),
        reason=_LEFT,
        thread_id=select(_thread.c.id)
        .where(
            _thread.c.message_id == bindparam("begun_by"),
            _thread.c.destination == bindparam("begun_at"),
        )
        .scalar_subquery(),
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

    One for somebody who unsubscribed is stored as skipped, with the reason.

    `edits` is the id of the delivery whose message this one replaces: such a delivery has no place
    in the order of its destination and is known by what it edits.
    """
    await connection.execute(insert_absent(destinations), {"name": destination})
    if priority == "high" and message.thread:
        await _hurry(connection, destination, message.thread)
    values = {
        "destination": destination,
        "message_id": message.id if edits is None else None,
        "message": dump_message(message),
        "alert_id": alert_id,
        "begun_by": message.thread if edits is None else "",
        "begun_at": destination,
        "edits_id": edits,
        "priority": priority,
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


async def add_outgoing(
    connection: AsyncConnection, messages: Sequence[Outgoing], now: datetime
) -> None:
    """Store several messages; those that were stored before stay as they are."""
    for one in messages:
        await add_delivery(
            connection,
            destination=one.destination,
            message=one.message,
            now=now,
            not_before=one.not_before,
            priority=one.priority,
        )


async def _hurry(connection: AsyncConnection, destination: str, message_id: str) -> None:
    """The message that an urgent one has to follow becomes urgent too."""
    await connection.execute(
        update(deliveries)
        .where(
            deliveries.c.message_id == message_id,
            deliveries.c.destination == destination,
            deliveries.c.state.in_(("pending", "sending")),
        )
        .values(priority="high")
    )


async def arm_edit_of(
    connection: AsyncConnection,
    delivery_id: int,
    *,
    destination: str,
    message: Message,
    now: datetime,
    not_before: datetime,
    alert_id: int | None = None,
) -> None:
    """Have the message of a delivery replaced by this one, not before that time.

    There is one edit a message: one that waits takes the new words and goes at the earlier of both
    times; one that was sent is armed again; one that is being sent is armed again when that is
    done.
    """
    asked = select(deliveries.c.id, deliveries.c.state, deliveries.c.not_before).where(
        deliveries.c.edits_id == delivery_id
    )
    edit = (await connection.execute(asked)).first()
    if edit is None:
        await add_delivery(
            connection,
            destination=destination,
            message=message,
            now=now,
            alert_id=alert_id,
            not_before=not_before,
            edits=delivery_id,
        )
        return
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == edit.id)
        .values(message=dump_message(message), **_armed(edit, not_before))
    )


def _armed(edit: Row[Any], not_before: datetime) -> dict[str, Any]:
    """What changes when an edit in its state gets new words; a dead one stays for `resend`."""
    if edit.state == "pending" and edit.not_before is not None:
        return {"not_before": min(edit.not_before, not_before)}
    if edit.state == "sending":
        return {"rearm_at": not_before}
    if edit.state in ("sent", "superseded"):
        fresh = {"state": "pending", "not_before": not_before, "attempts": 0}
        return fresh | {"ambiguous": False, "reason": None, "sent_at": None}
    return {}
