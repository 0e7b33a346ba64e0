"""The watchlists that come along, on the recorded day and on labelled news."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from monitor.demo.day import load
from monitor.matching.matcher import Matcher, compile_rules
from monitor.model.entry import Entry
from monitor.settings import Settings
from monitor.text.plain import plain_text, plain_title
from monitor.watchlist.feedlist import load_feeds
from monitor.watchlist.load import load_watchlists

FOLDER = Path(__file__).parents[2] / "watchlists"
ISLANDS, SUMMIT = "kuril-islands", "russia-japan-summit"
MET = {
    ISLANDS: {
        *("mw-1001", "tag:harbour-post.example,2026:352", "70418", "nt-88131", "ld-5512", "70427"),
        *("zi-20431", "ss-3309", "zi-20434", "ss-3307", "up-7718", "up-7729", "70440"),
        *("tag:harbour-post.example,2026:371", "nt-88150"),
    },
    SUMMIT: {
        *("mw-1001", "tag:harbour-post.example,2026:352", "70418", "nt-88131", "ld-5512", "70427"),
        *("zi-20431", "ss-3309", "tag:harbour-post.example,2026:371", "nt-88150"),
    },
}
"""Guids of the day's items by the watchlist that they meet."""


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    loaded = load_watchlists(FOLDER, Settings().destinations())
    return compile_rules([one.rule for one in loaded.watchlists], loaded.groups)


def test_the_shipped_files_load_without_a_word() -> None:
    """A newcomer's first `monitor check` finds neither an error nor a warning."""
    loaded = load_watchlists(FOLDER, Settings().destinations())
    feeds, problems = load_feeds(FOLDER / "feeds.yaml")
    assert {one.id for one in loaded.watchlists} == {ISLANDS, SUMMIT}
    assert (*loaded.problems, *problems) == ()
    assert len({feed.id for feed in feeds}) == len(feeds) > 20


def test_each_item_of_the_day_meets_what_it_should(matcher: Matcher) -> None:
    """Hits in three languages, and near misses that are rightly not matched."""
    day = load()
    languages = {outlet.id: outlet.language for outlet in day.outlets}
    met: dict[str, set[str]] = {ISLANDS: set(), SUMMIT: set()}
    for item in day.items:
        entry = Entry(
            feed=item.outlet,
            guid=item.guid,
            link="",
            title=plain_title(item.title),
            text=plain_text(item.text),
            language=languages[item.outlet],
        )
        for match in matcher.match(entry):
            met[match.watchlist].add(item.guid)
    assert met == MET


@pytest.mark.parametrize(
    ("watchlist", "precision", "recall"), [(ISLANDS, 0.9, 0.95), (SUMMIT, 0.8, 0.9)]
)
def test_labelled_news(matcher: Matcher, watchlist: str, precision: float, recall: float) -> None:
    """On real news, labelled by hand, few hits are wrong and hardly any is missing."""
    data = os.environ.get("MONITOR_TEST_DATA")
    if not data:
        pytest.skip("skipped: no corpus")
    lines = (Path(data) / "data/kurils/items.jsonl").read_text("utf-8").splitlines()
    counts: Counter[tuple[int, bool]] = Counter()
    for item in map(json.loads, lines):
        entry = Entry("labelled", item["id"], "", item["title"], item["text"], item["lang"])
        hit = any(match.watchlist == watchlist for match in matcher.match(entry))
        counts[item["grades"].get(watchlist, 0), hit] += 1
    hits, misses, wrong = counts[2, True], counts[2, False], counts[0, True]
    assert hits / (hits + wrong) >= precision
    assert hits / (hits + misses) >= recall
