"""Closes digest slots: once per digest and slot, made up after an outage, never twice."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from monitor.alerting.digest import digest_message
from monitor.alerting.schedule import parse_schedule, slots_between
from monitor.model.alert import Route
from monitor.steps.rules import no_page
from monitor.store.digests import DigestStore
from monitor.workers.trouble import Trouble

log = structlog.get_logger()

OUTAGE = timedelta(days=8)
"""Slots older than this are not looked for one by one; the catch-up needs only the last."""


class Digester:
    """Makes the digests whose time has come; a missed week is caught up with one digest."""

    def __init__(
        self,
        store: DigestStore,
        clock: Callable[[], datetime],
        zone: str,
        always: Collection[Route] = (),
        page: Callable[[str], str] = no_page,
    ) -> None:
        """`always`: digests that are sent although nothing is in them.

        `page`: the address where all of a digest can be read, by its message's id.
        """
        self._store = store
        self._clock = clock
        self._zone = zone
        self._always = always
        self._page = page
        self._trouble = Trouble("digests")

    async def tick(self) -> int:
        """Close every slot that is due; returns how many digests were put in the outbox."""
        with self._trouble.met():
            routes = dict.fromkeys((*await self._store.waiting(), *self._always))
            closed = [await self._close_due(route) for route in routes]
            return sum(closed)
        return 0

    async def _close_due(self, route: Route) -> bool:
        now = self._clock()
        last = await self._store.last_slot(route)
        if last is None:  # its first alert may be older than the slot that has just passed
            last = await self._store.waiting_since(route) or now
            await self._store.first_slot_mark(route, last)
        schedule = parse_schedule(route.digest, self._zone)
        slots = slots_between(schedule, max(last, now - OUTAGE), now)
        return bool(slots) and await self._close(route, slots[-1])

    async def _close(self, route: Route, slot: datetime) -> bool:
        items = await self._store.alerts(route, slot)
        if not items and route not in self._always:
            return False
        message = digest_message(
            items, destination=route.destination, digest=route.digest, slot=slot
        )
        message = replace(message, page=self._page(message.id))
        ids = [item.alert_id for item in items]
        closed = await self._store.close(route, slot, message, ids, self._clock())
        if closed:
            log.info("digest", to=route.destination, slot=slot.isoformat(), stories=len(items))
        return closed
