"""Tells ops of alerts of high priority that do not arrive, and when they do at last."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from monitor.alerting.escalation import at_last, not_delivered, overdue, unreadable
from monitor.model.delivery import Delivery
from monitor.store.database import StoreError
from monitor.store.deliveries import Outgoing
from monitor.store.escalations import EscalationStore
from monitor.store.stored import StoredDelivery
from monitor.workers.trouble import Trouble

log = structlog.get_logger()


class Escalation:
    """Looks every few seconds; `ops` are the destinations that are told.

    One that is itself the destination in trouble is not: it would hear of it last.
    """

    def __init__(
        self,
        store: EscalationStore,
        clock: Callable[[], datetime],
        *,
        ops: Sequence[str],
        after: timedelta,
    ) -> None:
        self._store = store
        self._clock = clock
        self._ops = ops
        self._after = after
        self._trouble = Trouble("escalation")

    def of_dead(self, delivery: Delivery, reason: str) -> tuple[Outgoing, ...]:
        """What ops is told of a message that is given up; nothing of its own notices."""
        if delivery.message.kind == "notice":
            return ()
        now = self._clock()
        words = (delivery.message, delivery.destination, reason, delivery.id)
        return tuple(
            Outgoing(to, not_delivered(*words, to=to, now=now), "high") for to in self._ops
        )

    def of_unreadable(self, destination: str, number: int, reason: str) -> tuple[Outgoing, ...]:
        """What ops is told of a stored message that can't be read; `number` is its delivery's."""
        log.error("not delivered", to=destination, delivery=number, why=reason)
        now = self._clock()
        return tuple(
            Outgoing(to, unreadable(destination, reason, number, to=to, now=now), "high")
            for to in self._ops
        )

    async def tick(self) -> int:
        """Tell what is overdue and what has arrived; returns of how many alerts."""
        try:
            now = self._clock()
            late = await self._store.overdue(now - self._after, now)
            arrived = await self._store.arrived()
            for one in late:
                log.error("high priority not delivered", to=one.destination, why=one.reason)
                await self._store.escalated(one.id, self._overdue(one, now), now)
            for one in arrived:
                await self._store.settled(one.id, self._at_last(one, now), now)
        except StoreError as problem:
            self._trouble.begins(problem)
            return 0
        self._trouble.ends()
        return len(late) + len(arrived)

    def _overdue(self, one: StoredDelivery, now: datetime) -> tuple[Outgoing, ...]:
        words = (one.message, one.destination, one.reason, now - one.created_at)
        return tuple(
            Outgoing(to, overdue(*words, to=to, now=now), "high") for to in self._others(one)
        )

    def _at_last(self, one: StoredDelivery, now: datetime) -> tuple[Outgoing, ...]:
        words = (one.message, one.destination, (one.sent_at or now) - one.created_at)
        return tuple(
            Outgoing(to, at_last(*words, to=to, now=now), "high") for to in self._others(one)
        )

    def _others(self, one: StoredDelivery) -> list[str]:
        return [to for to in self._ops if to != one.destination]
