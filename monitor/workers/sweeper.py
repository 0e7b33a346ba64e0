"""Gives back what a dead service had leased, and deletes what is past its retention."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from monitor.store.database import StoreError
from monitor.store.feeds import FeedStore
from monitor.store.outbox import Outbox
from monitor.store.retention import Retention

log = structlog.get_logger()


class Sweeper:
    """Two chores on two clocks: leases every half minute, retention once an hour."""

    def __init__(
        self,
        feeds: FeedStore,
        outbox: Outbox,
        retention: Retention,
        clock: Callable[[], datetime],
        *,
        entries: timedelta,
        alerts: timedelta,
    ) -> None:
        self._feeds = feeds
        self._outbox = outbox
        self._retention = retention
        self._clock = clock
        self._entries = entries
        self._alerts = alerts

    async def release(self) -> None:
        """Return expired leases of feeds and deliveries."""
        try:
            now = self._clock()
            released = await self._feeds.release_expired(now)
            released += await self._outbox.release_expired(now)
        except StoreError as problem:
            log.error("leases not swept", reason=str(problem))
        else:
            if released:
                log.info("expired leases returned", number=released)

    async def forget(self) -> None:
        """Delete entries and alerts that are past their retention."""
        try:
            deleted = await self._retention.sweep(
                self._clock(), entries=self._entries, alerts=self._alerts
            )
        except StoreError as problem:
            log.error("retention not swept", reason=str(problem))
        else:
            if deleted:
                log.info("past retention, deleted", rows=deleted)
