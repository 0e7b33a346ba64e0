"""What is forgotten, and what is never."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from monitor.model.alert import Route
from monitor.model.feed import Feed
from monitor.model.match import Match
from monitor.model.story import Relation
from monitor.store.digests import DigestStore
from monitor.store.reports import Reports
from monitor.store.retention import Retention
from monitor.store.tables import matches
from notifiers.base import Message, Receipt

if TYPE_CHECKING:
    from tests.store.conftest import Desk

QUAY = "slack:#quay"
DAY = 24 * 60
MONTH = timedelta(days=30)
YEAR = timedelta(days=365)
FEED = Feed("harbour-post", "https://harbour-post.example/feed")


async def sweep(desk: "Desk", *, days: float, kept: int = 2, batch: int = 500) -> int:
    retention = Retention(desk.db, kept=kept, batch=batch)
    return await retention.sweep(desk.at(days * DAY), entries=MONTH, alerts=YEAR)


async def entries(desk: "Desk") -> list[str]:
    since = desk.at(-999 * DAY)
    return [one.entry.guid async for one in Reports(desk.db).entries_since(since)]


async def send(desk: "Desk", minutes: float) -> None:
    delivery = await desk.outbox.claim(QUAY, desk.at(minutes), timedelta(minutes=1))
    assert delivery is not None
    await desk.outbox.sent(delivery.id, Receipt(), desk.at(minutes))


async def test_old_entries_go_but_the_newest_stay(desk: "Desk") -> None:
    """What a feed still lists must stay known, however old: the newest of each feed do."""
    await desk.feeds.sync([FEED], desk.now)
    async with desk.turns.begin() as turn:
        for number in range(5):
            await desk.store(turn, desk.entry(number))
    assert await sweep(desk, days=29) == 0
    assert await sweep(desk, days=31) == 3
    assert await entries(desk) == ["tag:harbour-post,3", "tag:harbour-post,4"]
    assert await sweep(desk, days=999) == 0


async def test_young_entries_stay_however_many(desk: "Desk") -> None:
    """A busy feed's entries are kept for the whole retention."""
    await desk.feeds.sync([FEED], desk.now)
    async with desk.turns.begin() as turn:
        for number in range(4):
            await desk.store(turn, desk.entry(number), minutes=number * DAY)
    assert await sweep(desk, days=31.5) == 2


async def test_a_retired_feeds_entries_all_go(desk: "Desk") -> None:
    """A feed that is read no more lists nothing that must stay known."""
    await desk.feeds.sync([FEED], desk.now)
    async with desk.turns.begin() as turn:
        await desk.store(turn, desk.entry(1))
    await desk.feeds.sync([], desk.now)
    assert await sweep(desk, days=29) == 0
    assert await sweep(desk, days=31) == 1


async def test_an_entry_takes_all_that_hangs_on_it_along(desk: "Desk") -> None:
    """Matches, judgements, look-up keys and empty stories don't outlive their entry."""
    await desk.feeds.sync([FEED], desk.now)
    async with desk.turns.begin() as turn:
        first = await desk.judged(turn, desk.entry(1), keys=(1, 2))
        await turn.add_matches(first.entry_id, 0, [Match("ferries", ())], desk.now)
        copy = desk.entry(2)
        await desk.judged(turn, copy, parent=first, relation=Relation.COPY, keys=(1,))
    assert await sweep(desk, days=31, kept=0) == 2
    async with desk.turns.begin() as turn:
        assert await turn.candidates([1, 2], desk.at(-1), 10) == {}
        assert await turn.versions_of([first.story_id]) == ()
    async with desk.db.read() as connection:
        assert (await connection.execute(select(matches))).all() == []


async def test_an_alerted_entry_stays_as_long_as_its_alert(desk: "Desk") -> None:
    """`explain` answers for a year why something was told; then entry and alert both go."""
    await desk.feeds.sync([FEED], desk.now)
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        await desk.alert(turn, version)
    await send(desk, 1)
    assert await sweep(desk, days=300, kept=0) == 0
    assert len(await Reports(desk.db).alerts()) == 1
    assert await sweep(desk, days=366, kept=0) == 2
    assert await Reports(desk.db).alerts() == ()
    assert await entries(desk) == []


async def test_what_waits_is_never_forgotten(desk: "Desk") -> None:
    """A message still to be sent, and an alert still to be in a digest, stay whatever their age."""
    await desk.feeds.sync([FEED], desk.now)
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        await desk.alert(turn, version, "m1")
        await desk.alert(turn, version, "m2", to="email:x", digest="hourly")
    await desk.outbox.enqueue(QUAY, desk.message("n1"), desk.now)
    assert await sweep(desk, days=9999, kept=0) == 0
    await send(desk, 1)
    assert await sweep(desk, days=9999, kept=0) == 1
    await send(desk, 2)
    assert await sweep(desk, days=9999, kept=0) == 1
    assert await DigestStore(desk.db).waiting() == (Route("email:x", "hourly"),)
    assert len(await entries(desk)) == 1


async def test_a_digests_clock_survives(desk: "Desk") -> None:
    """Closed slots go, but never the last one: from it the next one is reckoned."""
    digests, route = DigestStore(desk.db), Route("email:x", "hourly")
    for minutes in (0, 60, 120):
        await digests.close(route, desk.at(minutes), None, [], desk.at(minutes))
    assert await sweep(desk, days=400) == 2
    assert await digests.last_slot(route) == desk.at(120)


async def test_a_digest_is_forgotten_with_its_alerts(desk: "Desk") -> None:
    """Alerts that a digest told go like others, once it was sent."""
    await desk.feeds.sync([FEED], desk.now)
    digests, route = DigestStore(desk.db), Route(QUAY, "hourly")
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        alert_id = await desk.alert(turn, version, digest="hourly")
    message = Message("digest-1", "digest", "News digest")
    await digests.close(route, desk.now, message, [alert_id], desk.now)
    await digests.close(route, desk.at(60), None, [], desk.at(60))
    await send(desk, 1)
    assert await sweep(desk, days=400, kept=0) == 4
    assert await Reports(desk.db).alerts() == ()


async def test_small_batches_come_to_the_same(desk: "Desk") -> None:
    """However little is deleted at a time, the sweep ends with everything gone."""
    await desk.feeds.sync([FEED], desk.now)
    async with desk.turns.begin() as turn:
        for number in range(7):
            await desk.store(turn, desk.entry(number))
    assert await sweep(desk, days=31, batch=2) == 5
    assert len(await entries(desk)) == 2
