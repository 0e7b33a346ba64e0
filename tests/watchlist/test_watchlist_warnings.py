"""Warnings of watchlists that load, and that would tell nothing, everything, or twice."""

from pathlib import Path

import pytest

from monitor.model.feed import Feed
from monitor.watchlist.destination import Destinations
from monitor.watchlist.force import read_desk
from monitor.watchlist.load import load_watchlists
from monitor.watchlist.unheard import heard_of, unheard_sources

FEEDS = [Feed("local-online", "https://local.example/rss"), Feed("bbc", "https://feeds.bbci.co.uk")]


def warnings(folder: Path, text: str) -> list[str]:
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    loaded = load_watchlists(folder, Destinations())
    unheard = [
        one
        for watchlist in loaded.watchlists
        for one in unheard_sources(watchlist, heard_of(FEEDS))
    ]
    found = [*loaded.problems, *unheard]
    assert not any(problem.error for problem in found)
    return [f"{one.line}:{one.column}: {one.message}" for one in found]


@pytest.mark.parametrize(
    ("match", "part"),
    [
        ("{any: crab, none: crab}", "crab"),
        ("{any: [crab, crab AND king], none: [boat, crab]}", "crab OR (crab AND king)"),
        ("{any: 'title:crab', none: crab}", "title:crab"),
        ("crab NOT crab", "crab"),
        ("(crab NOT crab) OR (eel NOT eel)", "(crab NOT crab) OR (eel NOT eel)"),
    ],
)
def test_what_is_waited_for_and_excluded_is_warned_of(
    tmp_path: Path, match: str, part: str
) -> None:
    """Nothing can meet it, whatever the feeds bring."""
    (told,) = warnings(tmp_path, f"match: {match}\n")
    assert "can never be met" in told
    if "(" not in part:
        assert f": {part} is waited for" in told


@pytest.mark.parametrize(
    "match",
    [
        "{any: [crab, eel], none: crab}",
        "{any: crab, none: 'title:crab'}",
        "{all: [{any: [crab, eel]}, boat], none: crab}",
        "(crab NOT crab) OR eel",
    ],
)
def test_what_can_be_met_is_not_warned_of(tmp_path: Path, match: str) -> None:
    """Part of it is left out; the rest can come."""
    assert warnings(tmp_path, f"match: {match}\n") == []


@pytest.mark.parametrize("term", ["a", "the", "of the", "и", "title:the"])
def test_a_word_of_nearly_every_text_is_warned_of(tmp_path: Path, term: str) -> None:
    """Such a term would have everything told."""
    (told,) = warnings(tmp_path, f"match: [crab, {term}]\n")
    assert "stands in nearly every text" in told


@pytest.mark.parametrize("term", ["=IT", "'\"the\"'", "the Kurils", "bank of Japan"])
def test_a_common_word_in_a_name_is_fine(tmp_path: Path, term: str) -> None:
    """Beside other words, or as written, it is what somebody wants."""
    assert warnings(tmp_path, f"match: {term}\n") == []


def test_a_source_that_no_feed_has_is_warned_of_at_its_place(tmp_path: Path) -> None:
    """A mistyped id would keep the watchlist silent for ever."""
    text = "match: crab\nsources:\n  include: [local-onne, bbc]\n  exclude: nowhere\n"
    assert warnings(tmp_path, text) == [
        '3:13: no feed has the id or host "local-onne": did you mean "local-online"?',
        '4:12: no feed has the id or host "nowhere": `monitor feeds list` has their ids',
    ]


@pytest.mark.parametrize("name", ["local-online", "local.example", "bbc*", "reuters.com", "uk"])
def test_a_source_that_may_come_is_not_warned_of(tmp_path: Path, name: str) -> None:
    """A feed may link to hosts that are not its own."""
    assert warnings(tmp_path, f"match: crab\nsources: {{include: '{name}'}}\n") == []


def test_a_host_nearly_like_that_of_a_feed_is_asked_about(tmp_path: Path) -> None:
    """A letter that is missing is more likely than another outlet."""
    text = "match: crab\nsources: {include: local.exmple}\n"
    (told,) = warnings(tmp_path, text)
    assert told.endswith('did you mean "local.example"?')


def test_no_source_is_unknown_where_no_feed_is_listed(tmp_path: Path) -> None:
    """Feeds may not be written yet: `monitor check` says that by itself."""
    (tmp_path / "a.yaml").write_text("match: crab\nsources: {include: bbc}\n")
    (one,) = load_watchlists(tmp_path, Destinations()).watchlists
    assert unheard_sources(one, heard_of([])) == ()


def test_a_channel_named_twice_is_warned_of(tmp_path: Path) -> None:
    """It is told once."""
    text = 'match: crab\nnotify:\n  - slack: "#desk"\n  - email: a@b.example\n  - slack: "#desk"\n'
    assert warnings(tmp_path, text) == [
        "5:5: slack:#desk is named above already, and is told once: delete one of the two"
    ]


def test_figures_count_what_is_in_force_and_what_has_an_error(tmp_path: Path) -> None:
    """For `/metrics`: a watchlist that tells nothing must show."""
    (tmp_path / "a.yaml").write_text("match: crab\n")
    (tmp_path / "b.yaml").write_text("match: (\n")
    found = read_desk(tmp_path, Destinations()).figures()
    assert found == {"watchlists": 1, "watchlists_with_errors": 1}
