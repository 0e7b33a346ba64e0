"""`monitor watchlists`: which watchlists are in force, and what their versions changed."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.commands.errors import CommandError
from monitor.commands.lines import columns, iso, minute, print_rows
from monitor.commands.setup import existing, has_database, open_database, settings_of
from monitor.model.alert import Route
from monitor.model.file_version import FileVersion
from monitor.settings import Settings
from monitor.store.watchlists import WatchlistStore
from monitor.watchlist.changes import Change, feed_changes
from monitor.watchlist.destination import Destinations
from monitor.watchlist.force import Good, Standing, keeping, read_desk
from monitor.watchlist.history import (
    Versions,
    feeds_at,
    good_at,
    is_feeds,
    is_shared,
    last_good,
    line_changes,
)
from monitor.watchlist.load import ENDINGS

_HEAD = ("watchlist", "title", "priority", "to", "state")
_KEYS = ("id", "title", "priority")
LATEST = 50
"""Versions that a log shows."""


async def list_watchlists(config: Path, watchlists: Path, *, as_json: bool) -> int:
    """Print every watchlist with its state; 1 when a file has an error."""
    settings = settings_of(config)
    folder = existing(watchlists)
    standing = read_desk(folder, settings.destinations())
    versions = await _versions(settings, standing.broken.keys())
    goods = last_good(versions, standing.broken, folder, settings.destinations())
    kept = keeping(standing, goods, None)
    rows = [_row(name, kept, versions, ZoneInfo(settings.timezone)) for name in _names(kept)]
    if as_json:
        print_rows(rows)
    else:
        _print_table([row | {"to": _named(kept, row, settings)} for row in rows], Console())
    return 1 if standing.broken else 0


def _names(standing: Standing) -> list[str]:
    return sorted(standing.good.keys() | standing.broken.keys())


async def _versions(settings: Settings, names: Collection[str]) -> Versions:
    """The recorded versions of these watchlists, and of every terms.yaml; none without a store."""
    if not names or not has_database(settings):
        return ()
    async with open_database(settings) as db:
        store = WatchlistStore(db)
        shared = set(filter(is_shared, await store.latest()))
        return await store.versions({*names, *shared})


def _row(name: str, standing: Standing, versions: Versions, zone: ZoneInfo) -> dict[str, Any]:
    good = standing.good.get(name)
    one = good.watchlist if good else None
    return {
        "id": name,
        "title": one.title if one else "",
        "priority": one.priority if one else "",
        "to": [_route(route) for route in one.routes] if one else [],
        "state": _state(name, standing, versions, zone),
    }


def _state(name: str, standing: Standing, versions: Versions, zone: ZoneInfo) -> str:
    if name not in standing.broken:
        return "in force"
    if name not in standing.good:
        return "not in force: its file has an error, see `monitor check`"
    good = (one for one in versions if one.name == name and not one.problems)
    at = next((f" of {one.at.astimezone(zone):%Y-%m-%d %H:%M}" for one in good), "")
    return f"last good version{at} in force: its file has an error, see `monitor check`"


def _named(standing: Standing, row: Mapping[str, Any], settings: Settings) -> list[str]:
    """Whom a watchlist tells, by the channels' names where monitor.yaml gives them one."""
    good = standing.good.get(row["id"])
    names = {
        route: name for name, routes in settings.destinations().channels.items() for route in routes
    }
    routes = good.watchlist.routes if good else ()
    return list(dict.fromkeys(names.get(route) or _route(route) for route in routes))


def _route(route: Route) -> str:
    return f"{route.destination} ({route.digest})" if route.digest else route.destination


def _print_table(rows: Sequence[Mapping[str, Any]], console: Console) -> None:
    if not rows:
        console.print("no watchlists: write one, such as kuril-islands.yaml", markup=False)
        return
    if not console.is_terminal:
        lines = [(*(row[key] for key in _KEYS), ", ".join(row["to"]), row["state"]) for row in rows]
        print("\n".join(columns([_HEAD, *lines])))
        return
    table = Table(box=None, pad_edge=False)
    for name in _HEAD:
        table.add_column(name, overflow="fold")
    for row in rows:
        colour = "green" if row["state"] == "in force" else "red"
        told = ", ".join(row["to"])
        state = Text(row["state"], style=colour)
        table.add_row(Text(row["id"]), Text(row["title"]), row["priority"], Text(told), state)
    console.print(table)


async def log_versions(config: Path, watchlists: Path, name: str, *, as_json: bool) -> int:
    """Print the recorded versions of a file, or of all, newest first, and what each changed."""
    settings = settings_of(config)
    async with open_database(settings) as db:
        store = WatchlistStore(db)
        latest = await store.latest()
        if name and name not in latest:
            known = ", ".join(sorted(latest)) or "none yet"
            raise CommandError(f"no version of {name} is recorded; there are: {known}")
        shown = await store.versions({name} if name else None, limit=LATEST + 1)
        others = {one for one in latest if is_shared(one) or is_feeds(one)}
        versions = await store.versions({one.name for one in shown} | others)
    history = _History(versions, watchlists, settings.destinations())
    zone = ZoneInfo(settings.timezone)
    for version in shown[:LATEST]:
        row = {
            "at": iso(version.at, zone),
            "file": version.name,
            "change": history.change(version),
            "errors": list(version.problems),
        }
        print(json.dumps(row, ensure_ascii=False) if as_json else "\n".join(_lines(row)))
    if not shown and not as_json:
        print("no versions are recorded yet: `monitor run` records them")
    return 0


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{minute(row['at'])}  {row['file']}  {row['change']}"
    yield from (f"    {error}" for error in row["errors"])


class _History:
    """What each version changed against the one before it of the same file."""

    def __init__(self, versions: Versions, folder: Path, destinations: Destinations) -> None:
        self._versions = versions
        self._folder = folder
        self._destinations = destinations

    def change(self, version: FileVersion) -> str:
        """In an editor's words; by lines where a version can't be loaded."""
        since = self._versions[self._versions.index(version) :]
        earlier = [one for one in since[1:] if one.name == version.name]
        if version.deleted:
            return "deleted"
        if not earlier or earlier[0].deleted:
            return "new, with errors" if version.problems else "new"
        by_lines = line_changes(earlier[0].text, version.text)
        if version.problems:
            return by_lines or "the same text, which has errors now"
        good = next((one for one in earlier if not one.problems and not one.deleted), None)
        change = self._loaded_change(version, good, since) if good else ""
        return f"{'mended: ' if earlier[0].problems else ''}{change or by_lines or 'as it was'}"

    def _loaded_change(self, version: FileVersion, before: FileVersion, since: Versions) -> str:
        earlier = since[since.index(before) :]
        if is_feeds(version.name):
            was, now = feeds_at(earlier), feeds_at(since)
            return "" if was is None or now is None else feed_changes(was, now)
        if is_shared(version.name):
            return ""
        was_good, now_good = self._good(version.name, earlier), self._good(version.name, since)
        if was_good is None or now_good is None:
            return ""
        return Change(version.name, was_good, now_good).words()

    def _good(self, name: str, versions: Versions) -> Good | None:
        there = (path for path in self._folder.rglob(f"{name}.y*ml") if path.suffix in ENDINGS)
        path = next(there, self._folder / f"{name}{ENDINGS[0]}")
        return good_at(versions, name, path, self._folder, self._destinations)
