"""The look-up of an entry's likely parents among all the stories of the window.

Each key is followed to its latest versions only, and counts the more the fewer they are: what a
thousand stories share (a closing paragraph, "Weather forecast") costs no more than a rare phrase
and can't crowd out the parent that shares the rare ones. So the cost is bounded, whatever the
window holds. The database gives the latest versions under each key, all of a key as one value;
which of them share most is reckoned here, and of those first alone the stories are read.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.story import Version
from monitor.store.dialect import listed
from monitor.store.tables import story_keys, versions

Keys = tuple[int, ...]
"""An entry's look-up keys, signed and of 64 bits, each once."""
MOST_KEYS = 64
"""Keys of one entry, at most."""
COMMON = 32
"""Versions to which a key is followed, the latest; a key with more of them tells little."""
_PLACED = 2
"""Versions for each story wanted whose stories are read first: those of the rest seldom matter."""

# Ids count up with time: one look-up finds where the window begins, and all else goes by ids.
_OLDEST = (
    select(versions.c.id)
    .where(versions.c.seen_at >= bindparam("since"))
    .order_by(versions.c.seen_at, versions.c.id)
    .limit(1)
    .scalar_subquery()
)
_ASKED = listed("keys")
_LATEST = (
    select(story_keys.c.version_id)
    .where(story_keys.c.key == _ASKED, story_keys.c.version_id >= _OLDEST)
    .order_by(story_keys.c.version_id.desc())
    .limit(COMMON)
    .correlate_except(story_keys)
    .subquery("latest")
)
_IDS = func.aggregate_strings(cast(_LATEST.c.version_id, String), ",")
UNDER = select(_ASKED, select(_IDS).scalar_subquery())
"""Each key with the ids of its latest versions, a comma between them."""

STORIES = select(versions.c.id, versions.c.story_id).where(versions.c.id == listed("ids"))
"""The stories of some versions."""


class LookUp:
    """Finds the stories that share keys with an entry, in one transaction.

    What the transaction adds is remembered here, so that its keys can be written at its end.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._stored: defaultdict[datetime, dict[int, list[int]]] = defaultdict(dict)
        self._added: defaultdict[int, list[Version]] = defaultdict(list)
        self._story_of: dict[int, int] = {}
        self._ahead: dict[tuple[Keys, datetime], list[int]] = {}

    def add(self, version: Version, keys: Keys) -> None:
        """Let a version that this transaction stores be found by its keys."""
        self._story_of[version.id] = version.story_id
        for key in keys:
            self._added[key].append(version)

    async def look_ahead(self, entries: Sequence[Keys], since: datetime, limit: int) -> None:
        """Look up the keys of several entries, which takes two statements for them all."""
        await self._follow({key for keys in entries for key in keys}, since)
        near = {(keys, since): self._ranked(keys, since) for keys in entries}
        await self._place({one for some in near.values() for one in some[: _PLACED * limit]})
        self._ahead |= near

    async def nearest(self, keys: Keys, since: datetime, limit: int) -> dict[int, int]:
        """The stories seen since then that share most, each with its version that shares most."""
        await self._follow(keys, since)
        near, found = self._ranked(keys, since), dict[int, int]()
        first = _PLACED * limit
        for some in (near[:first], near[first:]):
            await self._place(some)
            for version_id in some:
                found.setdefault(self._story_of[version_id], version_id)
            if len(found) >= limit:
                break
        return dict(islice(found.items(), limit))

    async def _follow(self, keys: Collection[int], since: datetime) -> None:
        """Read what was stored under keys before this transaction, unless it is known."""
        known = self._stored[since]
        if asked := [key for key in keys if key not in known]:
            rows = await self._connection.execute(UNDER, {"keys": asked, "since": since})
            known |= {key: _numbers(ids) for key, ids in rows.all()}

    async def _place(self, version_ids: Collection[int]) -> None:
        """Read the stories of versions, unless they are known."""
        if asked := [one for one in version_ids if one not in self._story_of]:
            rows = await self._connection.execute(STORIES, {"ids": asked})
            self._story_of |= {row.id: row.story_id for row in rows.all()}

    def _ranked(self, keys: Keys, since: datetime) -> list[int]:
        """The versions that share keys: those first that share most, of equals the latest."""
        if (keys, since) in self._ahead and self._added.keys().isdisjoint(keys):
            return self._ahead[keys, since]
        shared: defaultdict[int, float] = defaultdict(float)
        for key in keys:
            found = self._under(key, since)
            weight = 1 / max(1, len(found))
            for version_id in found:
                shared[version_id] += weight
        latest = sorted(shared, reverse=True)
        return sorted(latest, key=shared.__getitem__, reverse=True)

    def _under(self, key: int, since: datetime) -> list[int]:
        """The latest versions under a key, with those of this transaction."""
        stored = self._stored[since][key]
        if key not in self._added:
            return stored
        added = (version.id for version in self._added[key] if version.seen_at >= since)
        return sorted({*stored, *added})[-COMMON:]


def _numbers(ids: str | None) -> list[int]:
    return list(map(int, ids.split(","))) if ids else []


def distinct(keys: Sequence[int]) -> Keys:
    """An entry's keys, each once; raises ValueError for too many."""
    once = tuple(dict.fromkeys(keys))
    if len(once) > MOST_KEYS:
        raise ValueError(f"an entry has {MOST_KEYS} look-up keys at most, not {len(once)}")
    return once
