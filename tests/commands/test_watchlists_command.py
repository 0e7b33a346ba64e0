"""`monitor watchlists`: what is in force, and the history of the files."""

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.store.database import Database
from monitor.store.watchlists import WatchlistStore
from tests.versions import record

if TYPE_CHECKING:
    from tests.commands.conftest import Room

BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def recorded(room: "Room", *versions: tuple[str, str, tuple[str, ...]]) -> None:
    """Versions of name, text and errors, a minute apart."""

    async def fill(db: Database) -> None:
        store = WatchlistStore(db)
        for number, (name, text, problems) in enumerate(versions):
            await record(store, name, text, BEGUN + timedelta(minutes=number), problems)

    room.stored(fill)


def test_the_list_says_what_is_in_force(room: "Room") -> None:
    """Whom each watchlist tells, and for a broken one the version that stands in for it."""
    room.write("watchlists/ferries.yaml", "title: Ferries\npriority: high\nmatch: [ferry]\n")
    assert room.lines("watchlists", "list", "--json") == (
        0,
        [
            '{"id": "ferries", "title": "Ferries", "priority": "high", '
            '"to": ["console"], "state": "in force"}'
        ],
        "",
    )
    room.write("watchlists/kurils.yaml", "mach: [Kuril]\n")
    room.write("watchlists/new.yaml", "mach: [Kuril]\n")
    recorded(room, ("kurils", "title: The Kurils\nmatch: [Kuril]\n", ()))
    code, lines, _ = room.lines("watchlists", "list", "--json")
    rows = {row["id"]: row for row in map(json.loads, lines)}
    assert code == 1
    assert rows["kurils"]["title"] == "The Kurils"
    assert rows["kurils"]["state"].startswith("last good version of 2026-03-02 09:00 in force")
    assert rows["new"]["state"].startswith("not in force")
    code, lines, _ = room.lines("watchlists")
    assert code == 1
    assert any("The Kurils" in line for line in lines)


def test_an_empty_desk_is_told_what_to_do(room: "Room") -> None:
    """No watchlist is no error."""
    (room.folder / "watchlists").mkdir()
    code, lines, _ = room.lines("watchlists")
    assert code == 0
    assert lines == ["no watchlists: write one, such as kuril-islands.yaml"]


def test_the_log_says_what_each_version_changed(room: "Room") -> None:
    """Newest first, in an editor's words; versions with errors by lines, with the errors."""
    (room.folder / "watchlists").mkdir()
    one, two = "match: ['@islands']\n", "match: ['@islands', Kuril]\n"
    recorded(
        room,
        ("terms", "islands: [Iturup]\n", ()),
        ("feeds", "- https://a.example/rss\n", ()),
        ("kurils", one, ()),
        ("kurils", two, ()),
        ("kurils", "mach: []\n", ("line 1: unknown key",)),
        ("kurils", two, ()),
        ("terms", "islands: [Iturup, Shikotan]\n", ()),
        ("kurils", two, ("line 1: unknown group",)),
        ("kurils", "", ()),
        ("feeds", "- https://a.example/rss\n- https://b.example/rss\n", ()),
    )
    code, lines, _ = room.lines("watchlists", "log", "kurils", "--json")
    rows = [json.loads(line) for line in lines]
    assert code == 0
    assert [row["change"] for row in rows] == [
        "deleted",
        "the same text, which has errors now",
        "mended: means what it meant",
        "1 line added, 1 removed",
        "+1 term (Kuril)",
        "new",
    ]
    assert rows[3]["errors"] == ["line 1: unknown key"]
    assert rows[-1]["at"] == "2026-03-02T09:02:00+00:00"
    _, lines, _ = room.lines("watchlists", "log")
    assert lines[0] == "2026-03-02 09:09  feeds  +1 feed (b.example-rss)"
    assert "2026-03-02 09:06  terms  1 line added, 1 removed" in lines
    assert "    line 1: unknown group" in lines


def test_the_log_of_what_is_not_there(room: "Room") -> None:
    """An unknown id is told with those that are known; an empty history says what makes one."""
    (room.folder / "watchlists").mkdir()
    assert room.lines("watchlists", "log")[0] == 1
    recorded(room, ("kurils", "match: [Kuril]\n", ()))
    code, _, err = room.lines("watchlists", "log", "kuril")
    assert code == 1
    assert "there are: kurils" in err


def test_a_piped_list_breaks_nothing_and_names_channels(room: "Room") -> None:
    """A line a watchlist, however long; channels by their names, other addresses whole."""
    long = f"archive-{'of-the-whole-newsroom-' * 5}desk@example.org"
    room.write(
        "watchlists/ferries.yaml", f"match: ferry\nnotify: [asia, console, {{email: {long}}}]\n"
    )
    settings = 'channels: {asia: {slack: "#asia-desk", digest: "daily 07:30"}}\n'
    room.write("monitor.yaml", settings)
    code, lines, _ = room.lines("watchlists", "list")
    assert (code, len(lines)) == (0, 2)
    assert lines[0].split() == ["watchlist", "title", "priority", "to", "state"]
    assert f"  asia, console, email:{long}  in force" in lines[1]
