"""One turn: what it finds again, what it stores, and that it stores all or nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.model.alert import Alert, AlertKind, Route, Suppressed, Told
from monitor.model.entry import KnownEntry, NewEntry, Revision
from monitor.model.feed import Feed, FeedState
from monitor.model.match import Match, Span
from monitor.model.story import Mark, Relation, StoryLink, Version
from monitor.store.database import StoreError
from monitor.store.reports import Reports
from monitor.store.silences import SilenceStore
from monitor.store.turn import Turn

if TYPE_CHECKING:
    from tests.store.conftest import Desk

QUAY = "slack:#quay"
LEASE = timedelta(minutes=5)


async def known(turn: Turn, feed: str = "harbour-post", **asked: list[str]) -> list[int]:
    none: dict[str, list[str]] = {"keys": [], "guids": [], "links": [], "titles": []}
    lists = none | asked
    return [entry.id for entry in await turn.known(feed, **lists)]


async def test_entries_are_found_by_anything_they_share(desk: "Desk") -> None:
    """Identity gets every stored entry with the same key, guid, link or title, and no other."""
    async with desk.turns.begin() as turn:
        first = await desk.store(turn, desk.entry(1))
        await desk.store(turn, desk.entry(2))
    async with desk.turns.begin() as turn:
        assert await known(turn, keys=["tag:harbour-post,1"]) == [first]
        assert await known(turn, guids=["tag:harbour-post,1"]) == [first]
        assert await known(turn, links=["https://harbour-post.example/news/1"]) == [first]
        assert await known(turn, titles=["FERRY  number 1 resumes its crossing"]) == [first]
        assert await known(turn, guids=["tag:harbour-post,3"], titles=[""], links=[""]) == []
        assert await known(turn, "other-feed", guids=["tag:harbour-post,1"]) == []


async def test_a_known_entry_is_given_back_whole(desk: "Desk") -> None:
    """Identity compares guid, canonical link, title and text: all come back as stored."""
    entry = desk.entry(1, link="https://Harbour-Post.example/News/1")
    async with desk.turns.begin() as turn:
        entry_id = await desk.store(turn, entry)
        found = await turn.known("harbour-post", [entry.guid], [], [], [])
    assert found == (
        KnownEntry(
            entry_id, entry.guid, entry.guid, entry.link.lower(), entry.title, entry.text, 0
        ),
    )


async def test_nothing_is_like_nothing(desk: "Desk") -> None:
    """Entries without guid, link or title are not found by their lack of it."""
    bare = replace(desk.entry(1), guid="", link="", title="")
    async with desk.turns.begin() as turn:
        await turn.add_entry(
            NewEntry(bare, "hash"), canonical_link="", seen_at=desk.now, seeded=False
        )
        assert await known(turn, guids=[""], links=[""], titles=[""]) == []
        assert await known(turn, keys=["hash"]) != []


async def test_a_flood_is_looked_up_in_pieces(desk: "Desk") -> None:
    """A feed with thousands of entries needs more values than one statement may hold."""
    entries = [desk.entry(number) for number in range(1300)]
    async with desk.turns.begin() as turn:
        ids = [await desk.store(turn, entry) for entry in entries]
        found = await known(
            turn,
            keys=[entry.guid for entry in entries],
            guids=[entry.guid for entry in entries],
            links=[entry.link for entry in entries],
            titles=[entry.title for entry in entries],
        )
    assert found == ids


async def test_ids_go_on_where_the_last_turn_ended(desk: "Desk") -> None:
    """Ids are given before the rows are written: no two turns may give the same."""
    ids = []
    for number in range(3):
        async with desk.turns.begin() as turn:
            ids.append(await desk.store(turn, desk.entry(2 * number)))
            ids.append(await desk.store(turn, desk.entry(2 * number + 1)))
    assert ids == sorted(set(ids))


async def test_a_revision_takes_the_place_of_the_words(desk: "Desk") -> None:
    """A revised entry is found by what it says now, under its old key, and counts up."""
    async with desk.turns.begin() as turn:
        await desk.store(turn, desk.entry(1))
        (before,) = await turn.known("harbour-post", ["tag:harbour-post,1"], [], [], [])
        after = desk.entry(1, guid="new-guid", title="Ferry delayed", text="It waits.")
        revision = Revision(after, before)
        assert await turn.revise_entry(revision, canonical_link="new-link", seen_at=desk.at(1)) == 1
        assert await turn.revise_entry(revision, canonical_link="new-link", seen_at=desk.at(2)) == 2
        (now,) = await turn.known("harbour-post", [], ["new-guid"], [], [])
        assert await known(turn, titles=["ferry delayed"]) == [before.id]
        assert await known(turn, titles=[before.title], guids=[before.guid]) == []
    assert now == KnownEntry(
        before.id, before.key, "new-guid", "new-link", "Ferry delayed", "It waits.", 2
    )


async def test_an_unchanged_entry_can_be_listed_under_a_new_guid(desk: "Desk") -> None:
    """A feed that changes its guids is followed without a revision."""
    async with desk.turns.begin() as turn:
        entry_id = await desk.store(turn, desk.entry(1))
        await turn.rekey_entry(entry_id, "new-guid", "new-link")
        (found,) = await turn.known("harbour-post", [], ["new-guid"], [], [])
        assert found.revision == 0
        assert await known(turn, links=["new-link"]) == [entry_id]


async def test_the_same_key_twice_stores_nothing_of_the_turn(desk: "Desk") -> None:
    """The database referees: two entries of one key can't both be new."""

    async def twice() -> None:
        async with desk.turns.begin() as turn:
            await desk.store(turn, desk.entry(1))
            await desk.store(turn, desk.entry(1))

    with pytest.raises(StoreError, match="stored once only"):
        await twice()
    async with desk.turns.begin() as turn:
        assert await known(turn, keys=["tag:harbour-post,1"]) == []


async def test_what_no_database_can_hold_does_not_fell_a_turn(desk: "Desk") -> None:
    """Half a surrogate pair in a feed must not stop the feed for ever."""
    async with desk.turns.begin() as turn:
        entry_id = await desk.store(turn, desk.entry(1, title="Ferry \ud83d", text="a\x00b"))
    (stored,) = await Reports(desk.db).find_entries(entry_id)
    assert (stored.entry.title, stored.entry.text) == ("Ferry ?", "a\ufffdb")


async def test_a_version_joins_its_parents_story(desk: "Desk") -> None:
    """A new story is opened only where the judgement names none."""
    async with desk.turns.begin() as turn:
        first = await desk.judged(turn, desk.entry(1))
        copy = await desk.judged(turn, desk.entry(2), parent=first, relation=Relation.COPY)
        other = await desk.judged(turn, desk.entry(3))
        assert first.story_id == copy.story_id != other.story_id
        assert await turn.versions_of([other.story_id, first.story_id]) == (first, copy, other)
        assert await turn.own_versions(copy.entry_id) == (copy,)


async def test_a_story_of_many_copies_is_read_in_part(desk: "Desk") -> None:
    """The first version, the latest updates and the latest copies, each kind by itself."""
    async with desk.turns.begin() as turn:
        first = await desk.judged(turn, desk.entry(1))
        update = await desk.judged(turn, desk.entry(2), parent=first, relation=Relation.UPDATE)
        copies = [
            await desk.judged(turn, desk.entry(3 + n), parent=first, relation=Relation.COPY)
            for n in range(5)
        ]
        few = await turn.versions_of([first.story_id], 2)
        assert few == (first, update, *copies[-2:])
        nearest = await turn.versions_of([first.story_id], 2, [copies[1].id])
        assert nearest == (first, update, copies[1], *copies[-2:])


async def test_a_version_keeps_its_words_when_the_entry_is_revised(desk: "Desk") -> None:
    """A late copy of the old words has to find them."""
    async with desk.turns.begin() as turn:
        first = await desk.judged(turn, desk.entry(1))
        (before,) = await turn.known("harbour-post", ["tag:harbour-post,1"], [], [], [])
        after = desk.entry(1, title="Ferry sinks")
        revision = await turn.revise_entry(
            Revision(after, before), canonical_link="", seen_at=desk.at(1)
        )
        second = await turn.add_version(
            entry_id=before.id,
            revision=revision,
            entry=after,
            story_id=first.story_id,
            link=StoryLink(Relation.UPDATE, first, "another fact", ("a → b",), Mark.CORRECTION),
            keys=(),
            seen_at=desk.at(1),
        )
    async with desk.turns.begin() as turn:
        assert await turn.own_versions(before.id) == (first, second)
    assert first.entry == desk.entry(1)


async def test_outlets_are_the_first_and_the_copies_in_order(desk: "Desk") -> None:
    """Who carries it: the outlet that began it, then the copies, each outlet once."""
    async with desk.turns.begin() as turn:
        first = await desk.judged(turn, desk.entry(1))

        async def also(number: int, source: str, relation: Relation = Relation.COPY) -> Version:
            entry = desk.entry(number, source=source, feed=f"feed-{number}")
            return await desk.judged(turn, entry, parent=first, relation=relation)

        await also(2, "Tide Times")
        await also(3, "Harbour Post")
        await also(4, "Buoy", Relation.UPDATE)
        await also(5, "")
        await also(6, "Tide Times")
        await also(7, "Anchor")
        assert await turn.outlets(first.story_id) == (
            "Harbour Post",
            "Tide Times",
            "feed-5",
            "Anchor",
        )
        assert await turn.outlets(first.story_id + 1) == ()


async def test_a_destination_knows_what_it_was_told(desk: "Desk") -> None:
    """Per destination: the first alert, its message, and how many updates followed."""
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        first = await desk.alert(turn, version, "a1", minutes=1)
        mailed = await desk.alert(turn, version, "a2", to="email:x", digest="hourly", minutes=2)
        for number in (1, 2):
            await desk.alert(
                turn,
                version,
                f"u{number}",
                kind=AlertKind.UPDATE,
                revision=number,
                thread="a1",
                minutes=3,
            )
        assert await turn.told(version.story_id) == {
            QUAY: Told(first, desk.at(1), "a1", 2, version.id),
            "email:x": Told(mailed, desk.at(2), "", 0, version.id),
        }
        assert await turn.told(version.story_id + 1) == {}
        message = await turn.first_message(version.story_id, QUAY)
        assert message == desk.message("a1")
        assert await turn.first_message(version.story_id, "email:x") is None


async def test_an_alert_is_decided_once(desk: "Desk") -> None:
    """The same news twice for one destination is refused by the database."""
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        await desk.alert(turn, version, "a1")
    with pytest.raises(StoreError, match="stored once only"):
        async with desk.turns.begin() as turn:
            await desk.alert(turn, version, "a2")


async def test_the_same_message_is_delivered_once(desk: "Desk") -> None:
    """A message that is in the outbox already is not put there again."""
    async with desk.turns.begin() as turn:
        first = await turn.add_delivery(
            alert_id=None, destination=QUAY, message=desk.message("m1"), now=desk.now
        )
        again = await turn.add_delivery(
            alert_id=None, destination=QUAY, message=desk.message("m1"), now=desk.at(1)
        )
        assert first == again
    assert len(await Reports(desk.db).undelivered()) == 1


async def test_a_turn_sees_the_silences_in_force(desk: "Desk") -> None:
    """Silences hold from their making to their end."""
    silences = SilenceStore(desk.db)
    silence_id = await silences.add(
        story_id=None,
        watchlist="ferries",
        until=desk.at(60),
        reason="regatta",
        author="Mari",
        now=desk.now,
    )
    async with desk.turns.begin() as turn:
        (silence,) = await turn.silences(desk.at(59))
        assert await turn.silences(desk.at(60)) == ()
    assert (silence.id, silence.watchlist, silence.author) == (silence_id, "ferries", "Mari")


async def test_a_turn_is_told_in_full_by_its_report(desk: "Desk") -> None:
    """Matches, judgement, decisions and messages of an entry come back for `explain`."""
    match = Match("ferries", (Span("title", 0, 5, "ferry"), Span("body", 4, 9, "ferry")))
    route = Route("email:x", "hourly")
    async with desk.turns.begin() as turn:
        version = await desk.judged(turn, desk.entry(1))
        await turn.add_matches(version.entry_id, 0, [match], desk.now)
        alert_id = await desk.alert(turn, version)
        for decision, alert in (
            (Alert(Route(QUAY), AlertKind.NEW, ("ferries",), "high", "new"), alert_id),
            (Suppressed(route, ("ferries",), "told already"), None),
        ):
            await turn.add_decision(
                entry_id=version.entry_id,
                revision=0,
                story_id=version.story_id,
                decision=decision,
                alert_id=alert,
                now=desk.now,
            )
    report = await Reports(desk.db).explain(version.entry_id)
    assert report is not None
    assert report.entry.entry == desk.entry(1)
    assert [one.match for one in report.matches] == [match]
    assert [(one.relation, one.why) for one in report.versions] == [("new", "a new")]
    assert [(one.kind, one.route, one.alert_id) for one in report.decisions] == [
        ("new", Route(QUAY), alert_id),
        ("suppressed", route, None),
    ]
    assert [alert.id for alert in report.alerts] == [alert_id]
    assert report.alerts[0].delivery is not None
    assert report.alerts[0].delivery.state == "pending"


async def test_an_exception_takes_the_whole_turn_back(desk: "Desk") -> None:
    """Entries, judgements, messages and the feed's state: all of it or nothing."""
    harbour = Feed("harbour-post", "https://harbour-post.example/feed")
    await desk.feeds.sync([harbour], desk.now)

    async def fail() -> None:
        async with desk.turns.begin() as turn:
            version = await desk.judged(turn, desk.entry(1), keys=(1,))
            await desk.alert(turn, version)
            await turn.save_feed("harbour-post", FeedState("u", next_poll_at=desk.at(9)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with desk.turns.begin() as turn:
        assert await known(turn, keys=["tag:harbour-post,1"]) == []
        assert await turn.candidates([1], desk.at(-1), 10) == {}
    assert await desk.outbox.waiting(desk.now) == ()
    assert (await desk.feeds.states())["harbour-post"].url == harbour.url


async def test_a_turn_gives_its_feed_back(desk: "Desk") -> None:
    """The commit of a turn also ends the lease, so that no feed is left behind."""
    feed = Feed("harbour-post", "https://harbour-post.example/feed")
    await desk.feeds.sync([feed], desk.now)
    configured = {feed.id: feed}
    assert len(await desk.feeds.due(configured, desk.now, limit=1, lease=LEASE)) == 1
    async with desk.turns.begin() as turn:
        await turn.save_feed(feed.id, FeedState("u", next_poll_at=desk.at(1)))
    assert len(await desk.feeds.due(configured, desk.at(1), limit=1, lease=LEASE)) == 1
