"""Sums up storms as they grow and end, and catches up when quiet hours end.

What belongs to them stands in the database since the turn that decided it; each summary is written
in one transaction with what it tells of, so that a crash loses nothing and says nothing twice.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from monitor.alerting.gathered import catch_up_message, storm_message
from monitor.alerting.storm import Limit, is_over
from monitor.model.alert import Gathering
from monitor.steps.calm import quiet_end
from monitor.steps.rules import Rules
from monitor.store.gatherings import GatheringStore
from monitor.store.turn import Turn, TurnStore
from monitor.workers.trouble import Trouble
from notifiers.base import Message

log = structlog.get_logger()

FIRST = timedelta(seconds=5)
"""For so long a storm's first stories are waited for, so that its message begins with some."""
SHOWN = 60
"""Latest alerts that are read for a summary that is edited; more never find room in it."""
MOST = 500
"""Latest alerts of a summary that is said once, as a mail."""


class Calm:
    """Looks every few seconds for summaries that are due."""

    def __init__(
        self, store: GatheringStore, turns: TurnStore, clock: Callable[[], datetime], rules: Rules
    ) -> None:
        self._store = store
        self._turns = turns
        self._clock = clock
        self._rules = rules
        self._trouble = Trouble("summaries")

    async def tick(self, *, at_once: bool = False) -> int:
        """Write what is due; returns how many messages. `at_once`: don't wait for a storm's first.

        Summaries have no place of their own in a line: they go when they are written.
        """
        with self._trouble.met():
            now = self._clock()
            await self._hold_back(now)
            written = [
                await (self._storm(one, at_once=at_once) if one.kind == "storm" else self._end(one))
                for one in await self._store.under_way()
                if self._is_due(one, now, at_once=at_once)
            ]
            return sum(written)
        return 0

    async def _hold_back(self, now: datetime) -> None:
        for destination, quiet in self._rules.quiet.items():
            until = quiet_end(self._rules, destination, now)
            if until is not None:
                await self._store.hold_back(destination, until, high=not quiet.high_passes)

    def _is_due(self, one: Gathering, now: datetime, *, at_once: bool) -> bool:
        if one.kind == "quiet":
            return one.until is None or one.until <= now
        if is_over(one.busy_at, self._limit, now):
            return True
        if one.summed_at is None:
            return at_once or now - one.began_at >= FIRST
        grows = self._rules.can_edit(one.destination)
        return grows and now - one.summed_at >= self._rules.also_in_every

    @property
    def _limit(self) -> Limit:
        """Without a limit in the settings, a storm of an earlier start is over."""
        return self._rules.storm or Limit(1, timedelta())

    async def _storm(self, seen: Gathering, *, at_once: bool) -> bool:
        """Write a storm's summary, if it is still due inside the transaction."""
        async with self._turns.begin() as tx:
            storm, now = await tx.gathering(seen.id), self._clock()
            if storm is None or not self._is_due(storm, now, at_once=at_once):
                return False
            ended = is_over(storm.busy_at, self._limit, now)
            grows = self._rules.can_edit(storm.destination)
            fresh = await tx.last_gathered(storm.id) > storm.summed_id
            told = fresh or (ended and grows)
            if told:
                await self._sum_up(tx, storm, now, grows=grows, ended=ended)
            if ended:
                await tx.end_gathering(storm.id, now)
                log.info("storm over", to=storm.destination)
            return told

    async def _sum_up(
        self, tx: Turn, storm: Gathering, now: datetime, *, grows: bool, ended: bool
    ) -> None:
        items, stories = await tx.gathered(storm.id, SHOWN if grows else MOST)
        message = storm_message(
            items,
            storm,
            self._limit,
            stories=stories,
            now=now,
            zone=self._rules.zone,
            grows=grows,
            ended=ended,
        )
        if not storm.message:
            log.warning("storm: alerts are gathered in one message", to=storm.destination)
        await tx.sum_up(
            storm,
            self._with_page(message),
            now,
            grows=grows,
            not_before=quiet_end(self._rules, storm.destination, now),
        )

    def _with_page(self, message: Message) -> Message:
        return replace(message, page=self._rules.page(message.id))

    async def _end(self, quiet: Gathering) -> bool:
        """Quiet hours are over: one catch-up, or the only alert as itself."""
        async with self._turns.begin() as tx:
            now = self._clock()
            if await tx.gathering(quiet.id) is None:
                return False
            items, stories = await tx.gathered(quiet.id)
            if len(items) == 1:
                await tx.tell_alone(items[0].alert_id, now)
            elif items:
                message = catch_up_message(items, quiet, self._rules.zone)
                await tx.sum_up(quiet, self._with_page(message), now, grows=False)
            await tx.end_gathering(quiet.id, now)
        log.info("quiet hours over", to=quiet.destination, held=stories)
        return bool(items)
