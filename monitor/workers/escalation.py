"""Tells ops of alerts of high priority that do not arrive, and when they do at last."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from monitor.alerting.escalation import (
    Undelivered,
    at_last,
    is_high,
    not_delivered,
    overdue,
    unreadable,
)
from monitor.alerting.message import message_id
from monitor.model.delivery import Delivery
from monitor.store.deliveries import Outgoing
from monitor.store.escalations import EscalationStore
from monitor.store.notices import Growing, Stuck
from monitor.store.stored import StoredDelivery
from monitor.workers.trouble import Trouble
from notifiers.base import Message

log = structlog.get_logger()

PAUSE = timedelta(minutes=30)
"""The least time between two notices of one trouble, where the first can't be edited."""
URGENT_PAUSE = timedelta(minutes=5)
"""The same where alerts of high priority are concerned."""


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
        can_edit: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._store = store
        self._clock = clock
        self._ops = ops
        self._after = after
        self._can_edit = can_edit
        self._trouble = Trouble("escalation")

    def of_dead(self, delivery: Delivery, reason: str) -> tuple[Growing, ...]:
        """What ops is told of a message that is given up; nothing of its own notices."""
        if delivery.message.kind == "notice":
            return ()
        high, about = is_high(delivery.message), delivery.destination

        def words(to: str, stuck: Stuck, number: int) -> Message:
            notice = self._notice("dead", about, stuck.begun, number, to)
            return not_delivered(_named(stuck), stuck.number, about, reason, notice)

        return tuple(self._growing(to, delivery, partial(words, to), high=high) for to in self._ops)

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
        with self._trouble.met():
            now = self._clock()
            late = await self._store.overdue(now - self._after, now)
            arrived = await self._store.arrived()
            for one in late:
                why = one.reason or "behind others"
                log.error("high priority not delivered", to=one.destination, why=why)
                await self._store.escalated(one.id, self._overdue(one, now), now)
            for place, some in _by_destination(arrived).items():
                ids = [one.id for one in some]
                await self._store.settled(ids, self._at_last(place, some, now), now)
            return len(late) + len(arrived)
        return 0

    def _overdue(self, one: StoredDelivery, now: datetime) -> tuple[Growing, ...]:
        about = one.destination

        def words(to: str, stuck: Stuck, number: int) -> Message:
            waited = now - min(each.created_at for each in stuck.last)
            notice = self._notice("overdue", about, stuck.begun, number, to)
            return overdue(_named(stuck), stuck.number, about, one.reason, waited, notice)

        return tuple(
            self._growing(to, one, partial(words, to), high=True, overdue=True)
            for to in self._others(about)
        )

    def _growing(
        self,
        to: str,
        one: Delivery | StoredDelivery,
        words: Callable[[Stuck, int], Message],
        *,
        high: bool,
        overdue: bool = False,
    ) -> Growing:
        pause = URGENT_PAUSE if high else PAUSE
        about, can_edit = one.destination, self._can_edit(to)
        return Growing(to, one.id, about, high, overdue, words, can_edit, pause)

    @staticmethod
    def _notice(kind: str, about: str, begun: int, number: int, to: str) -> str:
        """The id of the notice of a trouble: the first, 0, or a later one."""
        return message_id("ops", f"{about} {begun}", number, kind, to)

    def _at_last(
        self, about: str, arrived: Sequence[StoredDelivery], now: datetime
    ) -> tuple[Outgoing, ...]:
        waited = max((one.sent_at or now) - one.created_at for one in arrived)
        told = [one.message for one in arrived]
        return tuple(
            Outgoing(to, at_last(told, about, waited, to=to, now=now), "high")
            for to in self._others(about)
        )

    def _others(self, about: str) -> list[str]:
        return [to for to in self._ops if to != about]


def _named(stuck: Stuck) -> list[Undelivered]:
    return [Undelivered(one.id, one.message) for one in stuck.last]


def _by_destination(found: Sequence[StoredDelivery]) -> dict[str, list[StoredDelivery]]:
    places: dict[str, list[StoredDelivery]] = {}
    for one in found:
        places.setdefault(one.destination, []).append(one)
    return places
