"""What commands and the page are told."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.model.alert import Route, Suppressed
from monitor.model.feed import Feed, FeedState
from monitor.store.database import Database
from monitor.store.reports import PAGE, Reports
from notifiers.base import Receipt

if TYPE_CHECKING:
    from tests.store.conftest import Desk

QUAY = "slack:#quay"
LEASE = timedelta(minutes=2)


@pytest.fixture
def reports(db: Database) -> Reports:
    """The reports of the test's store."""
    return Reports(db)


async def test_alerts_are_shown_with_their_delivery(desk: "Desk", reports: Reports) -> None:
    """Each alert with what became of its message; `since` and `undelivered` narrow it down."""
    async with desk.turns.begin() as turn:
        for number in (1, 2, 3):
            version = await desk.judged(turn, desk.entry(number))
            await desk.alert(turn, version, f"m{number}", minutes=number)
        version = await desk.judged(turn, desk.entry(4))
        await desk.alert(turn, version, "m4", to="email:x", digest="hourly", minutes=4)
    for outcome in ("sent", "dead"):
        delivery = await desk.outbox.claim(QUAY, desk.at(5), LEASE)
        assert delivery is not None
        if outcome == "sent":
            await desk.outbox.sent(delivery.id, Receipt(), desk.at(5))
        else:
            await desk.outbox.dead(delivery.id, "no", desk.at(5))

    shown = await reports.alerts()
    assert [(one.message.id, one.delivery and one.delivery.state) for one in shown] == [
        ("m1", "sent"),
        ("m2", "dead"),
        ("m3", "pending"),
        ("m4", None),
    ]
    assert shown[0].delivery is not None
    assert shown[0].delivery.sent_at == desk.at(5)
    assert [one.message.id for one in await reports.alerts(desk.at(3))] == ["m3", "m4"]
    assert [one.message.id for one in await reports.alerts(undelivered=True)] == ["m2", "m3"]


async def test_notices_that_did_not_go_out_are_shown_too(desk: "Desk", reports: Reports) -> None:
    """Nothing that waits or died is hidden because no alert stands behind it."""
    await desk.outbox.enqueue(QUAY, desk.message("n1"), desk.now)
    (notice,) = await reports.undelivered()
    assert (notice.message.id, notice.state, notice.is_edit) == ("n1", "pending", False)
    assert await reports.alerts() == ()


async def test_entries_are_found_by_id_and_by_link(desk: "Desk", reports: Reports) -> None:
    """A link may stand in several feeds; an id is one entry."""
    same = "https://wire.example/1"
    async with desk.turns.begin() as turn:
        one = await desk.store(turn, desk.entry(1, link=same))
        two = await desk.store(turn, desk.entry(1, link=same, feed="lighthouse"))
        await desk.store(turn, desk.entry(2))
    assert [entry.id for entry in await reports.find_entries(same)] == [one, two]
    (found,) = await reports.find_entries(two)
    assert found.entry.feed == "lighthouse"
    assert await reports.find_entries("https://wire.example/2") == ()
    assert await reports.explain(999) is None


async def test_entries_come_in_pages_without_gaps(desk: "Desk", reports: Reports) -> None:
    """Every entry of the time asked for comes once, in order of arrival, also at page ends."""
    async with desk.turns.begin() as turn:
        for number in range(2 * PAGE + 3):
            await desk.store(turn, desk.entry(number), minutes=number // 300)
    every = [one.entry.guid async for one in reports.entries_since(desk.now)]
    assert every == [f"tag:harbour-post,{number}" for number in range(2 * PAGE + 3)]
    late = [one.id async for one in reports.entries_since(desk.at(1))]
    assert len(late) == 2 * PAGE + 3 - 300
    assert [one async for one in reports.entries_since(desk.at(99))] == []


async def test_suppressed_decisions_of_a_time_can_be_listed(desk: "Desk", reports: Reports) -> None:
    """What a silence held back is listed from the decisions of its time."""
    quiet = Suppressed(Route(QUAY), ("ferries",), "silenced until noon by Mari")
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        for minutes in (0, 1, 2):
            await turn.add_decision(
                entry_id=version.entry_id,
                revision=0,
                story_id=version.story_id,
                decision=quiet,
                alert_id=None,
                now=desk.at(minutes),
            )
    (held,) = await reports.suppressed(desk.at(1), desk.at(2))
    assert (held.reason, held.route, held.at) == (quiet.reason, quiet.route, desk.at(1))


async def test_counts_add_up(desk: "Desk", reports: Reports) -> None:
    """Figures for the page: feeds by health, entries, alerts, deliveries by fate, and ages."""
    names = ("ok", "failing", "stopped", "retired")
    await desk.feeds.sync([Feed(name, "u") for name in names], desk.now)
    later = desk.at(5)
    await desk.feeds.finish("ok", FeedState("u", next_poll_at=later, last_success_at=desk.at(1)))
    await desk.feeds.finish("failing", FeedState("u", next_poll_at=later, failures=2))
    await desk.feeds.finish("stopped", FeedState("u", stopped=True, failures=9))
    await desk.feeds.sync([Feed(name, "u") for name in names[:3]], desk.now)
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        alert_id = await desk.alert(turn, version, "m1")
    await desk.outbox.enqueue(QUAY, desk.message("m2"), desk.now)
    first = await desk.outbox.claim(QUAY, desk.at(3), LEASE)
    assert first is not None
    await desk.outbox.sent(first.id, Receipt(), desk.at(3))
    second = await desk.outbox.claim(QUAY, desk.at(3), LEASE)
    assert second is not None
    await desk.outbox.dead(second.id, "no", desk.at(3))
    async with desk.turns.begin() as turn:
        also = desk.message("m1-also")
        await turn.arm_edit(
            alert_id=alert_id, destination=QUAY, message=also, now=desk.now, not_before=desk.now
        )
    await desk.outbox.enqueue(QUAY, desk.message("m3"), desk.at(2))
    third = await desk.outbox.claim(QUAY, desk.at(4), LEASE)
    assert third is not None
    await desk.outbox.sent(third.id, Receipt(), desk.at(4))

    counts = await reports.counts(desk.at(10))
    assert (counts.feeds, counts.feeds_failing, counts.feeds_stopped) == (3, 1, 1)
    assert (counts.entries, counts.alerts) == (1, 1)
    assert (counts.pending, counts.dead, counts.sent) == (1, 1, 1)
    assert counts.oldest_pending_at == desk.at(2)
    assert counts.last_poll_at == desk.at(1)
    assert counts.figures()["last_sent_age_seconds"] == 360
    assert counts == await reports.counts(desk.at(20))


async def test_nothing_has_happened_yet(reports: Reports, desk: "Desk") -> None:
    """An empty store has figures too, and no ages of what never was."""
    counts = await reports.counts(desk.now)
    assert set(counts.figures().values()) == {0}
    assert counts.oldest_pending_at is None
    assert "last_poll_age_seconds" not in counts.figures()
