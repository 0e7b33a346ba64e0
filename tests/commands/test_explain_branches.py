"""`monitor explain` of a made-up entry: a line a watchlist, and one watchlist branch by branch."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli.main import app


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two good watchlists and a broken one, in the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "watchlists"
    folder.mkdir()
    (folder / "terms.yaml").write_text("isles: [Kuril, Iturup]\n")
    (folder / "kurils.yaml").write_text('match: {any: ["@isles"], none: [quake]}\n')
    (folder / "leaders.yaml").write_text("match: Putin NEAR/2 Abe\n")
    (folder / "broken.yaml").write_text("match: (\n")
    return folder


def explain(*options: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["explain", *options])
    return done.exit_code, done.stdout


def test_every_watchlist_says_one_sentence(desk: Path) -> None:
    """Matched or not, with the words, or how near it came."""
    code, told = explain("--title", "Abe off Iturup", "--text", "Abe, it was said, met Putin")
    assert code == 0
    assert told.splitlines() == [
        "Abe off Iturup",
        '  + kurils: matched: Iturup ("Iturup" in the title)',
        "  - leaders: not matched: Putin NEAR/2 Abe: both found, 4 words apart",
    ]


def test_one_watchlist_is_told_branch_by_branch(desk: Path) -> None:
    """Every branch with a plus or a minus, below the sentence."""
    _, told = explain("--title", "Quake off Iturup", "--watchlist", "kurils")
    assert told.splitlines() == [
        "Quake off Iturup",
        '  - kurils: not matched: left out by quake ("Quake" in the title)',
        "      - all of",
        "          + @isles",
        "              - Kuril: not found",
        '              + Iturup: "Iturup" in the title',
        "          - none of",
        '              + quake: "Quake" in the title',
    ]


def test_the_branches_as_json(desk: Path) -> None:
    """The same for programs; without --watchlist the branches stay out."""
    (one,) = json.loads(explain("--title", "x", "--watchlist", "leaders", "--json")[1])[
        "watchlists"
    ]
    assert one["branch"] == {
        "term": "Putin NEAR/2 Abe",
        "found": False,
        "why": "neither side found",
        "branches": [],
    }
    every = json.loads(explain("--title", "Kurils", "--json")[1])["watchlists"]
    assert [(each["watchlist"], each["matched"], each["terms"]) for each in every] == [
        ("kurils", True, ["Kuril"]),
        ("leaders", False, []),
    ]
    assert all("branch" not in each for each in every)


@pytest.mark.parametrize(
    ("name", "words"), [("kuril", 'did you mean "kurils"'), ("broken", "monitor check")]
)
def test_a_watchlist_that_is_not_there_is_told(desk: Path, name: str, words: str) -> None:
    """A slip of the pen finds the nearest id, a broken file is named."""
    done = CliRunner().invoke(app, ["explain", "--title", "x", "--watchlist", name])
    assert words in str(done.exception)
