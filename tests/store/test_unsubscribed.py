"""Who unsubscribed gets nothing: neither what comes nor what waits, until it is undone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from monitor.store.reports import Reports
from monitor.store.tables import deliveries
from monitor.store.unsubscribed import Unsubscribed, UnsubscribedStore
from notifiers.base import Receipt

READER, OTHER = "email:desk@example.org", "email:editor@example.org"


async def test_what_comes_later_is_skipped_with_its_reason(desk):
    """The message is kept, with the reason, and is never in the line; others get theirs."""
    store = UnsubscribedStore(desk.db)
    assert await store.add(READER, desk.now)
    for reader in (READER, OTHER):
        await desk.outbox.enqueue(reader, desk.message(f"to {reader}"), desk.at(1))
    assert await desk.outbox.waiting(desk.at(2)) == (OTHER,)
    assert await desk.outbox.claim(READER, desk.at(2), timedelta(minutes=1)) is None
    assert await store.all() == (Unsubscribed(READER, desk.now, 1),)


async def test_an_alert_says_why_it_was_not_sent(desk):
    """`monitor alerts` and `explain` have the reason; nothing counts as undelivered."""
    await UnsubscribedStore(desk.db).add(READER, desk.now)
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry())
        await desk.alert(turn, version, to=READER)
    reports = Reports(desk.db)
    [alert] = await reports.alerts()
    assert alert.delivery is not None
    assert (alert.delivery.state, alert.delivery.reason) == (
        "skipped",
        "unsubscribed by mail on 15 Dec 2016",
    )
    assert await reports.undelivered() == ()
    counts = await reports.counts(desk.at(60))
    assert (counts.pending, counts.dead) == (0, 0)


async def test_what_waits_is_not_sent_any_more(desk):
    """A message held up by a mail server that is down does not arrive a day after."""
    await desk.outbox.enqueue(READER, desk.message(), desk.now)
    await UnsubscribedStore(desk.db).add(READER, desk.at(1))
    assert await desk.outbox.waiting(desk.at(2)) == ()


@pytest.mark.parametrize("how", ["refused", "interrupted"])
async def test_what_is_on_its_way_gets_no_other_try(desk, how):
    """A mail in flight may arrive; if it does not, it is not sent again."""
    await desk.outbox.enqueue(READER, desk.message(), desk.now)
    claimed = await desk.outbox.claim(READER, desk.now, timedelta(minutes=1))
    await UnsubscribedStore(desk.db).add(READER, desk.now)
    if how == "refused":
        retry = {"ambiguous": False, "pause": False}
        await desk.outbox.retry(claimed.id, "451 busy", desk.at(1), desk.now, **retry)
    else:
        await desk.outbox.release_all(desk.now)
    assert await desk.outbox.waiting(desk.at(60)) == ()
    async with desk.db.read() as connection:
        row = (await connection.execute(select(deliveries))).one()
    assert (row.state, row.reason) == ("skipped", "unsubscribed by mail on 15 Dec 2016")


async def test_a_second_click_changes_nothing(desk):
    """Mail programs may post twice: the first time counts, and only it is told."""
    store = UnsubscribedStore(desk.db)
    assert await store.add(READER, desk.now)
    assert not await store.add(READER, desk.at(5))
    assert await store.all() == (Unsubscribed(READER, desk.now, 0),)


async def test_it_can_be_undone(desk):
    """From the next message on; what was skipped stays so, and there is nobody to undo twice."""
    store = UnsubscribedStore(desk.db)
    await store.add(READER, desk.now)
    await desk.outbox.enqueue(READER, desk.message("skipped"), desk.at(1))
    assert await store.remove(READER)
    assert not await store.remove(READER)
    await desk.outbox.enqueue(READER, desk.message("sent"), desk.at(2))
    claimed = await desk.outbox.claim(READER, desk.at(3), timedelta(minutes=1))
    assert claimed is not None
    assert claimed.message.id == "sent"
    await desk.outbox.sent(claimed.id, Receipt(), desk.at(3))
    assert await desk.outbox.claim(READER, desk.at(4), timedelta(minutes=1)) is None
