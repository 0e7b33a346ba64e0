"""`monitor backtest`: what a watchlist would gain and lose, over the store and over a file."""

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.model.entry import Entry, NewEntry
from monitor.model.match import Match
from monitor.model.story import Relation, StoryLink
from monitor.store.database import Database
from monitor.store.turn import TurnStore
from monitor.store.watchlists import WatchlistStore
from tests.versions import record

if TYPE_CHECKING:
    from tests.commands.conftest import Room

KURILS = "title: Kuril Islands\nmatch: [Kuril]\n"
MORE = "title: Kuril Islands\nmatch: [Kuril, '@islands']\n"
WIRE = (
    "The ferry Sakhalin ran aground on Tuesday morning near the harbour of Iturup with forty"
    " people on board, the coast guard said. A tug is on its way from Korsakov."
)
NOW = datetime.now(UTC)


class Desk:
    def __init__(self, room: "Room") -> None:
        self.write, self.call, self.stored = room.write, room.lines, room.stored
        self.write("watchlists/terms.yaml", "islands: [Iturup, Shikotan]\n")
        self.write("watchlists/kurils.yaml", KURILS)
        self.write("drafts/kurils.yaml", MORE)
        self.write("drafts/terms.yaml", "islands: [Iturup, Shikotan]\n")

    def store(self, *entries: tuple[str, str, str, float], story: bool = False) -> None:
        """Store entries of source, title, text and age in days; in one known story where asked."""

        async def fill(db: Database) -> None:
            parent = None
            async with TurnStore(db).begin() as tx:
                for source, title, text, days in entries:
                    link = f"https://{source.lower()}.example/{len(title)}"
                    entry = Entry(source, title, link, title, text, source=source)
                    seen = NOW - timedelta(days=days)
                    entry_id = await tx.add_entry(
                        NewEntry(entry, title), canonical_link=link, seen_at=seen, seeded=False
                    )
                    if story:
                        await tx.add_matches(entry_id, 0, [Match("kurils", ())], seen)
                        parent = await tx.add_version(
                            entry_id=entry_id,
                            revision=0,
                            entry=entry,
                            story_id=parent.story_id if parent else None,
                            link=StoryLink(Relation.COPY if parent else Relation.NEW, parent, ""),
                            keys=(),
                            seen_at=seen,
                        )

        self.stored(fill)


@pytest.fixture
def desk(room: "Room") -> Desk:
    return Desk(room)


def test_a_draft_is_compared_with_the_file_in_force(desk: Desk) -> None:
    """Stories gained with outlet and terms; older entries than asked for are left out."""
    desk.store(
        ("Wire", "Iturup museum opens its doors", "", 1),
        ("Post", "Kuril ferry sails again", "", 2),
        ("Wire", "Shikotan long ago", "", 8),
    )
    code, lines, err = desk.call("backtest", "drafts/kurils.yaml")
    assert (code, err) == (0, "")
    assert lines[:3] == [
        "Kuril Islands: +1 term (@islands)",
        "2 entries of the last 7d: 1 story gained, 0 lost, 1 as before",
        "+ Iturup museum opens its doors",
    ]
    assert lines[3].endswith("  Wire · Iturup")
    _, lines, _ = desk.call("backtest", "drafts/kurils.yaml", "--since", "9d")
    assert "3 entries of the last 9d: 2 stories gained, 0 lost, 1 as before" in lines


def test_what_is_lost_is_listed_too(desk: Desk) -> None:
    """A narrower draft names what it would no longer tell; JSON has a line a story."""
    desk.store(("Post", "Kuril ferry sails again", "", 2))
    desk.write("drafts/kurils.yaml", "match:\n  any: [Kuril]\n  none: [ferry]\n")
    code, lines, _ = desk.call("backtest", "drafts/kurils.yaml", "--json")
    (row,) = map(json.loads, lines)
    assert code == 0
    assert (row["change"], row["title"], row["outlet"], row["terms"]) == (
        "lost",
        "Kuril ferry sails again",
        "Post",
        ["Kuril"],
    )


def test_a_new_watchlist_is_compared_with_nothing(desk: Desk) -> None:
    """All that it meets is gained; copies of one text are one story, by their words."""
    desk.store(
        ("Wire", "Ferry aground off Iturup", WIRE, 1.2),
        ("Post", "Forty rescued near Iturup", WIRE, 1.1),
        ("Post", "Iturup gets a zebra", "The zoo of Iturup has bought one.", 1),
    )
    desk.write("drafts/isles.yaml", "match: ['@islands']\n")
    _, lines, _ = desk.call("backtest", "drafts/isles.yaml", "--json")
    assert [(row["also_in"], row["entries"]) for row in map(json.loads, lines)] == [
        (["Post"], 2),
        ([], 1),
    ]


def test_the_store_knows_what_is_one_story(desk: Desk) -> None:
    """Where entries were judged, the judgement stands, whatever their words."""
    desk.store(("Wire", "Iturup one", "", 1.2), ("Post", "Shikotan two", "", 1.1), story=True)
    desk.write("drafts/isles.yaml", "match: ['@islands']\n")
    _, lines, _ = desk.call("backtest", "drafts/isles.yaml", "--json")
    assert [row["entries"] for row in map(json.loads, lines)] == [2]


def test_the_desks_own_file_is_compared_with_what_was_recorded(desk: Desk) -> None:
    """A file that is saved but not yet read by the service has its last version to beat."""
    desk.store(("Wire", "Iturup museum opens", "", 1), ("Post", "Kuril ferry sails", "", 2))

    async def fill(db: Database) -> None:
        await record(WatchlistStore(db), "kurils", "match: [Iturup]\n", NOW)

    desk.stored(fill)
    _, lines, _ = desk.call("backtest", "watchlists/kurils.yaml")
    assert "2 entries of the last 7d: 1 story gained, 1 lost, 0 as before" in lines


def test_recorded_items_serve_as_well(desk: Desk) -> None:
    """A JSONL file stands in for the store, which need not be there."""
    items = [
        {"id": "1", "feed": "Wire", "title": "Ferry aground off Iturup", "summary": WIRE},
        {"id": "2", "feed": "Post", "title": "Rescue near Iturup", "summary": f"<p>{WIRE}</p>"},
        {"id": "3", "feed": "Post", "title": "Kuril museum", "published": "2026-03-02T09:00:00Z"},
    ]
    desk.write("day.jsonl", "\n".join(map(json.dumps, items)))
    code, lines, _ = desk.call("backtest", "drafts/kurils.yaml", "--items", "day.jsonl")
    assert code == 0
    assert "3 entries of day.jsonl: 1 story gained, 0 lost, 1 as before" in lines
    assert lines[-1].endswith("Wire (also in: Post) · Iturup")


def test_changed_terms_are_tried_with_all_that_use_them(desk: Desk) -> None:
    """A terms.yaml stands in for the desk's own; the watchlists of its changed groups are told."""
    desk.store(("Wire", "Urup museum opens its doors", "", 1), ("Post", "Shikotan votes", "", 2))
    desk.write("watchlists/terms.yaml", "islands: [Iturup, Shikotan]\nseas: [Okhotsk]\n")
    desk.write("watchlists/isles.yaml", "title: Isles\nmatch: ['@islands']\n")
    desk.write("watchlists/north.yaml", "title: North\nmatch: ['@islands AND Hokkaido']\n")
    desk.write("watchlists/seas.yaml", "match: ['@seas']\n")
    desk.write("drafts/terms.yaml", "islands: [Iturup, Urup]\nseas: [Okhotsk]\n")
    code, lines, err = desk.call("backtest", "drafts/terms.yaml")
    assert (code, err) == (0, "")
    assert [line for line in lines if not line.startswith(" ")] == [
        "drafts/terms.yaml: 2 watchlists would listen otherwise",
        "Isles: in @islands: +1 term (Urup), −1 term (Shikotan)",
        "2 entries of the last 7d: 1 story gained, 1 lost, 0 as before",
        "+ Urup museum opens its doors",
        "− Shikotan votes",
        "1 watchlist of these would have told the same stories",
    ]
    _, lines, _ = desk.call("backtest", "drafts/terms.yaml", "--json")
    assert [(row["watchlist"], row["change"]) for row in map(json.loads, lines)] == [
        ("isles", "gained"),
        ("isles", "lost"),
    ]


def test_terms_that_say_the_same_change_nothing(desk: Desk) -> None:
    """So it is said, in one line."""
    desk.store(("Wire", "Iturup museum opens", "", 1))
    _, lines, _ = desk.call("backtest", "drafts/terms.yaml")
    assert lines == ["drafts/terms.yaml: no watchlist means anything else with it"]


def test_a_watchlist_that_loses_its_group_stays_as_it_was(desk: Desk) -> None:
    """The error it would have is said; nothing is gained or lost by it, as in service."""
    desk.store(("Wire", "Iturup museum opens", "", 1))
    desk.write("watchlists/isles.yaml", "match: ['@islands']\n")
    desk.write("drafts/terms.yaml", "isles: [Iturup]\n")
    code, lines, err = desk.call("backtest", "drafts/terms.yaml")
    assert (code, lines) == (0, ["drafts/terms.yaml: no watchlist means anything else with it"])
    assert "watchlists/isles.yaml:1:10: error: there is no group @islands" in err


def test_the_desks_own_terms_are_compared_with_what_was_recorded(desk: Desk) -> None:
    """Saved, but not yet read by the service."""
    desk.store(("Wire", "Iturup museum opens", "", 1), ("Post", "Urup votes", "", 2))
    desk.write("watchlists/isles.yaml", "title: Isles\nmatch: ['@islands']\n")

    async def fill(db: Database) -> None:
        store = WatchlistStore(db)
        await record(store, "terms", "islands: [Urup]\n", NOW)
        await record(store, "isles", "title: Isles\nmatch: ['@islands']\n", NOW)

    desk.stored(fill)
    _, lines, _ = desk.call("backtest", "watchlists/terms.yaml")
    assert "2 entries of the last 7d: 1 story gained, 1 lost, 0 as before" in lines


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nothing.yaml",), 2, "there is no file nothing.yaml"),
        (("drafts/feeds.yaml",), 2, "neither a watchlist nor a terms.yaml"),
        (("drafts/bad/terms.yaml",), 1, "drafts/bad/terms.yaml:1:11: error"),
        (("watchlists/terms.yaml",), 2, "is not recorded"),
        (("drafts/broken.yaml",), 1, "broken.yaml:1:1: error"),
        (("drafts/kurils.yaml", "--since", "long"), 2, "--since"),
        (("drafts/kurils.yaml",), 1, "no database"),
        (("drafts/kurils.yaml", "--items", "none.jsonl"), 1, "none.jsonl"),
    ],
)
def test_mistakes_are_told_in_words(
    desk: Desk, words: tuple[str, ...], code: int, said: str
) -> None:
    """Each with what is wrong, and without a trace."""
    desk.write("drafts/broken.yaml", "mach: [Kuril]\n")
    desk.write("drafts/feeds.yaml", "[]\n")
    desk.write("drafts/bad/terms.yaml", "islands: [(Iturup]\n")
    desk.write("watchlists/isles.yaml", "match: ['@islands']\n")
    found, lines, err = desk.call("backtest", *words)
    assert (found, lines) == (code, [])
    assert said in err
    assert "Traceback" not in err
