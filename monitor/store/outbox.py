"""The outbox: messages between the turn that made them and the channel that takes them.

    pending ──claim──▶ sending ──sent──▶ sent
       ▲                 │ ├────dead───▶ dead ──revive──▶ pending
       └──retry, lapse───┘ └ an edit whose message is dead: superseded

What is for somebody who unsubscribed is skipped: when it comes in, or when it would be tried again.

Each destination has a line of its own, ordered by id; what is of high priority overtakes the rest,
never the message that it follows. A message that waits for its next try holds up those behind it;
one that is held until a time (`not_before`), and an edit, does not.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, case, false, func, insert, literal, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.delivery import Delivery
from monitor.store.database import Database
from monitor.store.deliveries import (
    LEFT_MEANWHILE,
    WAITS_AGAIN,
    Outgoing,
    add_delivery,
    add_outgoing,
)
from monitor.store.lines import NEXT, WAITING
from monitor.store.notices import Growing, add_notices
from monitor.store.tables import deliveries, delivery_attempts, destinations
from notifiers.base import Message, Receipt
from notifiers.stored import StoredMessageError, dump_receipt, load_message, load_receipt

_OPEN = deliveries.c.state.in_(("pending", "sending"))


class Backlog(NamedTuple):
    """How many messages wait for a destination, and the id of the first."""

    destination: str
    number: int
    first: int


class Outbox:
    """Deliveries as the deliverer sees them. Every method is a transaction of its own."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def waiting(self, now: datetime) -> tuple[str, ...]:
        """Destinations for which `claim` has something to do now."""
        async with self._db.read() as connection:
            return tuple(await connection.scalars(WAITING, {"now": now}))

    async def backlog(self) -> tuple[Backlog, ...]:
        """What waits for each destination, edits left out."""
        asked = (
            select(
                deliveries.c.destination,
                func.count().label("number"),
                func.min(deliveries.c.id).label("first"),
            )
            .where(_OPEN, deliveries.c.edits_id.is_(None))
            .group_by(deliveries.c.destination)
            .order_by(deliveries.c.destination)
        )
        async with self._db.read() as connection:
            rows = await connection.execute(asked)
            return tuple(Backlog(row.destination, row.number, row.first) for row in rows)

    async def claim(
        self,
        destination: str,
        now: datetime,
        lease: timedelta,
        of_unreadable: Callable[[int, str], Sequence[Outgoing]] = lambda _, __: (),
    ) -> Delivery | None:
        """Lease the next message of a destination; `None` when there is none to send now.

        One that can't be read is given up; `of_unreadable` makes the notices of that from its id
        and the reason.
        """
        async with self._db.write() as connection:
            while True:
                asked = {"destination": destination, "now": now}
                row = await _first(connection, asked)
                if row is None:
                    return None
                if row.edits_id is not None and row.first_state != "sent":
                    await _supersede(connection, row.id)
                    continue
                try:
                    delivery = _delivery(row)
                except StoredMessageError as error:
                    await _bury(connection, row.id, str(error), now)
                    await add_outgoing(connection, of_unreadable(row.id, str(error)), now)
                    continue
                await _lease(connection, row.id, now + lease)
                return delivery

    async def sent(self, delivery_id: int, receipt: Receipt, now: datetime) -> None:
        """The channel took it."""
        stored = dump_receipt(receipt)
        async with self._db.write() as connection:
            row = (
                await connection.execute(
                    update(deliveries)
                    .where(deliveries.c.id == delivery_id, _OPEN)
                    .values(receipt=stored, sent_at=now, **_after_sending())
                    .returning(deliveries.c.edits_id)
                )
            ).first()
            if row is None:
                return
            if row.edits_id is not None:  # the next edit replaces what stands there now
                await connection.execute(
                    update(deliveries).where(deliveries.c.id == row.edits_id).values(receipt=stored)
                )
            await _note(connection, delivery_id, "sent", "", now)

    async def retry(
        self,
        delivery_id: int,
        reason: str,
        at: datetime,
        now: datetime,
        *,
        ambiguous: bool,
        pause: bool,
    ) -> None:
        """It did not go out; try again at a time. `pause`: all of its destination waits so long."""
        async with self._db.write() as connection:
            row = (
                await connection.execute(
                    update(deliveries)
                    .where(deliveries.c.id == delivery_id, _OPEN)
                    .values(
                        state=WAITS_AGAIN,
                        next_try_at=at,
                        lease_until=None,
                        rearm_at=None,
                        reason=func.coalesce(LEFT_MEANWHILE, reason),
                        ambiguous=true() if ambiguous else deliveries.c.ambiguous,
                    )
                    .returning(deliveries.c.destination)
                )
            ).first()
            if row is None:
                return
            if pause:
                await connection.execute(
                    update(destinations)
                    .where(destinations.c.name == row.destination)
                    .values(paused_until=at)
                )
            await _note(connection, delivery_id, "retry", reason, now)

    async def dead(
        self,
        delivery_id: int,
        reason: str,
        now: datetime,
        notices: Sequence[Outgoing | Growing] = (),
    ) -> None:
        """It can't go out as it is; kept for `monitor resend`. `notices` say so, with it or not."""
        async with self._db.write() as connection:
            if await _bury(connection, delivery_id, reason, now):
                await add_notices(connection, notices, now)

    async def revive_all(self, destination: str, now: datetime) -> int:
        """Let all dead messages of a destination try again; returns how many."""
        dead = select(deliveries.c.id).where(
            deliveries.c.state == "dead", deliveries.c.destination == destination
        )
        async with self._db.read() as connection:
            ids = (await connection.scalars(dead.order_by(deliveries.c.id))).all()
        return sum([await self.revive(delivery_id, now) for delivery_id in ids])

    async def revive(self, delivery_id: int, now: datetime) -> bool:
        """Let a dead message, with its edit, try again; False for one that is not dead."""
        async with self._db.write() as connection:
            revived = await connection.execute(
                update(deliveries)
                .where(deliveries.c.id == delivery_id, deliveries.c.state == "dead")
                .values(state="pending", attempts=0, next_try_at=None, reason=None)
            )
            if not revived.rowcount:
                return False
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.edits_id == delivery_id, deliveries.c.state == "superseded")
                .values(state="pending")
            )
            await _note(connection, delivery_id, "revived", "", now)
        return True

    async def enqueue(
        self,
        destination: str,
        message: Message,
        now: datetime,
        *,
        not_before: datetime | None = None,
    ) -> None:
        """Put a message in the line; once, however often it is asked."""
        async with self._db.write() as connection:
            await add_delivery(
                connection,
                destination=destination,
                message=message,
                now=now,
                not_before=not_before,
            )

    async def release_expired(self, now: datetime) -> int:
        """Take back messages whose lease ran out: they may have been sent. Returns how many."""
        return await self._release(deliveries.c.lease_until <= now, now)

    async def release_all(self, now: datetime | None = None) -> int:
        """Take back every message: at the start of the only service, leases are a dead one's.

        The attempt is noted at `now`, or else at the end of its lease.
        """
        return await self._release(deliveries.c.lease_until.is_not(None), now)

    async def next_try(self, after: datetime | None = None) -> datetime | None:
        """The next time at which something may become ready by itself.

        With `after` (the time now) only times beyond it count: `waiting` tells what is ready now.
        """
        async with self._db.read() as connection:
            times = [
                await connection.scalar(_earliest(column, after))
                for column in (
                    deliveries.c.next_try_at,
                    deliveries.c.not_before,
                    destinations.c.paused_until,
                )
            ]
        return min((time for time in times if time is not None), default=None)

    async def _release(self, which: ColumnElement[bool], now: datetime | None) -> int:
        lapsed = (deliveries.c.state == "sending") & which
        at = deliveries.c.lease_until if now is None else literal(now, delivery_attempts.c.at.type)
        reason = literal("the service stopped before the channel answered")
        async with self._db.write() as connection:
            await connection.execute(
                insert(delivery_attempts).from_select(
                    ["delivery_id", "at", "outcome", "reason"],
                    select(deliveries.c.id, at, literal("interrupted"), reason).where(lapsed),
                )
            )
            released = await connection.execute(
                update(deliveries)
                .where(lapsed)
                .values(
                    state=WAITS_AGAIN,
                    ambiguous=True,
                    lease_until=None,
                    rearm_at=None,
                    reason=func.coalesce(LEFT_MEANWHILE, deliveries.c.reason),
                )
            )
        return released.rowcount


async def _first(connection: AsyncConnection, asked: Mapping[str, Any]) -> Row[Any] | None:
    for question in NEXT:
        row = (await connection.execute(question, asked)).first()
        if row is not None:
            return row
    return None


def _delivery(row: Row[Any]) -> Delivery:
    first = load_receipt(row.first_receipt) if row.first_receipt else None
    is_edit = row.edits_id is not None
    return Delivery(
        id=row.id,
        destination=row.destination,
        message=load_message(row.message),
        attempts=row.attempts,
        created_at=row.created_at,
        parent=None if is_edit or row.first_state != "sent" else first,
        edits=(first or Receipt()) if is_edit else None,
        ambiguous=row.ambiguous,
    )


def _after_sending() -> dict[str, Any]:
    """An edit that got new words in the meantime goes back into the line, as a fresh one."""
    again = deliveries.c.rearm_at.is_not(None)
    return {
        "state": case((again, "pending"), else_="sent"),
        "not_before": deliveries.c.rearm_at,
        "attempts": case((again, 0), else_=deliveries.c.attempts),
        "ambiguous": false(),
        "next_try_at": None,
        "rearm_at": None,
        "lease_until": None,
        "reason": None,
    }


def _earliest(column: ColumnElement[datetime], after: datetime | None) -> Any:
    later = column.is_not(None) if after is None else column > after
    return select(func.min(column)).where(later)


async def _lease(connection: AsyncConnection, delivery_id: int, until: datetime) -> None:
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id)
        .values(
            state="sending",
            lease_until=until,
            attempts=deliveries.c.attempts + 1,
            not_before=None,
            next_try_at=None,
        )
    )


async def _supersede(connection: AsyncConnection, delivery_id: int) -> None:
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id)
        .values(state="superseded", not_before=None, next_try_at=None)
    )


async def _bury(connection: AsyncConnection, delivery_id: int, reason: str, now: datetime) -> bool:
    """A message is given up; False where it was not waiting any more."""
    told = (deliveries.c.priority == "high") & deliveries.c.alert_id.is_not(None)
    buried = await connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, _OPEN)
        .values(
            state="dead",
            reason=reason,
            not_before=None,
            next_try_at=None,
            lease_until=None,
            rearm_at=None,
            escalated_at=case(
                (told, literal(now, deliveries.c.escalated_at.type)),
                else_=deliveries.c.escalated_at,
            ),
        )
    )
    if buried.rowcount:
        await _note(connection, delivery_id, "dead", reason, now)
    return bool(buried.rowcount)


async def _note(
    connection: AsyncConnection, delivery_id: int, outcome: str, reason: str, now: datetime
) -> None:
    await connection.execute(
        insert(delivery_attempts),
        {"delivery_id": delivery_id, "at": now, "outcome": outcome, "reason": reason},
    )
