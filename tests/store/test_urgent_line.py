"""High priority overtakes a backlog, and nothing overtakes what it has to follow."""

from datetime import timedelta

import pytest

from monitor.store.deliveries import add_delivery
from notifiers.base import Receipt

QUAY = "slack:#quay"
LEASE = timedelta(minutes=2)


@pytest.fixture
def line(desk):
    """The line of one destination: what is put into it, and what leaves it."""

    class Line:
        async def add(self, name, *, urgent=False, thread="", edits=None):
            async with desk.db.write() as connection:
                return await add_delivery(
                    connection,
                    destination=QUAY,
                    message=desk.message(name, thread=thread),
                    now=desk.now,
                    priority="high" if urgent else "normal",
                    edits=edits,
                )

        async def claim(self, minutes=0):
            return await desk.outbox.claim(QUAY, desk.at(minutes), LEASE)

        async def sent(self):
            names = []
            while delivery := await self.claim():
                names.append(delivery.message.id)
                await desk.outbox.sent(delivery.id, Receipt(), desk.now)
            return names

    return Line()


async def test_high_priority_overtakes_a_backlog(line):
    """Two urgent ones at the end go first, in their order; the backlog keeps its own."""
    for name in ("m1", "m2", "m3"):
        await line.add(name)
    await line.add("u1", urgent=True)
    await line.add("u2", urgent=True)
    assert await line.sent() == ["u1", "u2", "m1", "m2", "m3"]


async def test_an_urgent_update_takes_its_first_message_along(line):
    """It never stands in the channel before what it follows, and doesn't wait for the backlog."""
    await line.add("m1")
    await line.add("first")
    await line.add("m2")
    await line.add("update", urgent=True, thread="first")
    assert await line.sent() == ["first", "update", "m1", "m2"]


async def test_an_edit_stays_behind_its_message(line):
    """Also where urgent messages come in between."""
    first = await line.add("first")
    await line.add("edit", edits=first)
    await line.add("u1", urgent=True)
    assert await line.sent() == ["u1", "first", "edit"]


async def test_what_waits_for_its_next_try_holds_up_its_own_kind_only(line, desk):
    """A stuck backlog does not stop an urgent message, and a stuck urgent one stops only those."""
    await line.add("m1")
    stuck = await line.claim()
    await desk.outbox.retry(stuck.id, "503", desk.at(5), desk.now, ambiguous=False, pause=False)
    await line.add("m2")
    await line.add("u1", urgent=True)
    assert await desk.outbox.waiting(desk.now) == (QUAY,)
    assert await line.sent() == ["u1"]
    assert await desk.outbox.waiting(desk.now) == ()


async def test_a_pause_binds_urgent_messages_too(line, desk):
    """What a channel said of its rate is true for every message."""
    await line.add("m1")
    stuck = await line.claim()
    await desk.outbox.retry(stuck.id, "429", desk.at(5), desk.now, ambiguous=False, pause=True)
    await line.add("u1", urgent=True)
    assert await desk.outbox.waiting(desk.at(4)) == ()
    assert (await line.claim(minutes=5)).message.id == "u1"
