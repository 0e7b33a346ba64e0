"""Recorded versions of the desk's files, loaded again: the last good one, and what it changed.

A watchlist means what it means together with the terms.yaml of its time, so a version is loaded in
a scratch folder that holds the files as they stood then.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.model.feed import Feed
from monitor.model.file_version import FileVersion
from monitor.watchlist.changes import number
from monitor.watchlist.destination import Destinations
from monitor.watchlist.feedlist import load_feeds
from monitor.watchlist.files import LISTS
from monitor.watchlist.force import Good, read_desk
from monitor.watchlist.load import ENDINGS, FEEDS, TERMS

Versions = Sequence[FileVersion]
"""Newest first."""


def is_shared(name: str) -> bool:
    """Whether a version's name is that of a terms.yaml."""
    return name.rpartition("/")[2] == TERMS


def is_feeds(name: str) -> bool:
    """Whether a version's name is that of feeds.yaml, or of what it may include."""
    return name == FEEDS or name.endswith(LISTS)


def last_good(
    versions: Versions, wanted: Mapping[str, Path], folder: Path, destinations: Destinations
) -> dict[str, Good]:
    """The last good version of each watchlist that has one, by id.

    `wanted` has the file of each; one that was deleted in between has none. `versions` are those of
    the watchlists and of every terms.yaml.
    """
    found: dict[str, Good] = {}
    missing = dict(wanted)
    for place, version in enumerate(versions):
        own = not is_shared(version.name)
        asked = {version.name} & missing.keys() if own else set(missing)
        if own and asked and version.deleted:
            del missing[version.name]
        elif asked:
            found |= _loaded(versions[place:], asked, wanted, folder, destinations)
            missing = {name: path for name, path in missing.items() if name not in found}
    return found


def good_at(
    versions: Versions, name: str, path: Path, folder: Path, destinations: Destinations
) -> Good | None:
    """What a watchlist meant when the first of these versions was the newest, if it loaded."""
    return _loaded(versions, {name}, {name: path}, folder, destinations).get(name)


def last_good_feeds(versions: Versions) -> tuple[Feed, ...] | None:
    """The feeds of the newest version of feeds.yaml that loads, with what it includes."""
    for place, version in enumerate(versions):
        if is_feeds(version.name):
            feeds = feeds_at(versions[place:])
            if feeds:
                return feeds
    return None


def feeds_at(versions: Versions) -> tuple[Feed, ...] | None:
    """The feeds when the first of these versions was the newest; `None` if they did not load."""
    with TemporaryDirectory(prefix="monitor-feeds-") as scratch:
        for version in _newest(versions):
            if is_feeds(version.name) and not version.deleted:
                ending = "" if version.name.endswith(LISTS) else ENDINGS[0]
                _write(Path(scratch, f"{version.name}{ending}"), version.text)
        feeds, problems = load_feeds(Path(scratch, f"{FEEDS}{ENDINGS[0]}"))
    return None if any(problem.error for problem in problems) else feeds


def _loaded(
    versions: Versions,
    names: Collection[str],
    paths: Mapping[str, Path],
    folder: Path,
    destinations: Destinations,
) -> dict[str, Good]:
    """The watchlists that load from these versions, with their real paths."""
    with TemporaryDirectory(prefix="monitor-watchlists-") as scratch:
        for version in _newest(versions):
            if is_shared(version.name):
                _write(Path(scratch, f"{version.name}{ENDINGS[0]}"), version.text)
            elif version.name in names and not version.deleted:
                inside = paths[version.name].relative_to(folder)
                _write(Path(scratch, inside), version.text)
        standing = read_desk(Path(scratch), destinations)
    return {
        name: replace(good, watchlist=replace(good.watchlist, path=paths[name]))
        for name, good in standing.good.items()
    }


def _newest(versions: Versions) -> Collection[FileVersion]:
    """The newest version of each file."""
    return {version.name: version for version in reversed(versions)}.values()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "replace"))


def line_changes(before: str, after: str) -> str:
    """How many lines were added and taken away; "" where none was."""
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    told = [line[0] for line in lines if not line.startswith(("+++", "---", "@@"))]
    return f"{number(told.count('+'), 'line')} added, {told.count('-')} removed" if told else ""
