"""`monitor feeds`: the list in the terminal, and feeds.yaml edited by commands."""

import json
from datetime import UTC, datetime
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from threading import Thread

import pytest

from monitor.model.feed import Feed, FeedState
from monitor.store.database import Database
from monitor.store.feeds import FeedStore
from monitor.watchlist.feedlist import load_feeds

LIST = """\
# the desk's feeds
Agencies:
  # the wire, every minute
  - {url: https://wire.example/rss, id: wire,
     every: 1m}
  - url: https://port.example/atom   # blocks too
    id: port
    headers:
      Accept-Language: en

  # the quay
  - https://quay.example/rss
Ministries:
  Sea:
    -
      url: https://sea.example/rss
      id: sea
Last:
- https://last.example/rss
# the end
"""
OPML = """\
<opml version="2.0"><head/><body>
<outline text="Agencies"><outline text="Quay News" xmlUrl="https://QUAY.example/rss"/>
<outline text="Harbour" language="ja" xmlUrl="https://harbour.example/rss"/></outline>
<outline text="Towns / North"><outline title="&quot;Fog&quot;: daily"
 xmlUrl="https://fog.example/rss"/></outline>
<outline text="url"><outline text="" xmlUrl="https://plain.example/rss"/></outline>
<outline text="Bad" xmlUrl="nonsense"/>
</body></opml>
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        pass


def loaded(room) -> dict[str, Feed]:
    feeds, problems = load_feeds(room.folder / "watchlists" / "feeds.yaml")
    assert not problems
    return {feed.id: feed for feed in feeds}


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("wire", ["  - {url: https://wire.example/rss, id: wire,", "     every: 1m}"]),
        (
            "port",
            [
                "  - url: https://port.example/atom   # blocks too",
                "    id: port",
                "    headers:",
                "      Accept-Language: en",
            ],
        ),
        ("https://quay.example/rss", ["  - https://quay.example/rss"]),
        ("last.example-rss", ["Last:", "- https://last.example/rss"]),
        (
            "sea",
            [
                "Ministries:",
                "  Sea:",
                "    -",
                "      url: https://sea.example/rss",
                "      id: sea",
            ],
        ),
    ],
)
def test_remove_takes_the_whole_item(room, name, gone):
    """However an item is written, its lines go, an empty heading too; all others stay."""
    path = room.write("watchlists/feeds.yaml", LIST)
    told = room.call("feeds", "remove", name)
    assert (told.code, told.err) == (0, "")
    left = path.read_text().splitlines()
    lines = LIST.splitlines()
    at = lines.index(gone[0])
    assert lines[at : at + len(gone)] == gone
    assert left == lines[:at] + lines[at + len(gone) :]
    assert len(loaded(room)) == 4


def test_remove_of_the_only_feed_leaves_the_comments(room):
    """An empty list is a list of feeds too."""
    path = room.write("watchlists/feeds.yaml", "# ours\nA:\n  - url: https://a.example/\n")
    assert room.call("feeds", "remove", "a.example").code == 0
    assert path.read_text() == "# ours\n"


def test_remove_changes_nothing_that_it_can_not_change_well(room):
    """Two feeds on a line, or a list that is included, are left to a person."""
    text = "A: [https://a.example/, https://b.example/]\nB:\n  include: b.opml\n"
    path = room.write("watchlists/feeds.yaml", text)
    room.write("watchlists/b.opml", OPML.replace('<outline text="Bad" xmlUrl="nonsense"/>', ""))
    told = room.call("feeds", "remove", "a.example")
    assert told.code == 1
    assert "edit it by hand" in told.err
    told = room.call("feeds", "remove", "fog.example-rss")
    assert told.code == 1
    assert "includes: take it out there" in told.err
    assert path.read_text() == text


def test_import_keeps_titles_languages_and_headings(room):
    """Feeds go below their heading; what is there already, or is no address, is left out."""
    path = room.write("watchlists/feeds.yaml", LIST)
    opml = room.write("ours.opml", OPML)
    told = room.call("feeds", "import", str(opml))
    assert told.code == 0
    assert told.out == (f"3 feeds of {opml} added to watchlists/feeds.yaml; 1 there already\n")
    assert '"nonsense" is no web address' in told.err
    feeds = loaded(room)
    assert len(feeds) == 8
    harbour, fog, plain = (feeds[f"{name}.example-rss"] for name in ("harbour", "fog", "plain"))
    assert (harbour.title, harbour.language, harbour.group) == ("Harbour", "ja", "Agencies")
    assert (fog.title, fog.group) == ('"Fog": daily', "Towns / North")
    assert (plain.title, plain.group) == ("", "Added")
    assert set(LIST.splitlines()) < set(path.read_text().splitlines())
    again = room.call("feeds", "import", str(opml))
    assert again.out.startswith(f"0 feeds of {opml} added")


def test_changes_of_the_list_are_told_to_programs(room):
    """`--json` prints a line for each feed that came or went, and nothing where none did."""
    room.write("watchlists/feeds.yaml", LIST)
    opml = str(room.write("ours.opml", OPML))

    def said(*words: str) -> list[tuple[str, str, str]]:
        lines = room.call("feeds", *words, "--json").out.splitlines()
        return [tuple(json.loads(line).values()) for line in lines]

    path = "watchlists/feeds.yaml"
    assert said("remove", "wire") == [("removed", "https://wire.example/rss", path)]
    assert said("import", opml) == [
        ("added", "https://harbour.example/rss", path),
        ("added", "https://fog.example/rss", path),
        ("added", "https://plain.example/rss", path),
    ]
    assert said("import", opml) == []


def test_a_feed_that_is_added_is_told_to_programs(room):
    """A real feed on a real server; the line has its address, and no other word is printed."""
    room.settings(network={"allow_private": True})
    room.write("watchlists/feeds.yaml", LIST)
    room.write("site/rss", '<rss version="2.0"><channel><title>P</title></channel></rss>')
    handler = partial(Quiet, directory=str(room.folder / "site"))
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/rss"
        told = room.call("feeds", "add", url, "--json")
        server.shutdown()
        thread.join()
    row = {"change": "added", "url": url, "file": "watchlists/feeds.yaml"}
    assert (told.code, told.err, told.out.splitlines()) == (0, "", [json.dumps(row)])
    assert len(loaded(room)) == 6


def test_import_into_a_plain_list_and_into_nothing(room):
    """A list without headings stays a list; where there is none the headings begin one."""
    opml = room.write("ours.opml", OPML)
    path = room.write("watchlists/feeds.yaml", "- https://a.example/\n")
    assert room.call("feeds", "import", str(opml)).code == 0
    assert path.read_text().startswith("- https://a.example/\n- Agencies:\n    - {url:")
    assert len(loaded(room)) == 5
    path.unlink()
    assert room.call("feeds", "import", str(opml)).code == 0
    assert [feed.group for feed in loaded(room).values()] == [
        "Agencies",
        "Agencies",
        "Towns / North",
        "Added",
    ]


def test_list_never_breaks_an_id(room, monkeypatch):
    """The id ends its line however long it is, and what is wrong stands below it."""
    monkeypatch.setenv("COLUMNS", "100")
    long = "harbour-" * 11 + "news"
    room.write("watchlists/feeds.yaml", f"- {{url: https://a.example/, id: {long}}}\n")
    room.settings(timezone="Asia/Tokyo")
    then = datetime(2024, 3, 5, 3, 30, tzinfo=UTC)

    async def fill(db: Database) -> None:
        store = FeedStore(db)
        await store.sync([Feed(long, "https://a.example/")], then)
        failed = FeedState(
            "https://a.example/",
            next_poll_at=then,
            seeded_at=then,
            last_success_at=then,
            failures=2,
            error="answered 404 Not Found",
        )
        await store.finish(long, failed)

    room.stored(fill)
    told = room.call("feeds", "list")
    assert told.code == 1
    assert told.out.splitlines() == [
        "times in Asia/Tokyo",
        f"failing  2024-03-05 12:30  {long}",
        "    answered 404 Not Found",
        "1 feed, 1 to look at",
    ]


@pytest.mark.parametrize("command", [("list",), ("export",), ("add", "https://a.example/")])
def test_no_folder_of_watchlists_is_told(room, command):
    """In a folder without watchlists every command says so and how to name them."""
    told = room.call("feeds", *command)
    assert told.code == 2
    assert told.err == (
        "monitor: no folder watchlists: name the watchlists' folder with --watchlists DIR\n"
    )


def test_add_says_why_it_does_not(room):
    """No address, an address within the own walls: each with what to do."""
    room.write("watchlists/feeds.yaml", "")
    told = room.call("feeds", "add", "nope")
    assert told.code == 2
    assert told.err == "monitor: nope is no address: it begins with http:// or https://\n"
    told = room.call("feeds", "add", "http://127.0.0.1:9/rss")
    assert told.code == 1
    assert told.err == (
        "monitor: http://127.0.0.1:9/rss: refused: 127.0.0.1 is not a public address; "
        "for feeds of your own: network: {allow_private: true} in monitor.yaml\n"
    )


def test_test_shows_the_desks_time(room):
    """Each entry with date and time in the desk's zone, which is named; a missing file once."""
    room.settings(timezone="Europe/London")
    path = room.write(
        "fog.xml",
        '<rss version="2.0"><channel><title>P</title><item><title>Fog</title><link>'
        "https://p.example/fog</link><pubDate>Fri, 05 Jul 2024 10:00:00 GMT</pubDate></item>"
        "</channel></rss>",
    )
    told = room.call("feeds", "test", str(path), "/nonexist")
    assert told.code == 1
    assert told.out.splitlines() == [
        "2024-07-05 11:00 BST  Fog",
        "    https://p.example/fog",
        "/nonexist: No such file or directory",
    ]
