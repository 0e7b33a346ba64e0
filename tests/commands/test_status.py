"""`monitor status`: 0 and "fine" when all is well, else 1 and every reason."""

import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from filelock import FileLock

from monitor.model.feed import Feed, FeedState
from monitor.store.database import Database, is_served
from monitor.store.feeds import FeedStore
from monitor.store.outbox import Outbox
from monitor.store.silences import SilenceStore
from monitor.store.watchlists import WatchlistStore
from notifiers.base import Message
from tests.versions import record

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)
Fill = Callable[[Database], Awaitable[None]]
SEE = "monitor alerts --undelivered"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """The command's clock stands at noon."""
    monkeypatch.setattr("monitor.commands.status.utc_now", lambda: NOW)


@pytest.fixture
def service(room) -> Iterator[FileLock]:
    """As a running service would, hold the database's lock."""
    lock = FileLock(room.folder / "monitor.db.lock")
    with lock:
        yield lock


def feeds(*errors: str | None, minutes_ago: float = 1) -> Fill:
    """Feeds that were read, or failed for these reasons."""

    async def fill(db: Database) -> None:
        then = NOW - timedelta(minutes=minutes_ago)
        configured = [Feed(f"f{n}", f"https://f{n}.example/rss") for n in range(len(errors))]
        store = FeedStore(db)
        await store.sync(configured, then)
        for feed, error in zip(configured, errors, strict=True):
            well = {"last_success_at": then, "seeded_at": then}
            state = {"error": error, "failures": 3} if error else well
            await store.finish(feed.id, FeedState(feed.url, next_poll_at=NOW, **state))

    return fill


def message(minutes_ago: float, outcome: str = "waits") -> Fill:
    """A message for Slack that waits, was tried, or died then."""

    async def fill(db: Database) -> None:
        then, outbox = NOW - timedelta(minutes=minutes_ago), Outbox(db)
        await outbox.enqueue("slack:#desk", Message(f"m{minutes_ago}", "notice", "Hello"), then)
        if outcome == "waits":
            return
        claimed = await outbox.claim("slack:#desk", then, timedelta(minutes=1))
        assert claimed is not None
        if outcome == "dead":
            await outbox.dead(claimed.id, "no such channel", then)
        else:
            await outbox.retry(claimed.id, "Slack is down", NOW, then, ambiguous=False, pause=False)

    return fill


def reasons(room) -> list[str]:
    told = room.call("status", "--json")
    said = json.loads(told.out)
    assert told.code == (1 if said["reasons"] else 0)
    assert said["trouble"] == ("; ".join(said["reasons"]) or None)
    return list(said["reasons"])


def test_all_is_well(room, service):
    """A service that reads feeds is fine; a feed that fails is named and changes nothing."""
    room.stored(feeds(None, "answered 404 Not Found"))
    told = room.call("status")
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[:3] == [
        "service    running",
        "feeds      1 fine, 1 failing, 0 stopped",
        "           f1: answered 404 Not Found",
    ]
    assert lines[-1] == "health     fine"
    assert "last read  60 seconds ago" in lines
    assert json.loads(room.call("status", "--json").out)["last_poll_at"] == (
        "2024-03-05T11:59:00+00:00"
    )


def test_without_a_service_nothing_is_fine(room):
    """After `run --once` nothing will read on, and looking takes the lock from nobody."""
    room.stored(feeds(None))
    assert reasons(room) == ["no service is running: start `monitor run`"]
    with FileLock(room.folder / "monitor.db.lock", timeout=0):
        assert is_served("sqlite:///monitor.db")
        assert reasons(room) == []
    assert not is_served("sqlite:///monitor.db")


def test_looking_makes_no_lock_and_leaves_the_service_its_name(room, service):
    """Where no service ever ran no file is made; what a service wrote into its lock stays."""
    assert not is_served("sqlite:///other.db")
    assert not (room.folder / "other.db.lock").exists()
    (room.folder / "monitor.db.lock").write_text("123\n")
    assert is_served("sqlite:///monitor.db")
    assert (room.folder / "monitor.db.lock").read_text() == "123\n"


def test_polling_that_has_stopped(room, service):
    """No feed for longer than two intervals; before the first reading it is said so."""
    room.stored(feeds(None, minutes_ago=45))
    assert reasons(room) == ["no feed has been read for 45 minutes"]
    (room.folder / "monitor.db").unlink()
    room.stored(lambda db: FeedStore(db).sync([Feed("a", "https://a.example/")], NOW))
    assert reasons(room) == ["no feed has been read yet"]


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        (
            ("name not found: a.example", "name not found: b.example", "answered 404 Not Found"),
            "all 3 feeds fail, most with: name not found …: is the network down?",
        ),
        (
            ("no connection to a.example: Connection refused", "no connection in time"),
            "all 2 feeds fail, most with: no connection …: is the network down?",
        ),
        (("answered 404 Not Found",), "the only feed fails: answered 404 Not Found"),
        (
            ("timed out after 30 s", "timed out after 30 s"),
            "all 2 feeds fail, most with: timed out after 30 s: is the network down?",
        ),
    ],
)
def test_every_feed_fails(room, service, errors, told):
    """The commonest reason stands for all, and a reason of the network's asks for it."""
    room.stored(feeds(*errors))
    assert reasons(room) == [told]


def test_a_message_that_waits_too_long(room, service):
    """Older than 15 minutes, with its last try; a young one is nobody's business."""
    room.stored(feeds(None))
    room.stored(message(14, "tried"))
    assert reasons(room) == []
    (room.folder / "monitor.db").unlink()
    room.stored(feeds(None))
    room.stored(message(40, "tried"))
    room.stored(message(14))
    assert reasons(room) == [
        f"1 message not sent for up to 40 minutes (to slack:#desk, last try: Slack is down): {SEE}"
    ]


def test_a_message_that_was_put_back_waits_anew(room, service):
    """What a person resends has its 15 minutes from then on."""
    room.stored(feeds(None))
    room.stored(message(600, "dead"))

    async def revive(db: Database) -> None:
        assert await Outbox(db).revive(1, NOW - timedelta(minutes=5))

    room.stored(revive)
    assert reasons(room) == []


def test_messages_that_could_not_be_delivered(room, service):
    """Those of the last day are a reason, older ones are only counted."""
    room.stored(feeds(None))
    room.stored(message(25 * 60, "dead"))
    assert reasons(room) == []
    assert "messages   0 waiting, 1 undelivered" in room.call("status").out
    room.stored(message(60, "dead"))
    room.stored(message(30, "dead"))
    assert reasons(room) == [f"2 messages could not be delivered: {SEE}"]


def test_what_quiet_hours_hold_is_not_late(room, service):
    """A message that is held until the morning makes nobody unwell."""

    async def held(db: Database) -> None:
        message = Message("n1", "notice", "Hello")
        then, morning = NOW - timedelta(hours=3), NOW + timedelta(hours=5)
        await Outbox(db).enqueue("slack:#desk", message, then, not_before=morning)

    room.stored(feeds(None))
    room.stored(held)
    assert reasons(room) == []
    assert "oldest_pending_at" in room.call("status", "--json").out


def test_what_waits_for_a_channel_without_a_name_is_named(room, service):
    """A channel that was renamed leaves messages behind that nobody can be sent."""

    async def fill(db: Database) -> None:
        for name in ("apprise:old", "apprise:phone", "slack:#gone"):
            await Outbox(db).enqueue(name, Message(name, "notice", "Hello"), NOW)

    (room.folder / "monitor.yaml").write_text("channels: {phone: {apprise: 'json://localhost'}}\n")
    room.stored(feeds(None))
    room.stored(fill)
    assert reasons(room) == [
        "1 message for apprise:old, a channel that monitor.yaml no longer names: give it its name "
        "back, or see monitor alerts --undelivered"
    ]


async def faulty_files(db: Database) -> None:
    """As the service records them: one never good, one that was, a good one, groups, feeds."""
    store = WatchlistStore(db)
    await record(store, "harbour", "match: crab\n", NOW)
    await store.record_all(
        {
            "crabs": ("match: (\n", ("line 1: open",)),
            "harbour": ("match: )\n", ("line 1: closed",)),
            "eels": ("match: eel\n", ()),
            "terms": ("g: (\n", ("line 1: open",)),
            "feeds": ("- x\n", ("line 1: no address",)),
        },
        NOW,
    )


def test_a_watchlist_that_is_not_in_force_is_a_reason(room, service):
    """Stories would be missed in silence; what lives on its last good version is shown."""
    room.stored(feeds(None))
    room.stored(faulty_files)
    assert reasons(room) == ["1 watchlist not in force: crabs: monitor check"]
    lines = room.call("status").out.splitlines()
    assert [line for line in lines if line.startswith("files")] == [
        "files      harbour: an error, in force as last good: monitor check",
        "files      feeds.yaml: an error: monitor check",
    ]
    told = json.loads(room.call("status", "--json").out)
    assert told["files_with_errors"] == ["crabs", "feeds", "harbour", "terms"]


def test_silences_in_force_are_shown(room, service):
    """Until when, on the desk's clock; one that has ended is not."""

    async def silenced(db: Database) -> None:
        for name, hours in (("kurils", 2), ("ferries", 30), ("over", -1)):
            await SilenceStore(db).add(
                story_id=None,
                watchlist=name,
                until=NOW + timedelta(hours=hours),
                reason="",
                author="Ann",
                now=NOW - timedelta(hours=2),
            )

    room.settings(timezone="Asia/Tokyo")
    room.stored(feeds(None))
    room.stored(silenced)
    (line,) = [one for one in room.call("status").out.splitlines() if one.startswith("silenced")]
    assert line == (
        "silenced   kurils until 23:00; ferries until Thu 7 Mar, 03:00: monitor silence list"
    )


def test_a_message_that_is_tried_again_says_why(room, service):
    """Not only when it has waited for a quarter of an hour."""
    room.stored(feeds(None))
    room.stored(message(2, "tried"))
    told = room.call("status")
    assert told.code == 0
    assert "           1 message to slack:#desk tried again: Slack is down" in told.out
    assert told.out.splitlines()[-1] != "health     fine"
