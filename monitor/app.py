"""The composition root: settings and the desk's files become a running monitor.

The only module that knows every other; nothing here decides anything.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from monitor.alerting.storm import Limit
from monitor.channels import digest_page
from monitor.clock import utc_now
from monitor.desk import Desk, desk_of
from monitor.feeds.answer import Failed
from monitor.feeds.fetch import Fetcher
from monitor.feeds.reader import FeedReader
from monitor.feeds.schedule import Wish, after_turn
from monitor.model.delivery import Delivery
from monitor.model.feed import FeedState, FeedTurn
from monitor.pipeline import TurnReport, take_turn
from monitor.settings import Settings
from monitor.steps.rules import Rules, no_page
from monitor.store.database import Database, StoreError
from monitor.store.digests import DigestStore
from monitor.store.escalations import EscalationStore
from monitor.store.feed_troubles import FeedTroubles
from monitor.store.feedback import Feedback
from monitor.store.feeds import FeedStore
from monitor.store.gatherings import GatheringStore
from monitor.store.outbox import Outbox
from monitor.store.reports import Reports
from monitor.store.retention import Retention
from monitor.store.silences import SilenceStore
from monitor.store.timings import Timings
from monitor.store.turn import TurnStore
from monitor.store.unsubscribed import UnsubscribedStore
from monitor.store.watchlists import WatchlistStore
from monitor.watchlist.force import Standing
from monitor.web.lateness import LatenessHistogram
from monitor.workers.announcer import Announcer
from monitor.workers.calm import Calm
from monitor.workers.deliverer import Deliverer
from monitor.workers.digester import Digester
from monitor.workers.escalation import Escalation
from monitor.workers.feedwatch import FeedWatch
from monitor.workers.ops import Ops
from monitor.workers.poller import Poller
from monitor.workers.reloader import Reloader
from monitor.workers.silencewatch import SilenceWatch
from monitor.workers.steer import steering_of
from monitor.workers.steering import Steering
from monitor.workers.sweeper import Sweeper
from monitor.workers.ticks import Tick, clockwork
from monitor.workers.trial import TrialProcess
from monitor.workers.watch_command import Watched
from notifiers.base import Notifier

if TYPE_CHECKING:
    from notifiers.slack_socket import SlackSocket

log = structlog.get_logger()

ALSO_IN_EVERY = timedelta(seconds=30)
"""The least time between two edits of one message: chat.update is a tier 3 method of Slack's."""


class Monitor:
    """The service: its stores and workers, wired."""

    def __init__(
        self,
        settings: Settings,
        desk: Desk,
        db: Database,
        fetcher: Fetcher,
        reader: FeedReader,
        notifier: Callable[[str], Notifier],
        clock: Callable[[], datetime],
        rules: Rules,
        folder: Path | None = None,
        config: Path | None = None,
    ) -> None:
        """`folder`: the desk's, to be followed; `config`: the settings file, to be looked after."""
        self.settings, self.desk, self.rules = settings, desk, rules
        self._clock, self._fetcher, self._reader = clock, fetcher, reader
        self._db, self._folder = db, folder
        self.feeds, self.turns, self.outbox = FeedStore(db), TurnStore(db), Outbox(db)
        self.reports = Reports(db)
        self.unsubscribed = UnsubscribedStore(db)
        self.digests = DigestStore(db)
        ops = [route.destination for route in settings.ops_routes()]
        self.ops = Ops(ops, self.outbox, clock, rules)
        self.feedwatch = FeedWatch(
            FeedTroubles(db), clock, self.ops.notices, lambda: self.desk.feeds
        )
        self.poller = Poller(
            self.feeds,
            self.take,
            lambda: self.desk.feeds,
            clock,
            concurrency=settings.polling.concurrency,
            lease=2 * settings.polling.timeout + timedelta(minutes=1),
        )
        self.escalation = Escalation(
            EscalationStore(db),
            clock,
            ops=ops,
            after=settings.escalate_after,
            can_edit=rules.can_edit,
        )
        self.timings, self.lateness = Timings(db), LatenessHistogram()
        self.deliverer = Deliverer(
            self.outbox,
            notifier,
            clock,
            of_dead=self.escalation.of_dead,
            of_unreadable=self.escalation.of_unreadable,
            on_sent=self._measure,
        )
        self.calm = Calm(GatheringStore(db), self.turns, clock, rules)
        self.silencewatch = SilenceWatch(
            SilenceStore(db),
            clock,
            rules,
            lambda: self.desk.in_force.subscriptions,
            Feedback(db),
        )
        self.digester = Digester(
            self.digests, clock, settings.timezone, settings.empty_digests(), rules.page
        )
        self.sweeper = Sweeper(
            self.feeds,
            self.outbox,
            Retention(db),
            clock,
            entries=settings.retention.entries,
            alerts=settings.retention.alerts,
        )
        self.reloader = self._reloader(db, folder, config) if folder else None

    def _reloader(self, db: Database, folder: Path, config: Path | None) -> Reloader:
        announcer = Announcer(
            self.ops.say,
            self._clock,
            ops=self.ops.destinations,
            storage=self.settings.storage,
            window=self.settings.stories.window,
            trials=TrialProcess(),
        )
        return Reloader(
            folder,
            self.desk.standing,
            self.settings.destinations(),
            WatchlistStore(db),
            self.put,
            announcer,
            self._clock,
            config=config,
        )

    async def put(self, standing: Standing) -> None:
        """Put what the desk's files say in force; turns under way end with what they began with."""
        desk = await asyncio.to_thread(desk_of, standing, self.desk)
        if desk.feeds != self.desk.feeds:
            await self.feeds.sync(tuple(desk.feeds.values()), self._clock())
        self.desk = desk

    async def take(self, turn: FeedTurn) -> TurnReport:
        """One feed's turn; a fault of our own is recorded as the feed's trouble, not repeated."""
        jitter = random.random()  # noqa: S311 - spreads retries, guards nothing
        try:
            report = await take_turn(
                turn,
                fetch=self._fetcher.fetch,
                read=self._reader.read,
                feeds=self.feeds,
                turns=self.turns,
                in_force=self.desk.in_force,
                rules=self.rules,
                clock=self._clock,
                jitter=jitter,
            )
        except Exception as fault:
            state = self._failed(turn, _reason(fault), jitter)
            await self.feeds.finish(turn.feed.id, state)
            raise
        if report.alerts:
            await self.deliverer.tick()
        return report

    def _failed(self, turn: FeedTurn, reason: str, jitter: float) -> FeedState:
        now = self._clock()
        return after_turn(turn.state, Failed(reason), None, turn.feed, self.rules.wish, now, jitter)

    async def _measure(self, delivery: Delivery) -> None:
        if delivery.edits is None and delivery.message.kind in ("alert", "update"):
            times = await self.timings.of(delivery.id)
            if times is not None:
                self.lateness.observe(times)

    async def start(self) -> None:
        """Make the stores fit for this service: feeds as configured, no lease of a dead one."""
        now = self._clock()
        await self.outbox.release_all(now)
        if self.reloader:
            await self.reloader.begin()
        await self.feeds.sync(tuple(self.desk.feeds.values()), now)
        await self.feeds.release_all()
        await self.ops.tell_of_orphans(self.settings.names)

    async def once(self) -> None:
        """Poll every due feed once, deliver what can be delivered, close due digests."""
        if self.reloader:
            await self.reloader.drain()
        now = self._clock()  # a feed that is due again before the others are done has to wait
        while await self.poller.tick(now):
            await self.poller.drain()
        await self.digester.tick()
        await self.calm.tick(at_once=True)
        await self.silencewatch.tick()
        await self.escalation.tick()
        await self.feedwatch.tick()
        await self.deliverer.drain()

    async def unsubscribe(self, reader: str) -> None:
        """Send no more mails to an address, as its reader asked; ops is told, once."""
        if not await self.unsubscribed.add(f"email:{reader}", self._clock()):
            return
        log.warning("a reader unsubscribed", reader=reader)
        body = f"The link in a mail was used.\nTo undo it: monitor subscriptions restore {reader}"
        await self.ops.notice(f"{reader} gets no more mails", body)

    def steering(self, socket: "SlackSocket") -> Steering:
        """What listens to people in Slack, for whoever serves to start and to stop."""
        return steering_of(
            socket,
            self._db,
            self.settings,
            self._clock,
            watched=lambda: Watched(self.desk.in_force.subscriptions, self.ops.destinations),
            notice=self.ops.notice,
            changed=self.deliverer.tick,
            folder=self._folder,
        )

    async def serve(
        self, stop: asyncio.Event, further: Mapping[str, tuple[Tick, float]] | None = None
    ) -> None:
        """Work until `stop` is set; then let sends in flight end.

        `further`: more to be done, each every so many seconds.
        """
        ticks: dict[str, tuple[Tick, float]] = {
            "poll": (self.poller.tick, 0.5),
            "deliver": (self.deliverer.tick, 0.25),
            "digest": (self.digester.tick, 5),
            "calm": (self.calm.tick, 2),
            "silences": (self.silencewatch.tick, 5),
            "escalation": (self.escalation.tick, 5),
            "feedwatch": (self.feedwatch.tick, 30),
            "leases": (self.sweeper.release, 30),
            "retention": (self.sweeper.forget, 3600),
        }
        if self.reloader:
            ticks["watchlists"] = (self.reloader.tick, 10)
            self.reloader.start()
        scheduler = clockwork(ticks | dict(further or {}))
        scheduler.start()
        try:
            await stop.wait()
        finally:
            scheduler.shutdown(wait=False)
            await self.poller.stop()
            await self.feedwatch.tick()
            if self.reloader:
                await self.reloader.stop()
            await self.deliverer.stop()


def _reason(fault: Exception) -> str:
    """What the desk reads of a fault that is not the feed's own."""
    if isinstance(fault, StoreError):
        return f"not stored: {fault}"
    return f"the monitor failed on this feed, see its log: {type(fault).__name__}"


def rules_of(
    settings: Settings,
    can_edit: Callable[[str], bool],
    *,
    alert_backlog: timedelta | None = None,
    also_in_every: timedelta = ALSO_IN_EVERY,
) -> Rules:
    """What of the settings a turn goes by."""
    polling, pages = settings.polling, digest_page(settings)
    return Rules(
        max_age=polling.max_age,
        window=settings.stories.window,
        zone=ZoneInfo(settings.timezone),
        wish=Wish(every=polling.every, shortest=polling.min, longest=polling.max),
        alert_backlog=alert_backlog,
        also_in_every=also_in_every,
        can_edit=can_edit,
        storm=Limit(settings.storms.burst, settings.storms.window),
        quiet=settings.quiet_hours(),
        page=pages.link if pages else no_page,
    )


def fetcher_of(settings: Settings) -> Fetcher:
    """The fetcher that the settings describe; use it as an async context manager."""
    polling = settings.polling
    return Fetcher(
        timeout=polling.timeout,
        max_bytes=polling.max_bytes,
        per_host=polling.per_host,
        concurrency=polling.concurrency,
        user_agent=polling.user_agent,
        allow_private=settings.network.allow_private,
    )


@asynccontextmanager
async def open_monitor(
    settings: Settings,
    desk: Desk,
    *,
    notifier: Callable[[str], Notifier],
    rules: Rules,
    clock: Callable[[], datetime] = utc_now,
    folder: Path | None = None,
    config: Path | None = None,
) -> AsyncIterator[Monitor]:
    """A monitor with its database, connections and worker processes; closed at the end.

    With the desk's `folder` it follows the files in it, and says when `config` has changed.
    """
    async with AsyncExitStack() as stack:
        db = await Database.open(settings.storage, exclusive=True)
        stack.push_async_callback(db.close)
        fetcher = await stack.enter_async_context(fetcher_of(settings))
        reader = FeedReader()
        stack.push_async_callback(reader.aclose)
        await reader.start()
        monitor = Monitor(
            settings, desk, db, fetcher, reader, notifier, clock, rules, folder, config
        )
        await monitor.start()
        yield monitor
