"""A folder of watchlists: every file on its own, every problem in one run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.watchlist.destination import Destinations
from monitor.watchlist.load import Loaded, load_files, load_watchlists
from tests.files import write_file

GOOD = "match: Kurils\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        write_file(folder, name, text)


def load(folder: Path, *, subfolders: bool = True) -> Loaded:
    return load_watchlists(folder, Destinations(), subfolders=subfolders)


def test_a_file_with_an_error_takes_no_other_down(tmp_path: Path) -> None:
    """Problems of all files are told, and the good ones load."""
    write(tmp_path, {"a.yaml": GOOD, "b.yaml": "title: [\n", "c.yaml": "match: (x\n"})
    loaded = load(tmp_path)
    assert [one.id for one in loaded.watchlists] == ["a"]
    assert [Path(one.file).name for one in loaded.problems] == ["b.yaml", "c.yaml"]
    assert loaded.broken == {"b", "c"}


def test_what_was_read_before_is_not_read_again(tmp_path: Path) -> None:
    """What files are known to hold counts, for watchlists and groups; others come from the disk."""
    write(tmp_path, {"a.yaml": "match: [(\n", "b.yaml": "match: '@h'\n", "terms.yaml": "g: [x]\n"})
    known = {tmp_path / "a.yaml": GOOD.encode(), tmp_path / "terms.yaml": b"h: [abc]\n"}
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    loaded = load_files(files, Destinations(), tmp_path, known)
    assert [one.id for one in loaded.watchlists] == ["a", "b"]
    assert loaded.problems == ()


def test_which_files_are_watchlists(tmp_path: Path) -> None:
    """Both endings and sub-folders; not terms, feeds, hidden files, or other endings."""
    files = ["a.yaml", "b.yml", "asia/c.yaml", ".d.yaml", ".git/e.yaml", "f.yaml~", "g.json"]
    write(tmp_path, dict.fromkeys(files, GOOD))
    write(tmp_path, {"terms.yaml": "g: [abc]\n", "feeds.yaml": "- https://a.example\n"})
    assert [one.id for one in load(tmp_path).watchlists] == ["a", "c", "b"]
    assert [one.id for one in load(tmp_path, subfolders=False).watchlists] == ["a", "b"]


def test_an_id_is_there_once(tmp_path: Path) -> None:
    """The second file of one name is an error, the first one stays."""
    write(tmp_path, {"a.yaml": GOOD, "asia/a.yaml": GOOD, "a.yml": GOOD})
    loaded = load(tmp_path)
    assert [one.path for one in loaded.watchlists] == [tmp_path / "a.yaml"]
    assert len(loaded.problems) == 2
    assert all(str(tmp_path / "a.yaml") in one.message for one in loaded.problems)
    assert loaded.broken == frozenset()


def test_a_file_is_read_with_the_groups_of_the_folders_above(tmp_path: Path) -> None:
    """Problems of a terms.yaml that was not asked for are not told."""
    write(
        tmp_path,
        {"terms.yaml": "g: [abc]\nbad: ['(']\n", "asia/a.yaml": "match: ['@g']\n", "b.yaml": "x\n"},
    )
    loaded = load_files([tmp_path / "asia" / "a.yaml"], Destinations(), tmp_path)
    assert [one.id for one in loaded.watchlists] == ["a"]
    assert not loaded.problems
    assert set(loaded.groups) == {"g"}


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "a.yaml"
    path.write_text(GOOD)
    path.chmod(0)
    yield path
    path.chmod(0o600)


def test_a_file_that_may_not_be_read_is_a_problem(locked: Path) -> None:
    """Missing rights are told like every other error."""
    if os.geteuid() == 0:
        pytest.skip("skipped: root may read everything")
    loaded = load(locked.parent)
    assert "can't be read" in loaded.problems[0].message


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    """A desk may begin with nothing."""
    assert load(tmp_path) == Loaded((), {}, ())
