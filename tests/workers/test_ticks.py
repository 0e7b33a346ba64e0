"""The clockwork: ticks come again, one at a time."""

import asyncio

import pytest

from monitor.workers.ticks import clockwork

OFTEN = 0.005


class Counted:
    """A tick that counts how often it was started, and can be waited for."""

    def __init__(self):
        self.times = 0
        self._came = asyncio.Condition()

    async def __call__(self):
        self.times += 1
        async with self._came:
            self._came.notify_all()

    async def came(self, times):
        async with self._came:
            await self._came.wait_for(lambda: self.times >= times)


@pytest.fixture
async def started():
    """Starts a clockwork of these ticks; stopped at the end."""
    running = []

    def start(**ticks):
        scheduler = clockwork({name: (tick, OFTEN) for name, tick in ticks.items()})
        running.append(scheduler)
        scheduler.start()

    async with asyncio.timeout(10):
        yield start
    for scheduler in running:
        scheduler.shutdown(wait=False)


async def test_ticks_come_again_and_again(started):
    """Each at its own interval, for as long as the clockwork runs."""
    one, other = Counted(), Counted()
    started(one=one.__call__, other=other.__call__)
    await one.came(3)
    await other.came(3)


async def test_a_slow_tick_is_not_started_twice(started):
    """While one runs its next is left out, and when it has ended they go on."""
    counted, beside, gate = Counted(), Counted(), asyncio.Event()

    async def slow():
        await counted()
        await gate.wait()

    started(slow=slow, beside=beside.__call__)
    await counted.came(1)
    await beside.came(beside.times + 5)
    assert counted.times == 1
    gate.set()
    await counted.came(3)


async def test_a_tick_that_fails_comes_again(started):
    """A fault in one tick ends neither that one nor the others."""
    counted, beside = Counted(), Counted()

    async def fails():
        await counted()
        raise ZeroDivisionError

    started(fails=fails, beside=beside.__call__)
    await counted.came(3)
    await beside.came(beside.times + 1)
