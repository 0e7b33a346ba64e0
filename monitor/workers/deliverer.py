"""Sends what waits in the outbox: claim → render → send → record, one message at a time.

Every destination has a line of its own, so that a channel in trouble delays no other and its order
is kept. Retries live in the outbox: nothing sleeps with a message in its hand.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from monitor.alerting.retry import next_try
from monitor.model.delivery import Delivery
from monitor.store.database import StoreError
from monitor.store.deliveries import Outgoing
from monitor.store.notices import Growing
from monitor.store.outbox import Outbox
from monitor.workers.trouble import Trouble
from notifiers.base import Notifier, NotifierError, PermanentNotifierError, Receipt

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
"""Longer than any send may take; after it another service may take the message over."""
FAULTS = 20
"""Tries after which a message that our own code stumbles over is given up: about four minutes."""


class Deliverer:
    """Serves every destination that has something waiting."""

    def __init__(
        self,
        outbox: Outbox,
        notifier: Callable[[str], Notifier],
        clock: Callable[[], datetime],
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        of_dead: Callable[[Delivery, str], Sequence[Outgoing | Growing]] = lambda _, __: (),
        of_unreadable: Callable[[str, int, str], Sequence[Outgoing]] = lambda _, __, ___: (),
        on_sent: Callable[[Delivery], Awaitable[None]] | None = None,
    ) -> None:
        """`of_dead`: the notices of a message that is given up, stored together with that.

        `of_unreadable`: those of one that can't be read, by destination, id and reason.
        """
        self._outbox = outbox
        self._notifier = notifier
        self._clock = clock
        self._pause = pause
        self._of_dead = of_dead
        self._of_unreadable = of_unreadable
        self._on_sent = on_sent
        self._trouble = Trouble("delivery")
        self._lines: dict[str, asyncio.Task[bool]] = {}
        self._stopping = False

    async def tick(self) -> int:
        """Start serving the destinations that have something to send; returns how many."""
        try:
            waiting = await self._outbox.waiting(self._clock())
        except StoreError as problem:
            self._trouble.begins(problem)
            return 0
        fresh = [name for name in waiting if name not in self._lines and not self._stopping]
        for destination in fresh:
            task = asyncio.create_task(self._serve(destination), name=f"deliver {destination}")
            self._lines[destination] = task
            task.add_done_callback(partial(self._end_line, destination))
        return len(fresh)

    def _end_line(self, destination: str, _: asyncio.Task[bool]) -> None:
        del self._lines[destination]

    async def _serve(self, destination: str) -> bool:
        """Send what one destination can be sent now; False where our own side is in trouble."""
        try:
            notifier = self._notifier(destination)
            while not self._stopping and await self.deliver_next(destination, notifier):
                if notifier.interval:
                    await self._pause(notifier.interval)
        except StoreError as problem:
            self._trouble.begins(problem)
            return False
        except Exception:
            log.exception("delivery failed, will be repeated", destination=destination)
            return False
        self._trouble.ends()
        return True

    async def deliver_next(self, destination: str, notifier: Notifier) -> bool:
        """Send the next message of one destination; False when there is none to send now."""
        unreadable = partial(self._of_unreadable, destination)
        delivery = await self._outbox.claim(destination, self._clock(), LEASE, unreadable)
        if delivery is None:
            return False
        try:
            receipt = await _send(notifier, delivery)
        except PermanentNotifierError as error:
            await self._bury(delivery, error.reason)
        except NotifierError as error:
            return await self._postpone(delivery, error)
        except Exception as fault:
            return await self._stumble(delivery, fault)
        else:
            await self._outbox.sent(delivery.id, receipt, self._clock())
            if self._on_sent is not None:
                await self._on_sent(delivery)
        return True

    async def _stumble(self, delivery: Delivery, fault: Exception) -> bool:
        """A fault of our own holds a line up for some minutes, not for days."""
        log.exception("sending failed", to=delivery.destination, message=delivery.message.id)
        reason = f"the monitor failed on this message, see its log: {type(fault).__name__}"
        if delivery.attempts >= FAULTS:
            await self._bury(delivery, reason)
            return True
        return await self._postpone(delivery, NotifierError(reason, ambiguous=True))

    async def _postpone(self, delivery: Delivery, error: NotifierError) -> bool:
        """Try again later; whether the line may go on now (only when the message was given up).

        A channel that names a time is alive: what it defers is not given up.
        """
        now = self._clock()
        at = next_try(delivery.attempts, delivery.created_at, now, error.retry_after)
        if at is None and error.retry_after is None:
            await self._bury(delivery, f"given up after {delivery.attempts + 1} tries: {error}")
            return True
        if delivery.attempts in (0, 5):
            log.warning("not delivered yet", to=delivery.destination, reason=error.reason)
        await self._outbox.retry(
            delivery.id,
            error.reason,
            at or now + timedelta(seconds=max(1.0, error.retry_after or 0.0)),
            now,
            ambiguous=error.ambiguous,
            pause=error.retry_after is not None,
        )
        return False

    async def _bury(self, delivery: Delivery, reason: str) -> None:
        log.error("not delivered", to=delivery.destination, message=delivery.message.id, why=reason)
        notices = self._of_dead(delivery, reason)
        await self._outbox.dead(delivery.id, reason, self._clock(), notices)

    async def drain(self) -> None:
        """Wait until nothing can be sent now, or our own side is in trouble."""
        while await self.tick() or self._lines:
            ended, _ = await asyncio.wait(self._lines.values())
            if not all(line.cancelled() or line.result() for line in ended):
                return

    async def stop(self, grace: float = 10.0) -> None:
        """Let the sends that are under way end, `grace` seconds at most."""
        self._stopping = True
        lines = tuple(self._lines.values())
        if lines:
            _, late = await asyncio.wait(lines, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def _send(notifier: Notifier, delivery: Delivery) -> Receipt:
    """Send or edit; a send whose answer was lost is looked for first."""
    if delivery.edits is not None:
        return await _edit(notifier, delivery, delivery.edits)
    if delivery.ambiguous:
        found = await notifier.find(delivery.message)
        if found is not None:
            return found
    return await notifier.send(delivery.message, delivery.parent)


async def _edit(notifier: Notifier, delivery: Delivery, sent: Receipt) -> Receipt:
    if not notifier.edits:
        raise PermanentNotifierError("messages of this channel can't be edited")
    return await notifier.edit(sent, delivery.message)
