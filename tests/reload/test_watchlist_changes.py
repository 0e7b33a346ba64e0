"""What changed in a watchlist, in an editor's words."""

from pathlib import Path

import pytest

from monitor.model.alert import Route
from monitor.model.feed import Feed
from monitor.watchlist.changes import Change, changes, feed_changes
from monitor.watchlist.destination import Destinations
from monitor.watchlist.force import Good, read_desk

MAIN = "title: K\nmatch:\n  any: [Kuril, Iturup]\n  none: [earthquake]\nnotify: ['{to}']\n"
DESTINATIONS = Destinations({name: (Route(f"slack:#{name}"),) for name in ("asia", "sea")})


def good(folder: Path, text: str, name: str = "k") -> Good:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(text.replace("{to}", "asia"), encoding="utf-8")
    standing = read_desk(folder, DESTINATIONS)
    assert not standing.broken, standing.all_problems()
    return standing.good[name]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Iturup]", "Iturup, Shikotan]", "+1 term (Shikotan)"),
        ("[Kuril, Iturup]", "[Iturup]", "−1 term (Kuril)"),
        ("[Kuril, Iturup]", "[Iturup, Kuril]", "its terms are in another order"),
        ("any:", "all:", "its terms are joined otherwise"),
        ("[earthquake]", "[earthquake, recipe]", "+1 exclusion (recipe)"),
        ("  none: [earthquake]\n", "", "−1 exclusion (earthquake)"),
        ("title: K", "title: The Kurils", 'called "K" before'),
        ("title: K", "title: K\npriority: high", "priority high, was normal"),
        ("title: K", "title: K\nlanguage: de", "language de, was en"),
        ("title: K", "title: K\nlanguages: [ja, ru]", "languages ja ru, were all"),
        ("title: K", "title: K\nsources: {exclude: [a.example]}", "+1 excluded source (a.example)"),
        ("'{to}'", "'{to}', sea", "now told: slack:#sea"),
        ("'{to}'", "sea", "now told: slack:#sea, no longer told: slack:#asia"),
        ("'{to}'", "{channel: asia, digest: hourly}", "now told: slack:#asia (hourly), no longer"),
        ("title: K", "# a note\ntitle: K", "means what it meant"),
        ("Iturup]", f"Iturup, {', '.join(f'w{n}' for n in range(9))}]", "w3, w4 and 4 more)"),
    ],
)
def test_a_change_is_told_in_words(tmp_path: Path, old: str, new: str, words: str) -> None:
    """What was added, taken away, or said otherwise."""
    assert old in MAIN
    before, after = good(tmp_path, MAIN), good(tmp_path, MAIN.replace(old, new))
    assert words in Change("k", before, after).words()


def test_only_what_differs_is_a_change(tmp_path: Path) -> None:
    """A file that moved to another folder, or got a comment, means what it meant."""
    before, after = good(tmp_path, MAIN), good(tmp_path / "sub", f"# moved\n{MAIN}")
    assert changes({"k": before}, {"k": after}) == ()
    assert not Change("k", before, after).listens_otherwise


def test_a_renamed_watchlist_is_found_among_others(tmp_path: Path) -> None:
    """Each new file takes the place of one that means the same; what is left came or went."""
    one, two = good(tmp_path / "a", MAIN), good(tmp_path / "b", MAIN.replace("Kuril", "Ainu"))
    moved = good(tmp_path / "c", MAIN.replace("title: K\n", "title: Isles\n"), "isles")
    told = {change.watchlist: change.words() for change in changes({"k": one}, {"isles": moved})}
    assert told == {"isles": 'its file is now isles.yaml, was k.yaml, called "K" before'}
    found = changes({"k": two}, {"isles": moved})
    assert [change.words() for change in found] == ["new", "deleted: it is no longer looked for"]


def test_feeds_that_came_went_or_changed() -> None:
    """By id; details count as a change."""
    before = [Feed("a", "https://a.example/"), Feed("b", "https://b.example/")]
    after = [Feed("b", "https://b.example/", title="B"), Feed("c", "https://c.example/")]
    assert feed_changes(before, after) == "+1 feed (c), −1 feed (a), 1 feed changed (b)"
    assert feed_changes(before, before) == ""
