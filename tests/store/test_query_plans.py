"""The questions asked all the time are answered from an index, however large the tables."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, Engine, event

from monitor.model.alert import Route
from monitor.model.entry import Revision
from monitor.model.feed import Feed, FeedState
from monitor.store.digests import DigestStore
from monitor.store.escalations import EscalationStore
from monitor.store.gatherings import GatheringStore
from monitor.store.reports import Reports
from monitor.store.retention import Retention
from monitor.store.silences import SilenceStore
from monitor.store.timings import Timings
from notifiers.base import Receipt

if TYPE_CHECKING:
    from tests.store.conftest import Desk

QUAY = "slack:#quay"
LEASE = timedelta(minutes=2)
HARBOUR = Feed("harbour-post", "https://harbour-post.example/feed")

SMALL = ("destinations", "digests", "silences", "sqlite_master")
"""Tables with a few rows, which may be read from end to end."""
FOUND = ("keys", "latest", "ids", "near", "ranked", "pause", "(subquery")
"""What a statement found by an index before, to be gone through."""


class Asked:
    """The statements that were sent to the database, with their values."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, Any]] = []

    def note(
        self, _: Connection, __: Any, statement: str, values: Any, ___: Any, many: bool
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            self.statements.append((statement, values[0] if many else values))

    def scans(self, path: Path) -> list[str]:
        """What the database would read from end to end to answer."""
        found = []
        with sqlite3.connect(path) as connection:
            for statement, values in self.statements:
                plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
                found += [f"{row[3]}: {statement}" for row in plan if _is_scan(row[3])]
        connection.close()
        return found

    def work(self, path: Path) -> list[int]:
        """How many tens of steps SQLite's machine takes for each statement; changes nothing."""
        connection = sqlite3.connect(path, isolation_level=None)
        taken = [_tens_of_steps(connection, *asked) for asked in self.statements]
        connection.close()
        return taken


def _tens_of_steps(connection: sqlite3.Connection, statement: str, values: Any) -> int:
    ticks = 0

    def tick() -> int:
        nonlocal ticks
        ticks += 1
        return 0

    connection.execute("BEGIN")
    connection.set_progress_handler(tick, 10)
    connection.execute(statement, values).fetchall()
    connection.set_progress_handler(None, 0)
    connection.execute("ROLLBACK")
    return ticks


def _is_scan(step: str) -> bool:
    """Whether a step of a plan reads a whole table, or a whole index of it."""
    words = step.split()
    return (
        words[0] == "SCAN"
        and words[1] not in (*SMALL, "CONSTANT")
        and not words[1].startswith(FOUND)
    )


@pytest.fixture
def asked() -> Iterator[Asked]:
    """Listens to every engine."""
    asked = Asked()
    event.listen(Engine, "before_cursor_execute", asked.note)
    yield asked
    event.remove(Engine, "before_cursor_execute", asked.note)


async def backlog(desk: "Desk", *, last: str = "normal") -> None:
    """3,000 messages for one destination; `last` is the priority of the last of them."""
    async with desk.turns.begin() as turn:
        for number in range(3000):
            await turn.add_delivery(
                alert_id=None,
                destination=QUAY,
                message=desk.message(f"m{number}"),
                now=desk.now,
                priority=last if number == 2999 else "normal",
            )


async def test_a_feeds_turn_reads_no_table_from_end_to_end(
    desk: "Desk", asked: Asked, store_file: Path
) -> None:
    """Leasing, looking up, comparing, deciding, saving: every step finds its rows by an index."""
    await desk.feeds.sync([HARBOUR], desk.now)
    asked.statements.clear()  # reading the configuration anew is rare, and may scan
    assert await desk.feeds.due({HARBOUR.id: HARBOUR}, desk.now, limit=9, lease=LEASE)
    state = FeedState("u", next_poll_at=desk.now)
    await desk.feeds.finish(HARBOUR.id, state)
    await desk.feeds.release_expired(desk.now)
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1), keys=(1, 2))
        entry = desk.entry(1)
        (known,) = await turn.known(
            entry.feed, [entry.guid], [entry.guid], [entry.link], [entry.title]
        )
        await turn.candidates([1, 2, 3], desk.at(-1), 10)
        await turn.look_ahead([(4, 5), (5, 6)], desk.at(-1), 10)
        await turn.versions_of([version.story_id])
        await turn.versions_of([version.story_id], 2, [version.id])
        await turn.own_versions(version.entry_id)
        await turn.split_apart([version.story_id, version.story_id + 1])
        await turn.outlets(version.story_id)
        alert_id = await desk.alert(turn, version)
        await turn.told(version.story_id)
        await turn.first_message(version.story_id, QUAY)
        await turn.silences(desk.now)
        for _ in range(2):
            await turn.arm_edit(
                alert_id=alert_id,
                destination=QUAY,
                message=desk.message("e"),
                now=desk.now,
                not_before=desk.now,
            )
        await turn.revise_entry(Revision(entry, known), canonical_link="", seen_at=desk.now)
        await turn.save_feed(HARBOUR.id, state)
    assert len(asked.statements) > 15
    assert asked.scans(store_file) == []


async def test_sending_reads_no_table_from_end_to_end(
    desk: "Desk", asked: Asked, store_file: Path
) -> None:
    """A backlog of a day makes the next message no slower to find."""
    for name in ("m1", "m2"):
        await desk.outbox.enqueue(QUAY, desk.message(name), desk.now)
    assert await desk.outbox.waiting(desk.now) == (QUAY,)
    for outcome in ("retry", "sent", "dead"):
        delivery = await desk.outbox.claim(QUAY, desk.now, LEASE)
        assert delivery is not None
        if outcome == "retry":
            await desk.outbox.retry(
                delivery.id, "503", desk.now, desk.now, ambiguous=True, pause=True
            )
        elif outcome == "sent":
            await desk.outbox.sent(delivery.id, Receipt(), desk.now)
        else:
            await desk.outbox.dead(delivery.id, "no", desk.now)
    await desk.outbox.next_try(desk.now)
    await desk.outbox.release_expired(desk.now)
    await desk.outbox.revive(2, desk.now)
    assert len(asked.statements) > 10
    assert asked.scans(store_file) == []


async def test_a_backlog_makes_no_work(desk: "Desk", asked: Asked, store_file: Path) -> None:
    """Whether a line is thousands long, stuck or flowing: its head is found in a few steps."""
    await backlog(desk)
    asked.statements.clear()
    for outcome in ("sent", "retry"):
        await desk.outbox.waiting(desk.now)
        delivery = await desk.outbox.claim(QUAY, desk.now, LEASE)
        assert delivery is not None
        if outcome == "sent":
            await desk.outbox.sent(delivery.id, Receipt(), desk.now)
        else:
            await desk.outbox.retry(
                delivery.id, "503", desk.at(9), desk.now, ambiguous=False, pause=False
            )
    await desk.outbox.waiting(desk.now)
    assert await desk.outbox.claim(QUAY, desk.now, LEASE) is None
    await desk.outbox.next_try(desk.now)
    await desk.outbox.release_expired(desk.now)
    assert max(asked.work(store_file)) < 200


async def test_a_key_that_thousands_share_makes_no_work(
    desk: "Desk", asked: Asked, store_file: Path
) -> None:
    """A closing paragraph under every story is followed to its latest versions only."""
    async with desk.turns.begin() as turn:
        first, *_ = [
            await desk.judged(turn, desk.entry(number), keys=(1, 2, 3, 100 + number))
            for number in range(1500)
        ]
    asked.statements.clear()
    async with desk.turns.begin() as turn:
        found = await turn.candidates([1, 2, 3, 100], desk.at(-1), 10)
        assert await turn.versions_of([next(iter(found))]) == (first,)
    assert max(asked.work(store_file)) < 2500


async def test_digests_and_reports_read_what_they_show(
    desk: "Desk", asked: Asked, store_file: Path
) -> None:
    """Digests and single look-ups go by an index; counting may walk along one."""
    digests, reports = DigestStore(desk.db), Reports(desk.db)
    route = Route("email:x", "hourly")
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        alert_id = await desk.alert(turn, version, to="email:x", digest="hourly")
    await digests.last_slot(route)
    await digests.alerts(route, desk.now)
    await digests.close(route, desk.now, desk.message("d"), [alert_id], desk.now)
    await reports.explain(version.entry_id)
    await reports.alerts(desk.now)
    await reports.undelivered()
    await reports.find_entries("https://x.example/")
    await reports.suppressed(desk.at(-1), desk.now)
    assert [one async for one in reports.entries_since(desk.at(1))] == []
    assert asked.scans(store_file) == []


async def test_the_sweep_deletes_by_index(desk: "Desk", asked: Asked, store_file: Path) -> None:
    """The sweep holds the writer only for what it deletes."""
    await desk.feeds.sync([HARBOUR], desk.now)
    async with desk.turns.begin() as turn:
        for number in range(3):
            await desk.judged(turn, desk.entry(number), keys=(number,))
    asked.statements.clear()
    day = timedelta(days=1)
    await Retention(desk.db, kept=1).sweep(desk.at(9999), entries=day, alerts=day)
    deletes = [one for one in asked.statements if one[0].startswith("DELETE")]
    assert deletes
    asked.statements = deletes
    assert asked.scans(store_file) == []


async def test_an_urgent_message_behind_a_backlog_is_found_at_once(
    desk: "Desk", asked: Asked, store_file: Path
) -> None:
    """It has an index of its own: however long the line, nobody walks along it."""
    await backlog(desk, last="high")
    asked.statements.clear()
    assert await desk.outbox.waiting(desk.now) == (QUAY,)
    delivery = await desk.outbox.claim(QUAY, desk.now, LEASE)
    assert delivery is not None
    assert delivery.message.id == "m2999"
    assert asked.scans(store_file) == []
    assert max(asked.work(store_file)) < 200


async def test_calm_reads_no_table_from_end_to_end(
    desk: "Desk", asked: Asked, store_file: Path
) -> None:
    """Counting a destination's alerts, summing up, silences, escalation: each by an index."""
    gathering_store, escalations = GatheringStore(desk.db), EscalationStore(desk.db)
    silences, timings = SilenceStore(desk.db), Timings(desk.db)
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        alert_id = await desk.alert(turn, version)
        await turn.decided(desk.now)
        await turn.rate(QUAY, desk.at(-5), 20)
        await turn.open_gathering(QUAY, "storm")
        await turn.open_gathering(QUAY, "quiet", desk.at(5))
        storm_id = await turn.begin_gathering(QUAY, "storm", desk.now)
        await turn.still_busy(storm_id, desk.now)
        storm = await turn.gathering(storm_id)
        assert storm is not None
        await turn.gathered(storm_id, 60)
        await turn.sum_up(storm, desk.message("s1"), desk.now, grows=True)
        await turn.end_gathering(storm_id, desk.now)
        await turn.tell_alone(alert_id, desk.now)
    await gathering_store.under_way()
    await gathering_store.hold_back(QUAY, desk.at(5), high=True)
    await escalations.overdue(desk.now, desk.now)
    await escalations.arrived()
    await escalations.escalated(1, (), desk.now)
    silence_id = await silences.add(
        story_id=None, watchlist="x", until=desk.at(1), reason="", author="A", now=desk.now
    )
    await silences.ended(desk.at(2))
    await silences.held([silence_id])
    await silences.reported([silence_id], (), desk.at(2))
    await timings.since(desk.at(-60))
    await timings.of(1)
    assert len(asked.statements) > 15
    assert asked.scans(store_file) == []
