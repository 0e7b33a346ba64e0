"""Notices of a destination that takes nothing: one that grows while it lasts, not one a message."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.alerting.escalation import COUNTED, NAMED
from monitor.store.deliveries import Outgoing, add_delivery, add_outgoing, arm_edit_of
from monitor.store.reports import deliveries_where
from monitor.store.stored import StoredDelivery
from monitor.store.tables import deliveries
from notifiers.base import Message
from notifiers.stored import dump_message

YOUNG = timedelta(days=1)
"""For so long a notice is edited: nobody looks at an older one."""
_IS_NOTICE = deliveries.c.message.contains('"kind":"notice"', autoescape=True)
"""What ops was told and nobody took is not counted itself; as `dump_message` writes it."""
_HIGH = and_(deliveries.c.priority == "high", deliveries.c.alert_id.is_not(None))
_OVERDUE = and_(
    deliveries.c.escalated_at.is_not(None), deliveries.c.state.in_(("pending", "sending"))
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """The messages that one destination does not take."""

    number: int
    """As counted, `COUNTED` at most."""
    last: tuple[StoredDelivery, ...]
    begun: int
    """The id of the first."""


@dataclass(frozen=True, slots=True)
class Growing:
    """What ops is told of a destination in trouble: alerts of high priority, or all the others."""

    to: str
    delivery: int
    """The id of the message that makes it grow."""
    about: str
    high: bool
    overdue: bool
    """Of those that wait for too long; else of those that were given up."""
    words: Callable[[Stuck, int], Message]
    """Makes the notice, the first of this trouble, 0, or a later one."""
    can_edit: bool
    pause: timedelta
    """Where it can't be edited: the least time until the next, which says what came meanwhile."""


async def add_notices(
    connection: AsyncConnection, notices: Sequence[Outgoing | Growing], now: datetime
) -> None:
    """Store notices, or let those grow that stand there for the same trouble."""
    for one in notices:
        if isinstance(one, Growing):
            await _grow(connection, one, now)
        else:
            await add_outgoing(connection, (one,), now)


async def _grow(connection: AsyncConnection, one: Growing, now: datetime) -> None:
    stuck = await _stuck(connection, one)
    not_before, number = None, 0
    while stuck is not None:
        message = one.words(stuck, number)
        asked = select(
            deliveries.c.id, deliveries.c.state, deliveries.c.created_at, deliveries.c.sent_at
        ).where(deliveries.c.message_id == message.id)
        known = (await connection.execute(asked)).first()
        if known is None:
            await add_delivery(
                connection,
                destination=one.to,
                message=message,
                now=now,
                not_before=not_before,
                priority="high",
            )
            return
        if known.state == "pending":
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.id == known.id)
                .values(message=dump_message(message))
            )
            return
        if one.can_edit and known.state == "sent" and now - known.created_at < YOUNG:
            await arm_edit_of(
                connection,
                known.id,
                destination=one.to,
                message=message,
                now=now,
                not_before=now,
            )
            return
        told = known.sent_at or known.created_at
        not_before = max(now, told + min(one.pause * 2**number, YOUNG))
        number += 1


async def _stuck(connection: AsyncConnection, one: Growing) -> Stuck | None:
    """What the destination has not taken since it last took something."""
    which = await _condition(connection, one)
    begun = await connection.scalar(select(func.min(deliveries.c.id)).where(which))
    newest = select(deliveries.c.id, _IS_NOTICE.label("own")).where(which)
    rows = (await connection.execute(newest.order_by(deliveries.c.id.desc()).limit(COUNTED))).all()
    ids = [row.id for row in rows if not row.own]
    if begun is None or not ids:
        return None
    last = await deliveries_where(connection, [deliveries.c.id.in_(ids[:NAMED])])
    return Stuck(len(ids), tuple(last.values()), begun)


async def _condition(connection: AsyncConnection, one: Growing) -> ColumnElement[bool]:
    there = deliveries.c.destination == one.about
    if one.overdue:
        return and_(there, _OVERDUE)
    taken = await connection.scalar(
        select(func.max(deliveries.c.id)).where(there, deliveries.c.state == "sent")
    )
    priority = _HIGH if one.high else not_(_HIGH)
    # What was overtaken by a message that went out has a lower number: it is told by itself.
    since = or_(and_(deliveries.c.id > (taken or 0), priority), deliveries.c.id == one.delivery)
    return and_(there, deliveries.c.state == "dead", since)
