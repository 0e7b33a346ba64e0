"""A turn is stored whole or not at all."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select

from monitor.store.database import StoreError
from monitor.store.tables import metadata
from monitor.store.turn import TurnStore


class FullDisk:
    """A turn store that can't commit: everything was written, and nothing may stay."""

    def __init__(self, turns: TurnStore) -> None:
        self._turns = turns

    @asynccontextmanager
    async def begin(self):
        async with self._turns.begin() as tx:
            yield tx
            await tx.flush()
            raise StoreError("the disk is full")


class Stuck(FullDisk):
    """A turn store that never gets to its commit; `reached` says that it stands before it."""

    def __init__(self, turns: TurnStore) -> None:
        super().__init__(turns)
        self.reached = asyncio.Event()

    @asynccontextmanager
    async def begin(self):
        async with self._turns.begin() as tx:
            yield tx
            self.reached.set()
            await asyncio.Event().wait()


async def rows(room):
    """How many rows each table has."""
    async with room.db.read() as connection:
        return {
            table.name: await connection.scalar(select(func.count()).select_from(table))
            for table in metadata.sorted_tables
        }


@pytest.fixture
async def ready(room):
    """The newsroom before a turn of the wire that will bring one story."""
    await room.opened("wire")
    room.publish("wire", room.ferry("w1"))
    room.later(minutes=10)
    return room


async def test_a_failed_commit_leaves_nothing(ready):
    """Neither entries nor alerts nor messages nor the feed's validators are stored."""
    before, state = await rows(ready), await ready.state("wire")
    turns, ready.turns = ready.turns, FullDisk(ready.turns)
    with pytest.raises(StoreError, match="disk is full"):
        await ready.turn("wire")
    assert await rows(ready) == before
    assert await ready.state("wire") == state
    ready.turns = turns


async def test_the_next_turn_brings_everything(ready):
    """After the trouble the same bytes are read again, and told once."""
    turns, ready.turns = ready.turns, FullDisk(ready.turns)
    with pytest.raises(StoreError):
        await ready.turn("wire")
    ready.turns = turns
    await ready.store.release_all()
    assert (await ready.turn("wire")).alerts == 3
    assert ready.asked[-1].state == ready.asked[-2].state
    await ready.deliver()
    assert len(ready.channels[ready.desk].sent) == 1


async def test_a_turn_that_is_given_up_leaves_nothing_and_blocks_nobody(ready):
    """A turn cancelled before its commit is as if it had not been; the writer is free again."""
    before, state = await rows(ready), await ready.state("wire")
    turns, stuck = ready.turns, Stuck(ready.turns)
    ready.turns = stuck
    task = asyncio.create_task(ready.take(await ready.lease("wire")))
    await stuck.reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await rows(ready) == before
    assert await ready.state("wire") == state
    ready.turns = turns
    await ready.store.release_all()
    assert (await ready.turn("wire")).alerts == 3


async def test_a_fault_in_the_middle_leaves_nothing(ready, monkeypatch):
    """An error of our own after entries were stored takes them back."""
    before = await rows(ready)

    def fails(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("monitor.steps.judge.look_up_keys", fails)
    with pytest.raises(ZeroDivisionError):
        await ready.turn("wire")
    assert await rows(ready) == before
