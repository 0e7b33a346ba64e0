"""What was in force when the service ran last: from the recorded versions of the files."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from monitor.model.feed import Feed
from monitor.model.file_version import FileVersion
from monitor.store.watchlists import WatchlistStore
from monitor.watchlist.destination import Destinations
from monitor.watchlist.force import Standing, keeping
from monitor.watchlist.history import is_feeds, is_shared, last_good, last_good_feeds
from monitor.watchlist.load import ENDINGS, FEEDS, named_file
from monitor.watchlist.recorded import errors_of, since_recorded, texts_of

LOOKED_BACK = 30
"""Versions of a file that are tried for the last good one."""


async def earlier(
    standing: Standing,
    latest: Mapping[str, FileVersion],
    store: WatchlistStore,
    folder: Path,
    destinations: Destinations,
) -> tuple[Standing, Standing]:
    """A standing with the last good versions of what is broken, and what was in force before it.

    `latest` are the newest versions that were recorded. Only what has changed since, or is broken,
    is loaded from its versions.
    """
    touched = _touched(standing, latest, folder)
    paths = {path.stem: path for path in standing.said}
    wanted = {name: paths.get(name, folder / f"{name}{ENDINGS[0]}") for name in touched}
    shared = {name for name in latest if is_shared(name)}
    versions = await store.versions(touched | shared, limit=LOOKED_BACK)
    goods = await asyncio.to_thread(last_good, versions, wanted, folder, destinations)
    now = keeping(standing, goods, await _feeds(standing, latest, store, folder))
    untouched = {name: good for name, good in now.good.items() if name not in touched}
    return now, replace(now, good=untouched | goods)


def _touched(standing: Standing, latest: Mapping[str, FileVersion], folder: Path) -> frozenset[str]:
    """Watchlists that may have meant something else, or are broken."""
    recorded = {name: (one.text, one.problems) for name, one in latest.items()}
    texts = texts_of(standing, folder)
    fresh = {
        name
        for name, (text, _) in since_recorded(recorded, texts).items()
        if name not in latest or latest[name].text != text
    }
    lists = {name for name in fresh if not is_shared(name) and not is_feeds(name)}
    if any(map(is_shared, fresh)):
        lists |= {name for name, good in standing.good.items() if good.groups}
    return frozenset(lists | standing.broken.keys())


async def _feeds(
    standing: Standing,
    latest: Mapping[str, FileVersion],
    store: WatchlistStore,
    folder: Path,
) -> tuple[Feed, ...] | None:
    """The last good list of feeds, where the list of now has an error or is empty."""
    path = named_file(folder, FEEDS)
    if path is None or not (errors_of(standing, path) or not standing.files[path].data.strip()):
        return None
    versions = await store.versions(set(filter(is_feeds, latest)), limit=LOOKED_BACK)
    return await asyncio.to_thread(last_good_feeds, versions)
