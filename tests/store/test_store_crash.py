"""`kill -9` between any two steps: what was committed is there, what was not is gone.

Run as a program, this module is the service that is killed: it goes one step after another and
says on standard output which one it has reached.
"""

import asyncio
import runpy
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.model.feed import Feed, FeedState
from monitor.store.database import Database
from monitor.store.reports import Reports
from notifiers.base import Receipt

if TYPE_CHECKING:
    from tests.store.conftest import Desk

QUAY = "slack:#quay"
LEASE = timedelta(minutes=2)
HARBOUR = Feed("harbour-post", "https://harbour-post.example/feed")
STEPS = ("leased", "half a turn", "turn", "claimed", "sent", "finished")


async def service(desk: "Desk") -> AsyncIterator[str]:
    """One feed's turn with one alert, and its delivery; yields the names of the steps."""
    await desk.feeds.sync([HARBOUR], desk.now)
    await desk.feeds.due({HARBOUR.id: HARBOUR}, desk.now, limit=1, lease=LEASE)
    yield "leased"
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1), keys=(1,))
        await desk.alert(turn, version)
        await turn.save_feed(HARBOUR.id, FeedState("u", etag='"1"', next_poll_at=desk.at(5)))
        await turn.flush()
        yield "half a turn"
    yield "turn"
    delivery = await desk.outbox.claim(QUAY, desk.now, LEASE)
    yield "claimed"
    if delivery is not None:
        await desk.outbox.sent(delivery.id, Receipt((("ts", "1"),)), desk.now)
    yield "sent"
    await desk.feeds.finish(HARBOUR.id, FeedState("u", etag='"2"', next_poll_at=desk.at(9)))
    yield "finished"


async def run(path: str, last: str) -> None:
    """Go as far as that step, say so, and wait to be killed."""
    made = runpy.run_path(str(Path(__file__).parent / "conftest.py"))["Desk"]
    desk = made(await Database.open(f"sqlite:///{path}", exclusive=True))
    async for step in service(desk):
        if step == last:
            sys.stdout.write(f"{step}\n")
            sys.stdout.flush()
            await asyncio.Event().wait()


def kill_after(step: str, path: Path) -> None:
    """Run the service as far as a step, and kill it there."""
    command = [sys.executable, __file__, str(path), step]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603 - ourselves
        assert child.stdout is not None
        assert child.stdout.readline() == f"{step}\n"
        child.send_signal(signal.SIGKILL)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Callable[[str], Path]:
    """The file that a service leaves that was killed after a step."""

    def leave(step: str) -> Path:
        path = tmp_path_factory.mktemp("crash") / "monitor.db"
        path.write_bytes(empty_store.read_bytes())
        kill_after(step, path)
        return path

    return leave


@pytest.mark.parametrize("step", STEPS)
async def test_a_killed_service_loses_nothing_and_repeats_at_most_one(
    step: str, killed: Callable[[str], Path], desk_on: "Callable[[Database], Desk]"
) -> None:
    """After each step the next service finds exactly what was committed, and goes on from there."""
    done = STEPS.index(step)
    db = await Database.open(f"sqlite:///{killed(step)}", exclusive=True)
    desk = desk_on(db)
    assert await desk.feeds.release_all() == (1 if step in ("leased", "half a turn") else 0)
    assert await desk.outbox.release_all() == (1 if step == "claimed" else 0)
    state = (await desk.feeds.states())[HARBOUR.id]
    assert state.etag == {0: None, 1: None, 5: '"2"'}.get(done, '"1"')

    alerts = await Reports(db).alerts()
    assert len(alerts) == (1 if done >= STEPS.index("turn") else 0)
    delivery = await desk.outbox.claim(QUAY, desk.now, LEASE)
    if step in ("turn", "claimed"):
        assert delivery is not None
        assert delivery.message == desk.message("m1")
        assert (delivery.ambiguous, delivery.attempts) == (step == "claimed", done - 2)
    else:
        assert delivery is None
    await db.close()


async def test_a_turn_that_was_lost_can_be_taken_again(
    killed: Callable[[str], Path], desk_on: "Callable[[Database], Desk]"
) -> None:
    """Half a turn leaves nothing that stands in the way of the whole one."""
    db = await Database.open(f"sqlite:///{killed('half a turn')}", exclusive=True)
    desk = desk_on(db)
    await desk.feeds.release_all()
    assert [step async for step in service(desk)] == list(STEPS)
    (alert,) = await Reports(db).alerts()
    assert alert.delivery is not None
    assert alert.delivery.state == "sent"
    await db.close()


if __name__ == "__main__":
    asyncio.run(run(*sys.argv[1:]))
