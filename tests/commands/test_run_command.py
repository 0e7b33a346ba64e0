"""`monitor run --once` in the test's own process: what it says at its start."""

import json
from datetime import UTC, datetime

import pytest

from monitor.model.feed import Feed, FeedState
from monitor.store.feeds import FeedStore

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)


def said(room, *words: str) -> list[dict[str, object]]:
    told = room.call("run", "--once", *words)
    assert told.code == 0
    return [json.loads(line) for line in told.err.splitlines() if line.startswith("{")]


@pytest.fixture(autouse=True)
def desk(room):
    """A watchlist for Slack, whose source is mistyped, and a feed that cannot be reached."""
    room.write("watchlists/feeds.yaml", "- {url: 'http://127.0.0.1:9/rss', id: local-online}\n")
    room.write(
        "watchlists/crabs.yaml",
        'match: crab\nsources: {include: local-onne}\nnotify: [{slack: "#desk"}]\n',
    )
    room.settings(web={"listen": None})


def test_the_warnings_of_check_are_said_at_the_start(room):
    """A token that is missing, a source that no feed has: not first with the first message."""
    told = [one["event"] for one in said(room) if one["level"] == "warning"]
    assert any(str(one).startswith("SLACK_BOT_TOKEN is missing") for one in told)
    assert any("local-onne" in str(one) for one in told)


def test_an_error_stands_once_in_what_is_said_at_the_start(room):
    """With its place and what is in force instead, at every start; ops hears of it at the first."""
    room.write("watchlists/boats.yaml", "title: Boats\nmach: boat\n")
    for heard in (1, 0):
        told = room.call("run", "--once")
        assert told.err.count("boats.yaml:2:1: error") == 1
        assert "boats.yaml has an error, nothing is told of it" in told.err
        assert told.out.count("boats.yaml:2:1: error") == heard


async def read_before(db):
    """The feed had its first reading."""
    store = FeedStore(db)
    url = "http://127.0.0.1:9/rss"
    await store.sync([Feed("local-online", url)], NOW)
    await store.finish("local-online", FeedState(url, seeded_at=NOW, next_poll_at=NOW))


@pytest.mark.parametrize(
    ("words", "new", "known"),
    [
        ((), "a feed's first reading is remembered, not told; what comes later is", None),
        (
            ("--alert-backlog", "24h"),
            "of a feed's first reading, what is younger than 24 hours is told",
            "--alert-backlog has no effect: it is for a feed's first reading, and every feed has"
            " been read before",
        ),
    ],
)
def test_what_a_first_reading_tells_is_said_where_one_is_due(room, words, new, known):
    """At a restart with known feeds there is none, and the option for it does nothing."""
    assert new in [one["event"] for one in said(room, *words)]
    room.folder.joinpath("monitor.db").unlink()
    room.stored(read_before)
    events = [str(one["event"]) for one in said(room, *words)]
    assert new not in events
    assert [one for one in events if "first reading" in one] == ([known] if known else [])
