"""The half of the service that delivers, on a real file, amid faulty channels, killed now and then.

Only the outbox waits, and the clock jumps to what it waits for: back-offs of minutes take no time.
"""

import asyncio
import random
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from monitor.store.escalations import EscalationStore
from monitor.store.outbox import Outbox
from monitor.workers.deliverer import Deliverer
from monitor.workers.escalation import Escalation
from notifiers.base import Notifier
from notifiers.channels import EmailAddress, MailServer, SlackChannel, SlackServer
from notifiers.email import EmailNotifier
from notifiers.slack import SlackNotifier
from tests.faults.chance import Chance, Clock
from tests.faults.faulty_mail import Mailbox, received
from tests.faults.faulty_slack import Channel, served
from tests.faults.mortal import MortalDatabase, MortalNotifier
from tests.faults.newsroom import Newsroom

if TYPE_CHECKING:
    from aiohttp.test_utils import TestServer

SHARE = 0.23
"""Of the calls of eight destinations, those with a fault: a fifth of the calls of all ten."""
CHANNELS = ("quay", "harbour", "islands", "weather", "calm")
READERS = tuple(f"{name}@desk.example" for name in ("anna", "boris", "chiyo", "dora", "calm"))
OPS = "slack:#ops"
UNHARMED = ("slack:#calm", "email:calm@desk.example")
"""Destinations whose channels have no faults."""
PATIENCE = 0.5
"""Seconds after which a silent channel is given up."""
SENDER = "News monitor <monitor@desk.example>"
ESCALATE = timedelta(minutes=10)


class RoughDay:
    """Channels, what was said to them, and the service between, which dies and begins anew."""

    def __init__(self, file: Path, seed: int, kills: int) -> None:
        self.clock, self.file = Clock(), file
        self._random = random.Random(f"{seed} kills")  # noqa: S311 - a test's dice
        self._planned, self._doom, self._steps = kills, asyncio.Event(), 0
        self._kill_at = self._apart = 0
        self.killed: list[datetime] = []
        self.slack = {
            f"slack:#{name}": Channel(
                name,
                Chance(seed, name, 0.0 if name == "calm" else SHARE),
                self.clock,
                self._step,
                id=f"C{number:010d}",
                finals=name != "ops",
            )
            for number, name in enumerate((*CHANNELS, "ops"))
        }
        self.mail = {
            f"email:{address}": Mailbox(
                address,
                Chance(seed, address, 0.0 if address.startswith("calm") else SHARE),
                self.clock,
                self._step,
            )
            for address in READERS
        }
        self.news = Newsroom(seed, [name for name in (*self.slack, *self.mail) if name != OPS])

    def _step(self) -> None:
        self._steps += 1
        if self._steps == self._kill_at:
            self._doom.set()

    async def pass_by(self, alerts: int, batches: int) -> None:
        """Tell so many alerts over an hour or so, deliver meanwhile, and wait until all is done."""
        self._apart = 4 * alerts // (self._planned + 1)
        self._kill_at = self._random.randint(1, self._apart)
        async with AsyncExitStack() as stack:
            await self._open_channels(stack)
            await self._begin()
            for _ in range(batches):
                told = asyncio.create_task(
                    self.news.tell(self.db, alerts // batches, self.clock.now)
                )
                await self._deliver(told)
                await self._until(self.clock.after(self._random.randint(5, 120)))
            await self._until(None)
            await self._end()

    async def _open_channels(self, stack: AsyncExitStack) -> None:
        named = {channel.name: channel for channel in self.slack.values()}
        self._server: TestServer = await stack.enter_async_context(served(named))
        for box in self.mail.values():
            await stack.enter_async_context(received(box))

    async def _until(self, end: datetime | None) -> None:
        """Deliver whatever becomes due until then; without an end, until nothing is left."""
        while True:
            await self._deliver()
            due = await self._outbox.next_try(self.clock.now)
            if due is None or (end is not None and due > end):
                break
            self.clock.until(due)
        if end is not None:
            self.clock.until(end)

    async def _deliver(self, meanwhile: "asyncio.Task[None] | None" = None) -> None:
        """Send all that can be sent now, dying as often as it happens."""
        while await self._interrupted():
            self.killed.append(self.clock.now)
            self.db.died = True
            self._death.set()
            if meanwhile is not None:
                await meanwhile
            await self._end()
            await self._begin()
        if meanwhile is not None and not meanwhile.done():
            await meanwhile
            await self._deliver()

    async def _interrupted(self) -> bool:
        """Whether the service is to die before it has sent all that it can."""
        work = self._work = asyncio.create_task(self._deliverer.drain())
        doom = asyncio.create_task(self._doom.wait())
        await asyncio.wait((work, doom), return_when=asyncio.FIRST_COMPLETED)
        doom.cancel()
        if not self._doom.is_set():
            await work
            return False
        for _ in range(self._random.randrange(40)):  # anywhere between the call and its record
            await asyncio.sleep(0)
        return True

    async def _end(self) -> None:
        """Let go of all that the service held; what was on its way arrives or does not."""
        await self._deliverer.stop(grace=10)
        await asyncio.gather(self._work, return_exceptions=True)
        await self._http.close()
        await self.db.close()
        while self._server.handler is not None and self._server.handler.connections:  # noqa: ASYNC110 - aiohttp tells nobody that the last one is gone
            await asyncio.sleep(0)
        self._doom.clear()
        more = len(self.killed) < self._planned
        self._kill_at = self._steps + self._random.randint(1, self._apart) if more else 0

    async def _begin(self) -> None:
        """What a starting service does: open the file, take back what a dead one had leased."""
        opened = await MortalDatabase.open(f"sqlite:///{self.file}", exclusive=True)
        assert isinstance(opened, MortalDatabase)
        self.db = opened
        self._death = asyncio.Event()
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        self._outbox = Outbox(self.db)
        notifiers = self._notifiers()
        escalation = Escalation(EscalationStore(self.db), self.clock, ops=[OPS], after=ESCALATE)
        self._deliverer = Deliverer(
            self._outbox, notifiers.__getitem__, self.clock, of_dead=escalation.of_dead
        )
        await self._outbox.release_all(self.clock.now)

    def _notifiers(self) -> Mapping[str, Notifier]:
        made: dict[str, Notifier] = {}
        for to, channel in self.slack.items():
            server = SlackServer(
                token="xoxb-test",
                base_url=str(self._server.make_url(f"/{channel.name}/api/")),
                interval=0.0,
            )
            config = SlackChannel(channel=f"#{channel.name}")
            slack = SlackNotifier(config, server, self._http, self.clock.timestamp)
            made[to] = MortalNotifier(slack, self._death)
        for to, box in self.mail.items():
            mail = MailServer(host="127.0.0.1", port=box.port, sender=SENDER)
            address = EmailAddress(address=box.address)
            reader = EmailNotifier(address, mail, self.clock, timeout=PATIENCE)
            made[to] = MortalNotifier(reader, self._death)
        return made
