"""Groups of terms: used by name, broken one at a time, own ones first."""

from pathlib import Path

import pytest

from monitor.matching.matcher import compile_rules
from monitor.model.entry import Entry
from monitor.watchlist.destination import Destinations
from monitor.watchlist.load import Loaded, load_watchlists

USER = 'match: ["@{}"]\n'


def load(folder: Path, **files: str) -> Loaded:
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_watchlists(folder, Destinations())


def ids(loaded: Loaded) -> set[str]:
    return {one.id for one in loaded.watchlists}


def errors(loaded: Loaded) -> list[tuple[str, int, int, str]]:
    return [
        (Path(one.file).name, one.line, one.column, one.message)
        for one in loaded.problems
        if one.error
    ]


def met(loaded: Loaded, title: str) -> set[str]:
    matcher = compile_rules([one.rule for one in loaded.watchlists], loaded.groups)
    entry = Entry(feed="f", guid="", link="", title=title, text="")
    return {match.watchlist for match in matcher.match(entry)}


def test_groups_are_found_by_name(tmp_path: Path) -> None:
    """A group inside a group, and one with any and none in it, match through the watchlist."""
    loaded = load(
        tmp_path,
        terms='isles: [Iturup, Kunashir]\nall-isles: ["@isles", Sakhalin]\n'
        "drills:\n  - any: [drill]\n    none: [oil drill]\n",
        a=USER.format("all-isles"),
        b=USER.format("drills"),
    )
    assert not loaded.problems
    assert met(loaded, "A visit to Iturup") == {"a"}
    assert met(loaded, "A drill at sea") == {"b"}
    assert met(loaded, "An oil drill at sea") == set()


def test_a_circle_fells_its_users_only(tmp_path: Path) -> None:
    """Both groups of a circle are named at their lines; a watchlist beside them loads."""
    loaded = load(
        tmp_path,
        terms='capitals: [Moscow, "@houses"]\nhouses:\n  - Kremlin\n  - "@capitals"\ngood: [abc]\n',
        user=USER.format("houses"),
        neighbour=USER.format("good"),
    )
    assert ids(loaded) == {"neighbour"}
    assert loaded.broken == {"user"}
    circles = [one for one in errors(loaded) if one[0] == "terms.yaml"]
    assert [one[:3] for one in circles] == [("terms.yaml", 1, 21), ("terms.yaml", 4, 6)]
    assert "@capitals contains @houses contains @capitals" in circles[0][3]


def test_an_error_fells_the_group_and_those_that_use_it(tmp_path: Path) -> None:
    """The error is said once, at its place; what uses the group points there."""
    loaded = load(
        tmp_path,
        terms='bad: ["(abc"]\nuses: ["@bad", def]\ngood: [abc]\n',
        a=USER.format("bad"),
        b=USER.format("uses"),
        c=USER.format("good"),
    )
    assert ids(loaded) == {"c"}
    said = errors(loaded)
    assert [one[:3] for one in said] == [("a.yaml", 1, 10), ("b.yaml", 1, 10), ("terms.yaml", 1, 8)]
    assert "terms.yaml, line 1" in said[1][3]


def test_a_group_twice_is_felled(tmp_path: Path) -> None:
    """Of two groups of one name nobody can tell which is meant."""
    loaded = load(tmp_path, terms="g: [abc]\nh: [def]\ng: [ghi]\n", a=USER.format("g"))
    assert [one[:3] for one in errors(loaded)] == [("a.yaml", 1, 10), ("terms.yaml", 3, 1)]
    assert set(loaded.groups) == {"h"}


def test_unreadable_terms_fell_those_that_use_groups(tmp_path: Path) -> None:
    """Where YAML can't be read, a watchlist without groups still loads."""
    loaded = load(tmp_path, terms="g: [abc\n", a=USER.format("g"), b="match: abc\n")
    assert ids(loaded) == {"b"}
    assert "terms.yaml can't be read" in errors(loaded)[0][3]


def test_an_unknown_group_names_the_nearest(tmp_path: Path) -> None:
    """The column is that of the @, inside the quotes."""
    loaded = load(tmp_path, terms="kuril-names: [abc]\n", a='match: ["x OR @kuril-nams"]\n')
    assert [one[:3] for one in errors(loaded)] == [("a.yaml", 1, 15)]
    assert "@kuril-names" in errors(loaded)[0][3]


def test_a_subfolder_has_its_own_groups_first(tmp_path: Path) -> None:
    """Own groups go before those above, which the folder above does not notice."""
    loaded = load(
        tmp_path,
        terms='isles: [Iturup]\nboth: ["@isles"]\n',
        a=USER.format("isles"),
        sub__terms='isles: [Shikotan]\nmore: ["@isles"]\n',
        sub__b=USER.format("more"),
        sub__c=USER.format("both"),
    )
    assert not loaded.problems
    assert met(loaded, "A visit to Iturup") == {"a", "c"}
    assert met(loaded, "A visit to Shikotan") == {"b"}


def test_a_broken_group_of_a_subfolder_hides_the_one_above(tmp_path: Path) -> None:
    """A group that is wrong is not silently replaced by another of its name."""
    loaded = load(
        tmp_path,
        terms="isles: [Iturup]\n",
        sub__terms='isles: ["(abc"]\n',
        sub__b=USER.format("isles"),
        a=USER.format("isles"),
    )
    assert ids(loaded) == {"a"}


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("two words: [abc]\n", "two-words"),
        ('"@g": [abc]\n', "write g"),
        ("- abc\n", "names with lists"),
        ("g: []\n", "is empty"),
        ("g:\n", "is empty"),
        ("g: [NOT abc]\n", "NOT"),
        ("g:\n  none: [abc]\n", 'only "none"'),
        ("g:\n  -abc\n  -def\n", "a space is missing after the dash"),
    ],
)
def test_what_is_wrong_in_terms_is_said(tmp_path: Path, terms: str, said: str) -> None:
    """Names of groups, empty groups and groups that only exclude are told."""
    assert any(said in one[3] for one in errors(load(tmp_path, terms=terms)))


def test_groups_that_double_are_refused(tmp_path: Path) -> None:
    """Forty groups that each name the one before twice would be a million million words."""
    lines = ["g0: [abc, def]"]
    lines += [f'g{n}: ["@g{n - 1}", "@g{n - 1}"]' for n in range(1, 41)]
    loaded = load(tmp_path, terms="\n".join(lines) + "\n", a=USER.format("g40"))
    assert ids(loaded) == set()
    assert any("50000 words" in one[3] for one in errors(loaded))


def test_many_circles_are_told_quickly(tmp_path: Path) -> None:
    """Thousands of groups that contain themselves cost one error each."""
    terms = "".join(f'a{n}: ["@b{n}"]\nb{n}: ["@a{n}"]\n' for n in range(2000))
    assert len(errors(load(tmp_path, terms=terms))) == 4000
