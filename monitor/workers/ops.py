"""Tells ops what somebody has to know of the monitor itself, after its quiet hours."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from monitor.alerting.escalation import orphans
from monitor.alerting.message import message_id
from monitor.steps.calm import quiet_end
from monitor.steps.rules import Rules
from monitor.store.deliveries import Outgoing
from monitor.store.outbox import Outbox
from notifiers.base import Message

log = structlog.get_logger()


class Ops:
    """The channels that hear of the monitor's own troubles."""

    def __init__(
        self,
        destinations: Sequence[str],
        outbox: Outbox,
        clock: Callable[[], datetime],
        rules: Rules,
    ) -> None:
        self.destinations = destinations
        self._outbox = outbox
        self._clock = clock
        self._rules = rules

    async def notice(self, subject: str, body: str) -> None:
        """Say something to each of them."""
        for destination in self.destinations:
            await self.say(destination, subject, body)

    async def say(self, destination: str, subject: str, body: str) -> None:
        """Say something to a destination, which need not be one of these."""
        one = self._outgoing(destination, subject, body)
        await self._outbox.enqueue(
            destination, one.message, self._clock(), not_before=one.not_before
        )

    def notices(self, subject: str, body: str) -> tuple[Outgoing, ...]:
        """What is to be said to each of them, for a transaction of the caller's."""
        return tuple(self._outgoing(to, subject, body) for to in self.destinations)

    async def tell_of_orphans(self, known: Callable[[str], bool]) -> None:
        """Say, once, what waits for a destination that is not `known` to the settings any more."""
        for waits in await self._outbox.backlog():
            if known(waits.destination):
                continue
            log.error("nobody can be sent these", to=waits.destination, messages=waits.number)
            for to in self.destinations:
                name = message_id("ops", f"{waits.destination} {waits.first}", 0, "orphans", to)
                message = orphans(name, waits.destination, waits.number)
                await self._outbox.enqueue(to, message, self._clock())

    def _outgoing(self, destination: str, subject: str, body: str) -> Outgoing:
        now = self._clock()
        key = f"{subject}\n{body}\n{now.isoformat()}"
        notice = message_id("ops", key, 0, "notice", destination)
        message = Message(notice, "notice", subject, body=body)
        return Outgoing(destination, message, not_before=quiet_end(self._rules, destination, now))
