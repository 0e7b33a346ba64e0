"""The service killed at every step: nothing is lost, at most one message is repeated.

A child process takes one feed's turn and delivers what it decided, through the real pipeline, the
real parser and a real SQLite file. Every stage of the turn, every statement of its transaction and
every step of a delivery counts down to a SIGKILL; a second child then runs to the end.
"""

import asyncio
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Never
from zoneinfo import ZoneInfo

import pytest

from monitor.alerting.storm import Limit
from monitor.feeds.answer import Fetched
from monitor.feeds.read import read_feed
from monitor.feeds.schedule import Wish
from monitor.matching.matcher import compile_rules
from monitor.matching.rule import Rule
from monitor.model.alert import Route, Subscription
from monitor.model.feed import Feed
from monitor.pipeline import take_turn
from monitor.query.parse import parse_query
from monitor.steps.rules import InForce, Rules
from monitor.store.database import Database
from monitor.store.feeds import FeedStore
from monitor.store.gatherings import GatheringStore
from monitor.store.outbox import Outbox
from monitor.store.turn import TurnStore
from monitor.workers.calm import Calm
from monitor.workers.deliverer import Deliverer
from notifiers.base import Message, Receipt

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FEED = Feed("wire", "https://wire.example/rss", alert_backlog=timedelta(hours=2))
DESK = Route("slack:#desk")
TITLES = [
    "Kuril ferry sails again",
    "Kuril airport opens a second runway",
    "Kuril museum burns down",
]
BODY = (
    '<rss version="2.0"><channel><title>Wire</title>'
    + "".join(
        f"<item><guid>g{n}</guid><title>{title}</title><link>https://wire.example/{n}</link>"
        f"<description>{title}, officials on island number {n} said.</description></item>"
        for n, title in enumerate(TITLES)
    )
    + "</channel></rss>"
).encode()


class Fuse:
    """Counts steps, and kills the process in front of one of them."""

    def __init__(self, kill_at: int | None) -> None:
        self.kill_at = kill_at
        self.steps = 0

    def burn(self) -> None:
        """One step; the process ends here when it is the one."""
        if self.steps == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.steps += 1


class Fused:
    """Anything, with a step before each call of its methods."""

    def __init__(self, target: Any, fuse: Fuse) -> None:
        self._target, self._fuse = target, fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._target, name)
        return self._fused(found) if callable(found) else found

    def _fused(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **named: Any) -> Any:
            self._fuse.burn()
            return call(*args, **named)

        return step


def fused(target: object, fuse: Fuse) -> Any:
    """As `Fused`, for whatever type is asked for."""
    return Fused(target, fuse)


class FusedTurns:
    """A turn store whose transactions are fused statement by statement, commit included."""

    def __init__(self, turns: TurnStore, fuse: Fuse) -> None:
        self._turns, self._fuse = turns, fuse

    @asynccontextmanager
    async def begin(self):
        self._fuse.burn()
        async with self._turns.begin() as tx:
            yield Fused(tx, self._fuse)
            self._fuse.burn()
        self._fuse.burn()


def fused_turns(turns: TurnStore, fuse: Fuse) -> Any:
    """As `FusedTurns`, for whatever type is asked for."""
    return FusedTurns(turns, fuse)


class Channel:
    """A channel that writes what it takes into a file, and can die before it answers.

    `tells`: it can find a message that it took although nobody heard its answer, as Slack can.
    """

    edits = False
    interval = 0.0

    def __init__(self, path: Path, fuse: Fuse, *, tells: bool) -> None:
        self._path, self._fuse, self._tells = path, fuse, tells

    async def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        self._fuse.burn()
        with self._path.open("a") as file:
            file.write(f"{message.id}\n")
        self._fuse.burn()
        return Receipt((("ts", message.id),))

    async def edit(self, receipt: Receipt, message: Message) -> Never:
        raise AssertionError("nothing is edited here")

    async def find(self, message: Message) -> Receipt | None:
        taken = self._path.read_text().split() if self._path.exists() else []
        return Receipt() if self._tells and message.id in taken else None

    async def check(self) -> str:
        return "a file"

    async def aclose(self) -> None:
        return None


async def serve(folder: Path, fuse: Fuse, rules: Rules, *, tells: bool) -> None:
    """A whole life of the service: start, one turn if it is due, deliver, sum up a storm."""
    db = await Database.open(f"sqlite:///{folder}/monitor.db")
    feeds, outbox = FeedStore(db), Outbox(db)
    await feeds.sync([FEED], NOW)
    await feeds.release_all()
    await outbox.release_all(NOW)
    fuse.burn()
    for turn in await feeds.due({FEED.id: FEED}, NOW, limit=9, lease=timedelta(minutes=1)):
        fuse.burn()
        await take_turn(
            turn,
            fetch=lambda turn: fetched(fuse),
            read=lambda *args: parsed(fuse, *args),
            feeds=fused(feeds, fuse),
            turns=fused_turns(TurnStore(db), fuse),
            in_force=in_force(),
            rules=rules,
            clock=lambda: NOW,
            jitter=0.0,
        )
    channel = Channel(folder / "taken", fuse, tells=tells)
    deliverer = Deliverer(fused(outbox, fuse), lambda _: channel, lambda: NOW)
    await deliverer.drain()
    turns = fused_turns(TurnStore(db), fuse)
    calm = Calm(fused(GatheringStore(db), fuse), turns, lambda: NOW, rules)
    if await calm.tick(at_once=True):
        await deliverer.drain()
    await db.close()


async def fetched(fuse: Fuse) -> Fetched:
    fuse.burn()
    return Fetched(BODY, FEED.url, "application/rss+xml")


async def parsed(fuse: Fuse, *args):
    fuse.burn()
    return read_feed(*args)


RULES = Rules(
    max_age=timedelta(hours=24),
    window=timedelta(hours=72),
    zone=ZoneInfo("UTC"),
    wish=Wish(timedelta(minutes=5), timedelta(minutes=1), timedelta(hours=6)),
    alert_backlog=None,
    also_in_every=timedelta(seconds=30),
    can_edit=lambda _: False,
)


def in_force() -> InForce:
    matcher = compile_rules([Rule("kurils", parse_query("Kuril"))], {})
    return InForce(matcher, {"kurils": Subscription("kurils", "Kurils", "normal", (DESK,))})


async def migrated(path: Path) -> None:
    db = await Database.open(f"sqlite:///{path}")
    await db.close()


def begin(folder: Path, fresh: Path) -> Path:
    """A folder with a database that holds nothing yet; copying one is quicker than making it."""
    folder.mkdir()
    shutil.copy(fresh, folder / "monitor.db")
    return folder


def life(
    folder: Path, kill_at: int | None, *, tells: bool, rules: Rules = RULES
) -> tuple[bool, int]:
    """Run the service in a forked child: whether it was killed, and how many steps it made."""
    child = os.fork()
    if child == 0:
        os._exit(_live(folder, kill_at, rules, tells=tells))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True, kill_at or 0
    assert os.WEXITSTATUS(status) == 0, (folder / "trouble").read_text()
    return False, int((folder / "steps").read_text())


def _live(folder: Path, kill_at: int | None, rules: Rules, *, tells: bool) -> int:
    fuse = Fuse(kill_at)
    try:
        asyncio.run(serve(folder, fuse, rules, tells=tells))
    except BaseException as error:  # a child must not return into pytest
        import traceback

        (folder / "trouble").write_text("".join(traceback.format_exception(error)))
        return 1
    (folder / "steps").write_text(str(fuse.steps))
    return 0


def taken(folder: Path) -> Counter[str]:
    return Counter((folder / "taken").read_text().split())


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.parametrize("tells", [True, False])
def test_killed_at_any_step_nothing_is_lost_and_at_most_one_repeats(tmp_path, tells):
    """Whatever the step, all three messages arrive; a channel that can tell gets none twice."""
    fresh = tmp_path / "fresh.db"
    asyncio.run(migrated(fresh))
    whole = begin(tmp_path / "whole", fresh)
    killed, steps = life(whole, None, tells=tells)
    assert not killed
    assert len(taken(whole)) == len(TITLES)
    assert steps > 30
    for step in range(steps):
        folder = begin(tmp_path / str(step), fresh)
        killed, _ = life(folder, step, tells=tells)
        assert killed
        assert life(folder, None, tells=tells)[0] is False
        arrived = taken(folder)
        assert set(arrived) == set(taken(whole)), f"lost when killed at step {step}"
        repeats = arrived.total() - len(arrived)
        assert repeats <= (0 if tells else 1), f"repeated when killed at step {step}"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_storm_is_summed_up_once_wherever_the_service_is_killed(tmp_path):
    """One alert by itself and one summary of the other two: none is lost, none comes twice."""
    stormy = replace(RULES, storm=Limit(1, timedelta(minutes=5)))
    fresh = tmp_path / "fresh.db"
    asyncio.run(migrated(fresh))
    whole = begin(tmp_path / "whole", fresh)
    _, steps = life(whole, None, tells=True, rules=stormy)
    kinds = sorted(one.partition("-")[0] for one in taken(whole))
    assert kinds == ["new", "storm"]
    for step in range(steps):
        folder = begin(tmp_path / str(step), fresh)
        killed, _ = life(folder, step, tells=True, rules=stormy)
        assert killed
        assert life(folder, None, tells=True, rules=stormy)[0] is False
        assert taken(folder) == taken(whole), f"killed at step {step}"
