"""Every feed of a large collection of real and hand-broken ones, where that is at hand."""

import json
import os
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.fuzz import ratio

from monitor.feeds.identity import canonical_link, entry_keys, identify
from monitor.feeds.read import read_feed
from monitor.feeds.reading import Reading
from monitor.model.entry import Entry, KnownEntry, NewEntry, Revision
from monitor.model.feed import Feed

URL = "https://feeds.example/feed"
FEED = Feed(id="corpus", url=URL)
SAMPLE = 8
"""Of so many files, one is read by default."""


def folder() -> Path:
    """The collection; skips the test where there is none."""
    base = os.environ.get("MONITOR_TEST_DATA")
    if not base:
        pytest.skip("skipped: no corpus")
    return Path(base) / "data" / "feeds"


def listed() -> list[dict[str, Any]]:
    """The collection's manifest."""
    lines = (folder() / "manifest.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def read(body: bytes, seen: frozenset[bytes] = frozenset()) -> Reading:
    """Read a file as a feed from URL."""
    return read_feed(body, "", URL, FEED, seen)


def check_files(files: list[dict[str, Any]]) -> None:
    """Each gives entries or a stated reason, and the parser never stumbles."""
    for one in files:
        reading = read((folder() / one["file"]).read_bytes())
        assert reading.entries or reading.problem, one["file"]
        assert "stumbled" not in (reading.problem or ""), one["file"]
        for entry in reading.entries:
            assert entry.link == "" or entry.link.startswith(("http://", "https://"))


def check_parts(files: list[dict[str, Any]]) -> None:
    """Reading what is left of a feed gives exactly what a full reading gives for it."""
    for one in files:
        body = (folder() / one["file"]).read_bytes()
        whole = read(body)
        for step in (2, 3):
            part = read(body, frozenset(sorted(whole.pieces)[::step]))
            assert set(part.entries) <= set(whole.entries), one["file"]
            if whole.problem is None and len(whole.pieces) == len(whole.entries):
                left = (
                    len(whole.pieces) - len(whole.pieces) // step - bool(len(whole.pieces) % step)
                )
                assert len(part.entries) == left, one["file"]


def test_sample_gives_entries_or_reasons() -> None:
    """One file in eight of the collection is read without a crash."""
    check_files(listed()[::SAMPLE])


def test_sample_is_read_in_part_as_in_whole() -> None:
    """One real feed in eight: a partial reading equals the full one."""
    check_parts([one for one in listed() if one["real"]][::SAMPLE])


@pytest.mark.slow
def test_every_file_gives_entries_or_reasons() -> None:
    """All files of the collection are read without a crash."""
    check_files(listed())


@pytest.mark.slow
def test_every_real_feed_is_read_in_part_as_in_whole() -> None:
    """All real feeds: a partial reading equals the full one."""
    check_parts([one for one in listed() if one["real"]])


def replay(polls: list[Path]) -> list[Entry]:
    """The entries that were called new over successive polls of one feed, in order."""
    known: dict[int, KnownEntry] = {}
    seen: frozenset[bytes] = frozenset()
    new: list[Entry] = []
    for poll in polls:
        reading = read(poll.read_bytes(), seen)
        seen = reading.pieces
        guids = frozenset(entry.guid for entry in reading.entries)
        for entry, key in zip(reading.entries, entry_keys(reading.entries), strict=True):
            answer = identify(entry, key, known.values(), guids)
            number, stored_key = len(known) + 1, key
            if isinstance(answer, NewEntry):
                assert answer.key not in {one.key for one in known.values()}
                new.append(entry)
            else:
                number, stored_key = answer.known.id, answer.known.key
            if isinstance(answer, NewEntry | Revision):
                known[number] = KnownEntry(
                    number,
                    stored_key,
                    entry.guid,
                    canonical_link(entry.link),
                    entry.title,
                    entry.text,
                    0,
                )
    return new


@pytest.mark.parametrize("name", ["bbc-business", "bbc-world_asia", "bbc-world_europe"])
def test_replayed_feed_gives_each_entry_once(name: str) -> None:
    """Sixty polls of one feed, with reordering and edits: each guid is new exactly once."""
    polls = sorted((folder() / f"replay-{name}").iterdir())
    new = [entry.guid for entry in replay(polls)]
    assert len(new) == len(set(new))
    assert set(new) == {entry.guid for poll in polls for entry in read(poll.read_bytes()).entries}


def test_replayed_search_does_not_repeat_changed_guids() -> None:
    """Where guids change with every edited headline, a page is new once, and none is missed."""
    polls = sorted((folder() / "replay-google_news_reuters_pool").iterdir())
    titles: dict[str, set[str]] = {}
    for entry in (entry for poll in polls for entry in read(poll.read_bytes()).entries):
        titles.setdefault(canonical_link(entry.link), set()).add(entry.title)
    edited = {
        page
        for page, variants in titles.items()
        if len(variants) > 1 and all(ratio(*pair) >= 80 for pair in combinations(variants, 2))
    }
    assert edited
    told = Counter(canonical_link(entry.link) for entry in replay(polls))
    assert {page: told[page] for page in edited} == dict.fromkeys(edited, 1)
    assert told.keys() == titles.keys()
