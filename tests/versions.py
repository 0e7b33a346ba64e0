"""Versions of the desk's files, as a service records them."""

from collections.abc import Sequence
from datetime import datetime

from monitor.store.watchlists import WatchlistStore


async def record(
    store: WatchlistStore, name: str, text: str, now: datetime, problems: Sequence[str] = ()
) -> bool:
    """Keep a version of one file, unless it is the latest again; returns whether it was kept."""
    return bool(await store.record_all({name: (text, tuple(problems))}, now))
