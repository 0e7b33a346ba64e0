"""`monitor watchlists`: what is in force, and the history of the files."""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import chdir
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.cli.main import main
from monitor.store.database import Database
from monitor.store.watchlists import WatchlistStore

BEGUN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Call = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a command in the desk's folder; exit code, lines, standard error."""

    def run(*words: str) -> tuple[int, list[str], str]:
        argv, sys.argv = sys.argv, ["monitor", *words]
        code = 0
        try:
            with chdir(tmp_path):
                main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.argv = argv
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err

    return run


def record(folder: Path, *versions: tuple[str, str, tuple[str, ...]]) -> None:
    """Versions of name, text and errors, a minute apart."""

    async def fill() -> None:
        db = await Database.open(f"sqlite:///{folder}/monitor.db")
        store = WatchlistStore(db)
        for number, (name, text, problems) in enumerate(versions):
            await store.record(name, text, BEGUN + timedelta(minutes=number), problems)
        await db.close()

    asyncio.run(fill())


def write(folder: Path, name: str, text: str) -> None:
    path = folder / "watchlists" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_list_says_what_is_in_force(tmp_path: Path, call: Call) -> None:
    """Whom each watchlist tells, and for a broken one the version that stands in for it."""
    write(tmp_path, "ferries.yaml", "title: Ferries\npriority: high\nmatch: [ferry]\n")
    assert call("watchlists", "list", "--json") == (
        0,
        [
            '{"id": "ferries", "title": "Ferries", "priority": "high", '
            '"to": ["console"], "state": "in force"}'
        ],
        "",
    )
    write(tmp_path, "kurils.yaml", "mach: [Kuril]\n")
    write(tmp_path, "new.yaml", "mach: [Kuril]\n")
    record(tmp_path, ("kurils", "title: The Kurils\nmatch: [Kuril]\n", ()))
    code, lines, _ = call("watchlists", "list", "--json")
    rows = {row["id"]: row for row in map(json.loads, lines)}
    assert code == 1
    assert rows["kurils"]["title"] == "The Kurils"
    assert rows["kurils"]["state"].startswith("last good version of 2026-03-02 09:00 in force")
    assert rows["new"]["state"].startswith("not in force")
    code, lines, _ = call("watchlists")
    assert code == 1
    assert any("The Kurils" in line for line in lines)


def test_an_empty_desk_is_told_what_to_do(tmp_path: Path, call: Call) -> None:
    """No watchlist is no error."""
    (tmp_path / "watchlists").mkdir()
    code, lines, _ = call("watchlists")
    assert code == 0
    assert lines == ["no watchlists: write one, such as kuril-islands.yaml"]


def test_the_log_says_what_each_version_changed(tmp_path: Path, call: Call) -> None:
    """Newest first, in an editor's words; versions with errors by lines, with the errors."""
    (tmp_path / "watchlists").mkdir()
    one, two = "match: ['@islands']\n", "match: ['@islands', Kuril]\n"
    record(
        tmp_path,
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
    code, lines, _ = call("watchlists", "log", "kurils", "--json")
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
    _, lines, _ = call("watchlists", "log")
    assert lines[0] == "2026-03-02 09:09  feeds  +1 feed (b.example-rss)"
    assert "2026-03-02 09:06  terms  1 line added, 1 removed" in lines
    assert "    line 1: unknown group" in lines


def test_the_log_of_what_is_not_there(tmp_path: Path, call: Call) -> None:
    """An unknown id is told with those that are known; an empty history says what makes one."""
    (tmp_path / "watchlists").mkdir()
    assert call("watchlists", "log")[0] == 1
    record(tmp_path, ("kurils", "match: [Kuril]\n", ()))
    code, _, err = call("watchlists", "log", "kuril")
    assert code == 1
    assert "there are: kurils" in err


def test_a_piped_list_breaks_nothing_and_names_channels(tmp_path: Path, call: Call) -> None:
    """A line a watchlist, however long; channels by their names, other addresses whole."""
    long = f"archive-{'of-the-whole-newsroom-' * 5}desk@example.org"
    write(
        tmp_path,
        "ferries.yaml",
        f"match: ferry\nnotify: [asia, console, {{email: {long}}}]\n",
    )
    settings = 'channels: {asia: {slack: "#asia-desk", digest: "daily 07:30"}}\n'
    (tmp_path / "monitor.yaml").write_text(settings, encoding="utf-8")
    code, lines, _ = call("watchlists", "list")
    assert (code, len(lines)) == (0, 2)
    assert lines[0].split() == ["watchlist", "title", "priority", "to", "state"]
    assert f"  asia, console, email:{long}  in force" in lines[1]
