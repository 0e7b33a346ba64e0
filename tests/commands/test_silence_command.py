"""`monitor silence`: who holds what back, until when."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.commands.errors import CommandError
from monitor.commands.silence import Wish, _end
from monitor.store.database import Database

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def desk(room):
    """A room with a database and a watchlist."""

    async def nothing(db: Database) -> None:
        pass

    room.write("watchlists/ferries.yaml", "match: {any: [ferry]}\n")
    room.stored(nothing)
    return room


def test_a_watchlist_is_silenced_listed_and_ended(desk):
    """Until when, by whom and why, and how to end it; the list shows it, the end is said."""
    made = desk.call(
        "silence",
        "add",
        "--watchlist",
        "ferries",
        "--for",
        "2h",
        "--reason",
        "drill",
        "--by",
        "Ann",
    )
    assert made.code == 0
    assert made.out.startswith("ferries is silent until ")
    assert made.out.endswith("to end it: monitor silence end silence:1\n")
    (row,) = map(json.loads, desk.call("silence", "list", "--json").out.splitlines())
    assert (row["watchlist"], row["author"], row["reason"]) == ("ferries", "Ann", "drill")
    _, head, line = desk.call("silence").out.splitlines()
    assert head.split() == ["silence", "what", "until", "held", "back", "by"]
    assert line.startswith("silence:1  ferries  until ")
    assert line.endswith("  0 stories  Ann: drill")
    ended = desk.call("silence", "end", "silence:1")
    assert ended.out == "silence:1 ended: 0 stories held back\n"
    assert desk.call("silence").out == "nothing is silenced\n"
    assert "ended" in desk.call("silence", "list", "--ended").out
    again = desk.call("silence", "end", "1")
    assert (again.code, "not in force" in again.err) == (1, True)
    wrong = desk.call("silence", "end", "story:1")
    assert (wrong.code, "write silence:4" in wrong.err) == (2, True)


def test_an_unknown_watchlist_is_refused_with_the_nearest(desk):
    """Nothing is silenced by a slip of the pen."""
    told = desk.call("silence", "add", "--watchlist", "ferrys", "--for", "2h")
    assert told.code == 2
    assert 'there is no watchlist "ferrys": did you mean "ferries"?' in told.err


def test_a_silence_of_months_is_warned_of(desk):
    """It is made all the same."""
    told = desk.call("silence", "add", "--watchlist", "ferries", "--for", "40d", "--by", "Ann")
    assert told.code == 0
    assert "a long silence: it lasts 40 days" in told.err


@pytest.mark.parametrize(
    "asked",
    [
        ("--for", "2h"),
        ("--watchlist", "ferries"),
        ("--watchlist", "ferries", "--story", "1", "--for", "2h"),
        ("--watchlist", "ferries", "--for", "2h", "--until", "07:00"),
        ("--watchlist", "ferries", "--for", "soon"),
        ("--watchlist", "ferries", "--until", "tomorrow"),
        ("--watchlist", "ferries", "--until", "2001-01-01 07:00"),
    ],
)
def test_what_makes_no_silence_is_wrong_usage(desk, asked):
    """One thing to hold back, one end, in the future."""
    assert desk.call("silence", "add", *asked).code == 2


def test_an_unknown_story_is_refused(desk):
    """As with every command that takes a story."""
    assert desk.call("silence", "add", "--story", "7", "--for", "1h").code == 1


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("07:00", datetime(2026, 3, 3, 7, 0, tzinfo=TOKYO)),
        ("23:15", datetime(2026, 3, 2, 23, 15, tzinfo=TOKYO)),
        ("2026-03-05 08:00", datetime(2026, 3, 5, 8, 0, tzinfo=TOKYO)),
        ("2026-03-05T08:00+00:00", datetime(2026, 3, 5, 8, 0, tzinfo=UTC)),
    ],
)
def test_an_end_is_on_the_desks_clock(until, expected):
    """18:00 in Tokyo: seven o'clock is tomorrow's, a quarter past eleven today's."""
    assert _end(Wish("", "x", "", until, "", ""), NOW, TOKYO) == expected


def test_a_length_counts_from_now():
    """Whatever the zone."""
    assert _end(Wish("", "x", "90m", "", "", ""), NOW, TOKYO) == NOW + timedelta(minutes=90)
    with pytest.raises(CommandError):
        _end(Wish("", "x", "999999999999d", "", "", ""), NOW, TOKYO)


def test_two_lengths_are_one_too_many(desk):
    """The editor is told that one of the two is enough."""
    told = desk.call("silence", "add", "--watchlist", "ferries", "--for", "1h", "--until", "07:00")
    assert (told.code, told.out) == (2, "")
    assert "one of the two" in told.err
